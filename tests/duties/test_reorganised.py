"""Reorganised on any day, no figure of a day before it moves; what is due after it counts by what is then."""

from datetime import date
from typing import Any

import pytest

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING
from heli.duties import actions as duty_actions
from heli.duties.catalogue import Cadence
from heli.duties.models import Fulfilment, Occurrence, RequirementOwner, Tally
from heli.duties.queries import open_named
from heli.duties.queries.board import unit_board
from heli.duties.queries.listing import Filters, duties
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.actions.events import carry_out
from heli.orgs.catalogue import EventKind, Kind
from heli.orgs.models import CommitteeTerm, Organisation
from heli.orgs.queries.changes import inverse
from heli.orgs.rules.change import Founding
from tests.duties.changing import LATER, by_positions, change, faults, followed, on_the_board, owed_and_done
from tests.duties.planned import Planned, enter, occurs, require
from tests.people import NOW, City, People, building

JULY = date(2026, 7, 15)
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def acted(planned: Planned, city: City) -> Planned:
    """Half a year of meetings in two units, and one paper of each leading body."""
    for month in (1, 2, 3, 5, 6):
        enter(city.first_branch, "theme_day", date(2026, month, 10))
        enter(city.first_branch, "committee", date(2026, month, 12))
        enter(city.water_branch, "theme_day", date(2026, month, 11))
    for branch in (city.first_branch, city.water_branch, city.publicity_branch, city.publicity_joint):
        enter(branch, "assembly", date(2026, 2, 3))
        enter(branch, "committee", date(2026, 1, 20))
        enter(branch, "theme_day", date(2026, 1, 21))
    enter(city.education_group, "duty_list", date(2026, 3, 2))
    return planned


def agree(today: date = YEAR_END) -> None:
    """The board, the organisations one by one, and each slot by hand say the same; so does the doctor."""
    by_hand = owed_and_done(2026)
    assert on_the_board(2026, today) == by_hand
    assert by_positions(2026, today) == by_hand
    assert faults() == []


def to_water(city: City) -> dict[str, Any]:
    """A branch moves with the unit that it sits in."""
    leader = city.water_group.pk
    return {"new_parent": city.water_committee, "new_unit": "青岚市水利局", "new_leader": leader}


def listed(organ: int, last: date) -> list[tuple[str, int, date, str]]:
    """What a unit's figures up to a day open to."""
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(organ=organ, due_to=last))
    rows = [
        (row.organisation.name.split("（")[0], row.reading.number, row.due_on, row.state.value)
        for row in found[0:]
    ]
    return sorted(rows)


def test_without_any_change_all_ways_of_counting_agree(acted: Planned, city: City) -> None:
    agree()
    agree(date(2026, 6, 30))


def test_a_branch_moved_in_july_leaves_its_first_half_where_it_was(acted: Planned, city: City) -> None:
    education, water = city.first_branch.organ_id, city.water_branch.organ_id
    before = listed(education, date(2026, 6, 30)), listed(water, date(2026, 6, 30))
    whole = sum(Tally.objects.values_list("done", flat=True))
    change(EventKind.MOVED, JULY, [city.first_branch], **to_water(city))
    agree()
    assert (listed(education, date(2026, 6, 30)), listed(water, date(2026, 6, 30))) == before
    assert sum(Tally.objects.values_list("done", flat=True)) == whole
    name = city.first_branch.short_name
    assert any(row[0] == name and row[2] == date(2026, 7, 31) for row in listed(water, YEAR_END))
    assert not any(row[0] == name and row[2] > JULY for row in listed(education, YEAR_END))


def test_what_was_done_before_it_was_due_counts_where_the_branch_is_by_then(
    acted: Planned, city: City
) -> None:
    made = enter(city.first_branch, "lecture", date(2026, 3, 3), chair="林书远")
    assert made.fulfilments.get().organ_id == city.first_branch.organ_id
    change(EventKind.MOVED, JULY, [city.first_branch], **to_water(city))
    assert made.fulfilments.get().organ_id == city.water_branch.organ_id
    agree()


def test_a_record_of_before_that_is_entered_later_counts_where_it_belongs(acted: Planned, city: City) -> None:
    change(EventKind.MOVED, date(2026, 5, 15), [city.first_branch], at=NOW, **to_water(city))
    late = enter(city.first_branch, "theme_day", date(2026, 4, 10))
    assert late.fulfilments.get().organ_id == city.education_committee.organ_id
    assert late.organ_id == city.education_committee.organ_id
    agree()
    duty_actions.withdraw(record=late, reason="没有开过", by=SYSTEM, at=NOW)
    agree()


def test_a_branch_raised_in_july_owed_as_a_branch_before(acted: Planned, city: City) -> None:
    before = listed(city.school.organ_id, date(2026, 6, 30))
    change(EventKind.RAISED, JULY, [city.press], new_kind=Kind.GENERAL_BRANCH)
    agree()
    assert listed(city.school.organ_id, date(2026, 6, 30)) == before
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(organisation=city.press.pk))[0:]
    assert {row.due_on.month for row in found if row.reading.pk == acted.theme_day.pk} == set(range(1, 7))


def test_a_source_stays_with_the_class_that_had_it(acted: Planned, city: City) -> None:
    """The only joint branch with records becomes a branch: joint branches of before stay known."""
    known = unit_board(2026, YEAR_END).whole.unknown
    change(EventKind.RAISED, date(2026, 12, 1), [city.publicity_joint], new_kind=Kind.BRANCH)
    agree()
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(organisation=city.publicity_joint.pk))
    assert [row.state.value for row in found[0:] if row.reading.pk == acted.theme_day.pk][:2] == [
        "on_time",
        "overdue",
    ]
    assert unit_board(2026, YEAR_END).whole.unknown <= known


def test_a_closed_branch_stays_in_the_figures_of_before_and_owes_nothing_after(
    acted: Planned, city: City
) -> None:
    education = city.first_branch.organ_id
    before = listed(education, date(2026, 6, 30))
    enter(city.first_branch, "lecture", date(2026, 3, 3), chair="林书远")
    change(EventKind.MERGED, JULY, [city.first_branch], successor=city.small_branch)
    agree()
    assert listed(education, date(2026, 6, 30)) == before
    rows = duties(EVERYTHING, 2026, YEAR_END, Filters(organisation=city.first_branch.pk))[0:]
    assert {row.organisation.name for row in rows} == {f"{city.first_branch.short_name}（已撤销）"}
    assert max(row.due_on for row in rows) == date(2026, 6, 30)
    assert not Fulfilment.objects.filter(requirement=acted.lecture).exists()  # its day never came


def test_a_new_branch_owes_from_the_first_slot_that_it_lived_through(acted: Planned, city: City) -> None:
    founding = Founding(
        name="中共青岚市水利局机关第二支部委员会",
        kind=Kind.BRANCH,
        unit="青岚市水利局",
        parent=city.water_committee.pk,
        leader=city.water_group.pk,
    )
    change(EventKind.FOUNDED, JULY, founding=(founding,))
    agree()
    made = Organisation.objects.get(name=founding.name)
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(organisation=made.pk))[0:]
    assert min(row.due_on for row in found) == date(2026, 8, 31)


def test_a_change_dated_back_moves_what_was_due_from_its_day_on_and_nothing_else(
    acted: Planned, city: City
) -> None:
    march = date(2026, 3, 15)
    before = listed(city.first_branch.organ_id, date(2026, 2, 28))
    change(EventKind.MOVED, march, [city.first_branch], at=NOW, **to_water(city))
    agree()
    assert listed(city.education_committee.organ_id, date(2026, 2, 28)) == before
    counted = Fulfilment.objects.filter(organisation=city.first_branch, requirement=acted.theme_day)
    assert dict(counted.values_list("period", "organ_id")) == {
        period: city.education_committee.organ_id if period < 2 else city.water_branch.organ_id
        for period in (0, 1, 2, 4, 5)
    }


def test_what_is_undone_later_stays_in_the_days_between(acted: Planned, city: City) -> None:
    made = change(EventKind.CLOSED, date(2026, 7, 15), [city.publicity_joint], at=LATER)
    agree()
    back = inverse(made.event, happened_on=date(2026, 9, 10), document_number="10号", reason="恢复设置")
    event = carry_out(change=back, undoes=made.event, by=SYSTEM, at=LATER, why="恢复")
    followed(event, {})
    agree()
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(organisation=city.publicity_joint.pk))[0:]
    months = {row.due_on.month for row in found if row.reading.pk == acted.theme_day.pk}
    assert months == {1, 2, 3, 4, 5, 6, 9, 10, 11, 12}


# --- duties by name


@pytest.fixture
def named(acted: Planned, city: City) -> Planned:
    """A duty of every quarter that the plan lays on one branch by name."""
    require(acted.plan, 9, "试点工作", Cadence.QUARTER, ["assembly"], (), owners=[city.small_branch])
    return acted


def test_open_duties_by_name_pass_to_the_successor_from_the_day_on(named: Planned, city: City) -> None:
    foretold = open_named([city.small_branch.pk], JULY)
    done = change(EventKind.MERGED, JULY, [city.small_branch], successor=city.first_branch)
    assert (foretold.requirements, done.followed.requirements) == (1, 1)
    assert foretold.total == done.followed.handed
    rows = RequirementOwner.objects.order_by("pk").values_list("organisation", "since", "until")
    assert list(rows) == [(city.small_branch.pk, None, JULY), (city.first_branch.pk, JULY, None)]
    agree()
    found = duties(EVERYTHING, 2026, YEAR_END, Filters(requirement=named.plan.requirements.get(number=9).pk))
    assert [(row.organisation.pk, row.period.index) for row in found[0:]] == [
        (city.first_branch.pk, 2),
        (city.first_branch.pk, 3),
        (city.small_branch.pk, 0),
        (city.small_branch.pk, 1),
    ]


def test_who_is_reopened_gets_its_duties_back(named: Planned, city: City) -> None:
    made = change(EventKind.MERGED, JULY, [city.small_branch], successor=city.first_branch)
    back = inverse(made.event, happened_on=date(2026, 10, 8), document_number="10号", reason="恢复设置")
    event = carry_out(change=back, undoes=made.event, by=SYSTEM, at=LATER, why="恢复")
    assert followed(event, {}).returned == 1
    agree()
    rows = RequirementOwner.objects.order_by("pk").values_list("organisation", "since", "until")
    assert list(rows) == [
        (city.small_branch.pk, None, JULY),
        (city.first_branch.pk, JULY, date(2026, 10, 8)),
        (city.small_branch.pk, date(2026, 10, 8), None),
    ]


def test_a_duty_by_name_that_is_done_for_the_year_is_not_handed_on(acted: Planned, city: City) -> None:
    require(
        acted.plan, 9, "年初部署", Cadence.YEAR, ["assembly"], (), owners=[city.small_branch], due=(3, 31)
    )
    assert open_named([city.water_branch.pk], JULY).total == 0
    change(EventKind.MERGED, JULY, [city.water_branch], successor=city.first_branch)
    assert RequirementOwner.objects.get().until is None
    agree()


def test_settling_keeps_who_took_over(named: Planned, city: City) -> None:
    change(EventKind.MERGED, JULY, [city.small_branch], successor=city.first_branch)
    requirement = named.plan.requirements.get(number=9)
    duty_actions.settle(
        requirement=requirement,
        classes=[],
        owners=[Organisation.objects.get(pk=city.first_branch.pk)],
        kinds=["assembly"],
        cadence=Cadence.QUARTER,
        by=SYSTEM,
        at=LATER,
    )
    assert RequirementOwner.objects.count() == 2
    agree()


def test_a_duty_of_a_term_passes_on_before_its_day_and_stays_after_it(acted: Planned, city: City) -> None:
    with building():
        CommitteeTerm.objects.filter(organisation=city.small_branch).update(ends_on=date(2026, 10, 1))
        CommitteeTerm.objects.filter(organisation=city.press).update(ends_on=date(2026, 4, 1))
    duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=NOW)
    assert Occurrence.objects.count() == 2
    assert open_named([city.small_branch.pk, city.press.pk], JULY).occurrences == 1
    done = change(EventKind.MERGED, JULY, [city.small_branch], successor=city.first_branch)
    change(EventKind.CLOSED, JULY, [city.press])
    assert done.followed.occurrences == 1
    assert dict(Occurrence.objects.values_list("organisation", "due_on")) == {
        city.first_branch.pk: date(2026, 10, 1),
        city.press.pk: date(2026, 4, 1),
    }
    agree()
    duty_actions.refresh_occurrences(year=2026, by=SYSTEM, at=LATER)
    assert Occurrence.objects.count() == 2
    agree()


def test_an_old_overdue_election_counts_where_the_branch_was_when_the_year_began(
    acted: Planned, city: City
) -> None:
    with building():
        CommitteeTerm.objects.filter(organisation=city.small_branch).update(ends_on=date(2024, 10, 1))
    occurs(acted.election, city.small_branch, date(2024, 10, 1))
    change(EventKind.MOVED, JULY, [city.small_branch], **to_water(city))
    agree()
    board = unit_board(2026, YEAR_END)
    assert board.cell(city.education_committee.organ_id, acted.election.pk).overdue == 1


def test_only_who_may_change_organisations_lets_duties_follow(
    acted: Planned, city: City, people: People
) -> None:
    for person in people:
        if not person.actor.may_somewhere(Permission.ORGANISATION_CHANGE):
            with pytest.raises(NotAllowed):
                duty_actions.follow(
                    organisations=[city.press.pk], since=JULY, successions={}, by=person.actor, at=NOW
                )
    entries = AuditEntry.objects.count()
    duty_actions.follow(organisations=[city.press.pk], since=JULY, successions={}, by=SYSTEM, at=NOW)
    assert AuditEntry.objects.count() == entries + 1
    assert AuditEntry.objects.latest("pk").action == "duties.follow"


def test_a_meeting_of_before_is_one_of_the_class_of_its_day(acted: Planned, city: City) -> None:
    change(EventKind.RAISED, date(2026, 6, 10), [city.press], at=NOW, new_kind=Kind.GENERAL_BRANCH)
    made = enter(city.press, "assembly", date(2026, 6, 2))
    assert not made.fulfilments.exists()  # on the quarter's last day it was no branch any more
    assert enter(city.press, "theme_day", date(2026, 5, 2)).fulfilments.get().requirement == acted.theme_day
    with pytest.raises(Invalid, match="党总支不记录"):
        enter(city.press, "assembly", date(2026, 6, 12))
    agree()
