"""A deadline moved above is proposed below, level by level; nothing moves before it is agreed (ADR 21).

A task's own day moves only when nothing beneath it falls due later: so no task is ever due after its parent.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.decomposition import rules
from heli.decomposition.actions.writing import SIGNED, begin_deadline, held_now, is_withdrawn, require
from heli.decomposition.catalogue import PROPOSALS, ProposalAct, ProposalState
from heli.decomposition.models import Proposal, Task
from heli.decomposition.queries.bounds import most_of
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import all_of


@action
def propose(*, tasks: Collection[Task], due_on: date, reason: str, by: Doer, at: datetime) -> int:
    """Propose another deadline for tasks that were handed down, several at once; returns how many.

    NotAllowed without TASK_HAND_DOWN at the giver, Invalid without a reason or for a day later than the
    giver's own, WrongState where a proposal is unsettled.
    """
    rules.something_chosen(len(tasks)).require()
    rows = held_now(tasks)
    require(by, Permission.TASK_HAND_DOWN, (one.giver for one in rows))
    all_of(
        rules.is_standing(any(is_withdrawn(one) for one in rows)),
        rules.has_reason(reason, "调整期限"),
        rules.not_taken_back([one.state for one in rows]),
        *(rules.is_another_day(due_on, one.due_on) for one in rows),
        *(rules.is_deadline(due_on, most, localdate(at)) for most in _mosts(rows)),
        rules.none_unsettled(Proposal.objects.unsettled().filter(task__in=rows).count()),
    ).require()
    _write(rows, due_on, reason, None, by, at)
    note(tasks=[one.pk for one in rows][:20], due_on=due_on.isoformat(), reason=reason.strip())
    return len(rows)


def _mosts(rows: Sequence[Task]) -> list[date]:
    """The latest days of the tasks; siblings share theirs."""
    one_each = {(one.parent_id, one.requirement_id): one for one in rows}
    return [most_of(one) for one in one_each.values()]


def _write(
    rows: Collection[Task], due_on: date, reason: str, cause: Proposal | None, by: Doer, at: datetime
) -> None:
    Proposal.objects.bulk_create(
        Proposal(
            task=one,
            cause=cause,
            was=one.due_on,
            due_on=due_on,
            reason=reason.strip(),
            proposed_at=at,
            proposed_by=by.label[:SIGNED],
        )
        for one in rows
    )


@action
def accept_day(*, proposal: Proposal, by: Doer, at: datetime) -> Proposal:
    """Agree to a deadline; it is in force when nothing that was broken down falls due later.

    Otherwise it is proposed to those below first. NotAllowed without RECORD_ENTER at the receiver, WrongState
    where it is not open any more.
    """
    held = begin_deadline(proposal)
    require(by, Permission.RECORD_ENTER, [held.task.organisation])
    rules.may_proposal(held.state, ProposalAct.ACCEPT).require()
    if held.state == ProposalState.PASSED_ON:
        raise WrongState("waits-below", "已经同意，正等下级答复；全部答复后自动生效。")
    held.answered_at, held.answered_by = at, by.label[:SIGNED]
    return _settle(held, ProposalAct.ACCEPT, by, at)


@action
def answer_day(*, proposal: Proposal, answer: str, by: Doer, at: datetime) -> Proposal:
    """Say what speaks against a deadline; the giver then insists or drops it. Raises as `accept_day`."""
    held = begin_deadline(proposal)
    require(by, Permission.RECORD_ENTER, [held.task.organisation])
    rules.has_reason(answer, "提出不同意见").require()
    held.state = PROPOSALS.next(ProposalState(held.state), ProposalAct.ANSWER)
    held.answer, held.answered_at, held.answered_by = answer.strip(), at, by.label[:SIGNED]
    held.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    note(answer=held.answer)
    return held


@action
def insist_on_day(*, proposal: Proposal, reason: str, by: Doer, at: datetime) -> Proposal:
    """Have a deadline hold against a differing answer, or where none came in time, with a reason.

    NotAllowed without TASK_HAND_DOWN at the giver, WrongState too early.
    """
    held = begin_deadline(proposal)
    require(by, Permission.TASK_HAND_DOWN, [held.task.giver])
    all_of(
        rules.has_reason(reason, "坚持调整"),
        rules.may_proposal(held.state, ProposalAct.INSIST),
        rules.may_insist_on(held.state, held.proposed_at, localdate(at)),
    ).require()
    held.insisted = reason.strip()
    return _settle(held, ProposalAct.INSIST, by, at)


@action
def drop_day(*, proposal: Proposal, by: Doer, at: datetime) -> Proposal:
    """Take a proposed deadline back, and with it what was passed on below. Raises as `insist_on_day`."""
    held = begin_deadline(proposal)
    require(by, Permission.TASK_HAND_DOWN, [held.task.giver])
    rules.may_proposal(held.state, ProposalAct.DROP).require()
    dropped = [held.pk]
    ahead = dropped
    while ahead:
        beneath = Proposal.objects.unsettled().filter(cause__in=ahead)
        ahead = list(beneath.values_list("pk", flat=True))
        dropped = [*dropped, *ahead]
    Proposal.objects.filter(pk__in=dropped).update(
        state=ProposalState.DROPPED, settled_at=at, settled_by=by.label[:SIGNED]
    )
    note(dropped=len(dropped))
    held.refresh_from_db()
    return held


def settle_above(task: Task, *, by: Doer, at: datetime) -> None:
    """Bring the proposal above a task into force where the task was the last that it waited for."""
    if task.parent_id is None:
        return
    waiting = Proposal.objects.select_for_update(of=("self",)).filter(
        task=task.parent_id, state=ProposalState.PASSED_ON
    )
    held = waiting.select_related("task").first()
    if held is not None:
        _settle(held, ProposalAct.ACCEPT, by, at)


def _settle(held: Proposal, act: ProposalAct, by: Doer, at: datetime) -> Proposal:
    """Move the task's day where nothing below falls due later, else ask those below first."""
    later = list(Task.objects.standing().filter(parent=held.task_id, due_on__gt=held.due_on))
    if later:
        if held.state != ProposalState.PASSED_ON:
            held.state = PROPOSALS.next(ProposalState(held.state), ProposalAct.PASS_ON)
            held.save(update_fields=["state", "answered_at", "answered_by", "insisted"])
        _pass_on(held, later, by, at)
        return held
    held.state = PROPOSALS.next(ProposalState(held.state), act)
    held.settled_at, held.settled_by = at, by.label[:SIGNED]
    held.save(update_fields=["state", "answered_at", "answered_by", "insisted", "settled_at", "settled_by"])
    was = held.task.due_on
    Task.objects.filter(pk=held.task_id).update(due_on=held.due_on)
    note(was=was.isoformat(), due_on=held.due_on.isoformat())
    if held.due_on > was:
        along = Task.objects.standing().filter(parent=held.task_id, due_on=was)
        _pass_on(held, list(along), by, at)
    settle_above(held.task, by=by, at=at)
    return held


def _pass_on(held: Proposal, tasks: Sequence[Task], by: Doer, at: datetime) -> None:
    """Propose the day to those below who were not asked yet; another day asked of them gives way."""
    asked = Proposal.objects.unsettled().filter(task__in=[one.pk for one in tasks])
    fitting = set(asked.filter(due_on__lte=held.due_on).values_list("task_id", flat=True))
    asked.exclude(task__in=fitting).update(
        state=ProposalState.DROPPED, settled_at=at, settled_by=by.label[:SIGNED]
    )
    _write([one for one in tasks if one.pk not in fitting], held.due_on, held.reason, held, by, at)
