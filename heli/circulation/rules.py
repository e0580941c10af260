"""May a notice go out, may a receipt be given, how much work is asked for, which titles say the same."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple, Protocol

from heli.circulation.catalogue import (
    ADDRESSED_KINDS,
    CONVEYING_KINDS,
    NUMBERS,
    Along,
    Asked,
    NoticeState,
    Place,
)
from heli.duties.rules.burden import Burden, cost
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.catalogue import LEADING_KINDS, Kind, Leading
from heli.ui.catalogue import State

ONCE = "同一事项不重复发文（S001-63）"
LEAST = "减轻基层负担：发出前先算工作量（R14-04、R14-05）"
_PADDING = re.compile(r"[\s\W_]|关于|转发|印发|进一步|切实|认真|做好|开展|的通知|通知$|的函$")


class Sent(Protocol):
    """A notice, as far as its audience and its days go."""

    @property
    def sender_id(self) -> int: ...
    @property
    def asked(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def along(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def kind_values(self) -> tuple[str, ...]: ...
    @property
    def place(self) -> str: ...
    @property
    def day(self) -> date | None: ...
    @property
    def due_on(self) -> date: ...


class Lived(Protocol):
    """An organisation as it was over a run of days."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def attached(self) -> bool: ...
    @property
    def leader_id(self) -> int | None: ...
    @property
    def leading(self) -> str: ...
    @property
    def path(self) -> str: ...


class Words(NamedTuple):
    """What a draft says: title, text, where the original lies, what is asked, of which kinds, by when."""

    title: str
    text: str
    pointer: str
    asked: Asked
    kinds: Sequence[str]
    due_on: date


def along_of(kind: str) -> Along:
    """By which relation those beneath a sender of this kind lie beneath it."""
    return Along.LEADERSHIP if kind in LEADING_KINDS else Along.AFFILIATION


def is_addressed(notice: Sent, parts: Collection[str], was: Lived) -> bool:
    """Whether the notice went to the organisation as it was: the same as `queries.audience.audience`."""
    day = notice.day
    if day is None or was.organisation_id == notice.sender_id or was.kind not in notice.kind_values:
        return False
    if not (was.valid_from <= day and (was.valid_to is None or day < was.valid_to)):
        return False
    if notice.place and (notice.place == Place.ATTACHED) != was.attached:
        return False
    if notice.along == Along.AFFILIATION:
        beneath = was.path.startswith(notice.path)
    else:
        beneath = was.leader_id == notice.sender_id and was.leading != Leading.GUIDES
    return beneath and (not parts or any(was.path.startswith(path) for path in parts))


def burden(asked: Asked, organisations: int, on: date) -> Burden:
    """The work that a notice makes; a meeting that is recorded anyway answers it without any."""
    reading = NUMBERS().get("minutes_reading", on).value
    return cost(organisations, organisations, asked.fields, asked.filled, on, before=reading)


def alike(title: str, other: str, percent: int) -> bool:
    """Whether two titles name the same matter, by what is left of them without the usual padding."""
    first, second = (_PADDING.sub("", one) or one for one in (title, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() * 100 >= percent


def can_be_drafted(words: Words, today: date) -> Verdict:
    """Whether the words make a notice."""
    return all_of(
        _says_something(words),
        _fits_who_conveys(words),
        _in_time(words.due_on, today),
    )


def _says_something(words: Words) -> Verdict:
    if not words.title.strip():
        return Verdict.no("请填写通知的标题。", code="title-missing")
    if not (words.text.strip() or words.pointer.strip()):
        return Verdict.no("请填写正文，或者写明原文存放在哪里（如公文系统的文号）。", code="text-missing")
    return Verdict.yes()


def _fits_who_conveys(words: Words) -> Verdict:
    unknown = [kind for kind in words.kinds if kind not in ADDRESSED_KINDS]
    if not words.kinds or unknown:
        return Verdict.no("请至少选择一种组织类别。", code="kinds-missing")
    above = [Kind(kind).label for kind in words.kinds if kind not in CONVEYING_KINDS]
    if words.asked is not Asked.READ and above:
        return Verdict.no(
            f"“{words.asked.label}”由党支部办理，请去掉{'、'.join(above)}；要请它们知道的，另发一件“阅知”。",
            code="kinds-above-branches",
        )
    return Verdict.yes()


def _in_time(due_on: date, today: date) -> Verdict:
    if due_on >= today:
        return Verdict.yes()
    return Verdict.no(f"完成期限 {due_on} 已经过去，请填今天或以后的日期。", code="due-past")


def can_go_out(*, shown: int, found: int, due_on: date, today: date, alike: int, despite: str) -> Verdict:
    """Whether a draft may be sent: to those who were counted on the page, and not a second time unsaid."""
    if not found:
        return Verdict.no("没有党组织符合所选的范围，请修改范围。", code="nobody-addressed")
    if shown != found:
        return Verdict.no(
            f"确认的是 {shown} 个组织，现在范围内有 {found} 个。请重新核对工作量再签发。",
            source=LEAST,
            error=WrongState,
            code="burden-changed",
        )
    if alike and not despite.strip():
        return Verdict.no(
            f"最近已有 {alike} 件相似的通知。请写明为什么还要再发，或者不发。",
            source=ONCE,
            code="sent-already",
        )
    return _in_time(due_on, today)


def can_be_withdrawn(why: str) -> Verdict:
    if why.strip():
        return Verdict.yes()
    return Verdict.no("请写明撤回的原因，收到的党组织会看到。", code="reason-missing")


def is_open(notice: Sent, *, addressed: bool, given: bool) -> Verdict:
    """Whether an organisation may still answer; `given`: it has answered."""
    if not addressed:
        return Verdict.no("这件通知没有发给这个党组织，不需要办理。", code="not-addressed")
    if notice.state != NoticeState.SENT:
        return Verdict.no("这件通知已经撤回，不需要再办理。", error=WrongState, code="withdrawn")
    if given:
        return Verdict.no(
            "已经登记过了；登记有误的，先撤销再登记。", error=WrongState, code="answered-already"
        )
    return Verdict.yes()


def can_be_answered(
    notice: Sent, *, done_on: date, told: int | None, members: int, today: date, read_out: bool
) -> Verdict:
    """Whether the day and the number can be; `read_out`: a meeting's record says them."""
    day = notice.day or done_on
    if not day <= done_on <= today:
        return Verdict.no(
            f"日期应在通知发出的 {day} 到今天 {today} 之间，填的是 {done_on}。", code="day-outside"
        )
    if read_out or notice.asked != Asked.MEMBERS:
        return Verdict.yes()
    if told is None:
        return Verdict.no("请填写传达到多少名党员；只填人数，不填姓名。", code="told-missing")
    if told > members:
        return Verdict.no(
            f"填的是 {told} 人，名册上有党员 {members} 人。请核对人数；名册有变化的，先更新名册。",
            code="told-beyond-roster",
        )
    return Verdict.yes()


def can_be_the_meeting(happened_on: date, *, same: bool, standing: bool) -> Verdict:
    """Whether a record may stand for a receipt: of the same organisation, and not void."""
    if same and standing:
        return Verdict.yes()
    return Verdict.no(
        f"{happened_on} 的这条记录不是本组织的，或已作废，请另选一条。", code="meeting-not-here"
    )


def state_of(due_on: date, done_on: date | None, today: date) -> State:
    """How an organisation stands with a notice."""
    if done_on is not None:
        return State.ON_TIME if done_on <= due_on else State.LATE
    if today > due_on:
        return State.OVERDUE
    soon = NUMBERS().get("soon_days", today).value
    return State.DUE_SOON if (due_on - today).days <= soon else State.OPEN
