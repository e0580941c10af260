"""Organisations that changed, as the rules see them: first this, then that (ADR 11).

Nearly all have been the same since the year began and are in none of these; for them today's copy stands.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Protocol, Self, TypeVar

from django.db.models import Q, QuerySet

from heli.duties.rules.readings import Holder, Part
from heli.orgs.models import Organisation, OrganisationQuerySet
from heli.orgs.queries.timeline import Segment, changed_since, timelines_of_changed

CLOSED = "（已撤销）"
LEFT = "（已转出）"


class Changing(Holder, Protocol):
    """An organisation of today that can say what it was."""

    def as_of(self, segment: Segment) -> Self: ...


R = TypeVar("R", bound=Changing)


def parts_since(
    first: date, today: Iterable[R], organisations: Collection[int] | QuerySet[Any, Any] | None = None
) -> dict[int, tuple[Part[R], ...]]:
    """Of the organisations (rows of today's copy) those that were otherwise on some day from `first` on.

    One query; `organisations` narrows it to their primary keys.
    """
    changed = timelines_of_changed(first, organisations)
    return {row.pk: parts_of(row, changed[row.pk]) for row in today if row.pk in changed} if changed else {}


def parts_of(row: R, segments: Iterable[Segment]) -> tuple[Part[R], ...]:
    """One organisation's parts, oldest first."""
    return tuple(Part(row.as_of(one), one.valid_from, one.until) for one in segments)


def counted_in(year: int, today: date) -> OrganisationQuerySet:
    """Organisations with duties of a year: those live today, and those closed since the year began."""
    begun = Q(founded_on=None) | Q(founded_on__lte=today)
    found: OrganisationQuerySet = Organisation.objects.not_closed(min(date(year, 1, 1), today))
    return found.filter(begun, outside=False)


def once_in(organ: int, year: int) -> Q:
    """Organisations that counted in a unit on some day since the year began, today's among them."""
    first = date(year, 1, 1)
    once = changed_since(first).filter(organ=organ)
    return Q(organ=organ) | Q(pk__in=once)
