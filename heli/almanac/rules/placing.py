"""Which day for which meeting: as few days away from work as may be (S001-43, S001-57, R01-10 … R01-19).

What may share one gathering goes onto one day, what may not never does, and what comes first in a month has
an earlier day. Meetings with a fixed day (主题党日) are laid first, the others join them where they may. The
fewest days are searched for exactly; `MOST_STEPS` bounds the search, past which the days found are good and
may not be the fewest. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import NamedTuple

MOST_STEPS = 5_000
Days = dict[date, tuple[str, ...]]
"""Day → the kinds held on it."""


class Key(NamedTuple):
    """A duty of the branch: requirement (primary key) and index of the period."""

    requirement: int
    period: int


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be held. `candidates` are the days it may be held on, the best first.

    `fixed`: it has the first of them that is free, whatever else would make fewer days.
    """

    key: Key
    kind: str
    candidates: tuple[date, ...]
    fixed: bool = False

    @property
    def last(self) -> date:
        return max(self.candidates)


@dataclass(frozen=True)
class Table:
    """`together`: sets of kinds that may share one gathering; `before`: (first, then) within one month."""

    together: tuple[frozenset[str], ...] = ()
    before: tuple[tuple[str, str], ...] = ()

    def may_share(self, kinds: Iterable[str]) -> bool:
        """Whether all of them may be parts of one gathering; a kind with itself always."""
        asked = frozenset(kinds)
        return len(asked) <= 1 or any(asked <= one for one in self.together)

    def comes_first(self, kind: str) -> bool:
        return any(kind == first for first, _ in self.before)


@dataclass(frozen=True)
class Proposal:
    """The days found, and what has no day left; `added` are the days beyond those that were kept."""

    days: Mapping[Key, date]
    unplaced: tuple[Key, ...] = ()
    added: frozenset[date] = frozenset()


def propose(
    items: Sequence[Item], table: Table, kept: Mapping[date, Sequence[str]] | None = None
) -> Proposal:
    """A day for every item, the fewest days in all; `kept` are days that are settled, with their kinds."""
    state = _State(table, {day: tuple(kinds) for day, kinds in (kept or {}).items()})
    possible = sorted((one for one in items if one.candidates), key=partial(_in_order, table))
    fixed = [one for one in possible if one.fixed]
    for item in fixed:
        day = next((day for day in item.candidates if state.fits(day, item.kind)), None)
        if day is not None:
            state.put(item, day)
    free = [one for one in possible if not one.fixed]
    _search_all(state, free)
    _settle(state, [one for one in free if one.key in state.found])
    unplaced = tuple(one.key for one in items if one.key not in state.found)
    added = frozenset(state.found[key] for key in state.found) - frozenset(kept or {})
    return Proposal(dict(state.found), unplaced, added)


def _in_order(table: Table, item: Item) -> tuple[date, bool, str, Key]:
    """By the last day that is possible; what comes first before what follows it."""
    return item.last, not table.comes_first(item.kind), item.kind, item.key


@dataclass
class _State:
    """Days as far as they are laid; `found` says where each item went."""

    table: Table
    days: Days
    found: dict[Key, date] = field(default_factory=dict)
    steps: int = 0

    def fits(self, day: date, kind: str) -> bool:
        """Whether a meeting of the kind may be held on the day, beside what is there and in its month."""
        if not self.table.may_share((*self.days.get(day, ()), kind)):
            return False
        return all(
            self._in_turn(day, kind, first, then)
            for first, then in self.table.before
            if kind in (first, then)
        )

    def _in_turn(self, day: date, kind: str, first: str, then: str) -> bool:
        """Whether in the month of `day` some `first` still comes before every `then`, where there are both.

        What the branch itself has put the other way round is no obstacle to others.
        """
        month = [
            (on, kinds) for on, kinds in self.days.items() if (on.year, on.month) == (day.year, day.month)
        ]
        firsts = [on for on, kinds in month if first in kinds]
        thens = [on for on, kinds in month if then in kinds]
        if kind == then:
            return not firsts or min(firsts) < day
        return bool(firsts) or not thens or day < min(thens)

    def put(self, item: Item, day: date) -> None:
        self.days[day] = (*self.days.get(day, ()), item.kind)
        self.found[item.key] = day

    def take(self, item: Item) -> None:
        """Take back what was put last."""
        day = self.found.pop(item.key)
        kinds = list(self.days[day])
        kinds.remove(item.kind)
        if kinds:
            self.days[day] = tuple(kinds)
        else:
            del self.days[day]


def _search_all(state: _State, free: Sequence[Item]) -> None:
    """Lay all of `free` with the fewest days more; what cannot be laid at all is left out, greedily."""
    able = [_without_hopeless_days(state, item, free) for item in free]
    if all(item.candidates for item in able):
        for extra in range(_least(state, able), len(able) + 1):
            if _search(state, able, 0, extra):
                return
            if state.steps >= MOST_STEPS:
                break
    for item in free:
        day = next(_choices(state, item, 1), None)
        if day is not None:
            state.put(item, day)


def _without_hopeless_days(state: _State, item: Item, free: Sequence[Item]) -> Item:
    """The item without days before which nothing of the month can come that has to come first."""
    days = item.candidates
    for first, then in state.table.before:
        if item.kind == then:
            found = _first_days(state, first, free)
            days = tuple(day for day in days if found.get((day.year, day.month), date.min) < day)
    return replace(item, candidates=days)


def _first_days(state: _State, kind: str, free: Sequence[Item]) -> dict[tuple[int, int], date]:
    """Month → the earliest day on which it can have a meeting of the kind, where it is bound to have one."""
    there = [day for day, kinds in state.days.items() if kind in kinds]
    earliest: dict[tuple[int, int], date] = {}
    bound = {(day.year, day.month) for day in there}
    for item in free:
        if item.kind == kind:
            months = {(day.year, day.month) for day in item.candidates}
            bound |= months if len(months) == 1 else set()
            there += [
                day for day in item.candidates if state.table.may_share((*state.days.get(day, ()), kind))
            ]
    for day in there:
        month = day.year, day.month
        earliest[month] = min(day, earliest.get(month, date.max))
    return {month: earliest.get(month, date.max) for month in bound}


def _search(state: _State, free: Sequence[Item], place: int, extra: int) -> bool:
    if place == len(free):
        return True
    item = free[place]
    for day in _choices(state, item, extra):
        state.steps += 1
        if state.steps >= MOST_STEPS:
            return False
        more = day not in state.days
        state.put(item, day)
        if _search(state, free, place + 1, extra - more):
            return True
        state.take(item)
    return False


def _choices(state: _State, item: Item, extra: int) -> Iterator[date]:
    """The days that an item may go to: those that are there already, the emptiest first; then new ones.

    A new day is the latest that is possible, so that what is due later may join it; what comes first in a
    month has the earliest.
    """
    asked = set(item.candidates)
    there = [day for day in state.days if day in asked and state.fits(day, item.kind)]
    yield from sorted(there, key=lambda day: (len(set(state.days[day]) - {item.kind}), day))
    if extra > 0:
        for day in sorted(asked - set(state.days), reverse=not state.table.comes_first(item.kind)):
            if state.fits(day, item.kind):
                yield day


def _least(state: _State, free: Sequence[Item]) -> int:
    """How many days more at least: items no two of which can share a day, nor any a kept one."""
    apart: list[tuple[frozenset[date], str]] = []
    for item in free:
        days = frozenset(item.candidates)
        if any(
            day in days and state.table.may_share((*kinds, item.kind)) for day, kinds in state.days.items()
        ):
            continue
        if all(not (days & other) or not state.table.may_share((item.kind, kind)) for other, kind in apart):
            apart.append((days, item.kind))
    return len(apart)


def _settle(state: _State, free: Sequence[Item]) -> None:
    """Move each new day as a whole to the best day that all its items may be held on; no day more or less."""
    groups: dict[date, list[Item]] = {}
    for item in free:
        groups.setdefault(state.found[item.key], []).append(item)
    for day, group in sorted(groups.items()):
        if len(group) < len(state.days[day]):
            continue  # a day that was there before
        for item in group:
            state.take(item)
        shared = set.intersection(*(set(item.candidates) for item in group))
        best = next(
            (
                one
                for one in group[0].candidates
                if one in shared and one not in state.days and all(state.fits(one, it.kind) for it in group)
            ),
            day,
        )
        for item in group:
            state.put(item, best)
