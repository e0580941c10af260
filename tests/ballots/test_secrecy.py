"""No table, joined with any other, says who chose what; nor when or in which order anybody voted (ADR 15)."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from heli.ballots import actions, queries
from heli.ballots.models import Option, Poll, Question, Voter
from heli.kernel.action import ACTIONS, SYSTEM, action
from heli.kernel.errors import WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from tests.ballots.bodies import AGREE, DISAGREE, ELECTRONIC, as_voter, cast, chosen, poll, voters
from tests.people import NOW, City

pytestmark = pytest.mark.django_db
TABLES = [Poll, Question, Option, Voter]


def _points_to(model: type[models.Model]) -> set[type[models.Model]]:
    relations = [*model._meta.get_fields(include_hidden=True)]
    return {one.related_model for one in relations if one.concrete and one.is_relation}  # type: ignore[misc]


def test_no_table_links_a_voter_with_an_option() -> None:
    """They meet in the poll alone, which says of all voters and all options the same."""
    assert list(apps.get_app_config("ballots").get_models()) == TABLES
    assert _points_to(Voter) == {Poll, Member}
    assert _points_to(Option) == {Question}
    assert _points_to(Question) == {Poll}
    assert Member not in _points_to(Poll)
    pointing = {one for one in apps.get_models() if _points_to(one) & {Voter, Option}}
    assert pointing == set(), "nothing in Heli points to a voter or to an option"
    assert not [one for table in TABLES for one in table._meta.many_to_many]


def test_neither_a_voter_nor_an_option_has_a_time_an_author_or_a_text_of_its_own() -> None:
    assert {one.name for one in Voter._meta.get_fields()} == {"id", "poll", "member", "voted"}
    assert {one.name for one in Option._meta.get_fields()} == {
        "id", "question", "place", "text", "is_abstention", "votes",
    }  # fmt: skip


def _everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables of Heli; the audit without its numbers, which PostgreSQL never gives twice."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("heli."):
            rows: list[Any] = list(model._default_manager.order_by("pk").values())
            found[model.__name__] = rows
    for row in found["AuditEntry"]:
        row.pop("id")
    return found


def _left_by(held: Poll, ballots: Sequence[tuple[Member, str]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is in the database after these votes in this order, before and after the count."""
    with transaction.atomic():
        for member, text in ballots:
            cast(held, member, text, "甲" if text == AGREE else "丙")
        before = _everything()
        actions.close(poll=held, by=SYSTEM, at=NOW)
        after = _everything()
        transaction.set_rollback(True)
    return before, after


def test_swapped_votes_and_another_order_leave_the_same_rows(city: City) -> None:
    body = voters(city.school_branch)[:5]
    held = poll(city.school_branch, voters=body, **ELECTRONIC)
    one, other, *rest = body
    all_agree = [(each, AGREE) for each in rest]
    first = _left_by(held, [(one, AGREE), (other, DISAGREE), *all_agree])
    assert _left_by(held, [(one, DISAGREE), (other, AGREE), *all_agree]) == first
    for order in list(permutations([(one, DISAGREE), *all_agree, (other, AGREE)]))[::17]:
        assert _left_by(held, order) == first


def test_the_audit_says_that_a_vote_was_cast_and_nothing_else(city: City) -> None:
    held = poll(city.first_branch, **ELECTRONIC)
    for member, text in zip(voters(city.first_branch), [AGREE, DISAGREE, AGREE], strict=False):
        cast(held, member, text)
    told: list[Any] = list(AuditEntry.objects.filter(action="ballots.vote").values())
    assert len(told) == 3
    for row in told:
        row.pop("id")
    assert told[0] == told[1] == told[2]
    assert (told[0]["account_id"], told[0]["actor"], told[0]["detail"]) == (None, "不记名", "{}")
    assert told[0]["at"] == held.made_at
    assert told[0]["subject"] == f"ballots.Poll:{held.pk}"


def test_a_vote_inside_another_action_is_refused_because_that_would_name_the_voter(city: City) -> None:
    held, (member, *_) = poll(city.first_branch, **ELECTRONIC), voters(city.first_branch)

    @action
    def outer(*, by: Any, at: Any) -> None:
        actions.vote(poll=held, ballot=chosen(held, AGREE), by=as_voter(member), at=NOW)

    with pytest.raises(RuntimeError, match="nobody's step"):
        outer(by=SYSTEM, at=NOW)
    assert "ballots.vote" in ACTIONS


def test_no_counter_is_told_before_the_count(city: City) -> None:
    held = poll(city.first_branch, **ELECTRONIC)
    cast(held, voters(city.first_branch)[0], AGREE)
    held.refresh_from_db()
    with pytest.raises(WrongState, match="计票前不显示任何票数"):
        queries.outcome(held)
    assert queries.cast(held) == 1
    assert not hasattr(queries.ballot(held)[0].choices[0], "votes")


def test_the_count_takes_the_marks_away(city: City) -> None:
    body = voters(city.first_branch)
    held = poll(city.first_branch, **ELECTRONIC)
    for member in body:
        cast(held, member, AGREE)
    actions.close(poll=held, by=SYSTEM, at=NOW)
    assert set(Voter.objects.filter(poll=held).values_list("voted", flat=True)) == {None}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps who wrote a row")
def test_postgresql_keeps_with_no_row_which_vote_wrote_it(city: City) -> None:
    held = poll(city.first_branch, **ELECTRONIC)
    for member, text in zip(voters(city.first_branch), [AGREE, DISAGREE, "甲"], strict=False):
        cast(held, member, text)
    with connection.cursor() as cursor:
        for table in ("ballots_option", "ballots_voter"):
            cursor.execute(f"SELECT count(DISTINCT cmin::text || xmin::text) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (1,)
