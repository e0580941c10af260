"""Duties laid on single organisations by name that are still open: what a closing hands over."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from heli.duties.models import Occurrence, Requirement, RequirementOwner, Standing
from heli.duties.queries.readings import readings


class OpenNamed(NamedTuple):
    """How many requirements name an organisation for what is due from a day on, and duties of its terms."""

    requirements: int
    occurrences: int

    @property
    def total(self) -> int:
        return self.requirements + self.occurrences


def open_named(organisations: Collection[int], on: date) -> OpenNamed:
    """What would pass to successors if these organisations (primary keys) were closed on a day."""
    return OpenNamed(len(open_owners(organisations, on)), len(open_occurrences(organisations, on)))


def open_owners(organisations: Collection[int], on: date) -> list[RequirementOwner]:
    """Names of these organisations in requirements of which something is due from the day on and not done."""
    named = RequirementOwner.objects.filter(
        organisation__in=organisations, until=None, requirement__plan__year__gte=on.year
    )
    rows = list(named.select_related("organisation").order_by("pk"))
    wanted = Requirement.objects.owed().filter(pk__in=[row.requirement_id for row in rows])
    known = {one.pk: one for one in readings(wanted)}
    done = _done(organisations, list(known))
    return [
        row
        for row in rows
        if row.requirement_id in known
        and known[row.requirement_id].bits(first=on) & ~done.get((row.requirement_id, row.organisation_id), 0)
    ]


def open_occurrences(organisations: Collection[int], on: date) -> list[Occurrence]:
    """Duties of these organisations that a trigger made, due from the day on and not done."""
    rows = list(
        Occurrence.objects.filter(
            organisation__in=organisations, due_on__gte=on, requirement__plan__year__gte=on.year
        )
        .select_related("organisation")
        .order_by("pk")
    )
    done = _done(organisations, [row.requirement_id for row in rows])
    return [row for row in rows if not done.get((row.requirement_id, row.organisation_id))]


def _done(organisations: Collection[int], requirements: Collection[int]) -> dict[tuple[int, int], int]:
    rows = Standing.objects.filter(organisation__in=organisations, requirement__in=requirements).order_by()
    told = rows.values_list("requirement_id", "organisation_id", "done")
    return {(requirement, organisation): done for requirement, organisation, done in told}
