"""What organisations were on a day: stamps for facts, and the tree as of a date.

What one may see follows today's tree; what is counted follows the stamp (design.md, "Two upward relations").
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.orgs.models import Organisation, OrganisationVersion

FEW = 500
"""Past this many organisations, reading all of them is cheaper than naming each."""


class Stamp(NamedTuple):
    """The unit that an organisation counted in on a day, and the body that led it; primary keys."""

    organ_id: int
    leader_id: int | None


class Stamps:
    """Stamps of many organisations on many days, from one query.

    A day before an organisation's first version takes the first: a fact is older than what Heli knows.
    """

    def __init__(self, versions: Iterable[tuple[int, date, int, int | None]]) -> None:
        self._days: dict[int, list[date]] = {}
        self._stamps: dict[int, list[Stamp]] = {}
        for organisation, day, organ, leader in versions:
            self._days.setdefault(organisation, []).append(day)
            self._stamps.setdefault(organisation, []).append(Stamp(organ, leader))

    def on(self, organisation_id: int, day: date) -> Stamp:
        """The stamp of one organisation on one day; KeyError for an organisation that was not asked for."""
        place = bisect_right(self._days[organisation_id], day)
        return self._stamps[organisation_id][max(place - 1, 0)]


def stamps(organisations: Collection[int] | None = None) -> Stamps:
    """What stamps facts of these organisations (primary keys), of all where None: one query."""
    versions = OrganisationVersion.objects.order_by("organisation_id", "valid_from")
    if organisations is not None and len(organisations) <= FEW:
        versions = versions.filter(organisation__in=organisations)
    return Stamps(versions.values_list("organisation_id", "valid_from", "organ_id", "leader_id").iterator())


def stamp(organisations: Collection[int], day: date) -> dict[int, Stamp]:
    """Unit and leading body of each organisation (primary keys) on one day; each has at least one version."""
    known = stamps(organisations)
    return {organisation: known.on(organisation, day) for organisation in organisations}


def as_of(day: date, scope: Scope) -> QuerySet[OrganisationVersion]:
    """The versions valid on `day` of the organisations that `scope` covers today and that lived on that day.

    An organisation lives from its founding, where that is known, until before it is closed.
    """
    visible = Organisation.objects.visible_to(scope).live(day)
    return OrganisationVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day, organisation__in=visible
    )
