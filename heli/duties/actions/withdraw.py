"""Declaring a record void: it stays, with who did it and why, and fulfils nothing any more."""

from datetime import datetime

from heli.duties.actions import counting, repeating
from heli.duties.actions.counting import Duty
from heli.duties.actions.fulfilling import unfulfil
from heli.duties.actions.record import lock
from heli.duties.models import Fulfilment, Record
from heli.duties.rules import recording
from heli.kernel.action import Doer, action, note
from heli.orgs.queries import timeline as org_queries


@action
def withdraw(*, record: Record, reason: str, by: Doer, at: datetime) -> Record:
    """Declare a record void; what it alone fulfilled stands undone again.

    NotAllowed for whoever may neither enter there nor (of a ledger's record) load ledgers, Invalid without a
    reason, WrongState for one that is void already or that other records are parts of. A ledger that names it
    unchanged does not bring it back.
    """
    organisation = lock(record.organisation)
    held = Record.objects.select_for_update().get(pk=record.pk)
    recording.may_withdraw(by, held.source, organisation).require()
    recording.can_be_withdrawn(
        withdrawn=held.withdrawn_at is not None,
        parts=Record.objects.standing().filter(part_of=held).count(),
        reason=reason,
    ).require()
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by.label[:120], reason.strip()[:200]
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    repeating.follow(held, held.text, held.happened_on)
    answered = Fulfilment.objects.filter(record=held).values_list(
        "requirement_id", "year", "period", "organ_id"
    )
    duties = {Duty(*row) for row in answered}
    unfulfil(Record.objects.filter(pk=held.pk))
    if duties:
        counting.recount(organisation, duties)
    was = org_queries.segment_on(organisation.pk, held.happened_on)
    counting.lose(held.kind, was.kind, held.happened_on)
    note(unfulfilled=len(duties))
    return held
