"""What may be entered as a talk, and what a year's talks cover (R01-24, R01-25)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.talks import rules
from heli.talks.catalogue import NUMBERS, TalkKind
from heli.talks.rules import Entered, Pair, Person, coverage
from tests.people import TODAY

SECRETARY, OFFICER, PLAIN, OTHER = (
    Person(1, "林书远", "lsy", officer=True),
    Person(2, "周组韬", "zzt", officer=True),
    Person(3, "孙明岚", "sml", officer=False),
    Person(4, "吴晓溪", "wxx", officer=False),
)
PEOPLE = (SECRETARY, OFFICER, PLAIN, OTHER)


def entered(**changed: Any) -> Entered:
    said = {
        "kind": TalkKind.COMMITTEE_AND_MEMBER,
        "held_on": TODAY,
        "leads": 1,
        "others": frozenset({3, 4}),
        **changed,
    }
    return Entered(**said)


def code(**changed: Any) -> str:
    return rules.can_be_entered(entered(**changed), PEOPLE, TODAY, again=False).code


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "day-to-come"),
        ({"held_on": date(2024, 12, 31)}, "day-too-early"),
        ({"leads": None}, "leads-missing"),
        ({"others": frozenset()}, "others-missing"),
        ({"others": frozenset({1, 3})}, "talks-with-himself"),
        ({"others": frozenset({9})}, "not-on-the-roster"),
        ({"kind": TalkKind.AMONG_COMMITTEE}, "kind-committee"),
        ({"kind": TalkKind.AMONG_MEMBERS}, "kind-members"),
        ({"others": frozenset({2, 3})}, "kind-mixed"),
        ({"kind": TalkKind.SPECIAL}, "special-alone"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, Any], expected: str) -> None:
    assert code(**changed) == expected


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"leads": 3, "others": frozenset({1, 2})},
        {"kind": TalkKind.AMONG_COMMITTEE, "others": frozenset({2})},
        {"kind": TalkKind.AMONG_MEMBERS, "leads": 3, "others": frozenset({4})},
        {"kind": TalkKind.BEFORE_MEETING, "others": frozenset({2, 3})},
        {"kind": TalkKind.SPECIAL, "others": frozenset({3})},
    ],
)
def test_what_fits_is_taken(changed: dict[str, Any]) -> None:
    assert rules.can_be_entered(entered(**changed), PEOPLE, TODAY, again=False)


def test_the_same_talk_is_not_entered_twice() -> None:
    assert rules.can_be_entered(entered(), PEOPLE, TODAY, again=True).code == "talk-known"


def test_coverage_asks_each_member_and_both_sorts_of_officers_never_all_pairs() -> None:
    told = coverage(PEOPLE, [Pair(1, 3), Pair(1, 4)], 1)
    assert (told.total, told.talked, told.among) == (4, 3, 0)
    assert told.untalked == told.apart[1:] == told.aloof == (OFFICER,)
    assert not told.is_whole
    whole = coverage(PEOPLE, [Pair(1, 3), Pair(1, 2), Pair(4, 2)], 1)
    assert whole.is_whole


def test_a_branch_with_one_officer_needs_no_other_and_one_without_members_covers_nothing() -> None:
    assert coverage((SECRETARY, PLAIN), [Pair(1, 3)], 1).is_whole
    assert not coverage((), [], 1).is_whole


def test_talks_among_members_are_told_and_asked_of_nobody() -> None:
    assert coverage(PEOPLE, [Pair(3, 4)], 1).among == 2


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)).filter(lambda one: one[0] != one[1])))
def test_more_talks_never_cover_less(pairs: list[tuple[int, int]]) -> None:
    found = [coverage(PEOPLE, [Pair(*one) for one in pairs[:count]], 1) for count in range(len(pairs) + 1)]
    assert [one.talked for one in found] == sorted(one.talked for one in found)
    assert [one.is_whole for one in found] == sorted(one.is_whole for one in found)


def test_the_number_a_year_is_dated_and_has_its_source() -> None:
    entry = NUMBERS().get("talks-a-year", TODAY)
    assert (entry.number, entry.strength.label) == (1, "一般")
    assert "待核原文" in entry.source
