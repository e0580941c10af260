"""Writing fulfilments: the one way for a record entered, a ledger loaded, a requirement settled."""

from collections.abc import Collection

from heli.duties.actions import counting
from heli.duties.models import Fulfilment, Record, RequirementKind
from heli.duties.models.records import RecordQuerySet
from heli.duties.queries.deriving import Deriver, deriver, facts
from heli.kernel.bulk import insert_rows

_COLUMNS = (
    "requirement_id",
    "organisation_id",
    "year",
    "period",
    "record_id",
    "on_time",
    "organ_id",
    "verified",
)


def fulfil(records: RecordQuerySet, deriver: Deriver) -> int:
    """Write what the standing ones among `records` fulfil of what `deriver` covers; returns how many rows.

    None of it may be written already: take it away first with `unfulfil`.
    """
    derived = (row for fact in facts(records) for row in deriver.fulfilments(fact))
    return insert_rows(Fulfilment, _COLUMNS, derived)


def unfulfil(records: RecordQuerySet) -> None:
    """Take away all that the records fulfil."""
    Fulfilment.objects.filter(record__in=records.order_by().values("pk")).delete()


def fulfil_requirements_anew(requirements: Collection[int], years: Collection[int]) -> int:
    """Derive the fulfilments of these requirements (primary keys) of the years again; returns how many rows.

    After a requirement has come, was read otherwise or settled: the records are there already.
    """
    if not requirements:
        return 0
    Fulfilment.objects.filter(requirement__in=requirements).delete()
    kinds = RequirementKind.objects.filter(requirement__in=requirements).order_by()
    records = Record.objects.counting_in(years).filter(kind__in=kinds.values("record_kind"))
    written = fulfil(records, deriver(years, only=requirements))
    counting.write_requirements_anew(requirements)
    return written
