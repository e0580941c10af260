"""Deriving again from the records: after a load that changed who owes, and where the doctor found faults."""

from collections.abc import Collection
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions import counting
from heli.duties.actions.fulfilling import fulfil
from heli.duties.models import Fulfilment, Record, Standing, Tally
from heli.duties.queries.deriving import deriver
from heli.kernel.action import Doer, action, note


@action
def derive_anew(
    *, by: Doer, at: datetime, years: Collection[int], organisations: Collection[int] | None = None
) -> int:
    """Derive the fulfilments of the years from their records again, then the counters; returns how many rows.

    To be called after organisations changed class, committee, founding or closing: who owes follows today's
    organisations. `organisations` (primary keys) limits it to theirs. A city's year takes minutes.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    records = Record.objects.filter(happened_on__year__in=years)
    held = Fulfilment.objects.filter(year__in=years)
    if organisations is not None:
        records = records.filter(organisation__in=organisations)
        held = held.filter(organisation__in=organisations)
    held.delete()
    written = fulfil(records, deriver(years, organisations))
    counting.write_anew(years, organisations)
    note(years=sorted(years), fulfilments=written)
    return written


@action
def count_anew(*, by: Doer, at: datetime) -> None:
    """Write all counters from the fulfilments and records again."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    counted = (Fulfilment.objects, Standing.objects, Tally.objects)
    years = {year for rows in counted for year in rows.order_by().values_list("year", flat=True).distinct()}
    counting.write_anew(years)
    note(years=sorted(years))
