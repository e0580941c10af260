"""How long a meeting studied, where its recorder states it (R09-03)."""

from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.study import rules
from heli.study.models import StudyMinutes


@action
def state_minutes(*, record: Record, minutes: int, by: Doer, at: datetime) -> StudyMinutes:
    """Count these minutes of a meeting instead of its kind's; stating again replaces, the audit keeps both.

    NotAllowed without `record.enter` over its organisation; Invalid as `rules.are_minutes`.
    """
    may(by, Permission.RECORD_ENTER, record.organisation).require()
    if record.withdrawn_at is not None:
        raise WrongState("record-withdrawn", "这条记录已经作废，不计学时。")
    rules.are_minutes(record.kind, record.happened_on, minutes).require()
    held = StudyMinutes.objects.filter(record=record).first() or StudyMinutes(record=record)
    note(was=held.minutes, minutes=minutes)
    held.minutes, held.stated_at, held.stated_by = minutes, at, by.label[:120]
    held.save()
    return held
