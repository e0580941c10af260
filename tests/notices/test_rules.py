"""What is news, and when nobody is reminded: pure rules over a moving clock."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.home.catalogue import Line, Turn
from heli.kernel.clock import SHANGHAI
from heli.kernel.workdays import is_workday
from heli.notices import rules
from heli.notices.catalogue import UNNAMED, DigestLine, Told

DAY = date(2026, 6, 30)


def _line(due_on: date | None = None, **changed: str) -> Line:
    said = {
        "what": "支部党员大会（二季度）", "whom": "第一党支部", "when": "", "label": "去记录",
        "url": "/meetings/record/?organisation=1&kind=assembly", "state": "due_soon",
    }  # fmt: skip
    return Line(**(said | changed), due_on=due_on)


def _told(line: Line, turn: Turn, told: dict[str, Told], day: date, *, only_now: bool = False) -> rules.News:
    said = DigestLine(turn.value, line.what, line.whom, line.when, line.url)
    return rules.news([(turn, line, said)], told, day, only_now=only_now)


def test_a_line_is_told_when_new_and_once_at_each_rung() -> None:
    due, told, days = date(2026, 9, 23), dict[str, Told](), []  # a Wednesday
    for back in range(40, -3, -1):
        day = due - timedelta(days=back)
        if is_workday(day).is_workday:
            found = _told(_line(due), Turn.MONTH, told, day)
            told = dict(found.told)
            days += [back] if found.lines else []
    assert days == [40, 20, 12, 0], "the tenth day before is a Sunday: told on Friday"


def test_what_falls_due_on_a_holiday_is_told_before_it() -> None:
    last_working_day = date(2026, 9, 30)  # then 国庆节
    told = dict(_told(_line(date(2026, 10, 3)), Turn.NOW, {}, date(2026, 9, 29)).told)
    assert not is_workday(date(2026, 10, 1)).is_workday
    assert rules.last_day_before_work(last_working_day) >= date(2026, 10, 3)
    assert _told(_line(date(2026, 10, 3)), Turn.NOW, told, last_working_day).lines


def test_coming_under_now_is_news_and_waiting_for_others_is_not() -> None:
    told = dict(_told(_line(), Turn.MONTH, {}, DAY).told)
    assert not _told(_line(), Turn.MONTH, told, DAY).lines
    assert _told(_line(), Turn.NOW, told, DAY).lines
    assert not _told(_line(), Turn.OTHERS, {}, DAY).lines


def test_only_now_leaves_the_month_out_and_remembers_it() -> None:
    month = _told(_line(), Turn.MONTH, {}, DAY, only_now=True)
    assert (list(month.lines), len(month.told)) == ([], 1)
    assert _told(_line(), Turn.NOW, dict(month.told), DAY, only_now=True).lines


def test_numbers_and_periods_do_not_make_a_line_new_and_an_extension_begins_anew() -> None:
    told = dict(_told(_line(DAY, what="党课（1月）", whom="12 个组织"), Turn.NOW, {}, DAY).told)
    same = _line(DAY, what="党课（1月、2月）", whom="9 个组织")
    assert not _told(same, Turn.NOW, told, DAY).lines
    later = _told(_line(DAY + timedelta(days=60), what="党课（1月）", whom="12 个组织"), Turn.NOW, told, DAY)
    assert not later.lines
    again = _told(_line(DAY + timedelta(days=60), what="党课（1月）", whom="9 个组织"), Turn.NOW,
                  dict(later.told), DAY + timedelta(days=42))  # fmt: skip
    assert again.lines


@pytest.mark.parametrize(
    ("at", "quiet", "morning"),
    [
        ("2026-06-30 07:59", True, "2026-06-30 08:00"),
        ("2026-06-30 08:00", False, "2026-06-30 08:00"),
        ("2026-06-30 19:59", False, "2026-06-30 19:59"),
        ("2026-06-30 20:00", True, "2026-07-01 08:00"),
        ("2026-07-03 21:00", True, "2026-07-06 08:00"),  # Friday evening
        ("2026-10-01 10:00", True, "2026-10-08 08:00"),  # 国庆节
        ("2026-02-14 10:00", False, "2026-02-14 10:00"),  # a Saturday worked in exchange
    ],
)
def test_nobody_is_reminded_at_night_and_on_days_off(at: str, quiet: bool, morning: str) -> None:
    moment, next_one = (datetime.fromisoformat(one).replace(tzinfo=SHANGHAI) for one in (at, morning))
    assert rules.is_quiet(moment) is quiet
    assert rules.next_morning(moment) == next_one


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_the_next_morning_is_never_quiet_and_never_before(minutes: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
    assert not rules.is_quiet(rules.next_morning(at))
    assert rules.next_morning(at) >= at


def test_a_mail_is_tried_again_three_times_at_most() -> None:
    at = datetime(2026, 6, 30, 10, 0, tzinfo=SHANGHAI)
    assert [rules.next_try(tries, at) is not None for tries in (1, 2, 3, 4)] == [True, True, True, False]
    evening = rules.next_try(1, at.replace(hour=19, minute=50))
    assert evening == datetime(2026, 7, 1, 8, 0, tzinfo=SHANGHAI)


def test_a_line_that_may_name_a_member_is_said_in_general() -> None:
    named = _line(what="转接林书远的组织关系", whom="甲 → 乙", url="/members/transfers/1/")
    for page, what in (
        ("members:transfer", "办理组织关系转接"),
        ("talks:talk", UNNAMED),
        ("members:person", UNNAMED),
    ):
        said = rules.without_names(Turn.NOW, named, page)
        assert said.what == what
        assert "林书远" not in "".join(said)
    assert rules.without_names(Turn.NOW, _line(), "orglife:record").what == _line().what
