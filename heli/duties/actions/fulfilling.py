"""Writing fulfilments: the one way for a record entered, a ledger loaded, a requirement settled."""

from heli.duties.actions.bulk import insert_rows
from heli.duties.models import Fulfilment
from heli.duties.models.records import RecordQuerySet
from heli.duties.queries.deriving import Deriver, facts

_COLUMNS = ("requirement_id", "organisation_id", "year", "period", "record_id", "on_time")


def fulfil(records: RecordQuerySet, deriver: Deriver) -> int:
    """Write what the standing ones among `records` fulfil of what `deriver` covers; returns how many rows.

    None of it may be written already: take it away first with `unfulfil`.
    """
    derived = (row for fact in facts(records) for row in deriver.fulfilments(fact))
    return insert_rows(Fulfilment, _COLUMNS, derived)


def unfulfil(records: RecordQuerySet) -> None:
    """Take away all that the records fulfil."""
    Fulfilment.objects.filter(record__in=records.order_by().values("pk")).delete()
