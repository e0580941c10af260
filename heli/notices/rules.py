"""What is news for a person on a day, when nobody is reminded, and when what failed is tried again. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2s
from typing import NamedTuple
from urllib.parse import urlsplit

from heli.home.catalogue import Line, Turn
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import NotAllowed
from heli.kernel.verdict import Verdict
from heli.kernel.workdays import is_workday
from heli.notices.catalogue import GENERAL, NAMELESS, REMINDING, UNNAMED, DigestLine, Told

_PERIODS = re.compile(r"（[^）]*）")
_NUMBER = re.compile(r"\d+")


class News(NamedTuple):
    """What is to be told today, and what will have been told after it."""

    lines: Sequence[DigestLine]
    told: Mapping[str, Told]


def numbers(name: str, on: date) -> tuple[int, ...]:
    """The numbers called `name` as of the day `on`."""
    return REMINDING().get(name, on).values


def is_quiet(at: datetime) -> bool:
    """Whether nobody is reminded at this moment: evening, night, a day that is not worked."""
    here = at.astimezone(SHANGHAI)
    begins, ends = numbers("quiet_hours", here.date())
    return not (is_workday(here.date()).is_workday and ends <= here.hour < begins)


def next_morning(at: datetime) -> datetime:
    """The moment itself, or in quiet hours the next working morning."""
    here = at.astimezone(SHANGHAI)
    if not is_quiet(here):
        return at
    _, ends = numbers("quiet_hours", here.date())
    day = here.date() if here.hour < ends else here.date() + timedelta(days=1)
    while not is_workday(day).is_workday:
        day += timedelta(days=1)
    return datetime.combine(day, time(ends), SHANGHAI)


def last_day_before_work(day: date) -> date:
    """The last day on which, after `day`, nobody is reminded any more: the Sunday after a Friday.

    What falls due until then is told today, before its day.
    """
    while not is_workday(day + timedelta(days=1)).is_workday:
        day += timedelta(days=1)
    return day


def rung_of(due_on: date | None, until: date, ladder: Sequence[int]) -> int | None:
    """The lowest rung of the ladder that a day has reached, seen from `until`; None above the ladder."""
    if due_on is None:
        return None
    left = (due_on - until).days
    return min((rung for rung in ladder if left <= rung), default=None)


def key_of(line: Line) -> str:
    """What a line is about, whatever its numbers and its periods: the same matter keeps its key."""
    what = _NUMBER.sub("#", _PERIODS.sub("", line.what))
    whom = _NUMBER.sub("#", line.whom)
    return blake2s("\0".join((what, whom, line.url, line.state)).encode(), digest_size=8).hexdigest()


def news(
    lines: Iterable[tuple[Turn, Line, DigestLine]], told: Mapping[str, Told], day: date, *, only_now: bool
) -> News:
    """Lines that are new, have come under 现在要办, or have reached a lower rung since they were last told.

    What waits for others (等别人) is no news for the person. Lines that are gone are forgotten.
    """
    ladder, until = numbers("ladder", day), last_day_before_work(day)
    chosen: list[DigestLine] = []
    now: dict[str, Told] = {}
    for turn, line, said in lines:
        if turn is Turn.OTHERS:
            continue
        key, after = key_of(line), Told(turn is Turn.NOW, rung_of(line.due_on, until, ladder))
        if key in now:
            continue
        now[key] = after
        if _is_news(told.get(key), after) and (after.now or not only_now):
            chosen.append(said)
    return News(chosen, now)


def _is_news(before: Told | None, after: Told) -> bool:
    if before is None or (after.now and not before.now):
        return True
    if after.rung is None:
        return False
    return before.rung is None or after.rung < before.rung


def without_names(turn: Turn, line: Line, page: str) -> DigestLine:
    """The line as a digest says it; `page` is the name of the page that it leads to, "package:name"."""
    if page in GENERAL:
        return DigestLine(turn.value, GENERAL[page], line.whom, line.when, line.url)
    if page.split(":")[0] in NAMELESS:
        return DigestLine(turn.value, line.what, line.whom, line.when, line.url)
    return DigestLine(turn.value, UNNAMED, "", line.when, urlsplit(line.url).path)


def to_json(lines: Sequence[DigestLine] | Mapping[str, Told]) -> str:
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


def lines_from(text: str) -> list[DigestLine]:
    return [DigestLine(*one) for one in json.loads(text)]


def told_from(text: str) -> dict[str, Told]:
    return {key: Told(*one) for key, one in json.loads(text).items()}


def in_words(lines: Sequence[DigestLine], day: date) -> tuple[str, str]:
    """Subject and text of a digest that leaves Heli: organisations and duties, no link, no name."""
    shown = [f"{place}. {_said(one)}" for place, one in enumerate(lines, start=1)]
    text = "\n".join(
        [*shown, "", "请登录合力，在“今日要务”中办理。", "不想再收到邮件，可以在“提醒”页关闭或删除邮箱。"]
    )
    return f"合力提醒 {day.month}月{day.day}日：{len(lines)} 项", text


def _said(line: DigestLine) -> str:
    label = Turn(line.turn).label
    return "，".join(filter(None, (f"【{label}】{line.what}", line.whom, line.when)))


def is_own(account_id: int, by: int | None) -> Verdict:
    """A person sets his own reminders, and nobody else's."""
    if account_id == by:
        return Verdict.yes()
    return Verdict.no("提醒设置只能由本人修改。", error=NotAllowed, code="not-own")


def can_be_chosen(*, address: str, by_mail: bool) -> Verdict:
    """Mail needs somewhere to go."""
    if by_mail and not address.strip():
        return Verdict.no("要发到邮箱的，请填写邮箱；不用邮件提醒的，去掉勾选。", code="address-missing")
    return Verdict.yes()


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a mail that failed for the `tries`-th time is tried again; None when it is not any more."""
    gaps = numbers("retry_minutes", at.astimezone(SHANGHAI).date())
    if tries > len(gaps):
        return None
    return next_morning(at + timedelta(minutes=gaps[tries - 1]))
