"""Counts that members hand down."""

import pytest

from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.kernel.models import AuditEntry
from heli.orgs.actions import set_counts
from heli.orgs.actions.count import Count
from tests.people import NOW, City, People

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
