"""The minutes of a record as they are now, begun or open again."""

from datetime import datetime

from heli.duties.actions.record import lock
from heli.duties.models import Record
from heli.kernel.action import Doer
from heli.kernel.verdict import Verdict
from heli.orglife.catalogue import MINUTES, MinutesMove, MinutesState
from heli.orglife.models import Minutes
from heli.orglife.queries.due import kind_of_record
from heli.orglife.rules import minutes as minutes_rules


def fresh(record: Record) -> Record:
    """The record as it is now; nobody else changes its organisation's records until the transaction ends."""
    lock(record.organisation)
    return Record.objects.select_related("organisation").get(pk=record.pk)


def minutes_of(record: Record) -> Minutes | None:
    return Minutes.objects.select_for_update().filter(record=record).first()


def state_of(held: Minutes | None) -> str | None:
    return held.state if held is not None else None


def can_be_drafted(record: Record) -> Verdict:
    """Whether minutes of the record are kept here."""
    return minutes_rules.can_be_drafted(
        kind_of_record(record), record.source, withdrawn=record.withdrawn_at is not None
    )


def draft(record: Record, by: Doer, at: datetime) -> Minutes:
    """The minutes as a draft: begun where there are none, open again where they were signed."""
    held = minutes_of(record)
    if held is None:
        return Minutes.objects.create(record=record, drafted_at=at, drafted_by=by.label[:120])
    held.state = MINUTES.next(MinutesState(held.state), MinutesMove.CORRECT)
    held.signed_at, held.signed_by = None, ""
    held.save(update_fields=["state", "signed_at", "signed_by"])
    return held
