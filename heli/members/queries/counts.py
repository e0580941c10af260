"""Members of each branch and whether it has a 支委会, by the rosters and posts of a day."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from heli.accounts.catalogue import COMMITTEE_OFFICES
from heli.members.catalogue import Standing
from heli.members.models import Member, Post
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import Organisation

COMMITTEE_FROM = 7
"""Full members from whom on a branch has a committee (R01-28)."""

COMMITTEE_OF = 3
"""The smallest committee (R01-28): where three hold its offices there is one, however few the members."""

FEW = 500
"""Past this many organisations, counting all of them is cheaper than naming each."""

WEEK = timedelta(days=7)


class Counted(NamedTuple):
    """Present members, full members among them, and whether there is a 支委会."""

    members: int
    full: int
    has_committee: bool


def counts_of(organisations: Collection[int], on: date) -> dict[int, Counted]:
    """The counts of those branches among the organisations, by primary key: three queries."""
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
        Post.objects.held(on)
        .filter(named, office__in=COMMITTEE_OFFICES)
        .values("organisation")
        .annotate(bearers=Count("pk"))
        .values_list("organisation", "bearers")
    )
    found = {}
    for pk in branches:
        everyone, full_members = members.get(pk, (0, 0))
        has_committee = full_members >= COMMITTEE_FROM or bearers.get(pk, 0) >= COMMITTEE_OF
        found[pk] = Counted(everyone, full_members, has_committee)
    return found


def untold(on: date) -> set[int]:
    """Branches that have a 支委会 on the day, or none, by posts that were entered before it for this day.

    Looks back a week, should nobody have asked for some days. Primary keys.
    """
    turned = Post.objects.filter(
        Q(valid_from__range=(on - WEEK, on)) | Q(valid_to__range=(on - WEEK, on)),
        office__in=COMMITTEE_OFFICES,
    )
    counts = counts_of(set(turned.values_list("organisation", flat=True)), on)
    held = Organisation.objects.filter(pk__in=counts, closed_on=None).values_list("pk", "has_committee")
    return {pk for pk, has in held if counts[pk].has_committee != has}
