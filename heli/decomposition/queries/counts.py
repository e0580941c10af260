"""How many tasks stand where, and how long taking up took: counted over an index alone (ADR 21, S004-12)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from heli.accounts.scope import Scope
from heli.decomposition import rules
from heli.decomposition.catalogue import HELD, OPEN, Layer, TaskState
from heli.decomposition.models import Task, TaskQuerySet
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement

_OPEN = sorted(OPEN)


class Group(NamedTuple):
    """Tasks alike: `slow` of the `number` waited longer than the local number of days, or wait so still.

    `waited` are the days until they were taken up; None where they are not.
    """

    requirement: int
    layer: str
    state: str
    waited: int | None
    number: int
    slow: int


def items_of(year: int) -> list[Requirement]:
    """The requirements of a year that are handed down or may be, in the plan's order: one query."""
    left_out = (RequirementState.WITHDRAWN, RequirementState.DRAFT)
    found = Requirement.objects.of_year(year).exclude(state__in=left_out).select_related("plan")
    return list(found.order_by("plan", "number", "pk"))


def tasks_of(items: Iterable[Requirement], scope: Scope) -> TaskQuerySet:
    """The tasks of some requirements at organisations in `scope`, those taken back among them."""
    found: TaskQuerySet = Task.objects.filter(requirement__in=[one.pk for one in items]).visible_to(scope)
    return found


def counted(tasks: TaskQuerySet) -> list[Group]:
    """Standing tasks by requirement, layer, state and days waited, not asking which are slow: one query.

    Every column that is read stands in the index `task_by_layer`, so that no row is fetched.
    """
    rows = tasks.order_by().values_list("requirement_id", "layer", "state", "waited")
    found = rows.annotate(number=Count("*"))
    return [
        Group(requirement, layer, state, waited, number, 0)
        for requirement, layer, state, waited, number in found
        if state != TaskState.TAKEN_BACK
    ]


def grouped(tasks: TaskQuerySet, today: date) -> list[Group]:
    """The same with how many are slow: what was taken up says so by its days, what waits is asked for.

    Two queries; the second reads, by a range of the same index, only what still has time.
    """
    most, key = rules.take_up_days(today), ("requirement_id", "layer", "state")
    fresh = tasks.filter(
        layer__in=list(Layer), state__in=_OPEN, waited=None, handed_at__gte=rules.slow_before(today)
    )
    in_time = {row[:3]: row[3] for row in fresh.order_by().values_list(*key).annotate(number=Count("*"))}
    return [
        one._replace(
            slow=one.number - in_time.get(one[:3], 0)
            if one.waited is None
            else one.number * (one.waited > most)
        )
        for one in counted(tasks)
    ]


def is_slow(today: date) -> Q:
    """Tasks that waited, or wait, longer than the local number of days."""
    waiting = Q(waited=None, handed_at__lt=rules.slow_before(today))
    return Q(waited__gt=rules.take_up_days(today)) | waiting


@dataclass(frozen=True, slots=True)
class Lag:
    """Tasks counted together: how many were taken up, how soon, and how many wait."""

    states: Mapping[str, int]
    slow: int
    days: Mapping[int, int]

    @property
    def handed(self) -> int:
        """All that were handed down and stand."""
        return sum(self.states.values())

    @property
    def held(self) -> int:
        return sum(self.states.get(state, 0) for state in HELD)

    @property
    def broken_down(self) -> int:
        return self.states.get(TaskState.BROKEN_DOWN, 0)

    @property
    def returned(self) -> int:
        return self.states.get(TaskState.RETURNED, 0)

    @property
    def open(self) -> int:
        """Neither taken up nor taken back, those returned among them."""
        return sum(self.states.get(state, 0) for state in OPEN)

    @property
    def waiting(self) -> int:
        """Those at their receivers; what was returned is its giver's."""
        return self.open - self.returned

    @property
    def percent(self) -> int | None:
        """The share that is taken up, in whole percent downwards; None where nothing was handed down."""
        return self.held * 100 // self.handed if self.handed else None

    @property
    def median(self) -> int | None:
        """The middle of the days until taking up, the upper one of two; None where nothing is."""
        middle, seen = sum(self.days.values()) // 2, 0
        for days in sorted(self.days):
            seen += self.days[days]
            if seen > middle:
                return days
        return None

    @property
    def mean(self) -> float | None:
        """Days until taking up on average, to a tenth."""
        number = sum(self.days.values())
        return round(sum(days * count for days, count in self.days.items()) / number, 1) if number else None


NOTHING = Lag({}, 0, {})


def lag_by(groups: Iterable[Group], key: Callable[[Group], object]) -> dict[object, Lag]:
    """The groups added up by whatever `key` says of each."""
    states: dict[object, Counter[str]] = {}
    days: dict[object, Counter[int]] = {}
    slow: Counter[object] = Counter()
    for one in groups:
        at = key(one)
        states.setdefault(at, Counter())[one.state] += one.number
        slow[at] += one.slow
        if one.waited is not None:
            days.setdefault(at, Counter())[one.waited] += one.number
    return {at: Lag(counted, slow[at], days.get(at, {})) for at, counted in states.items()}


def by_layer(groups: Iterable[Group]) -> list[tuple[Layer, Lag]]:
    """Every layer from the top, with what stands at it (压力传导)."""
    found = lag_by(groups, lambda one: one.layer)
    return [(layer, found.get(layer, NOTHING)) for layer in Layer]


class ItemLine(NamedTuple):
    """A requirement with what was handed down of it, as a whole and at each layer."""

    item: Requirement
    whole: Lag
    layers: Sequence[tuple[Layer, Lag]]


def by_item(items: Sequence[Requirement], groups: Collection[Group]) -> list[ItemLine]:
    """Every requirement in the order given, with its tasks over the layers."""
    whole = lag_by(groups, lambda one: one.requirement)
    parts = lag_by(groups, lambda one: (one.requirement, one.layer))
    return [
        ItemLine(
            one,
            whole.get(one.pk, NOTHING),
            [(layer, parts.get((one.pk, layer), NOTHING)) for layer in Layer],
        )
        for one in items
    ]
