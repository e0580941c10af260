"""鸟瞰: one requirement as a tree of tasks with state, opened on demand (S000-19, S000-24).

The bare tree, some nine thousand rows of a whole city, is one query; names are read for the lines shown only.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, Case, When

from heli.accounts.scope import Scope
from heli.decomposition.catalogue import HELD, OPEN, TaskState
from heli.decomposition.models import Task
from heli.decomposition.queries.counts import Lag, is_slow
from heli.decomposition.queries.listed import Row, row_of

MOST_SHOWN = 200
"""Children shown beneath one task; what is more stands in the list."""


class Bare(NamedTuple):
    """A task of the bare tree."""

    pk: int
    parent: int | None
    state: str
    level: int
    layer: str
    waited: int | None
    is_slow: bool


@dataclass
class Below:
    """All that lies beneath a task, at whatever depth."""

    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def held(self) -> int:
        return sum(self.states[state] for state in HELD)

    @property
    def open(self) -> int:
        return sum(self.states[state] for state in OPEN)

    @property
    def returned(self) -> int:
        return self.states[TaskState.RETURNED]


@dataclass(frozen=True)
class Grove:
    """The bare trees of one requirement as far as a scope covers them; a root's giver lies outside it."""

    tasks: Mapping[int, Bare]
    children: Mapping[int | None, Sequence[int]]
    roots: Sequence[int]

    def beneath(self, pk: int) -> Iterator[Bare]:
        """Everything beneath a task."""
        ahead = list(self.children.get(pk, ()))
        while ahead:
            one = ahead.pop()
            yield self.tasks[one]
            ahead += self.children.get(one, ())

    def below(self, pk: int) -> Below:
        """What lies beneath a task, counted."""
        return Below(Counter(one.state for one in self.beneath(pk)))


def grove(requirement: int, scope: Scope, today: date) -> Grove:
    """The standing tasks of a requirement in `scope`: one query."""
    standing = Task.objects.filter(requirement=requirement).exclude(state=TaskState.TAKEN_BACK)
    rows = standing.visible_to(scope).order_by("pk")
    slow = Case(When(is_slow(today), then=True), default=False, output_field=BooleanField())
    columns = rows.values_list("pk", "parent_id", "state", "level", "layer", "waited", slow)
    tasks = {row[0]: Bare(*row) for row in columns}
    children: dict[int | None, list[int]] = defaultdict(list)
    roots = []
    for one in tasks.values():
        if one.parent in tasks:
            children[one.parent].append(one.pk)
        else:
            roots.append(one.pk)
    return Grove(tasks, children, roots)


class Node(NamedTuple):
    """One line of the tree: `depth` from 1, `hidden` children that are too many to show here."""

    row: Row
    depth: int
    children: int
    below: Below
    is_open: bool
    hidden: int

    @property
    def shown(self) -> int:
        """How many of its children stand beneath it when it is open."""
        return self.children - self.hidden


def tree(found: Grove, opened: Collection[int], today: date) -> list[Node]:
    """The roots, and the children of those opened, by the organisations' place: one query."""
    shown = [*found.roots, *(pk for one in opened for pk in found.children.get(one, ()))]
    rows = Task.objects.filter(pk__in=shown).select_related("organisation", "giver")
    tasks = {one.pk: one for one in rows.order_by("level", "organisation__path")}
    place = {pk: number for number, pk in enumerate(tasks)}

    def lines(depth: int, many: Collection[int]) -> Iterator[Node]:
        for pk in sorted((one for one in many if one in tasks), key=place.__getitem__):
            children = found.children.get(pk, ())
            inside = [one for one in children if one in tasks] if pk in opened else []
            inside = sorted(inside, key=place.__getitem__)
            hidden = max(len(inside) - MOST_SHOWN, 0)
            below = found.below(pk) if children else Below()
            yield Node(row_of(tasks[pk], today), depth, len(children), below, bool(inside), hidden)
            yield from lines(depth + 1, inside[:MOST_SHOWN])

    return list(lines(1, found.roots))


def lag_of(tasks: Collection[Bare]) -> Lag:
    """Bare tasks counted together."""
    days = Counter(one.waited for one in tasks if one.waited is not None)
    return Lag(Counter(one.state for one in tasks), sum(one.is_slow for one in tasks), days)
