"""Counts that members hand down."""

from datetime import timedelta

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.actions import set_counts
from heli.orgs.actions.count import Count
from heli.orgs.actions.events import Change, carry_out
from heli.orgs.catalogue import EventKind
from tests.people import NOW, TODAY, City, People, building

pytestmark = pytest.mark.django_db


def test_counts_are_written_where_they_differ(city: City) -> None:
    held = city.small_branch
    counts = {
        city.first_branch.pk: Count(12, 10, True),
        held.pk: (held.member_count, held.full_count, held.has_committee),
    }
    assert set_counts(counts=counts, by=SYSTEM, at=NOW) == 1
    city.first_branch.refresh_from_db()
    branch = city.first_branch
    assert (branch.member_count, branch.full_count, branch.has_committee) == (12, 10, True)
    assert '"changed":1' in AuditEntry.objects.get(action="orgs.set_counts").detail


def test_only_those_who_may_load_hand_counts_down(people: People, city: City) -> None:
    with pytest.raises(NotAllowed):
        set_counts(counts={city.press.pk: Count(1, 1, False)}, by=people.stranger.actor, at=NOW)


def test_a_committee_set_up_begins_a_version_and_leaves_the_past(city: City) -> None:
    branch = city.small_branch
    later = NOW + timedelta(days=20)
    assert [one.has_committee for one in branch.versions.all()] == [False]
    set_counts(counts={branch.pk: Count(8, 8, True)}, by=SYSTEM, at=later)
    versions = branch.versions.order_by("valid_from")
    assert [(one.has_committee, one.valid_to) for one in versions] == [(False, later.date()), (True, None)]
    set_counts(counts={branch.pk: Count(6, 6, False)}, by=SYSTEM, at=later)
    assert [one.has_committee for one in versions.all()] == [False, False]


def test_what_is_first_told_of_a_committee_holds_for_all_versions(city: City) -> None:
    branch = city.press
    named = Change(
        kind=EventKind.RENAMED,
        subjects=(branch.pk,),
        happened_on=TODAY,
        document_number="1号",
        reason="改制",
        new_name="中共青岚市教育传媒公司支部委员会",
    )
    with building():
        branch.versions.update(has_committee=None)
    carry_out(change=named, by=SYSTEM, at=NOW)
    assert [one.has_committee for one in branch.versions.all()] == [None, None]
    set_counts(counts={branch.pk: Count(7, 7, True)}, by=SYSTEM, at=NOW)
    assert [one.has_committee for one in branch.versions.all()] == [True, True]
