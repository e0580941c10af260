"""The rules of minutes: examples that an officer can review, and who signs."""

from datetime import date
from typing import Any

import pytest

from heli.accounts.catalogue import ASSISTANTS, DELEGABLE, PERSONAL, Permission
from heli.orglife.catalogue import MAJORITIES, MINUTES, THINNESS, MinutesMove, MinutesState
from heli.orglife.rules import Turnout
from heli.orglife.rules import minutes as minutes_rules
from heli.orglife.rules.minutes import Votes
from tests.orglife.test_rules import examples
from tests.people import People


@pytest.mark.parametrize("example", examples("majority.toml"))
def test_a_matter_is_passed_by_those_who_should_have_come(example: dict[str, Any]) -> None:
    given = example["given"]
    votes = Votes(given["in_favour"], given["against"], given["abstained"])
    found = Turnout(given["due"], given["present"])
    assert minutes_rules.votes_add_up("接收预备党员", votes, found)
    rule = MAJORITIES().get("assembly", example["date"])
    assert minutes_rules.is_passed(rule, votes, found) is example["expect"]["passed"]


@pytest.mark.parametrize("example", examples("thin.toml"))
def test_thin_minutes_are_named(example: dict[str, Any]) -> None:
    rule = THINNESS().get("minutes", example["date"])
    found = minutes_rules.thin_remarks(example["given"]["text"], example["given"]["before"], rule)
    assert list(found) == example["expect"]["remarks"]


@pytest.mark.parametrize(
    ("matter", "votes", "code"),
    [
        ("", Votes(1, 0, 0), "matter-missing"),
        ("长" * 301, Votes(1, 0, 0), "matter-long"),
        ("事项", Votes(-1, 0, 2), "votes-negative"),
        ("事项", Votes(0, 0, 0), "votes-missing"),
        ("事项", Votes(4, 1, 1), "votes-above-present"),
    ],
)
def test_votes_that_cannot_have_been_given_are_refused(matter: str, votes: Votes, code: str) -> None:
    verdict = minutes_rules.votes_add_up(matter, votes, Turnout(8, 6, voting_due=7, voting_present=5))
    assert (verdict.ok, verdict.code) == (False, code)


def test_locked_minutes_have_no_way_on_and_say_what_may_be_done() -> None:
    assert MINUTES.ends == (MinutesState.LOCKED,)
    for move in MinutesMove:
        verdict = minutes_rules.may_move(MinutesState.LOCKED, move)
        assert not verdict
        assert "更正说明" in verdict.reason


def test_a_correction_takes_signed_minutes_back_to_the_draft() -> None:
    assert MINUTES.next(MinutesState.SIGNED, MinutesMove.CORRECT) is MinutesState.DRAFT


def test_signing_is_personal_and_never_an_assistants(people: People) -> None:
    assert Permission.MINUTES_SIGN in PERSONAL
    assert Permission.MINUTES_SIGN not in DELEGABLE
    assert people.clerk.post is not None
    assert people.clerk.post.office in ASSISTANTS
    assert not people.clerk.actor.may_somewhere(Permission.MINUTES_SIGN)


def test_the_chair_or_the_secretary_signs(people: People) -> None:
    branch = people.secretary.post.organisation_id if people.secretary.post else 0
    for who, chair, expected in (
        (people.secretary, "郑纪安", True),
        (people.committee_member, "周组韬", True),
        (people.committee_member, "林书远", False),
        (people.member, "吴晓溪", False),
    ):
        verdict = minutes_rules.is_chair_or_secretary(who.actor, chair, branch)
        assert verdict.ok is expected, (who.actor.label, chair)


def test_no_matter_is_counted_where_no_majority_is_laid_down() -> None:
    assert MAJORITIES().versions("assembly")[0].strength.value == "H"
    assert not MAJORITIES().versions("theme_day")
    assert date(2026, 6, 30) > MAJORITIES().versions("assembly")[0].since
