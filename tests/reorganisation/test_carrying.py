"""One event with all that follows from it: organisations, members, posts, duties, corrections (S004-20)."""

from collections.abc import Callable
from datetime import date

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions.transfers import request_transfer
from heli.members.models import Belonging, Member, Post, Transfer
from heli.orgs.catalogue import EventKind
from heli.orgs.models import Event, Organisation
from heli.orgs.rules.change import Change
from heli.reorganisation.actions.carrying import carry_out
from heli.reorganisation.actions.rehearsing import rehearse
from heli.reorganisation.queries.effects import Effects
from heli.reorganisation.queries.told import told
from tests.people import NOW, City, People
from tests.reorganisation.changes import (
    DAY,
    EVERY_KIND,
    assigned,
    change,
    closed,
    done,
    founded,
    founding,
    merged,
    moved,
    split,
    undone,
)

Make = Callable[[City], Change]


@pytest.mark.parametrize("make", EVERY_KIND, ids=lambda make: make.__name__)
def test_what_was_foretold_is_what_is_done(city: City, make: Make) -> None:
    made = make(city)
    foretold = rehearse(change=made, assigned=assigned(city, made), by=SYSTEM, at=NOW)
    assert foretold.refusals == []
    assert foretold.will is not None
    assert not Event.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="reorganisation.").exists()
    event = done(city, made)
    assert Effects.of(event).numbers == foretold.will.effects.numbers
    assert told(event).moved == foretold.will.moved
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert entry.action == "reorganisation.carry_out"


def test_a_merge_takes_every_member_to_the_survivor_and_ends_posts(city: City) -> None:
    event = done(city, merged(city))
    assert Member.objects.filter(organisation=city.small_branch).count() == 0
    assert Member.objects.filter(organisation=city.first_branch).count() == 13
    city.first_branch.refresh_from_db()
    assert city.first_branch.member_count == 13
    assert Post.objects.filter(organisation=city.small_branch, valid_to=DAY).count() == 1
    effects = Effects.of(event)
    assert (effects.members, effects.posts, effects.closed) == (4, 1, 1)
    assert Belonging.objects.valid(date(2026, 5, 19)).filter(organisation=city.small_branch).count() == 4


def test_a_move_takes_the_branch_and_leaves_its_members_where_they_are(city: City) -> None:
    event = done(city, moved(city))
    assert Effects.of(event).members == 0
    city.exam_centre.refresh_from_db()
    assert city.exam_centre.parent == city.water_committee


def test_a_split_takes_those_who_are_named(city: City) -> None:
    event = done(city, split(city))
    new = Organisation.objects.get(name="中共青岚市第一中学初中部支部委员会")
    assert (new.member_count, Effects.of(event).members) == (5, 5)
    city.school_branch.refresh_from_db()
    assert city.school_branch.member_count == 5


def test_a_branch_that_would_be_too_small_is_not_split_off(city: City) -> None:
    made = split(city)
    two = dict(list(assigned(city, made).items())[:2])
    with pytest.raises(Invalid, match="不足 3 人"):
        carry_out(change=made, assigned=two, by=SYSTEM, at=NOW)
    assert not Event.objects.exists()


def test_nobody_is_left_without_an_organisation(city: City) -> None:
    made = change(EventKind.CLOSED, subjects=(city.press.pk,))
    foretold = rehearse(change=made, by=SYSTEM, at=NOW)
    assert [one.code for one in foretold.refusals] == ["members-left-over"]
    with pytest.raises(Invalid, match="还没有去处"):
        carry_out(change=made, by=SYSTEM, at=NOW)


@pytest.mark.parametrize("make", EVERY_KIND, ids=lambda make: make.__name__)
def test_undoing_puts_back_and_the_past_keeps_both(city: City, make: Make) -> None:
    before = {one.pk: one.organisation_id for one in Member.objects.all()}
    tree = dict(Organisation.objects.values_list("pk", "parent"))
    event = done(city, make(city))
    undoing = undone(event)
    assert undoing.undoes == event
    assert {one.pk: one.organisation_id for one in Member.objects.all()} == before
    alive = Organisation.objects.filter(closed_on=None)
    assert dict(alive.values_list("pk", "parent")) == tree
    with pytest.raises(WrongState):
        undone(event)


def test_nobody_goes_to_what_did_not_exist_yet(city: City) -> None:
    event = done(city, founded(city, date(2026, 6, 1)))
    new = Organisation.objects.get(event_parts__event=event, event_parts__role="founded")
    made = change(EventKind.MERGED, date(2026, 5, 20), subjects=(city.press.pk,), successor=new.pk)
    foretold = rehearse(change=made, by=SYSTEM, at=NOW)
    assert [one.code for one in foretold.refusals] == ["successor-not-yet"]


def test_an_undoing_does_not_give_posts_back(city: City) -> None:
    event = done(city, closed(city))
    undone(event)
    assert not Post.objects.held(NOW.date()).filter(organisation=city.press).exists()
    assert [one.name for one in told(event).posts] == ["叶印清"]


def test_who_went_on_since_is_not_called_back(city: City) -> None:
    event = done(city, merged(city))
    gone_on = list(city.first_branch.roster.filter(name__in=["陈望舒", "林书远", "何宣宁"]))
    new = founding(city, "中共青岚市教育局机关第三支部委员会")
    first = city.first_branch.pk
    again = change(EventKind.SPLIT, date(2026, 6, 1), subjects=(first,), successor=first, founding=(new,))
    carry_out(change=again, assigned={one.pk: 0 for one in gone_on}, by=SYSTEM, at=NOW)
    undone(event)
    third = Organisation.objects.get(name=new.name)
    assert set(third.roster.values_list("name", flat=True)) == {"陈望舒", "林书远", "何宣宁"}
    assert city.small_branch.roster.count() == 3


@pytest.mark.parametrize("make", EVERY_KIND, ids=lambda make: make.__name__)
def test_only_who_may_change_organisations_does(city: City, people: People, make: Make) -> None:
    made = make(city)
    for person in (people.stranger, people.member, people.secretary, people.lead_secretary):
        with pytest.raises(NotAllowed):
            carry_out(change=made, why="按批复", by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            rehearse(change=made, by=person.actor, at=NOW)
    event = done(city, made)
    for person in (people.stranger, people.member, people.secretary):
        with pytest.raises(NotAllowed):
            undone(event, by=person.actor)


def test_a_committee_merges_its_own_branches(city: City, people: People) -> None:
    event = carry_out(change=merged(city), by=people.deputy.actor, at=NOW)
    assert event.recorded_by == people.deputy.actor.label


def _on_the_way(city: City, name: str, to: Organisation) -> Transfer:
    member = Member.objects.select_related("organisation").get(name=name)
    return request_transfer(member=member, destination=to, reason="调动", on=DAY, by=SYSTEM, at=NOW)


def test_an_open_transfer_follows_a_branch_that_is_merged(city: City) -> None:
    leaving = city.small_branch.roster.order_by("pk")[0]
    out = _on_the_way(city, leaving.name, city.water_branch)
    back = _on_the_way(city, "吴晓溪", city.small_branch)
    made = merged(city)
    foretold = rehearse(change=made, assigned={}, by=SYSTEM, at=NOW)
    event = done(city, made)
    assert foretold.will is not None
    assert foretold.will.effects.rerouted == Effects.of(event).rerouted
    assert Effects.of(event).transfers == 2
    out.refresh_from_db()
    back.refresh_from_db()
    assert (out.state, out.origin, out.destination) == ("requested", city.first_branch, city.water_branch)
    assert out.steps.latest("pk").act == "reroute"
    assert (back.state, back.destination) == ("withdrawn", city.small_branch)
    assert city.first_branch.short_name in back.steps.latest("pk").reason


def test_a_transfer_into_a_branch_that_is_merged_goes_to_its_heir(city: City) -> None:
    going = _on_the_way(city, city.water_branch.roster.order_by("pk")[0].name, city.small_branch)
    done(city, merged(city))
    going.refresh_from_db()
    assert (going.state, going.reach, going.destination) == ("requested", "between", city.first_branch)
