"""What the receiver does: takes tasks up, returns them with a reason, keeps its own measures."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from heli.accounts.catalogue import Office, Permission
from heli.decomposition import rules
from heli.decomposition.actions.writing import (
    SIGNED,
    add_steps,
    begin,
    held_now,
    is_withdrawn,
    require,
    to_state,
)
from heli.decomposition.catalogue import WAITING, TaskAct, TaskState
from heli.decomposition.models import Task, TaskQuerySet
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.orgs.models import Organisation


@action
def take_up(*, tasks: Collection[Task], by: Doer, at: datetime) -> int:
    """Take tasks up, several at once; returns how many.

    By whoever may enter for the organisation, so that one without a log-in of its own secretary is not stuck.
    NotAllowed without RECORD_ENTER there, WrongState where one is not waiting any more.
    """
    rows = begin(tasks, TaskAct.TAKE_UP, by=by, permission=Permission.RECORD_ENTER)
    taken = _take(Task.objects.filter(pk__in=[one.pk for one in rows]), by, at)
    if taken != len(rows):
        raise WrongState("moved-meanwhile", "有任务刚刚被别人办理过，请刷新页面后再办。")
    note(tasks=taken, organisations=sorted({one.organisation_id for one in rows})[:20])
    return taken


@action
def take_up_all(*, tasks: TaskQuerySet, by: Doer, at: datetime) -> int:
    """Take up whatever of `tasks` waits, in one statement; returns how many. NotAllowed as `take_up`."""
    waiting = tasks.standing().filter(state__in=WAITING)
    require(by, Permission.RECORD_ENTER, _organisations(waiting))
    taken = _take(waiting, by, at)
    note(tasks=taken)
    return taken


def _organisations(tasks: TaskQuerySet) -> QuerySet[Organisation]:
    found: QuerySet[Organisation] = Organisation.objects.filter(pk__in=tasks.values("organisation"))
    return found


def _take(tasks: TaskQuerySet, by: Doer, at: datetime) -> int:
    """One statement a moment of handing, which many share: so the days are counted without a row each."""
    moments = list(tasks.order_by().values_list("handed_at", flat=True).distinct())
    keys, today = tasks.values("pk"), localdate(at)
    return sum(
        Task.objects.filter(pk__in=keys, handed_at=moment, state__in=WAITING).update(
            state=TaskState.TAKEN_UP,
            taken_up_at=at,
            taken_up_by=by.label[:SIGNED],
            waited=rules.days_between(moment, today),
        )
        for moment in moments
    )


@action
def give_back(*, tasks: Collection[Task], reason: str, by: Doer, at: datetime) -> int:
    """Return tasks to whoever handed them down, with a reason; returns how many.

    NotAllowed without RECORD_ENTER there, Invalid without a reason, WrongState where one is not waiting, or
    was insisted on.
    """
    rows = begin(tasks, TaskAct.RETURN, by=by, permission=Permission.RECORD_ENTER)
    rules.has_reason(reason, "退回").require()
    to_state(rows, TaskState.RETURNED)
    add_steps(rows, TaskAct.RETURN, reason, by=by, at=at)
    note(tasks=[one.pk for one in rows][:20], reason=reason.strip())
    return len(rows)


@action
def keep_measures(*, task: Task, measures: str, office: str, by: Doer, at: datetime) -> Task:
    """Say by what measures the organisation does a task, and which post answers for it (S003-71).

    NotAllowed without RECORD_ENTER there, WrongState before it is taken up, Invalid for an unknown post.
    """
    (held,) = held_now([task])
    require(by, Permission.RECORD_ENTER, [held.organisation])
    rules.is_standing(is_withdrawn(held)).require()
    if not held.is_held:
        raise WrongState("not-taken-up", "请先签收，再填写本级措施和责任岗位。")
    rules.fits(measures, rules.MEASURES, "本级措施").require()
    if office and office not in Office:
        raise Invalid("office-unknown", "没有这个岗位，请从列表中选择。")
    held.measures, held.office = measures.strip(), office
    held.save(update_fields=["measures", "office"])
    note(office=office)
    return held
