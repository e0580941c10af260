"""What the actions of this package share: whose a task is, what may still be done about it, and its steps."""

from collections.abc import Collection, Iterable
from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.decomposition import rules
from heli.decomposition.catalogue import TaskAct, TaskState
from heli.decomposition.models import Proposal, Task, TaskStep
from heli.duties.catalogue import RequirementState
from heli.kernel.action import Doer
from heli.kernel.errors import WrongState
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation

SIGNED = 120


def held_now(tasks: Collection[Task]) -> list[Task]:
    """The tasks as they stand now, held for this action, with their organisations."""
    rows = (
        Task.objects.select_for_update(of=("self",))
        .select_related("organisation", "giver", "requirement__plan", "parent")
        .filter(pk__in=[one.pk for one in tasks])
    )
    return list(rows.order_by("pk"))


def begin(
    tasks: Collection[Task], act: TaskAct, *, by: Doer, permission: Permission, of_giver: bool = False
) -> list[Task]:
    """The tasks held for `act`; NotAllowed where one is not the actor's, WrongState where it is no move."""
    rules.something_chosen(len(tasks)).require()
    rows = held_now(tasks)
    require(by, permission, (one.giver if of_giver else one.organisation for one in rows))
    rules.is_standing(any(is_withdrawn(one) for one in rows)).require()
    rules.may_all([one.state for one in rows], act).require()
    return rows


def require(by: Doer, permission: Permission, organisations: Iterable[Organisation]) -> None:
    """NotAllowed unless `permission` is held over every one of them."""
    all_of(*(may(by, permission, one) for one in {one.pk: one for one in organisations}.values())).require()


def is_withdrawn(task: Task) -> bool:
    """Whether the 工委 withdrew its requirement."""
    return bool(task.requirement.state == RequirementState.WITHDRAWN)


def to_state(rows: Collection[Task], state: TaskState, **changes: object) -> None:
    """Put the tasks into a state, all or none: WrongState where somebody moved one meanwhile."""
    left = Task.objects.filter(pk__in=[one.pk for one in rows], state__in={one.state for one in rows})
    if left.update(state=state, **changes) != len(rows):
        raise WrongState("moved-meanwhile", "有任务刚刚被别人办理过，请刷新页面后再办。")


def add_steps(rows: Collection[Task], act: TaskAct, reason: str, *, by: Doer, at: datetime) -> None:
    """Keep what was done about the tasks, and why."""
    TaskStep.objects.bulk_create(
        TaskStep(task=one, act=act, reason=reason.strip(), acted_at=at, acted_by=by.label[:SIGNED])
        for one in rows
    )


def begin_deadline(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, held for this action, with its task and whose that is."""
    held: Proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("task__organisation", "task__giver", "task__requirement")
        .get(pk=proposal.pk)
    )
    rules.is_standing(is_withdrawn(held.task)).require()
    return held
