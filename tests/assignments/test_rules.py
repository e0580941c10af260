"""What may be assigned, ended and taken back, and how an assignment stands on a day (S002-28)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.assignments import rules
from heli.assignments.catalogue import MOST_ABOUT, MOST_TITLE, Phase
from heli.assignments.rules import Entered, Span
from tests.people import TODAY

ROSTER = {1, 2, 3}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BEGAN = date(2026, 3, 2)


def code(*holding: str, **changed: Any) -> str:
    said = {
        "title": "党员先锋岗",
        "about": "",
        "begins_on": BEGAN,
        "ends_on": None,
        "members": frozenset({1, 2}),
        **changed,
    }
    return rules.can_be_assigned(Entered(**said), ROSTER, TODAY, holding=holding).code


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": ""}, "title-missing"),
        ({"title": "岗" * (MOST_TITLE + 1)}, "title-long"),
        ({"about": "责" * (MOST_ABOUT + 1)}, "about-long"),
        ({"begins_on": TOMORROW}, "day-to-come"),
        ({"ends_on": BEGAN - timedelta(days=1)}, "ends-before-start"),
        ({"members": frozenset()}, "members-missing"),
        ({"members": frozenset({1, 9})}, "not-on-the-roster"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, Any], expected: str) -> None:
    assert code(**changed) == expected


@pytest.mark.parametrize(
    "changed",
    [{}, {"begins_on": TODAY}, {"ends_on": BEGAN}, {"ends_on": date(2026, 12, 31)}, {"title": "岗" * 60}],
)
def test_what_fits_is_taken(changed: dict[str, Any]) -> None:
    assert code(**changed) == "refused"
    said = Entered("党员先锋岗", "", BEGAN, None, frozenset({1}))
    assert rules.can_be_assigned(said, ROSTER, TODAY, holding=[])


def test_the_same_title_is_not_given_twice_and_the_refusal_names_who_has_it() -> None:
    said = Entered("党员先锋岗", "", BEGAN, None, frozenset({1, 2}))
    verdict = rules.can_be_assigned(said, ROSTER, TODAY, holding=["孙明岚"])
    assert verdict.code == "already-assigned"
    assert "孙明岚" in verdict.reason


@pytest.mark.parametrize(
    ("span", "ends_on", "expected"),
    [
        (Span(BEGAN, None, ended=False, withdrawn=True), TODAY, "assignment-withdrawn"),
        (Span(BEGAN, TODAY, ended=True, withdrawn=False), TODAY, "assignment-over"),
        (Span(BEGAN, YESTERDAY, ended=False, withdrawn=False), TODAY, "assignment-over"),
        (Span(BEGAN, None, ended=False, withdrawn=False), date(2026, 3, 1), "ends-before-start"),
        (Span(BEGAN, None, ended=False, withdrawn=False), TOMORROW, "day-to-come"),
    ],
)
def test_an_end_that_cannot_be_is_refused(span: Span, ends_on: date, expected: str) -> None:
    assert rules.can_be_ended(span, ends_on, TODAY).code == expected


def test_an_open_one_and_one_with_a_later_last_day_can_be_ended() -> None:
    for planned in (None, TODAY, date(2026, 12, 31)):
        span = Span(BEGAN, planned, ended=False, withdrawn=False)
        assert rules.can_be_ended(span, BEGAN, TODAY)
        assert rules.can_be_ended(span, TODAY, TODAY)


def test_taking_back_asks_why_and_happens_once() -> None:
    assert rules.can_be_withdrawn(withdrawn=False, reason="选错了人")
    assert rules.can_be_withdrawn(withdrawn=False, reason=" ").code == "reason-missing"
    assert rules.can_be_withdrawn(withdrawn=True, reason="选错了人").code == "assignment-withdrawn"


@pytest.mark.parametrize(
    ("span", "left_on", "expected"),
    [
        (Span(BEGAN, None, ended=False, withdrawn=False), None, Phase.RUNNING),
        (Span(BEGAN, TODAY, ended=False, withdrawn=False), None, Phase.RUNNING),
        (Span(BEGAN, None, ended=False, withdrawn=False), TOMORROW, Phase.RUNNING),
        (Span(BEGAN, None, ended=False, withdrawn=False), TODAY, Phase.TO_END),
        (Span(BEGAN, YESTERDAY, ended=False, withdrawn=False), None, Phase.OVER),
        (Span(BEGAN, TODAY, ended=True, withdrawn=False), YESTERDAY, Phase.OVER),
        (Span(BEGAN, None, ended=False, withdrawn=True), TODAY, Phase.WITHDRAWN),
    ],
)
def test_how_it_stands_on_a_day(span: Span, left_on: date | None, expected: Phase) -> None:
    assert rules.phase(span, left_on, TODAY) == expected


@given(st.integers(0, 400), st.integers(0, 400))
def test_nothing_runs_past_its_last_day_or_starts_again(length: int, more: int) -> None:
    ends_on = BEGAN + timedelta(days=length)
    span = Span(BEGAN, ends_on, ended=False, withdrawn=False)
    found = rules.phase(span, None, BEGAN + timedelta(days=more))
    assert found == (Phase.RUNNING if more <= length else Phase.OVER)


@given(st.text(max_size=80))
def test_a_title_is_written_one_way(text: str) -> None:
    tidied = rules.tidy(text)
    assert rules.tidy(f"  {tidied} ") == tidied
