"""What the counters must be: fulfilments grouped, and the first day of each kind of record."""

from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Sum, Value, When

from heli.duties.models import Fulfilment, Record

MOST_PERIODS = 12
STANDING = ("organisation_id", "requirement_id", "year", "done", "on_time")
TALLY = ("organ_id", "requirement_id", "year", "period", "done", "on_time")

_BIT = Case(
    *(When(period=index, then=Value(1 << index)) for index in range(MOST_PERIODS)),
    output_field=IntegerField(),
)
_IN_TIME = Q(on_time=True)


def standings(fulfilments: QuerySet[Fulfilment]) -> QuerySet[Fulfilment, Any]:
    """Rows of STANDING. However many records set a bit, the sum of the distinct ones is the mask."""
    return (
        fulfilments.order_by()
        .values("organisation_id", "requirement_id", "year")
        .annotate(
            done_mask=Sum(_BIT, distinct=True),
            on_time_mask=Sum(_BIT, distinct=True, filter=_IN_TIME, default=0),
        )
        .values_list("organisation_id", "requirement_id", "year", "done_mask", "on_time_mask")
    )


def tallies(fulfilments: QuerySet[Fulfilment]) -> QuerySet[Fulfilment, Any]:
    """Rows of TALLY: organisations of each board unit of today that have done a duty, and in time."""
    return (
        fulfilments.order_by()
        .values("organisation__organ_id", "requirement_id", "year", "period")
        .annotate(
            organisations=Count("organisation_id", distinct=True),
            in_time=Count("organisation_id", distinct=True, filter=_IN_TIME),
        )
        .values_list("organisation__organ_id", "requirement_id", "year", "period", "organisations", "in_time")
    )


def sources(record_kind: str | None = None, org_kind: str | None = None) -> QuerySet[Record, Any]:
    """Kind of record, kind of organisation, first day: of one such pair, or of all."""
    records = Record.objects.standing().order_by()
    if record_kind is not None:
        records = records.filter(kind=record_kind, organisation__kind=org_kind)
    return (
        records.values("kind", "organisation__kind")
        .annotate(first=Min("happened_on"))
        .values_list("kind", "organisation__kind", "first")
    )
