"""Entering one fact, with everything that follows from it, in one transaction."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions import counting, repeating
from heli.duties.actions.counting import Duty
from heli.duties.actions.fulfilling import unfulfil
from heli.duties.catalogue import PARAMETERS, Checked, RecordSource
from heli.duties.models import Fulfilment, Record
from heli.duties.queries.deriving import Fact, Owing, deriver
from heli.duties.queries.repeating import latest_before
from heli.duties.rules import recording
from heli.duties.rules.recording import Entry
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.members import queries as member_queries
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import Segment, segment_on


@action
def record(
    *,
    organisation: Organisation,
    kind: str,
    happened_on: date,
    topic: str,
    by: Doer,
    at: datetime,
    due: int | None = None,
    present: int | None = None,
    chair: str = "",
    recorder: str = "",
    text: str = "",
    part_of: Record | None = None,
    remarks: str = "",
    counts_on: date | None = None,
) -> Record:
    """Enter what an organisation has done, once; it fulfils every duty that it answers.

    `kind` is the id of a RecordKind; `due` and `present` count persons. Stamped with the unit and leading
    body of the day it happened and with whose post an assistant enters for; marked 补录 where it is entered
    later than the parameter allows. `counts_on` lies in the earlier period that it counts for, where a window
    or an extension lets it. Board and scores move in the same transaction.
    NotAllowed without RECORD_ENTER there, NotFound for an unknown kind, Invalid for what cannot be (a day to
    come or before the founding, a kind of another class than that of the day, more present than due),
    WrongState where a standing record says the same.
    """
    held = lock(organisation)
    entry = Entry(recording.kind_of(kind, happened_on), happened_on, topic.strip(), due, present)
    may(by, Permission.RECORD_ENTER, held).require()
    was = segment_on(held.pk, happened_on)
    _require_enterable(entry, held, was, part_of, localdate(at))
    _require_later(held, entry, chair.strip(), counts_on)
    made = _stamped(entry, held, was, localdate(at))
    made.chair, made.recorder, made.text = chair.strip(), recorder.strip(), text.strip()
    made.part_of, made.remarks, made.counts_on = part_of, remarks, counts_on
    made.entered_at, made.entered_by = at, by.label[:120]
    made.entered_for = member_queries.entered_for(by, held, localdate(at))[:120]
    made.repeats_on = latest_before(made)
    made.save(force_insert=True)
    repeating.follow(made, made.text, happened_on)
    note(kind=kind, happened_on=happened_on.isoformat(), fulfilled=fulfil_one(made, held))
    return made


def lock(organisation: Organisation) -> Organisation:
    """The organisation as it is now; nobody else counts its duties until the transaction ends."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def fulfil_one(made: Record, organisation: Organisation) -> int:
    """Write what one new record fulfils and move the counters by it; returns how many duties."""
    fact = Fact(*(getattr(made, name) for name in Fact._fields))
    derive = deriver([fact.year], [organisation.pk])
    counting.meet(made.kind, derive.on(organisation.pk, made.happened_on).kind, made.happened_on)
    rows = derive.fulfilments(fact) if made.checked != Checked.RETURNED else []
    Fulfilment.objects.bulk_create(
        Fulfilment(
            requirement_id=requirement,
            organisation=organisation,
            year=year,
            period=period,
            record=made,
            on_time=on_time,
            organ_id=organ,
            verified=verified,
        )
        for requirement, _, year, period, _, on_time, organ, verified in rows
    )
    duties = {Duty(requirement, year, period, organ) for requirement, _, year, period, _, _, organ, _ in rows}
    if duties:
        counting.recount(organisation, duties)
    return len(duties)


def fulfil_again(held: Record) -> None:
    """Derive anew what one record fulfils, after it was corrected, returned, or is returned no longer."""
    rows = Fulfilment.objects.filter(record=held)
    duties = {Duty(*row) for row in rows.values_list("requirement_id", "year", "period", "organ_id")}
    unfulfil(Record.objects.filter(pk=held.pk))
    if duties:
        counting.recount(held.organisation, duties)
    fulfil_one(held, held.organisation)


def _require_enterable(
    entry: Entry, organisation: Organisation, was: Segment, part_of: Record | None, today: date
) -> None:
    known = Record.objects.standing().filter(
        organisation=organisation, happened_on=entry.happened_on, kind=entry.kind.id, topic=entry.topic
    )
    all_of(
        recording.can_be_entered(entry, owing_of(organisation).as_of(was), today),
        recording.is_new(known.exists()),
        recording.can_be_part(entry.happened_on, organisation.pk, part_of),
    ).require()


def _require_later(organisation: Organisation, entry: Entry, chair: str, counts_on: date | None) -> None:
    if counts_on is not None:
        derive = deriver([counts_on.year], [organisation.pk])
        found = derive.answers(organisation.pk, entry.kind.id, entry.happened_on, chair, counts_on)
        recording.can_count_for(entry, counts_on, answers=len(found)).require()


def owing_of(organisation: Organisation) -> Owing:
    """The organisation as far as owing goes."""
    return Owing(*(getattr(organisation, name) for name in Owing._fields))


def _stamped(entry: Entry, organisation: Organisation, was: Segment, today: date) -> Record:
    """The record with its unit and leading body of the day (design.md, "Two upward relations")."""
    late_after = PARAMETERS().get("late_entry_after_days", today).value
    return Record(
        organisation=organisation,
        organ_id=was.organ_id,
        leader_id=was.leader_id,
        kind=entry.kind.id,
        happened_on=entry.happened_on,
        topic=entry.topic,
        due=entry.due,
        present=entry.present,
        source=RecordSource.PAGE,
        late_entry=recording.is_late_entry(entry.happened_on, today, late_after),
    )
