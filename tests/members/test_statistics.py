"""Statistics as of a day, and the ledger: 期初 + 增加 − 减少 = 期末 for every organisation and any days."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from heli.accounts.actor import EVERYTHING
from heli.kernel.action import SYSTEM, action
from heli.members.actions import belongings
from heli.members.actions.belongings import Turn
from heli.members.catalogue import Change, Serving, Standing
from heli.members.models import Belonging, Member, SecondMembership
from heli.members.queries.counted import counted_on
from heli.members.queries.ledger import Ledger, ledger
from heli.members.queries.statistics import census, figures
from heli.orgs.models import Organisation, OrganisationVersion
from tests.people import NOW, TODAY, City, building

NEW_YEAR = date(2026, 1, 1)
DAYS = [NEW_YEAR + timedelta(days=number) for number in range(0, 200, 9)]


@action
def _turn(*, turns: Sequence[Turn], by: object, at: object) -> int:
    return belongings.turn(turns=turns, by=by, at=at)  # type: ignore[arg-type]


def turn(*turns: Turn) -> None:
    _turn(turns=turns, by=SYSTEM, at=NOW)


def leave(member: Member, on: date, change: Change = Change.DIED) -> Turn:
    return Turn(member.pk, on, None, member.standing, member.serving, change, change)


def go(member: Member, to: Organisation, on: date) -> Turn:
    kinds = (Change.TRANSFER_IN, Change.TRANSFER_OUT)
    return Turn(member.pk, on, to.pk, member.standing, member.serving, *kinds)


def hang(branch: Organisation, above: Organisation, on: date) -> None:
    """Move a branch in the tree from a day on, as an event does: a version ends and another begins."""
    with building():
        version = OrganisationVersion.objects.get(organisation=branch, valid_to=None)
        OrganisationVersion.objects.filter(pk=version.pk).update(valid_to=on)
        version.pk, version.valid_from = None, on
        version.parent, version.leader, version.organ = above, above.leader, above.organ
        version.path = above.path + "9999"
        version.save()


def shown(found: Ledger) -> tuple[int, dict[str, int], dict[str, int], int]:
    joined = {change.label: number for change, number in found.by_change(joins=True) if number}
    left = {change.label: number for change, number in found.by_change(joins=False) if number}
    return found.opening, joined, left, found.closing


def test_the_census_counts_organisations_and_members_of_the_day(city: City) -> None:
    found = census(EVERYTHING, TODAY)
    assert (found.bodies(), found.bodies(attached=True)) == (13, 4)
    assert (found.members(), found.members(attached=True)) == (Member.objects.count(), 18)
    assert found.members(serving=Serving.RETIRED) == 1
    assert found.members(standing=Standing.PROBATIONARY) == 1
    rows = {row.key: row.value for row in figures(TODAY)}
    assert rows["organisations.attached.share"] == Decimal("30.8")
    assert rows["members.serving.attached.share"] == Decimal("37.5")
    assert rows["organisations.party_group"] == 2
    assert rows["members"] == Member.objects.count()


def test_a_past_days_figures_do_not_move(city: City) -> None:
    day = date(2026, 4, 30)
    before = figures(day)
    member = city.press.roster.order_by("pk")[0]
    turn(leave(member, date(2026, 5, 4)))
    hang(city.press, city.water_committee, date(2026, 5, 5))
    assert figures(day) == before
    assert figures(TODAY) != before


def test_the_census_takes_as_many_queries_however_many_there_are(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        census(EVERYTHING, TODAY)


def test_second_memberships_are_counted_beside_and_never_in_a_total(city: City) -> None:
    before = {row.key: row.value for row in figures(TODAY)}
    opening = shown(ledger(city.press, NEW_YEAR, TODAY))
    with building():
        for member in city.first_branch.roster.all():
            SecondMembership.objects.create(
                member=member,
                organisation=city.press,
                valid_from=NEW_YEAR,
                reason="项目",
                entered_at=NOW,
                entered_by="测试",
            )
    after = {row.key: row.value for row in figures(TODAY)}
    assert after.pop("seconds.people") == 9
    assert before.pop("seconds.people") == 0
    assert after == before
    assert shown(ledger(city.press, NEW_YEAR, TODAY)) == opening


def test_the_ledger_names_every_way_in_and_out(city: City) -> None:
    one, two = city.press.roster.order_by("pk")[:2]
    turn(leave(one, date(2026, 3, 5)))
    turn(go(two, city.exam_centre, date(2026, 4, 5)))
    found = ledger(city.press, date(2026, 2, 1), TODAY)
    assert shown(found) == (3, {}, {"去世": 1, "转出": 1}, 1)
    assert shown(ledger(city.exam_centre, date(2026, 2, 1), TODAY)) == (5, {"转入": 1}, {}, 6)
    assert shown(ledger(city.education_committee, date(2026, 2, 1), TODAY))[1:3] == ({}, {"去世": 1})
    assert shown(ledger(city.press, NEW_YEAR, TODAY))[:2] == (0, {"建库": 3})


def test_a_branch_that_is_moved_takes_its_members_along(city: City) -> None:
    hang(city.press, city.water_committee, date(2026, 5, 5))
    span = date(2026, 2, 1), TODAY
    assert shown(ledger(city.education_committee, *span)) == (31, {}, {"整建制转出": 3}, 28)
    assert shown(ledger(city.water_committee, *span)) == (8, {"整建制转入": 3}, {}, 11)
    assert shown(ledger(city.education_group, *span)) == (31, {}, {"整建制转出": 3}, 28)
    assert shown(ledger(city.press, *span)) == (3, {}, {}, 3)
    assert shown(ledger(city.work_committee, *span)) == (49, {}, {}, 49)


def test_days_before_the_first_version_open_to_the_names_that_they_count(city: City) -> None:
    """A roster of June counts from 1 January, its organisations are known since June."""
    with building():
        OrganisationVersion.objects.update(valid_from=date(2026, 6, 15))
    found = ledger(city.education_committee, date(2026, 5, 1), TODAY)
    assert found.opening == counted_on(city.education_committee, found.opening_day).count() == 31


def test_the_ledger_takes_as_many_queries_however_many_there_are(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for organisation in (city.press, city.work_committee):
        with django_assert_max_num_queries(6):
            ledger(organisation, NEW_YEAR, TODAY)


CHANGES = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(DAYS[1:]), st.sampled_from(["leave", "go", "full"])),
    max_size=25,
)
MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(DAYS[1:])), max_size=3, unique_by=lambda one: one[0]
)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES, MOVES, st.sampled_from(DAYS[1:]), st.sampled_from(DAYS[1:]))
def test_opening_and_what_came_less_what_went_is_closing(
    city: City, wanted: list[tuple[int, date, str]], moves: list[tuple[int, date]], one: date, two: date
) -> None:
    with _rolled_back():
        everybody = list(Member.objects.order_by("pk"))
        branches = [city.press, city.exam_centre, city.small_branch, city.water_branch]
        for number, day in moves:
            above = city.education_committee if number == 3 else city.water_committee
            hang(branches[number], above, day)
        for number, day, what in sorted(wanted, key=lambda each: each[1]):
            member = everybody[number]
            last = Belonging.objects.filter(member=member).order_by("-valid_from")[0]
            if last.valid_to is not None or day <= last.valid_from:
                continue
            if what == "leave":
                turn(leave(member, day))
            elif what == "go":
                turn(go(member, branches[number % 4], day))
            else:
                confirmed = (Change.CONFIRMED, Change.CONFIRMED)
                turn(Turn(member.pk, day, last.organisation_id, "full", last.serving, *confirmed))
        first, final = sorted((one, two))
        for day in (first, final):
            assert sorted(census(EVERYTHING, day).cells) == _cells_by_hand(day)
        for organisation in city:
            found = ledger(organisation, first, final)
            assert found.opening + found.added - found.taken == found.closing
            assert found.opening == _counted(organisation, first - timedelta(days=1))
            assert found.closing == _counted(organisation, final) == counted_on(organisation, final).count()


def _cells_by_hand(day: date) -> list[tuple[str, bool, str, str, int]]:
    """Members of the day one by one, each at what his organisation was then."""
    found: Counter[tuple[str, bool, str, str]] = Counter()
    for one in Belonging.objects.valid(day):
        versions = OrganisationVersion.objects.filter(organisation=one.organisation_id, valid_from__lte=day)
        was = versions.order_by("-valid_from")[0]
        assert was.valid_to is None or was.valid_to > day
        found[was.kind, was.attached, one.standing, one.serving] += 1
    return sorted((*cell, number) for cell, number in found.items())


def _counted(organisation: Organisation, day: date) -> int:
    """By brute force: members whose branch of the day lay beneath the organisation of the day."""
    versions = {
        one.organisation_id: one
        for one in OrganisationVersion.objects.order_by("valid_from")
        if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)
    }
    own = versions[organisation.pk]
    return sum(
        versions[row.organisation_id].path.startswith(own.path)
        if organisation.kind not in ("party_group", "leading_body")
        else versions[row.organisation_id].leader_id == organisation.pk
        for row in Belonging.objects.valid(day)
    )


@contextmanager
def _rolled_back() -> Iterator[None]:
    """Each example begins with the same city."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
