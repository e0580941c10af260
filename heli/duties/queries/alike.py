"""Organisations that owe alike, counted: the ground of boards of units and of burdens. One query."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, Q, When

from heli.duties.queries.briefs import Brief
from heli.orgs.models import OrganisationQuerySet


class Alike(NamedTuple):
    """An organisation like many, the name of its unit, and how many there are.

    Of one whose own days or name matter, a group of itself, `brief` has the primary key, else 0.
    """

    brief: Brief
    unit: str
    number: int


def alike(organisations: OrganisationQuerySet, year: int, apart: Collection[int]) -> Iterator[Alike]:
    """The organisations grouped by what owing in a year asks; those of `apart` (primary keys) one by one."""
    single = Q(founded_on__gte=date(year, 1, 1)) | Q(closed_on__isnull=False) | Q(pk__in=list(apart))
    lone = Case(When(single, then="pk"), default=0)
    own_days = [Case(When(single, then=day)) for day in ("founded_on", "closed_on")]
    grouped = (
        organisations.order_by()
        .values_list("organ_id", "organ__name", lone, "kind", "attached", "has_committee", *own_days)
        .annotate(count=Count("pk"))
    )
    for organ, name, pk, kind, attached, has_committee, founded, closed, count in grouped:
        brief = Brief(pk, "", kind, "", "", attached, organ, has_committee, founded, closed)
        yield Alike(brief, name, count)
