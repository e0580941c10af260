"""A requirement as the rules see it: who owes it, in which slots of its year, and what answers it.

A slot counts by what the organisation was on the day that the slot is due (ADR 11).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from heli.duties.catalogue import PERIOD_OF, Cadence
from heli.duties.rules.owners import OwnerClass
from heli.kernel.periods import Period, PeriodKind, periods_of
from heli.orgs.catalogue import BRANCH_KINDS


class Holder(Protocol):
    """An organisation, or many alike, as far as owing goes."""

    @property
    def pk(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def attached(self) -> bool: ...
    @property
    def has_committee(self) -> bool: ...
    @property
    def founded_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...


H = TypeVar("H", bound=Holder)


@dataclass(frozen=True, slots=True)
class Part(Generic[H]):
    """What an organisation was from `since` until before `until`; the holder's days are those of its life."""

    holder: H
    since: date
    until: date

    def covers(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Particular:
    """What is particular of one organisation in one requirement: slots waived, days of slots extended."""

    waived: int = 0
    days: Mapping[int, date] = field(default_factory=dict)

    def due(self, index: int, usual: date) -> date:
        """The day on which a slot is due, extended or not."""
        return self.days.get(index, usual)


NOTHING_PARTICULAR = Particular()


class Turn(NamedTuple):
    """A single organisation that owes by name what falls due from `since` until before `until`."""

    pk: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of a requirement in its year: from `start`, due on `due_on`; `index` is the bit in masks."""

    index: int
    start: date
    due_on: date

    @property
    def bit(self) -> int:
        return 1 << self.index


@dataclass(frozen=True)
class Reading:
    """How a requirement of a plan was read. `kinds` is empty where nobody has said yet what answers it.

    `owners` are all that ever owed it by name; `turns` say in which days, of those that took over or handed
    over. `until` is the last day of a window that the year's 通知 set, often in the next year; `own` says of
    single organisations (primary keys) what was waived or extended for them.
    """

    pk: int
    number: int
    group: str
    measure: str
    weight: Decimal
    year: int
    cadence: str
    due_month: int | None = None
    due_day: int | None = None
    trigger: str = ""
    committee_only: bool = False
    chair_is_secretary: bool = False
    classes: tuple[OwnerClass, ...] = ()
    owners: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    turns: tuple[Turn, ...] = ()
    until: date | None = None
    own: Mapping[int, Particular] = field(default_factory=dict, hash=False)

    @cached_property
    def is_triggered(self) -> bool:
        return self.cadence == Cadence.TRIGGERED

    @cached_property
    def period_kind(self) -> PeriodKind:
        """The kind of its periods; a triggered one is counted in the whole year."""
        return PERIOD_OF.get(self.cadence, PeriodKind.YEAR)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The turns of the year: due at the period's end, for cadence YEAR on the day that the plan or a
        window names.

        None for a triggered requirement, whose days stand in its occurrences, nor for an undecided one.
        """
        if self.cadence not in PERIOD_OF:
            return ()
        return tuple(
            Slot(one.index, one.start, self._due(one)) for one in periods_of(self.period_kind, self.year)
        )

    def _due(self, period: Period) -> date:
        if self.until is not None:
            return self.until
        if self.cadence != Cadence.YEAR or self.due_month is None:
            return period.end
        last = monthrange(self.year, self.due_month)[1]
        return date(self.year, self.due_month, min(self.due_day or last, last))

    def period(self, index: int) -> Period:
        """The period that a slot's index means; the year for a triggered duty."""
        return Period(self.period_kind, self.year, index)

    def bits(self, first: date = date.min, last: date = date.max) -> int:
        """Mask of the slots due from `first` to `last`, both included."""
        return sum(slot.bit for slot in self.slots if first <= slot.due_on <= last)

    def fallen_due(self, first: date, last: date, on: date) -> int:
        """Mask of the slots that belong to the days from `first` to `last` and are due by `on`; kept."""
        key = (first, last, on)
        if key not in self._fallen:
            self._fallen[key] = sum(
                slot.bit
                for slot in self.slots
                if slot.due_on <= on and first <= self.counted_in(slot.due_on) <= last
            )
        return self._fallen[key]

    @cached_property
    def _fallen(self) -> dict[tuple[date, date, date], int]:
        return {}

    def particular(self, pk: int) -> Particular:
        """What was waived or extended for an organisation."""
        return self.own.get(pk, NOTHING_PARTICULAR)

    def counted_in(self, due_on: date) -> date:
        """The day by which a duty belongs to a part of the year: one held in a later window, the last."""
        return min(due_on, date(self.year, 12, 31))

    def counts_on(self, due_on: date) -> date:
        """Whose version counts for a duty due on `due_on`; one long overdue counts in its plan's year."""
        return max(due_on, date(self.year, 1, 1))


def owed_mask(reading: Reading, holder: Holder, since: date = date.min, until: date = date.max) -> int:
    """Which slots the organisation owes: it was there when the slot began and still on the day it is due.

    Of those due from `since` until before `until` alone: the days in which the holder was what it is here.
    """
    if not _has_whom_it_asks_for(reading, holder):
        return 0
    founded, closed = holder.founded_on or date.min, holder.closed_on or date.max
    until = min(until, closed)
    mask = sum(slot.bit for slot in reading.slots if founded <= slot.start and since <= slot.due_on < until)
    return mask if not mask or _is_of_class(reading, holder) else mask & _named_mask(reading, holder)


def owed_in(reading: Reading, parts: Iterable[Part[H]]) -> int:
    """Which slots an organisation owes that was first this and then that."""
    owed = 0
    for part in parts:
        owed |= owed_mask(reading, part.holder, part.since, part.until)
    return owed


def part_on(parts: Iterable[Part[H]], day: date) -> Part[H] | None:
    """What the organisation was on a day; None where it was closed."""
    return next((part for part in parts if part.covers(day)), None)


def is_there(reading: Reading, due_on: date, holder: Holder, parts: Iterable[Part[H]] | None) -> bool:
    """Whether an organisation with a triggered duty still stood on the day that counts for it."""
    day = reading.counts_on(due_on)
    if holder.closed_on is not None and holder.closed_on <= day:
        return False
    return parts is None or part_on(parts, day) is not None


def owes_once(reading: Reading, holder: H, parts: Sequence[Part[H]] | None, due_on: date) -> bool:
    """Whether a triggered duty due on `due_on` is laid on the organisation, by class or by name."""
    if not is_there(reading, due_on, holder, parts):
        return False
    day = reading.counts_on(due_on)
    part = part_on(parts or (), day)
    was = holder if part is None else part.holder
    turns = _turns(reading, was)
    named = any(since <= day < until for since, until in turns)
    return _has_whom_it_asks_for(reading, was) and (named or _is_of_class(reading, was))


def _has_whom_it_asks_for(reading: Reading, holder: Holder) -> bool:
    """Committee meetings only where there is a committee (R01-28, R01-29); only branches may have none."""
    return not reading.committee_only or holder.has_committee or holder.kind not in BRANCH_KINDS


def _is_of_class(reading: Reading, holder: Holder) -> bool:
    return any(one.kind == holder.kind and one.attached in (None, holder.attached) for one in reading.classes)


def _turns(reading: Reading, holder: Holder) -> list[tuple[date, date]]:
    """The days in which it owes by name; all days unless it took over or handed over."""
    if holder.pk not in reading.owners:
        return []
    told = [(one.since, one.until) for one in reading.turns if one.pk == holder.pk]
    return told or [(date.min, date.max)]


def _named_mask(reading: Reading, holder: Holder) -> int:
    mask = 0
    for since, until in _turns(reading, holder):
        mask |= sum(slot.bit for slot in reading.slots if since <= slot.due_on < until)
    return mask


def bits_of(mask: int) -> Iterator[int]:
    """The indexes of the bits that are set, lowest first."""
    index = 0
    while mask:
        if mask & 1:
            yield index
        mask >>= 1
        index += 1
