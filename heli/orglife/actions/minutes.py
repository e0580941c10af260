"""Minutes: put right while they may be, signed by the chair, locked; notes beside locked ones (S001-57)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties import actions as duty_actions
from heli.duties.actions import Corrected
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.orglife import queries, rules
from heli.orglife.actions.drafting import can_be_drafted, draft, fresh, minutes_of, state_of
from heli.orglife.actions.record import weigh_meeting, write_attendance
from heli.orglife.actions.votes import weigh_votes_anew
from heli.orglife.catalogue import MINUTES, MinutesMove, MinutesState
from heli.orglife.models import Attendance, Minutes, MinutesNote
from heli.orglife.rules import Turnout
from heli.orglife.rules import minutes as minutes_rules


@dataclass(frozen=True, slots=True)
class Said:
    """What minutes are to say; day, kind and organisation stay (a wrong day is a record to declare void).

    `absent` has reasons by Person.key of `queries.attending`; `numbers` where no roster is known.
    """

    topic: str
    chair: str
    recorder: str = ""
    text: str = ""
    absent: Mapping[str, str] = field(default_factory=dict)
    numbers: Turnout | None = None


@action
def begin_minutes(*, record: Record, by: Doer, at: datetime) -> Minutes:
    """Take what a record says as the draft of its minutes, where it was entered before minutes were kept.

    NotAllowed without RECORD_ENTER there; WrongState where there are minutes, or the record is a ledger's.
    """
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    found = fresh(record)
    all_of(can_be_drafted(found), minutes_rules.is_not_begun(state_of(minutes_of(found)))).require()
    return draft(found, by, at)


@action
def correct_minutes(*, record: Record, said: Said, why: str, by: Doer, at: datetime) -> Record:
    """Let the minutes of a meeting say something else, attendance too; the version before stays readable.

    The quorum is weighed anew, and votes counted against who was there. Signed minutes are a draft again:
    the chair reads what he signs. Raises as `duties.actions.correct`, WrongState for locked minutes or a
    ledger's record, Invalid where a regulation forbids such a meeting (R01-12, R01-13, R01-15).
    """
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    found = fresh(record)
    state = state_of(minutes_of(found))
    all_of(can_be_drafted(found), minutes_rules.may_move(state, MinutesMove.CORRECT)).require()
    people, on = queries.attending(found), found.happened_on
    gathering, objections = weigh_meeting(
        found.organisation, found.kind, on, said.chair.strip(), said.absent, said.numbers, people
    )
    all_of(*filter(rules.blocks, objections)).require()
    made = duty_actions.correct(
        record=found,
        said=Corrected(
            happened_on=on,
            topic=said.topic,
            due=gathering.turnout.due,
            present=gathering.turnout.present,
            chair=said.chair,
            recorder=said.recorder,
            text=said.text,
        ),
        why=why,
        beside=_beside(found),
        by=by,
        at=at,
    )
    if gathering.people:
        Attendance.objects.filter(record=made).delete()
        write_attendance(made, gathering)
    Record.objects.filter(pk=made.pk).update(remarks=rules.remarks(objections, said.text, on))
    weigh_votes_anew(draft(made, by, at), gathering.turnout)
    return made


@action
def sign_minutes(*, record: Record, by: Doer, at: datetime, and_lock: bool = False) -> Minutes:
    """主持人审签: the chair, or the secretary, has read the minutes; `and_lock` files them at once.

    NotAllowed without MINUTES_SIGN there, or for anybody else than these two; WrongState where there is
    nothing to sign now, Invalid for an empty text.
    """
    may(by, Permission.MINUTES_SIGN, record.organisation).require()
    found = fresh(record)
    held = minutes_of(found)
    all_of(
        can_be_drafted(found),
        minutes_rules.may_move(state_of(held), MinutesMove.SIGN),
        minutes_rules.is_chair_or_secretary(by, found.chair, found.organisation_id),
        minutes_rules.says_enough_to_sign(found.text),
    ).require()
    assert held is not None  # noqa: S101 - may_move refuses None
    held.state = MINUTES.next(MinutesState(held.state), MinutesMove.SIGN)
    held.signed_at, held.signed_by = at, by.label[:120]
    if and_lock:
        _lock(held, by, at)
    held.save()
    note(state=str(held.state))
    return held


@action
def lock_minutes(*, record: Record, by: Doer, at: datetime) -> Minutes:
    """归档锁定: signed minutes are not changed any more. Raises as `sign_minutes`."""
    may(by, Permission.MINUTES_SIGN, record.organisation).require()
    found = fresh(record)
    held = minutes_of(found)
    all_of(can_be_drafted(found), minutes_rules.may_move(state_of(held), MinutesMove.LOCK)).require()
    assert held is not None  # noqa: S101 - may_move refuses None
    _lock(held, by, at)
    held.save()
    return held


@action
def note_beside_minutes(*, record: Record, text: str, by: Doer, at: datetime) -> MinutesNote:
    """更正说明 beside locked minutes, which themselves stay as they are.

    NotAllowed without MINUTES_SIGN there, WrongState for minutes that are not locked, Invalid for no text.
    """
    may(by, Permission.MINUTES_SIGN, record.organisation).require()
    held = minutes_of(fresh(record))
    minutes_rules.can_be_noted(state_of(held), text).require()
    assert held is not None  # noqa: S101 - can_be_noted refuses None
    return MinutesNote.objects.create(minutes=held, text=text.strip(), noted_at=at, noted_by=by.label[:120])


def _lock(held: Minutes, by: Doer, at: datetime) -> None:
    held.state = MINUTES.next(MinutesState(held.state), MinutesMove.LOCK)
    held.locked_at, held.locked_by = at, by.label[:120]


def _beside(record: Record) -> str:
    """Who was due and away in the version before, as JSON: [member, absence] pairs."""
    rows = Attendance.objects.filter(record=record).order_by("pk").values_list("member_id", "absence")
    return json.dumps([list(row) for row in rows]) if rows else ""
