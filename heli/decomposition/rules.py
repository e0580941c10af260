"""Which way a task goes down, whether it may, and by when: pure answers, no queries."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from heli.decomposition.catalogue import (
    DEEPEST,
    PARAMETERS,
    PROPOSALS,
    TASKS,
    ProposalAct,
    ProposalState,
    TaskAct,
    TaskState,
)
from heli.decomposition.models import Task
from heli.duties.rules.readings import Reading
from heli.kernel.clock import SHANGHAI
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.models import Organisation

ASKED, MEASURES, REASON = 300, 500, 300
"""The most signs of what is asked, of own measures, and of a reason."""


def may_all(states: Iterable[str], act: TaskAct) -> Verdict:
    """Whether `act` is a move from each of these states of tasks."""
    return all_of(*(TASKS.may(TaskState(one), act) for one in sorted(set(states))))


def may_proposal(state: str, act: ProposalAct) -> Verdict:
    """Whether `act` is a move from the state of a proposed deadline."""
    return PROPOSALS.may(ProposalState(state), act)


def something_chosen(count: int, what: str = "任务") -> Verdict:
    """Whether anything was chosen."""
    return Verdict.yes() if count else Verdict.no(f"请至少选择一项{what}。", code="nothing-chosen")


def has_reason(reason: str, act: str) -> Verdict:
    """Nobody returns, insists or takes back without saying why."""
    if not reason.strip():
        return Verdict.no(f"请写明{act}的理由，对方会看到。", code="reason-missing")
    return fits(reason, REASON, "理由")


def fits(text: str, most: int, what: str) -> Verdict:
    """Whether a text is short enough to be kept whole."""
    if len(text.strip()) <= most:
        return Verdict.yes()
    return Verdict.no(f"{what}最多 {most} 字，现在有 {len(text.strip())} 字，请写得简要些。", code="too-long")


def plan_day(reading: Reading) -> date:
    """The last day of the plan's own: of its last slot, or the year's end where a trigger sets the day."""
    return max((slot.due_on for slot in reading.slots), default=date(reading.year, 12, 31))


def is_deadline(due_on: date, most: date, today: date, whose: str = "上级的期限") -> Verdict:
    """A deadline handed down lies no later than the own one, and not in the past.

    An own one that is past already may be handed down as it is: what is overdue does not become younger.
    """
    if due_on > most:
        return Verdict.no(f"期限不能晚于{whose} {most}，请改早一些。", code="deadline-late")
    if due_on < min(today, most):
        return Verdict.no(f"期限 {due_on} 已经过去，请写 {min(today, most)} 或以后。", code="deadline-past")
    return Verdict.yes()


def not_before_children(due_on: date, latest_child: date | None) -> Verdict:
    """A task that was broken down already may not fall due before what lies beneath it."""
    if latest_child is None or due_on >= latest_child:
        return Verdict.yes()
    return Verdict.no(
        f"下级还有期限为 {latest_child} 的任务，期限不能早于它；请先调整下级的期限。",
        error=WrongState,
        code="children-later",
    )


def is_deep_enough(level: int) -> Verdict:
    """Whether a task at this level can be broken down further."""
    if level < DEEPEST:
        return Verdict.yes()
    return Verdict.no(f"任务最多分解 {DEEPEST} 级，这里已是最末一级。", error=WrongState, code="too-deep")


def breaker(task: Task) -> Organisation:
    """Who breaks a task down: its organisation, or its giver where it was handed down directly."""
    return task.giver if task.state == TaskState.DIRECT else task.organisation


def is_standing(withdrawn: bool) -> Verdict:
    """Nothing is done any more about a requirement that the 工委 withdrew."""
    if not withdrawn:
        return Verdict.yes()
    return Verdict.no("这个条目已由机关工委撤回，不必再办。", error=WrongState, code="withdrawn")


def no_children(count: int) -> Verdict:
    """What was broken down in the receiver's stead is taken back from below first."""
    if not count:
        return Verdict.yes()
    return Verdict.no(
        f"下级还有 {count} 项由它分解的任务，请先收回下级的。", error=WrongState, code="has-children"
    )


def may_insist_on(state: str, proposed_at: datetime, today: date) -> Verdict:
    """The giver insists on a day after a differing answer, or when there was none in time."""
    if state == ProposalState.ANSWERED:
        return Verdict.yes()
    days = PARAMETERS().get("answer_days", today).value
    if days_between(proposed_at, today) >= days:
        return Verdict.yes()
    return Verdict.no(
        f"提出还不满 {days} 天，请等对方答复；过后仍未答复的，可以写明理由直接调整。",
        error=WrongState,
        code="too-early",
    )


def is_another_day(due_on: date, now: date) -> Verdict:
    """A proposal proposes something."""
    if due_on != now:
        return Verdict.yes()
    return Verdict.no(f"现在的期限就是 {now}，不用调整。", code="same-day")


def days_between(moment: datetime, today: date) -> int:
    """Whole days by the calendar from a moment until a day; 0 on the same day."""
    return max((today - moment.astimezone(SHANGHAI).date()).days, 0)


def take_up_days(today: date) -> int:
    """Days within which a task is to be taken up, as the office has set it."""
    return PARAMETERS().get("take_up_days", today).value


def slow_before(today: date) -> datetime:
    """The moment before which what is not taken up yet was handed down too long ago."""
    return datetime.combine(today - timedelta(days=take_up_days(today)), time.min, SHANGHAI)


def not_taken_back(states: Iterable[str]) -> Verdict:
    """Nothing is proposed for a task that was taken back."""
    if TaskState.TAKEN_BACK not in states:
        return Verdict.yes()
    return Verdict.no("所选任务中有已经收回的，请刷新页面。", error=WrongState, code="taken-back")


def none_unsettled(count: int) -> Verdict:
    """One proposed deadline a task at a time."""
    if not count:
        return Verdict.yes()
    return Verdict.no(
        f"所选任务中有 {count} 项还有没办结的期限建议，请先办结或撤回。", error=WrongState, code="unsettled"
    )
