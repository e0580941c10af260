"""What the counters must be: fulfilments grouped, and the first day of each kind of record."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from heli.duties.models import Fulfilment, Record
from heli.orgs.models import OrganisationVersion

MOST_PERIODS = 12
STANDING = ("organisation_id", "requirement_id", "year", "done", "on_time", "verified")
TALLY = ("organ_id", "requirement_id", "year", "period", "done", "on_time", "verified")

_BIT = Case(
    *(When(period=index, then=Value(1 << index)) for index in range(MOST_PERIODS)),
    output_field=IntegerField(),
)
_IN_TIME = Q(on_time=True)
_VERIFIED = Q(verified=True)


def standings(fulfilments: QuerySet[Fulfilment]) -> QuerySet[Fulfilment, Any]:
    """Rows of STANDING. However many records set a bit, the sum of the distinct ones is the mask."""
    return (
        fulfilments.order_by()
        .values("organisation_id", "requirement_id", "year")
        .annotate(
            done_mask=Sum(_BIT, distinct=True),
            on_time_mask=Sum(_BIT, distinct=True, filter=_IN_TIME, default=0),
            verified_mask=Sum(_BIT, distinct=True, filter=_VERIFIED, default=0),
        )
        .values_list(
            "organisation_id", "requirement_id", "year", "done_mask", "on_time_mask", "verified_mask"
        )
    )


def tallies(fulfilments: QuerySet[Fulfilment]) -> QuerySet[Fulfilment, Any]:
    """Rows of TALLY: organisations of each unit of the duty's day that have done it, and in time."""
    return (
        fulfilments.order_by()
        .values("organ_id", "requirement_id", "year", "period")
        .annotate(
            organisations=Count("organisation_id", distinct=True),
            in_time=Count("organisation_id", distinct=True, filter=_IN_TIME),
            checked=Count("organisation_id", distinct=True, filter=_VERIFIED),
        )
        .values_list("organ_id", "requirement_id", "year", "period", "organisations", "in_time", "checked")
    )


def sources(record_kind: str | None = None, org_kind: str | None = None) -> list[tuple[str, str, date]]:
    """Kind of record, kind of organisation on the day, first day: of one such pair, or of all. Two queries.

    Of organisations that never changed, today's kind is that of the day.
    """
    records = Record.objects.standing().order_by()
    if record_kind is not None:
        records = records.filter(kind=record_kind)
    changed = OrganisationVersion.objects.filter(valid_to__isnull=False).order_by().values("organisation")
    versions = OrganisationVersion.objects.filter(organisation=OuterRef("organisation"))
    before = versions.filter(valid_from__lte=OuterRef("happened_on")).order_by("-valid_from")
    on_the_day = Coalesce(
        Subquery(before.values("kind")[:1]), Subquery(versions.order_by("valid_from").values("kind")[:1])
    )
    parted = (
        records.exclude(organisation__in=changed).annotate(org_kind=F("organisation__kind")),
        records.filter(organisation__in=changed).annotate(org_kind=on_the_day),
    )
    found: dict[tuple[str, str], date] = {}
    for part in parted:
        if org_kind is not None:
            part = part.filter(org_kind=org_kind)
        for kind, held, first in part.values_list("kind", "org_kind").annotate(first=Min("happened_on")):
            found[kind, held] = min(first, found.get((kind, held), first))
    return [(kind, held, first) for (kind, held), first in found.items()]
