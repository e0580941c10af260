"""The rules of a meeting, mostly as examples that an officer can review (rules/*.toml)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.accounts.catalogue import Office
from heli.duties.catalogue import RECORD_KINDS
from heli.kernel.errors import Invalid
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import Standing
from heli.orglife import rules
from heli.orglife.catalogue import CHAIRINGS, OUTLINES, QUORUMS, Base, Quorum
from heli.orglife.rules import Person, Turnout

HERE = Path(__file__).parent / "rules"
DAY = date(2026, 6, 30)


def examples(name: str) -> list[Any]:
    content = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(one, id=one["name"]) for one in content["example"]]


def assert_as_expected(verdict: Verdict, expect: Mapping[str, Any]) -> None:
    assert verdict.ok is expect["ok"]
    if not verdict.ok:
        assert verdict.strength is Strength(expect["strength"])
        assert expect["source"] in verdict.source
        assert rules.blocks(verdict) is (expect["strength"] == "H")


@pytest.mark.parametrize("example", examples("quorum.toml"))
def test_quorum(example: dict[str, Any]) -> None:
    rule = rules.rule_for(QUORUMS(), example["kind"], example["date"])
    assert_as_expected(rules.quorum(rule, Turnout(**example["given"])), example["expect"])


@pytest.mark.parametrize("example", examples("chair.toml"))
def test_chair(example: dict[str, Any]) -> None:
    rule = rules.rule_for(CHAIRINGS(), example["kind"], example["date"])
    officers = {name: [Office(one) for one in held] for name, held in example["given"]["officers"].items()}
    verdict = rules.may_chair(rule, example["given"]["chair"], officers)
    assert_as_expected(verdict, example["expect"])


@pytest.mark.parametrize("example", examples("vote.toml"))
def test_vote(example: dict[str, Any]) -> None:
    found = rules.has_vote(example["given"]["standing"], example["given"].get("full_on"), example["date"])
    assert found is example["expect"]["vote"]


def people(votes: list[bool]) -> list[Person]:
    return [Person(key=f"m{i}", name=f"党员{i}", initials="dy", voting=vote) for i, vote in enumerate(votes)]


@given(st.lists(st.booleans(), max_size=60), st.data())
def test_a_turnout_never_has_more_present_than_due(votes: list[bool], data: st.DataObject) -> None:
    due = people(votes)
    away = data.draw(st.sets(st.sampled_from([one.key for one in due]))) if due else set()
    found = rules.turnout(due, away)
    assert found.due - found.present == len(away)
    assert found.voting_due is not None
    assert found.voting_present is not None
    assert found.voting_present <= min(found.voting_due, found.present)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1, 5), st.integers(1, 5))
def test_one_more_present_never_breaks_a_quorum(due: int, present: int, above: int, below: int) -> None:
    rule = Quorum(
        id="any",
        name="任一",
        source="任一条例",
        strength=Strength.HARD,
        since=date(2018, 1, 1),
        of=Base.DUE,
        numerator=min(above, below),
        denominator=max(above, below),
        who="委员",
        way_out="请改期召开。",
    )
    enough = rules.quorum(rule, Turnout(due=due, present=present))
    assert rules.quorum(rule, Turnout(due=due, present=present + 1)).ok or not enough.ok
    assert enough.ok is (present / due >= rule.numerator / rule.denominator)


def test_a_quorum_not_met_names_the_numbers_and_the_way_out() -> None:
    verdict = rules.quorum(QUORUMS().get("committee", DAY), Turnout(due=5, present=2))
    assert "到会 2 人，不足应到 5 人的半数，不能开会" in verdict.reason
    assert "改期召开" in verdict.reason
    with pytest.raises(Invalid, match="改期召开"):
        verdict.require()


@pytest.mark.parametrize(
    ("turnout", "code"),
    [
        (Turnout(due=0, present=0), "nobody-due"),
        (Turnout(due=5, present=0), "nobody-came"),
        (Turnout(due=5, present=6), "came-more-than-due"),
    ],
)
def test_numbers_that_cannot_be_are_refused(turnout: Turnout, code: str) -> None:
    assert rules.counts_add_up(turnout).code == code


def test_numbers_that_can_be_are_taken() -> None:
    assert rules.counts_add_up(Turnout(due=5, present=5))


def test_who_chairs_cannot_be_away() -> None:
    due = [Person("m1", "周明", "zm", True), Person("m2", "吴敏", "wm", True)]
    assert not rules.chair_came("周明", due, {"m1"})
    assert rules.chair_came("周明", due, {"m2"})
    assert rules.chair_came("市委党校老师", due, {"m1"})


def test_of_two_namesakes_one_present_may_chair() -> None:
    due = [Person("m1", "周明", "zm", True), Person("m2", "周明", "zm", True)]
    assert rules.chair_came("周明", due, {"m1"})
    assert not rules.chair_came("周明", due, {"m1", "m2"})


def test_a_committee_meeting_of_a_branch_needs_a_committee() -> None:
    committee = RECORD_KINDS().get("committee", DAY)
    verdict = rules.has_committee(committee, "branch", there=False)
    assert rules.blocks(verdict)
    assert "R01-29" in verdict.source
    assert rules.has_committee(committee, "branch", there=True)
    assert rules.has_committee(RECORD_KINDS().get("assembly", DAY), "branch", there=False)
    meeting = RECORD_KINDS().get("committee_meeting", DAY)
    assert rules.has_committee(meeting, "organ_committee", there=False)


def test_an_outline_is_offered_as_lines() -> None:
    assert OUTLINES().get("assembly", DAY).text.count("\n") == 3


def test_a_probationary_member_has_no_vote() -> None:
    assert not rules.has_vote(Standing.PROBATIONARY, None, DAY)


@pytest.mark.parametrize("catalogue", [QUORUMS, CHAIRINGS, OUTLINES])
def test_every_dated_rule_is_about_a_meeting_that_can_be_recorded(catalogue: Any) -> None:
    for entry in catalogue():
        kind = RECORD_KINDS().get(entry.id, DAY)
        assert kind.form == "meeting", entry.id
