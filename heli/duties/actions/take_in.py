"""Loading ledgers: rows in chunks, fulfilments derived, counters written anew for what was touched."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db.models import Max

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions import counting, repeating
from heli.duties.actions.fulfilling import fulfil, unfulfil
from heli.duties.actions.ledger import CORRECTED, Held, Ledger, said
from heli.duties.actions.rows import RecordRow
from heli.duties.catalogue import RecordSource
from heli.duties.models import Record
from heli.duties.models.records import RecordQuerySet
from heli.duties.queries.deriving import deriver
from heli.duties.rules.kinds import kind_name
from heli.kernel.action import Doer, action, note
from heli.kernel.bulk import ROWS, in_chunks, insert_rows
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.sheets.taken import TakenIn, Vanished

Progress = Callable[[str, int, int], None]

FEW = 2_000
"""Past this many organisations, counting all anew is cheaper than naming each."""
_COLUMNS = (
    "organisation_id",
    "organ_id",
    "leader_id",
    "kind",
    "happened_on",
    "topic",
    "ordinal",
    *CORRECTED,
    "source",
    "late_entry",
    "entered_at",
    "entered_by",
    "withdrawn_by",
    "withdrawn_why",
    "repeats_on",
)


@action
def take_in_records(
    *, rows: Sequence[RecordRow], by: Doer, at: datetime, progress: Progress | None = None
) -> TakenIn:
    """Write what a ledger states; what Heli holds already changes nothing, a corrected row corrects.

    Rows come checked: what happened is not refused. Records are `source = import`, timely by the day they
    happened, and fulfil what they answer as if entered one at a time. What the ledger no longer names, in the
    months and of the organisations that it covers, is returned in `vanished` and never touched. Invalid for a
    text longer than its column. A city's year takes minutes: pass rows in one call, not in many.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    if not rows:
        return TakenIn()
    ledger = Ledger.of(rows)
    ledger.compare()
    before = Record.objects.aggregate(last=Max("pk"))["last"] or 0
    tell: Progress = progress or (lambda what, done, total: None)
    created = insert_rows(Record, _COLUMNS, _values(ledger, by, at, tell))
    _correct(ledger)
    tell("对应责任条目", 0, 1)
    _derive(ledger, Record.objects.filter(pk__gt=before, source=RecordSource.IMPORT, entered_at=at))
    tell("对应责任条目", 1, 1)
    _repeat(ledger)
    note(created=created, corrected=len(ledger.corrected), vanished=len(ledger.vanished))
    return TakenIn(created, len(ledger.corrected), ledger.unchanged, _vanished(ledger.vanished))


def _values(ledger: Ledger, by: Doer, at: datetime, tell: Progress) -> Iterator[tuple[object, ...]]:
    """The new rows as columns, each stamped with the unit and leading body of its day."""
    stamps = org_queries.stamps({row.organisation_id for row in ledger.rows.values()})
    repeated = repeating.repeated_within(ledger.rows)
    entered = (RecordSource.IMPORT.value, False, at, by.label[:120], "", "")
    for done, (key, row) in enumerate(ledger.rows.items()):
        if done % ROWS == 0:
            tell("写入记录", done, len(ledger.rows))
        stamp = stamps.on(row.organisation_id, row.happened_on)
        identity = (row.organisation_id, *stamp, row.kind, row.happened_on, row.topic, key[-1])
        yield (*identity, *said(row), *entered, repeated.get(key))


def _correct(ledger: Ledger) -> None:
    for few in in_chunks(ledger.corrected.items(), ROWS):
        changed = [Record(pk=pk, **dict(zip(CORRECTED, said(row), strict=True))) for pk, row in few]
        Record.objects.bulk_update(changed, CORRECTED, batch_size=500)


def _derive(ledger: Ledger, new: RecordQuerySet) -> None:
    """Write what new records, and those with another chair, fulfil; count anew what they touch."""
    rechaired = {pk: row for pk, row in ledger.corrected.items() if pk in ledger.rechaired}
    touched = [*ledger.rows.values(), *rechaired.values()]
    if not touched:
        return
    years = {row.happened_on.year for row in touched}
    organisations = {row.organisation_id for row in touched}
    derive = deriver(years, organisations)
    fulfil(new, derive)
    for few in in_chunks(rechaired, ROWS):
        again = Record.objects.filter(pk__in=few)
        unfulfil(again)
        fulfil(again, derive)
    counting.write_anew(years, organisations if len(organisations) <= FEW else None)


def _repeat(ledger: Ledger) -> None:
    """Say which days the records of these organisations repeat, beside those that were there before."""
    organisations = {row.organisation_id for row in (*ledger.rows.values(), *ledger.corrected.values())}
    if organisations:
        repeating.write_anew(organisations if len(organisations) <= FEW else None)


def _vanished(records: Sequence[Held]) -> tuple[Vanished, ...]:
    names = Organisation.objects.in_bulk({held.organisation_id for held in records})
    return tuple(
        Vanished(
            f"record:{held.pk}",
            f"{held.happened_on} {names[held.organisation_id].short_name} "
            f"{kind_name(held.kind, held.happened_on)}“{held.topic}”",
        )
        for held in records
    )
