"""Issuing and breaking down as last year."""

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.decomposition import rules
from heli.decomposition.actions.issuing import issue
from heli.decomposition.actions.writing import SIGNED, held_now, is_withdrawn, require, to_state
from heli.decomposition.catalogue import LAYER_OF, TASKS, TaskAct, TaskState, Way
from heli.decomposition.models import Task
from heli.decomposition.queries.below import receivers
from heli.decomposition.queries.issuing import last_years_units
from heli.decomposition.queries.templates import last_year_of
from heli.duties.models import Requirement
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import NotFound
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation


@action
def repeat_last_year(*, task: Task, by: Doer, at: datetime) -> int:
    """Break a task down as the organisation broke the same words down last year; returns how many.

    Who was asked what, which post answers, by the same day of this year. NotAllowed and WrongState as
    `break_down`, NotFound where there is no such breakdown or all hold it already.
    """
    (held,) = held_now([task])
    require(by, Permission.TASK_HAND_DOWN, [rules.breaker(held)])
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
            giver=rules.breaker(held),
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


@action
def issue_as_last_year(
    *, requirements: Collection[Requirement], issuer: Organisation, by: Doer, at: datetime
) -> int:
    """Issue items to the units that held the same words last year, by the way they came; returns how many.

    NotAllowed and Invalid as `issue`, NotFound where none of them was issued last year, or to nobody who
    answers for a unit today.
    """
    rules.something_chosen(len(requirements), "条目").require()
    units = last_years_units(requirements, min(one.plan.year for one in requirements))
    answering = {way: {one.organisation.pk for one in receivers(issuer, way, localdate(at))} for way in Way}
    made = 0
    for one in requirements:
        before = set(units.get(one.measure, ()))
        way = max(Way, key=lambda way: len(before & answering[way]))
        if before & answering[way]:
            to = sorted(before & answering[way])
            made += issue(requirements=[one], issuer=issuer, way=way, organisations=to, by=by, at=at)
    if not made:
        raise NotFound("no-template", "所选条目去年没有同样内容的下达可以沿用，请选择单位后下达。")
    note(requirements=len(requirements), tasks=made)
    return made
