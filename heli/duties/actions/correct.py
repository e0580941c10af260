"""Putting a record right: what it said before stays readable, and what it fulfils is derived again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions import counting, repeating
from heli.duties.actions.record import fulfil_again, lock, owing_of
from heli.duties.catalogue import Checked
from heli.duties.models import Record, RecordVersion
from heli.duties.queries.repeating import latest_before
from heli.duties.rules import recording
from heli.duties.rules.recording import Entry
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import Segment, segment_on

KEPT = ("happened_on", "topic", "due", "present", "chair", "recorder", "text")


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a record is to say; organisation and kind stay."""

    happened_on: date
    topic: str
    due: int | None = None
    present: int | None = None
    chair: str = ""
    recorder: str = ""
    text: str = ""


@action
def correct(*, record: Record, said: Corrected, why: str, by: Doer, at: datetime, beside: str = "") -> Record:
    """Let a record say something else; the version before is kept with who replaced it and why.

    `beside` is JSON of what the caller keeps of the version before. A returned record is open again.
    NotAllowed without RECORD_ENTER there, WrongState for one that is void, verified, or came with a ledger
    (which is corrected by loading it again), Invalid for what cannot be (as `record`), or without a reason.
    """
    held = lock(record.organisation)
    found = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    may(by, Permission.RECORD_ENTER, held).require()
    all_of(
        recording.can_be_corrected(found.source, found.checked, withdrawn=found.withdrawn_at is not None),
        recording.is_explained(why),
    ).require()
    was = segment_on(held.pk, said.happened_on)
    _require_enterable(found, said, held, was, localdate(at))
    number = RecordVersion.objects.filter(record=found).count() + 1
    RecordVersion.objects.create(
        record=found,
        number=number,
        beside=beside,
        replaced_at=at,
        replaced_by=by.label[:120],
        why=why.strip(),
        **{name: getattr(found, name) for name in KEPT},
    )
    _let_say(found, said, was)
    note(version=number + 1, why=why.strip())
    return found


def _require_enterable(
    found: Record, said: Corrected, organisation: Organisation, was: Segment, today: date
) -> None:
    kind = recording.kind_of(found.kind, said.happened_on)
    entry = Entry(kind, said.happened_on, said.topic.strip(), said.due, said.present)
    same = Record.objects.standing().filter(
        organisation=organisation, happened_on=said.happened_on, kind=found.kind, topic=entry.topic
    )
    all_of(
        recording.can_be_entered(entry, owing_of(organisation).as_of(was), today),
        recording.is_new(same.exclude(pk=found.pk).exists()),
    ).require()


def _let_say(found: Record, said: Corrected, was: Segment) -> None:
    """Write what it says now, stamped with the day's unit and leading body, and what it fulfils then."""
    before, text_before = found.happened_on, found.text
    for name in KEPT:
        value = getattr(said, name)
        setattr(found, name, value.strip() if isinstance(value, str) else value)
    found.organ_id, found.leader_id, found.checked = was.organ_id, was.leader_id, Checked.OPEN.value
    if found.counts_on is not None and found.counts_on >= found.happened_on:
        found.counts_on = None
    found.repeats_on = latest_before(found)
    found.save()
    if (found.happened_on, found.text) != (before, text_before):
        repeating.follow(found, text_before, before)
        repeating.follow(found, found.text, found.happened_on)
    fulfil_again(found)
    if before != found.happened_on:
        counting.lose(found.kind, segment_on(found.organisation_id, before).kind, before)
