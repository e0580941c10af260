"""What a record has come to: what it fulfilled, what its organisation still owes, what may follow it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.duties.catalogue import RecordForm, RecordKind
from heli.duties.models import Record
from heli.duties.queries import fulfilled
from heli.duties.queries.briefs import Position
from heli.duties.queries.positions import positions
from heli.duties.rules.kinds import kinds_recorded_by
from heli.duties.rules.readings import Reading, bits_of
from heli.duties.rules.recording import kind_of
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period, PeriodKind, period_on
from heli.orglife.catalogue import Absence
from heli.orglife.models import Attendance
from heli.orglife.queries.answering import said
from heli.orgs.models import Organisation

MOST_OPEN = 6


class Done(NamedTuple):
    """A duty done, as said today, and whether it was in time."""

    said: str
    on_time: bool


class Open(NamedTuple):
    """A duty still open: by when, whether that day is past, and the kind of record that answers it."""

    said: str
    due_on: date
    overdue: bool
    kind: str


class _Turn(NamedTuple):
    reading: Reading
    period: Period


@dataclass(frozen=True, slots=True)
class After:
    """`new` it did for the first time, `again` others had done too.

    `open` is what is due by this month's end: MOST_OPEN at most of `open_total`, the earliest first. `absent`
    are names with reasons, for those who may see members.
    """

    record: Record
    kind: RecordKind
    new: tuple[Done, ...]
    again: tuple[Done, ...]
    open: tuple[Open, ...]
    open_total: int
    absent: tuple[str, ...]
    may_enter: bool

    @property
    def is_meeting(self) -> bool:
        return self.kind.form is RecordForm.MEETING


def after(pk: int, actor: Actor, today: date) -> After:
    """What a record that the actor may see has come to. NotFound for any other."""
    record = Record.objects.select_related("organisation", "part_of").filter(pk=pk).first()
    if record is None or not actor.may(Permission.RECORD_SEE, record.organisation):
        raise NotFound("record-not-found", "没有这条记录，或它不在您的范围内。")
    answered = fulfilled(record)
    still_open = sorted(_open(record.organisation, today), key=lambda one: one.due_on)
    return After(
        record=record,
        kind=kind_of(record.kind, record.happened_on),
        new=tuple(Done(said(one, today), one.on_time) for one in answered if not one.already),
        again=tuple(Done(said(one, today), one.on_time) for one in answered if one.already),
        open=tuple(still_open[:MOST_OPEN]),
        open_total=len(still_open),
        absent=tuple(_absent(record)) if actor.may(Permission.MEMBER_SEE, record.organisation) else (),
        may_enter=bool(actor.may(Permission.RECORD_ENTER, record.organisation)),
    )


def _absent(record: Record) -> Iterator[str]:
    away = Attendance.objects.filter(record=record).exclude(absence=Absence.PRESENT)
    for attendance in away.select_related("member").order_by("member__initials", "member"):
        yield f"{attendance.member.name}（{attendance.get_absence_display()}）"


def _open(organisation: Organisation, today: date) -> Iterator[Open]:
    """Known duties of the year due by the end of this month and not done, that a record can answer."""
    recordable = [kind.id for kind in kinds_recorded_by(organisation.kind, today)]
    found = positions(Organisation.objects.filter(pk=organisation.pk), today.year, today)
    last = period_on(PeriodKind.MONTH, today).end
    for position in found.of(found.briefs[organisation.pk]):
        kind = next((one for one in recordable if one in position.reading.kinds), "")
        if kind:
            yield from _slots(position, kind, last, today)


def _slots(position: Position, kind: str, last: date, today: date) -> Iterator[Open]:
    masks = position.masks
    undone = position.window(date.min, last) & ~masks.done & ~masks.unknown
    for index in bits_of(undone):
        turn, due_on = _Turn(position.reading, position.reading.period(index)), position.due(index)
        yield Open(said(turn, today), due_on, due_on < today, kind)
