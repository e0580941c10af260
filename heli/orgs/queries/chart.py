"""架构图: one organisation with the way up to it and a handful of what hangs beneath it, on any day.

However large the city, no more than MOST_DRAWN children are drawn at a time; the rest is a number that leads
on. Six queries.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind
from heli.orgs.models import STEP, Organisation
from heli.orgs.queries import past
from heli.orgs.queries.history import as_of
from heli.orgs.queries.tree import child_counts
from heli.ui.days import Day

MOST_DRAWN = 40
_PLAIN = {Kind.BRANCH, Kind.JOINT_BRANCH}


class ChartNode(NamedTuple):
    """An organisation on the chart: how many hang beneath it, and as what it is drawn."""

    organisation: Organisation
    children: int

    @property
    def shape(self) -> str:
        """One of work, body, committee, general, branch, special: a shape and a colour each."""
        kind = self.organisation.kind
        if kind in {Kind.WORK_COMMITTEE, Kind.LOCAL_COMMITTEE}:
            return "work"
        if kind in LEADING_KINDS:
            return "body"
        if kind in BRANCH_KINDS:
            return "branch" if kind in _PLAIN else "special"
        return "general" if kind == Kind.GENERAL_BRANCH else "committee"


@dataclass(frozen=True, slots=True)
class ChartView:
    """`chain` leads from the top to what is looked at; `beside` counts the siblings of each of its links.

    `nodes` are its children from `start` on, of `total`. An empty chain: the roots of what the reader sees.
    """

    chain: Sequence[ChartNode]
    beside: Sequence[int]
    nodes: Sequence[ChartNode]
    start: int
    total: int

    @property
    def rest(self) -> int:
        """Children after those that are drawn."""
        return max(self.total - self.start - len(self.nodes), 0)

    @property
    def last(self) -> int:
        """The number of the last one drawn."""
        return self.start + len(self.nodes)

    @property
    def next_start(self) -> int:
        """Where the next ones begin; after the last ones the first again."""
        return self.start + len(self.nodes) if self.rest else 0


class _Source:
    """Organisations of a day in a scope: today's own, or those that the versions of a past day tell."""

    def __init__(self, scope: Scope, day: Day) -> None:
        self._past = day.is_past
        self.rows: QuerySet[Any] = (
            as_of(day.on, scope).select_related("organisation", "unit", "organ", "parent", "leader")
            if day.is_past
            else Organisation.objects.visible_to(scope).live(day.on).select_related("parent", "leader")
        )
        self.key = "organisation" if day.is_past else "pk"

    def read(self, rows: Iterable[Any]) -> list[Organisation]:
        return past.shown(rows) if self._past else list(rows)

    def roots(self) -> QuerySet[Any]:
        inside = self.rows.order_by().values(self.key)
        return self.rows.filter(Q(parent=None) | ~Q(parent__in=inside)).exclude(kind__in=LEADING_KINDS)

    def beneath(self, one: Organisation) -> QuerySet[Any]:
        if one.kind in LEADING_KINDS:
            return self.rows.filter(leader=one.pk).exclude(parent__leader=one.pk)
        return self.rows.filter(parent=one.pk)


def chart(scope: Scope, day: Day, focus: int | None, start: int = 0) -> ChartView:
    """What the chart draws; NotFound where `focus` is not in `scope` on the day.

    Without a focus a single root is looked at, several stand side by side.
    """
    source = _Source(scope, day)
    chain: list[Organisation] = []
    if focus is None:
        below = source.roots()
        if (total := below.count()) == 1:
            chain = source.read(below)
    else:
        chain = _chain(source, focus)
    if chain:
        below = source.beneath(chain[-1])
        total = below.count()
    start = start if 0 <= start < total else 0
    shown = source.read(below.order_by("path")[start : start + MOST_DRAWN])
    numbers = _numbers(source, [*chain, *shown])
    if chain and chain[-1].kind in LEADING_KINDS:
        numbers[chain[-1].pk] = total
    return ChartView(
        chain=[ChartNode(one, numbers.get(one.pk, 0)) for one in chain],
        beside=[0, *(max(numbers.get(one.pk, 1) - 1, 0) for one in chain[:-1])][: len(chain)],
        nodes=[ChartNode(one, numbers.get(one.pk, 0)) for one in shown],
        start=start,
        total=total,
    )


def bodies(scope: Scope, day: Day) -> list[Organisation]:
    """The leading bodies that the chart can begin from instead, by what they lead."""
    source = _Source(scope, day)
    return source.read(source.rows.filter(kind__in=LEADING_KINDS).order_by("path"))


def _chain(source: _Source, focus: int) -> list[Organisation]:
    """From the topmost that the reader may see down to the one looked at: two queries."""
    found = source.rows.filter(**{source.key: focus}).first()
    if found is None:
        raise NotFound(
            "organisation-not-found", "这一天没有这个党组织，或它不在您的范围内。请回到架构图的顶层。"
        )
    paths = [found.path[:end] for end in range(STEP, len(found.path) + 1, STEP)]
    return source.read(source.rows.filter(path__in=paths).order_by("path"))


def _numbers(source: _Source, of: Collection[Organisation]) -> dict[int, int]:
    return child_counts(source.rows, of)
