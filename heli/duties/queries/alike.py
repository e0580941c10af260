"""Organisations that owe alike, counted: the ground of boards of units and of burdens. One query."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, Min, Q, When

from heli.duties.queries.briefs import Brief
from heli.orgs.models import OrganisationQuerySet

ALIKE = 0
"""Where a primary key stands for one organisation, this is for many that are alike."""


class Alike(NamedTuple):
    """An organisation like many, and how many there are.

    Of one whose own days or name matter, a group of itself, `brief` has the primary key, else ALIKE.
    """

    brief: Brief
    number: int


def alike(organisations: OrganisationQuerySet, year: int, apart: Collection[int]) -> Iterator[Alike]:
    """The organisations grouped by what owing in a year asks; those of `apart` (primary keys) one by one."""
    single = Q(founded_on__gte=date(year, 1, 1)) | Q(closed_on__isnull=False) | Q(pk__in=list(apart))
    grouped = (
        organisations.order_by()
        .values_list("organ_id", Case(When(single, then="pk"), default=ALIKE), *_CLASS)
        .annotate(founded=Min("founded_on"), closed=Min("closed_on"), count=Count("pk"))
    )
    for organ, pk, kind, attached, has_committee, founded, closed, count in grouped:
        days = (None, None) if pk == ALIKE else (founded, closed)
        yield Alike(Brief(pk, "", kind, "", "", attached, organ, has_committee, *days), count)


_CLASS = ("kind", "attached", "has_committee")
