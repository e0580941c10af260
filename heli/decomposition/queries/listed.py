"""Tasks as rows: any figure of this package opened. A page is read from the index, whatever its number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from heli.accounts.scope import Scope
from heli.decomposition import rules
from heli.decomposition.catalogue import GIVER, HELD, OPEN, TASKS, WAITING, Layer, TaskState
from heli.decomposition.models import Task, TaskQuerySet
from heli.decomposition.queries.counts import Group, grouped, is_slow, tasks_of
from heli.duties.models import Requirement

STATES: dict[str, tuple[str, frozenset[TaskState]]] = {
    "open": ("未承接", OPEN),
    "waiting": ("待签收", WAITING),
    "held": ("已签收", HELD),
    **{state.value: (state.label, frozenset({state})) for state in TaskState if state not in TASKS.ends},
}
"""What a list may be narrowed to by state; `handed` alone is what nobody has answered at all."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty values narrow nothing. `state` is one of STATES.

    `requirement` and `organisation` are primary keys; `slow` leaves what waited too long, or waits so.
    """

    requirement: int | None = None
    layer: str = ""
    state: str = ""
    organisation: int | None = None
    slow: bool = False


class Row(NamedTuple):
    """A task with the days that it waited, or waits by now, and who has to move it, if anybody."""

    task: Task
    days: int
    is_slow: bool
    held_up_by: str


@dataclass(frozen=True)
class TaskList:
    """A list that knows its length from its groups; a sequence for Django's Paginator.

    In the plan's order, then by layer and state; within those what has waited longest comes first.
    """

    tasks: TaskQuerySet
    groups: Sequence[Group]
    today: date

    @cached_property
    def _counted(self) -> dict[tuple[int, str, str], int]:
        found: dict[tuple[int, str, str], int] = {}
        for one in self.groups:
            found[one[:3]] = found.get(one[:3], 0) + one.number
        return found

    def __len__(self) -> int:
        return sum(self._counted.values())

    def __getitem__(self, part: slice) -> list[Row]:
        """The rows of one page: a query for what lies in it whole, and one each for its ends."""
        found: list[Task] = []
        whole: list[Q] = []
        for key, start, stop, number in self._cuts(part.start or 0, part.stop):
            if (start, stop) == (0, number):
                whole.append(_group(key))
            else:
                found += self._rows(_group(key)).order_by(*_order(key))[start:stop]
        if whole:
            found += self._rows(reduce(or_, whole))
        place = {key: number for number, key in enumerate(self._counted)}
        found.sort(key=lambda one: (place[one.requirement_id, one.layer, one.state], *_longest(one)))
        return [row_of(one, self.today) for one in found]

    def _cuts(self, start: int, stop: int) -> Iterator[tuple[tuple[int, str, str], int, int, int]]:
        """The groups that the page meets, and from where to where in each."""
        before = 0
        for key, number in self._counted.items():
            first, last = max(start - before, 0), min(stop - before, number)
            if first < last:
                yield key, first, last, number
            before += number

    def _rows(self, where: Q) -> TaskQuerySet:
        return self.tasks.filter(where).select_related("organisation", "giver", "requirement")


def _group(key: tuple[int, str, str]) -> Q:
    requirement, layer, state = key
    return Q(requirement=requirement, layer=layer, state=state)


def _order(key: tuple[int, str, str]) -> tuple[str, ...]:
    """As the index stands, so that one page of a group is read and no more."""
    return ("-waited", "-handed_at", "-pk") if key[2] in HELD else ("waited", "handed_at", "pk")


def _longest(task: Task) -> tuple[float, ...]:
    """The same order: what waited longest, or has been waiting longest, first."""
    if task.waited is None:
        return task.handed_at.timestamp(), task.pk
    return -task.waited, -task.handed_at.timestamp(), -task.pk


def listed(items: Sequence[Requirement], scope: Scope, filters: Filters, today: date) -> TaskList:
    """The tasks of `items` that `scope` covers and the filters leave: two queries, and a few for a page."""
    wanted = [one for one in items if filters.requirement in (None, one.pk)]
    tasks = tasks_of(wanted, scope)
    if filters.layer or filters.state:  # every layer named, so that the index is entered by state too
        tasks = tasks.filter(layer__in=[filters.layer] if filters.layer else list(Layer))
    if filters.state:
        tasks = tasks.filter(state__in=sorted(STATES[filters.state][1]))
    if filters.organisation is not None:
        tasks = tasks.filter(organisation=filters.organisation)
    if filters.slow:
        tasks = tasks.filter(is_slow(today))
    place = {one.pk: number for number, one in enumerate(wanted)}
    layers, states = list(Layer), list(TaskState)

    def order(one: Group) -> tuple[int, int, int]:
        return place[one.requirement], layers.index(Layer(one.layer)), states.index(TaskState(one.state))

    return TaskList(tasks, sorted(grouped(tasks, today), key=order), today)


def row_of(task: Task, today: date) -> Row:
    """A task as a list shows it."""
    days = task.waited if task.waited is not None else rules.days_between(task.handed_at, today)
    turn = TASKS.turn.get(TaskState(task.state), "") if not task.is_held else ""
    held_up = (task.giver if turn == GIVER else task.organisation).short_name if turn else ""
    return Row(task, days, days > rules.take_up_days(today), held_up)
