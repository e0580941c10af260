"""What the giver does with what was returned or waits: amend, insist, take back, hand down directly."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max
from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.decomposition import rules
from heli.decomposition.actions.deadlines import settle_above
from heli.decomposition.actions.writing import add_steps, begin, to_state
from heli.decomposition.catalogue import TaskAct, TaskState
from heli.decomposition.models import Task
from heli.decomposition.queries.bounds import most_of
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of


@action
def amend(*, task: Task, asked: str, due_on: date, reason: str, by: Doer, at: datetime) -> Task:
    """Hand a returned task down again with other words or another deadline.

    The first day of handing stays: what was returned waited all the while (S004-12). NotAllowed without
    TASK_HAND_DOWN at the giver, WrongState where it was not returned, Invalid without a reason or for a day
    later than the giver's own.
    """
    (held,) = begin([task], TaskAct.AMEND, by=by, permission=Permission.TASK_HAND_DOWN, of_giver=True)
    latest = Task.objects.standing().filter(parent=held).aggregate(day=Max("due_on"))["day"]
    all_of(
        rules.has_reason(reason, "修改"),
        rules.fits(asked, rules.ASKED, "要求"),
        rules.is_deadline(due_on, most_of(held), localdate(at)),
        rules.not_before_children(due_on, latest),
    ).require()
    note(was=held.due_on.isoformat(), due_on=due_on.isoformat(), reason=reason.strip())
    to_state([held], TaskState.HANDED, asked=asked.strip(), due_on=due_on)
    add_steps([held], TaskAct.AMEND, reason, by=by, at=at)
    settle_above(held, by=by, at=at)
    held.refresh_from_db()
    return held


@action
def insist(*, task: Task, reason: str, by: Doer, at: datetime) -> Task:
    """Hand a returned task down again as it was, with a reason; it is not returned a second time.

    Raises as `amend`.
    """
    (held,) = begin([task], TaskAct.INSIST, by=by, permission=Permission.TASK_HAND_DOWN, of_giver=True)
    rules.has_reason(reason, "坚持下达").require()
    to_state([held], TaskState.INSISTED)
    add_steps([held], TaskAct.INSIST, reason, by=by, at=at)
    note(reason=reason.strip())
    held.refresh_from_db()
    return held


@action
def take_back(*, tasks: Collection[Task], reason: str, by: Doer, at: datetime) -> int:
    """Take tasks back that nobody has taken up: handed to the wrong organisation, or answered by the return.

    Returns how many. Raises as `amend`; WrongState where something was broken down from one.
    """
    rows = begin(tasks, TaskAct.TAKE_BACK, by=by, permission=Permission.TASK_HAND_DOWN, of_giver=True)
    rules.has_reason(reason, "收回").require()
    rules.no_children(Task.objects.standing().filter(parent__in=[one.pk for one in rows]).count()).require()
    to_state(rows, TaskState.TAKEN_BACK)
    add_steps(rows, TaskAct.TAKE_BACK, reason, by=by, at=at)
    for one in rows:
        settle_above(one, by=by, at=at)
    note(tasks=[one.pk for one in rows][:20], reason=reason.strip())
    return len(rows)


@action
def hand_directly(*, tasks: Collection[Task], reason: str, by: Doer, at: datetime) -> int:
    """Have tasks hold without waiting for their receivers, who may have no log-in; returns how many.

    They stay not taken up, and are shown so, until somebody who may enter there takes them up: no record and
    no time that passes is taken for it (ADR 21). The giver may break them down in the receiver's stead.
    """
    rows = begin(tasks, TaskAct.HAND_DIRECTLY, by=by, permission=Permission.TASK_HAND_DOWN, of_giver=True)
    rules.has_reason(reason, "直接下达").require()
    to_state(rows, TaskState.DIRECT)
    add_steps(rows, TaskAct.HAND_DIRECTLY, reason, by=by, at=at)
    note(tasks=[one.pk for one in rows][:20], reason=reason.strip())
    return len(rows)
