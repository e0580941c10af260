"""A requirement as the rules see it: who owes it, in which slots of its year, and what answers it."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

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
    """How a requirement of a plan was read. `kinds` is empty where nobody has said yet what answers it."""

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

    @cached_property
    def is_triggered(self) -> bool:
        return self.cadence == Cadence.TRIGGERED

    @cached_property
    def period_kind(self) -> PeriodKind:
        """The kind of its periods; a triggered one is counted in the whole year."""
        return PERIOD_OF.get(self.cadence, PeriodKind.YEAR)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The turns of the year: due at the period's end, or for cadence YEAR on the day that the plan names.

        None for a triggered requirement, whose days stand in its occurrences, nor for an undecided one.
        """
        if self.cadence not in PERIOD_OF:
            return ()
        return tuple(
            Slot(one.index, one.start, self._due(one)) for one in periods_of(self.period_kind, self.year)
        )

    def _due(self, period: Period) -> date:
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


def is_owed_by(reading: Reading, holder: Holder) -> bool:
    """Whether the requirement is laid on the organisation: by class or by name.

    Committee meetings only where there is a committee (R01-28, R01-29); others than branches always have one.
    """
    named = holder.pk in reading.owners or any(
        one.kind == holder.kind and one.attached in (None, holder.attached) for one in reading.classes
    )
    return named and (not reading.committee_only or holder.has_committee or holder.kind not in BRANCH_KINDS)


def owed_mask(reading: Reading, holder: Holder) -> int:
    """Which slots the organisation owes: it was there when the slot began and still on the day it is due."""
    if not is_owed_by(reading, holder):
        return 0
    founded, closed = holder.founded_on or date.min, holder.closed_on or date.max
    return sum(slot.bit for slot in reading.slots if founded <= slot.start and closed > slot.due_on)


def bits_of(mask: int) -> Iterator[int]:
    """The indexes of the bits that are set, lowest first."""
    index = 0
    while mask:
        if mask & 1:
            yield index
        mask >>= 1
        index += 1
