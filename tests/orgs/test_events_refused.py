"""组织变动 that may not be: refused with what, where and how to mend; and who may carry one out."""

from datetime import date, timedelta
from typing import Any

import pytest

from heli.accounts.scope import EVERYTHING, Scope
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.actions import set_counts
from heli.orgs.actions.count import Count
from heli.orgs.actions.events import Change, Founding, carry_out, record_effects
from heli.orgs.catalogue import EventKind, Kind, Leading
from heli.orgs.models import Event, Organisation
from heli.orgs.queries.changes import events, events_of, foresee
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db


def change(kind: EventKind, *subjects: Organisation, **more: Any) -> Change:
    plain: dict[str, Any] = {"happened_on": TODAY, "document_number": "8号", "reason": "改革"}
    return Change(kind=kind, subjects=tuple(one.pk for one in subjects), **(plain | more))


def refusal(asked: Change, **more: Any) -> Invalid:
    """Carrying it out is refused, as it was foreseen, and leaves nothing."""
    assert foresee(asked, TODAY).refusals
    with pytest.raises(Invalid) as refused:
        carry_out(change=asked, by=SYSTEM, at=NOW, **more)
    assert not Event.objects.exists()
    return refused.value


def test_nothing_moves_under_its_own_descendant(city: City) -> None:
    error = refusal(change(EventKind.MOVED, city.education_committee, new_parent=city.school.pk))
    assert error.code == "own-descendant"
    assert "请先把" in error.message


def test_two_that_move_under_each_other_are_a_circle(city: City) -> None:
    first, second = city.water_committee, city.publicity_committee
    asked = change(EventKind.MOVED, first, second, new_parent=second.pk)
    assert refusal(asked).code in {"own-descendant", "cycle"}


def test_a_party_group_without_a_unit_is_refused(city: City) -> None:
    founding = Founding(name="中共青岚市新局党组", kind=Kind.PARTY_GROUP, unit="")
    error = refusal(change(EventKind.FOUNDED, founding=(founding,)))
    assert (error.code, bool(error.source)) == ("body-without-unit", True)


def test_a_merge_below_three_is_refused_and_above_fifty_asks_for_a_reason(city: City) -> None:
    pair = {city.press.pk: Count(1, 1, False), city.exam_centre.pk: Count(1, 1, False)}
    set_counts(counts=pair, by=SYSTEM, at=NOW)
    asked = change(EventKind.MERGED, city.press, successor=city.exam_centre.pk)
    error = refusal(asked)
    assert (error.code, error.source) == ("R01-01", "《中国共产党支部工作条例（试行）》第四条")
    pair = {city.press.pk: Count(30, 30, True), city.exam_centre.pk: Count(25, 25, True)}
    set_counts(counts=pair, by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="55 人"):
        carry_out(change=asked, by=SYSTEM, at=NOW)
    event = carry_out(change=asked, by=SYSTEM, at=NOW, why="年内分设")
    assert "年内分设" in event.effects


def test_what_still_hangs_on_a_closing_organisation_is_named(city: City) -> None:
    error = refusal(change(EventKind.CLOSED, city.school))
    assert (error.code, city.school_branch.name in error.message) == ("still-above", True)
    carry_out(
        change=change(EventKind.CLOSED, city.school, new_parent=city.education_committee.pk),
        by=SYSTEM,
        at=NOW,
    )
    assert Organisation.objects.get(pk=city.school_branch.pk).parent_id == city.education_committee.pk


def test_a_leading_body_hands_over_whom_it_leads_before_it_closes(city: City) -> None:
    assert refusal(change(EventKind.CLOSED, city.water_group)).code == "still-leads"
    asked = change(EventKind.CLOSED, city.water_group, new_leader=city.education_group.pk)
    carry_out(change=asked, by=SYSTEM, at=NOW)
    branch = Organisation.objects.get(pk=city.water_branch.pk)
    assert (branch.leader_id, branch.organ_id) == (city.education_group.pk, city.education_group.unit_id)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"new_name": "中共青岚市水利局机关第一支部委员会"}, "name-taken"),
        ({"new_name": "甲党支部", "happened_on": date(2020, 1, 1)}, "before-history"),
        ({"new_name": "甲党支部", "happened_on": TODAY + timedelta(days=1)}, "in-future"),
    ],
)
def test_a_renaming_that_cannot_be(city: City, more: dict[str, Any], code: str) -> None:
    assert refusal(change(EventKind.RENAMED, city.press, **more)).code == code


def test_a_name_is_taken_wherever_in_the_tree_its_holder_stands(city: City) -> None:
    for renamed, holder in ((city.press, city.first_branch), (city.first_branch, city.press)):
        asked = change(EventKind.RENAMED, renamed, new_name=holder.name)
        assert refusal(asked).code == "name-taken"


def test_a_superior_must_have_lived_by_the_day(city: City) -> None:
    founding = Founding(
        name="中共青岚市新局机关委员会",
        kind=Kind.ORGAN_COMMITTEE,
        unit="青岚市新局",
        parent=city.work_committee.pk,
    )
    founded = change(EventKind.FOUNDED, founding=(founding,), happened_on=date(2026, 6, 1))
    carry_out(change=founded, by=SYSTEM, at=NOW)
    new = Organisation.objects.get(name=founding.name)
    asked = change(EventKind.MOVED, city.press, new_parent=new.pk, happened_on=date(2026, 5, 31))
    assert [one.code for one in foresee(asked, TODAY).refusals] == ["superior-not-yet"]


def test_nobody_hung_on_a_closing_organisation_after_its_last_day(city: City) -> None:
    """The branch left the school's 总支 in June: it cannot have been closed in May."""
    moved = change(
        EventKind.MOVED,
        city.school_branch,
        new_parent=city.education_committee.pk,
        happened_on=date(2026, 6, 1),
    )
    carry_out(change=moved, by=SYSTEM, at=NOW)
    asked = change(EventKind.CLOSED, city.school, happened_on=date(2026, 5, 1))
    assert [one.code for one in foresee(asked, TODAY).refusals] == ["leaned-later"]


def test_guiding_takes_the_row_on_the_board_away_from_the_body(city: City) -> None:
    asked = change(EventKind.MOVED, city.publicity_committee, new_leading=Leading.GUIDES)
    carry_out(change=asked, by=SYSTEM, at=NOW)
    held = Organisation.objects.get(pk=city.publicity_branch.pk)
    assert (held.leading, held.leader_id) == (Leading.GUIDES, city.publicity_body.pk)


@pytest.mark.parametrize("name", ["stranger", "member", "secretary", "lead_secretary", "other_secretary"])
def test_who_has_no_right_changes_nothing(name: str, city: City, people: People) -> None:
    asked = change(EventKind.RENAMED, city.first_branch, new_name="甲党支部")
    with pytest.raises(NotAllowed):
        carry_out(change=asked, by=getattr(people, name).actor, at=NOW)
    event = carry_out(change=asked, by=SYSTEM, at=NOW)
    with pytest.raises(NotAllowed):
        record_effects(event=event, effects={"members": 9}, by=getattr(people, name).actor, at=NOW)


def test_a_committee_changes_branches_beneath_it_and_nothing_else(city: City, people: People) -> None:
    by = people.deputy.actor
    carry_out(change=change(EventKind.RENAMED, city.small_branch, new_name="甲党支部"), by=by, at=NOW)
    for asked in (
        change(EventKind.RENAMED, city.school, new_name="乙党总支"),
        change(EventKind.MOVED, city.press, new_parent=city.water_committee.pk),
        change(EventKind.RENAMED, city.water_branch, new_name="丙党支部"),
        change(EventKind.MOVED, city.press, new_leader=city.water_group.pk),
    ):
        with pytest.raises(NotAllowed):
            carry_out(change=asked, by=by, at=NOW)
    assert Event.objects.count() == 1


def test_the_audit_names_the_event_and_the_lists_keep_to_the_scope(city: City, people: People) -> None:
    asked = change(EventKind.RENAMED, city.press, new_name="甲党支部")
    event = carry_out(change=asked, by=people.staff.actor, at=NOW)
    entry = AuditEntry.objects.get(action="orgs.carry_out")
    assert (entry.subject, entry.actor) == (f"orgs.Event:{event.pk}", people.staff.actor.label)
    assert list(events(EVERYTHING)) == list(events_of(city.press)) == [event]
    assert list(events(Scope(organisations=(city.press.pk,)))) == [event]
    assert not events(Scope(organisations=(city.water_branch.pk,)))
    record_effects(event=event, effects={"members": 3}, by=people.staff.actor, at=NOW)
    assert '"members":3' in Event.objects.get().effects
    with pytest.raises(Invalid, match="不能改写"):
        record_effects(event=event, effects={"members": 4}, by=people.staff.actor, at=NOW)
