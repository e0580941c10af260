"""Counting the members of organisations and handing the counts down to `heli.orgs`."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from heli.accounts.catalogue import COMMITTEE_OFFICES
from heli.kernel.action import SYSTEM, Doer
from heli.members.catalogue import Standing
from heli.members.models import Member, Post
from heli.orgs.actions import count as org_counts
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import Organisation

COMMITTEE_FROM = 7
"""Full members from whom on a branch has a committee (R01-28)."""

COMMITTEE_OF = 3
"""The smallest committee (R01-28): where three hold its offices there is one, however few the members."""


FEW = 500
"""Past this many organisations, counting all of them is cheaper than naming each."""


def count(*, organisations: Collection[int], by: Doer, at: datetime) -> None:
    """Count the rosters of those branches among the organisations (primary keys): three queries.

    A step of whatever changed a roster. The counts are handed down in Heli's own name: nobody decides them.
    """
    # A branch that was raised keeps its members until branches are founded beneath it.
    rostered = Q(kind__in=BRANCH_KINDS) | Q(member_count__gt=0)
    branches = set(organisations) & set(Organisation.objects.filter(rostered).values_list("pk", flat=True))
    named = Q(organisation__in=branches) if len(branches) <= FEW else Q()
    full = Count("pk", filter=Q(standing=Standing.FULL))
    members = {
        pk: (everyone, full_members)
        for pk, everyone, full_members in Member.objects.present()
        .filter(named)
        .values("organisation")
        .annotate(everyone=Count("pk"), full=full)
        .values_list("organisation", "everyone", "full")
    }
    bearers = dict(
        Post.objects.held(at.date())
        .filter(named, office__in=COMMITTEE_OFFICES)
        .values("organisation")
        .annotate(bearers=Count("pk"))
        .values_list("organisation", "bearers")
    )
    counts = {}
    for pk in branches:
        everyone, full_members = members.get(pk, (0, 0))
        has_committee = full_members >= COMMITTEE_FROM or bearers.get(pk, 0) >= COMMITTEE_OF
        counts[pk] = org_counts.Count(everyone, full_members, has_committee)
    if counts:
        org_counts.set_counts(counts=counts, by=SYSTEM, at=at)
