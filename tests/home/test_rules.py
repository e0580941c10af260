"""Whose turn a duty is, and how days, periods and months are said."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.duties.catalogue import DutyState
from heli.home import rules
from heli.home.catalogue import Turn
from heli.ui.catalogue import State

EXAMPLES = tomllib.loads((Path(__file__).parent / "rules/turns.toml").read_text(encoding="utf-8"))["example"]
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
STATES = st.sampled_from(sorted(DutyState))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_whose_turn_a_duty_is(example: dict[str, Any]) -> None:
    told = example["given"]
    found = rules.turn_of(
        state=DutyState(told["state"]),
        due_on=told["due"],
        today=example["date"],
        may_record=told["records"],
        answerable=told["answerable"],
    )
    assert found == example.get("expect")


@given(state=STATES, due_on=DAYS, today=DAYS, answerable=st.booleans())
def test_who_may_not_record_has_nothing_to_do_now(
    state: DutyState, due_on: date, today: date, answerable: bool
) -> None:
    found = rules.turn_of(state=state, due_on=due_on, today=today, may_record=False, answerable=answerable)
    assert found is not Turn.NOW


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "今天到期"), (1, "还有 1 天"), (31, "还有 31 天"), (-1, "已过 1 天"), (-91, "已过 91 天")],
)
def test_days_are_said_as_people_say_them(days: int, said: str) -> None:
    today = date(2026, 6, 30)
    assert rules.days_said(today + timedelta(days=days), today) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        ([""], ""),
        (["3月"], "3月"),
        (["1月", "2月", "3月"], "1月、2月、3月"),
        (["1月", "2月", "3月", "5月"], "1月、2月、3月等 4 期"),
    ],
)
def test_three_periods_are_named_and_more_are_counted(names: list[str], said: str) -> None:
    assert rules.periods_said(names) == said


def test_what_can_be_in_time_comes_before_what_cannot() -> None:
    overdue, soon = date(2026, 1, 31), date(2026, 7, 9)
    given = [(DutyState.UNKNOWN, overdue), (DutyState.OVERDUE, overdue), (DutyState.DUE_SOON, soon)]
    assert sorted(given, key=lambda one: rules.urgency(*one)) == given[::-1]


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ((), State.NOT_DUE),
        (("on_time", "on_time"), State.ON_TIME),
        (("on_time", "late"), State.LATE),
        (("on_time", "not_due"), State.NOT_DUE),
        (("late", "unknown"), State.UNKNOWN),
        (("unknown", "due_soon"), State.DUE_SOON),
        (("due_soon", "overdue", "on_time"), State.OVERDUE),
    ],
)
def test_a_month_shows_what_needs_attention_first(states: tuple[str, ...], shown: State) -> None:
    assert rules.month_state(states) is shown
