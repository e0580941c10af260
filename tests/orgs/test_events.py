"""组织变动: carried out on a document, from its day on; undone by another (S000-09, S000-18)."""

from datetime import date, timedelta
from typing import Any

import pytest

from heli.accounts.scope import EVERYTHING
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, WrongState
from heli.orgs import queries
from heli.orgs.actions.events import Change, Founding, carry_out
from heli.orgs.catalogue import EventKind, EventRole, Kind
from heli.orgs.models import Event, Organisation, Unit
from heli.orgs.queries.changes import foresee, inverse
from tests.people import NOW, TODAY, City

pytestmark = pytest.mark.django_db
BEFORE = TODAY - timedelta(days=1)


def change(kind: EventKind, *subjects: Organisation, **more: Any) -> Change:
    plain: dict[str, Any] = {
        "happened_on": TODAY,
        "document_number": "青直工〔2026〕8号",
        "reason": "机构改革",
    }
    return Change(kind=kind, subjects=tuple(one.pk for one in subjects), **(plain | more))


def done(asked: Change, **more: Any) -> Event:
    return carry_out(change=asked, **({"by": SYSTEM, "at": NOW} | more))


def codes(asked: Change) -> list[str]:
    return [verdict.code for verdict in foresee(asked, TODAY).verdicts]


def fresh(one: Organisation) -> Organisation:
    return Organisation.objects.get(pk=one.pk)


def states(day: date) -> dict[int, tuple[Any, ...]]:
    return {
        one.organisation_id: (one.name, one.kind, one.parent_id, one.leader_id, one.organ_id, one.path)
        for one in queries.as_of(day, EVERYTHING)
    }


def undone(event: Event, on: date = TODAY) -> Event:
    back = inverse(event, happened_on=on, document_number="青直工〔2026〕9号", reason="文件撤回")
    return done(back, undoes=event)


def test_a_renaming_holds_from_its_day_and_not_before(city: City) -> None:
    asked = change(EventKind.RENAMED, city.first_branch, new_name="中共青岚市教育局机关综合支部委员会")
    past = states(BEFORE)
    event = done(asked)
    one = fresh(city.first_branch)
    assert (one.name, one.short_name) == ("中共青岚市教育局机关综合支部委员会", "市教育局机关综合党支部")
    assert states(BEFORE) == past
    assert states(TODAY)[one.pk][0] == one.name
    version = one.versions.get(valid_to=None)
    assert (version.event, version.valid_from) == (event, TODAY)
    assert version.has_committee == one.versions.get(valid_to=TODAY).has_committee


def test_a_committee_moves_with_all_beneath_and_with_its_leader(city: City) -> None:
    asked = change(
        EventKind.MOVED, city.school, new_parent=city.water_committee.pk, new_leader=city.water_group.pk
    )
    said = foresee(asked, TODAY)
    event = done(asked)
    branch = fresh(city.school_branch)
    assert branch.path.startswith(city.water_committee.path)
    assert (branch.leader_id, branch.organ_id) == (city.water_group.pk, city.water_group.unit_id)
    assert [one.organisation.pk for one in said.changed] == [city.school.pk]
    assert [one.organisation.pk for one in said.along] == [branch.pk]
    assert ("领导党组（党委）", city.education_group.name, city.water_group.name) in said.along[0].changes
    assert {part.organisation_id: part.role for part in event.parts.all()} == {
        city.school.pk: EventRole.SUBJECT, branch.pk: EventRole.ALONG,
    }  # fmt: skip
    assert Unit.objects.get(pk=city.school.unit_id).organ_id == city.water_group.unit_id


def test_a_document_of_march_is_entered_in_june_with_its_own_date(city: City) -> None:
    march = date(2026, 3, 10)
    past, later = states(march - timedelta(days=1)), states(march)
    done(change(EventKind.MOVED, city.press, happened_on=march, new_parent=city.work_committee.pk))
    assert states(march - timedelta(days=1)) == past
    assert states(march)[city.press.pk][2] == city.work_committee.pk != later[city.press.pk][2]


def test_an_earlier_document_passes_beneath_what_came_later(city: City) -> None:
    """The branch was renamed in May; the document of March that moves it changes both of its versions."""
    may, march, named = date(2026, 5, 6), date(2026, 3, 10), "中共青岚市教育传媒公司支部委员会"
    done(change(EventKind.RENAMED, city.press, happened_on=may, new_name=named))
    past = states(march - timedelta(days=1))
    done(change(EventKind.MOVED, city.press, happened_on=march, new_parent=city.work_committee.pk))
    versions = list(city.press.versions.order_by("valid_from"))
    assert [(one.valid_from, one.valid_to) for one in versions[1:]] == [(march, may), (may, None)]
    assert {one.parent_id for one in versions[1:]} == {city.work_committee.pk}
    assert [one.name for one in versions[1:]] == [city.press.name, named]
    assert states(march - timedelta(days=1)) == past


def test_what_was_changed_again_later_must_be_undone_first(city: City) -> None:
    done(change(EventKind.MOVED, city.press, happened_on=date(2026, 5, 6), new_parent=city.work_committee.pk))
    asked = change(
        EventKind.MOVED, city.press, happened_on=date(2026, 3, 10), new_parent=city.water_committee.pk
    )
    assert codes(asked) == ["left-behind", "changed-later"]
    with pytest.raises(Invalid, match="2026-05-06 又变动过"):
        done(asked)


def test_branches_merge_and_the_undoing_brings_them_back(city: City) -> None:
    before = states(TODAY)
    asked = change(EventKind.MERGED, city.small_branch, successor=city.first_branch.pk)
    event = done(asked)
    assert fresh(city.small_branch).closed_on == TODAY
    assert city.small_branch.pk not in states(TODAY)
    undoing = undone(event)
    assert (undoing.kind, undoing.undoes) == (EventKind.REOPENED, event)
    assert states(TODAY) == before
    assert fresh(city.small_branch).closed_on is None
    with pytest.raises(WrongState, match="已经撤回过"):
        inverse(event, happened_on=TODAY, document_number="x", reason="y")


def test_several_merge_into_a_new_one_that_takes_over_what_hung_on_them(city: City) -> None:
    founding = Founding(
        name="中共青岚市教育和宣传机关委员会",
        kind=Kind.ORGAN_COMMITTEE,
        unit="青岚市教育和宣传局",
        parent=city.work_committee.pk,
        leader=city.education_group.pk,
    )
    before = states(TODAY)
    asked = change(EventKind.MERGED, city.education_committee, city.publicity_committee, founding=(founding,))
    event = done(asked)
    new = Organisation.objects.get(name=founding.name)
    beneath = (city.first_branch, city.school, city.publicity_joint)
    assert {fresh(one).parent_id for one in beneath} == {new.pk}
    assert (new.founded_on, new.unit.name) == (TODAY, "青岚市教育和宣传局")
    with pytest.raises(Invalid, match="次日"):
        undone(event)
    carry_out(
        change=inverse(event, happened_on=TODAY + timedelta(days=1), document_number="9号", reason="撤回"),
        by=SYSTEM, at=NOW + timedelta(days=2), undoes=event,
    )  # fmt: skip
    assert {pk: one[:5] for pk, one in states(TODAY + timedelta(days=1)).items()} == {
        pk: one[:5] for pk, one in before.items()
    }
