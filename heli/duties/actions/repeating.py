"""Keeping `Record.repeats_on`: moved with each record in its own transaction, or written anew for many."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from heli.duties.actions.ledger import Identity
from heli.duties.actions.rows import RecordRow
from heli.duties.models import Record
from heli.duties.queries.repeating import days_before, misstated, with_text
from heli.kernel.bulk import update_from
from heli.orgs.models import Organisation


def follow(record: Record, text: str, day: date) -> None:
    """Bring later records in line after `text` came to `day`, or went from it, in what `record` is one of.

    That is its organisation and kind. Called once the record is written, once for each text and day that it
    had or has; the caller has locked the organisation's row. One statement, none for an empty text.
    """
    if not text:
        return
    same = with_text(record, text)
    later = same.filter(Q(repeats_on=None) | Q(repeats_on__lte=day), happened_on__gt=day)
    later.update(repeats_on=Subquery(days_before(same, OuterRef("happened_on"))[:1]))


def write_anew(organisations: Collection[int] | None = None) -> int:
    """Put right what `repeats_on` says, of the records of these organisations or of all; how many were wrong.

    One statement. Locks the organisations, so that a record entered meanwhile waits and then sees these.
    """
    locked = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    records = Record.objects.all()
    if organisations is not None:
        locked, records = locked.filter(pk__in=organisations), records.filter(organisation__in=organisations)
    list(locked.values_list("pk", flat=True))
    return update_from(Record, ("repeats_on",), misstated(records))


def repeated_within(rows: Mapping[Identity, RecordRow]) -> dict[Identity, date]:
    """The day that rows of one ledger repeat among themselves, by identity, of those that repeat any.

    So nearly all rows of a first ledger are written right at once, and `write_anew` finds little to do.
    """
    latest: dict[tuple[int, str, str], tuple[date, date | None]] = {}
    found: dict[Identity, date] = {}
    for identity, row in sorted(rows.items(), key=lambda each: each[1].happened_on):
        if not row.text:
            continue
        same = row.organisation_id, row.kind, row.text
        day, before = latest.get(same, (row.happened_on, None))
        if day < row.happened_on:
            before = day
        latest[same] = row.happened_on, before
        if before is not None:
            found[identity] = before
    return found
