"""Breaking a task down as last year."""

from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.decomposition import rules
from heli.decomposition.actions.breaking_down import breaker
from heli.decomposition.actions.writing import SIGNED, held_now, is_withdrawn, require, to_state
from heli.decomposition.catalogue import LAYER_OF, TASKS, TaskAct, TaskState
from heli.decomposition.models import Task
from heli.decomposition.queries.templates import last_year_of
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import NotFound
from heli.kernel.verdict import all_of


@action
def repeat_last_year(*, task: Task, by: Doer, at: datetime) -> int:
    """Break a task down as the organisation broke the same words down last year; returns how many.

    Who was asked what, which post answers, by the same day of this year. NotAllowed and WrongState as
    `break_down`, NotFound where there is no such breakdown or all hold it already.
    """
    (held,) = held_now([task])
    require(by, Permission.TASK_HAND_DOWN, [breaker(held)])
    all_of(
        rules.is_standing(is_withdrawn(held)),
        rules.may_all([held.state], TaskAct.BREAK_DOWN),
        rules.is_deep_enough(held.level),
    ).require()
    lines = last_year_of(held, localdate(at))
    if not lines:
        raise NotFound("no-template", "去年没有同样内容的分解可以沿用，或者下级都已收到。")
    Task.objects.bulk_create(
        Task(
            requirement=held.requirement,
            organisation=one.organisation,
            parent=held,
            giver=breaker(held),
            level=held.level + 1,
            layer=LAYER_OF[one.organisation.kind],
            asked=one.asked,
            office=one.office,
            due_on=one.due_on,
            handed_at=at,
            handed_by=by.label[:SIGNED],
        )
        for one in lines
    )
    to_state([held], TASKS.next(TaskState(held.state), TaskAct.BREAK_DOWN))
    note(parent=held.pk, tasks=len(lines))
    return len(lines)
