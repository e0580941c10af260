"""Deriving again from the records: after a load that changed who owes, and where the doctor found faults."""

from collections.abc import Collection
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions import counting, repeating
from heli.duties.actions.fulfilling import fulfil
from heli.duties.actions.occurrences import follow_terms
from heli.duties.models import Fulfilment, Plan, Record, Standing, Tally
from heli.duties.queries.deriving import deriver
from heli.kernel.action import Doer, action, note


@action
def derive_anew(
    *,
    by: Doer,
    at: datetime,
    years: Collection[int] | None = None,
    organisations: Collection[int] | None = None,
) -> int:
    """Derive occurrences, fulfilments and counters of the years again; returns how many fulfilments.

    To be called after organisations changed class, committee, founding, closing, unit or term: who owes and
    where it counts follows what each was on the day that the duty is due. `years` None: of every plan.
    `organisations` (primary keys) limits fulfilments to theirs. A city's year takes minutes.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    if years is None:
        years = set(Plan.objects.values_list("year", flat=True))
    for year in sorted(years):
        follow_terms(year)
    written = derive_of(years, organisations)
    note(years=sorted(years), fulfilments=written)
    return written


def derive_of(years: Collection[int], organisations: Collection[int] | None = None) -> int:
    """Derive fulfilments and counters of the years again, as a step of an action; how many fulfilments."""
    records = Record.objects.counting_in(years)
    held = Fulfilment.objects.filter(year__in=years)
    if organisations is not None:
        records = records.filter(organisation__in=organisations)
        held = held.filter(organisation__in=organisations)
    organs = set(held.order_by().values_list("organ_id", flat=True).distinct())
    held.delete()
    written = fulfil(records, deriver(years, organisations)) if years else 0
    counting.write_anew(years, organisations, organs)
    return written


@action
def count_anew(*, by: Doer, at: datetime) -> None:
    """Write all counters from the fulfilments and records again, and which day each record repeats."""
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    counted = (Fulfilment.objects, Standing.objects, Tally.objects)
    years = {year for rows in counted for year in rows.order_by().values_list("year", flat=True).distinct()}
    counting.write_anew(years)
    note(years=sorted(years), repeats=repeating.write_anew())
