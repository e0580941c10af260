"""One task: the chain above it and below it with the delay at each level, who answers, what was said."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.decomposition.catalogue import DEEPEST, Layer, TaskState
from heli.decomposition.models import Proposal, Task, TaskQuerySet, TaskStep
from heli.decomposition.queries.counts import Lag
from heli.decomposition.queries.listed import Row, row_of
from heli.decomposition.queries.moves import Move, moves, proposal_moves
from heli.decomposition.queries.tree import grove, lag_of
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Filters, duties
from heli.kernel.errors import NotFound
from heli.members.models import Post
from heli.members.queries import bearers_of

UNKNOWN = "没有这项任务，或承办组织不在您的范围内。请从任务分解进入。"
_ABOVE = [f"{'parent__' * depth}{name}" for depth in range(1, DEEPEST) for name in ("organisation", "giver")]


class Link(NamedTuple):
    """A level of the chain above: the task there, and whether the reader may open it."""

    row: Row
    opens: bool


class Said(NamedTuple):
    """A proposed deadline with what the reader may do about it."""

    proposal: Proposal
    moves: Sequence[Move]


class TaskPage(NamedTuple):
    """Everything that the page of one task shows.

    `bearers` hold its office today, None where the reader may not see names; `layers` is what lies beneath
    it; `counts` how the organisation's own duties of the requirement stand, by state.
    """

    task: Task
    row: Row
    chain: Sequence[Link]
    layers: Sequence[tuple[Layer, Lag]]
    bearers: Sequence[Post] | None
    steps: Sequence[TaskStep]
    proposals: Sequence[Said]
    moves: Sequence[Move]
    counts: Sequence[tuple[DutyState, int]]


def visible_task(pk: int, scope: Scope) -> Task:
    """The task with its organisations and its parents, if `scope` covers its organisation; else NotFound."""
    related = Task.objects.select_related("organisation", "giver", "requirement__plan", *_ABOVE)
    found: Task | None = related.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("task-unknown", UNKNOWN)
    return found


def task_page(pk: int, actor: Actor, today: date) -> TaskPage:
    """A task in the reader's sight; NotFound otherwise. Some fourteen queries, whatever lies beneath it."""
    scope = actor.require(Permission.REQUIREMENT_SEE)
    task = visible_task(pk, scope)
    proposals = task.proposals.order_by("-proposed_at", "-pk")
    return TaskPage(
        task=task,
        row=row_of(task, today),
        chain=_chain(task, scope, today),
        layers=_layers(task, scope, today),
        bearers=_bearers(task, actor, today),
        steps=list(task.steps.order_by("acted_at", "pk")),
        proposals=[Said(one, proposal_moves(one, actor, task)) for one in proposals],
        moves=moves(task, actor),
        counts=_counts(task, actor, today),
    )


def _chain(task: Task, scope: Scope, today: date) -> list[Link]:
    """From the topmost task to this one."""
    above = []
    one: Task | None = task
    while one is not None:
        above.append(Link(row_of(one, today), scope.covers(one.organisation)))
        one = one.parent
    return above[::-1]


def _layers(task: Task, scope: Scope, today: date) -> list[tuple[Layer, Lag]]:
    if task.state == TaskState.TAKEN_BACK or task.level == DEEPEST or task.layer == Layer.BRANCH:
        return []
    beneath = list(grove(task.requirement_id, scope, today).beneath(task.pk))
    parts = ((layer, [one for one in beneath if one.layer == layer]) for layer in Layer)
    return [(layer, lag_of(part)) for layer, part in parts if part]


def _bearers(task: Task, actor: Actor, today: date) -> list[Post] | None:
    """Who holds the post that answers for it on the day (S000-36)."""
    if not task.office or not actor.may(Permission.MEMBER_SEE, task.organisation):
        return None
    present = bearers_of(task.organisation, today).present
    return [one for one in present if one.office == task.office]


def _counts(task: Task, actor: Actor, today: date) -> list[tuple[DutyState, int]]:
    """How the duties stand that the organisation itself owes of the requirement; nothing is entered here."""
    if not actor.may(Permission.RECORD_SEE, task.organisation):
        return []
    only = Scope(organisations=(task.organisation_id,))
    found = duties(only, task.requirement.plan.year, today, Filters(requirement=task.requirement_id))
    return [(state, number) for state, number in found.counts.items() if number]


def children_of(task: Task, scope: Scope) -> TaskQuerySet:
    """The standing tasks directly beneath one, in the order of the tree."""
    found = task.children.exclude(state=TaskState.TAKEN_BACK).visible_to(scope)
    ordered: TaskQuerySet = found.select_related("organisation", "giver").order_by("organisation__path")
    return ordered


def visible_proposal(pk: int, scope: Scope) -> Proposal:
    """A proposed deadline of a task in `scope`; NotFound otherwise."""
    found = Proposal.objects.visible_to(scope).select_related("task__organisation", "task__requirement")
    one: Proposal | None = found.filter(pk=pk).first()
    if one is None:
        raise NotFound("proposal-unknown", UNKNOWN)
    return one
