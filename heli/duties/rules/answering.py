"""What a record answers: the one place that decides which duties a fact fulfils.

A record answers every requirement that its organisation owes and that its kind can answer, in the slot that
its day lies in: a month's meeting belongs to its own month, and a month missed stays missed. For cadence YEAR
the slot is the whole year, so that what comes after the named day is late and still counts. Where a window or
an extension lets a record count for an earlier period, it says so itself (`counts_on`). Whether it owed the
slot is said by what it was on the day that the slot is due, not on the day of the record (ADR 11).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from heli.duties.rules.readings import Holder, Part, Reading, is_there, owed_in, owed_mask


class Answer(NamedTuple):
    """A duty that a record answers: the requirement, the slot's index, its due day, and whether in time."""

    reading: Reading
    period: int
    due_on: date
    on_time: bool


class Lack(StrEnum):
    """What keeps a record from answering a duty that its kind can answer."""

    CHAIR = "chair"
    """Its secretary would have to chair it, or to give the lecture himself (R01-16)."""
    PERIOD = "period"
    """It lies in the period after: a month missed stays missed."""


class Near(NamedTuple):
    """A duty still open that a record nearly answers: the slot's index and due day, and what it lacks."""

    reading: Reading
    period: int
    due_on: date
    lack: Lack


class _Way(NamedTuple):
    """A requirement that records of an organisation can answer: months in a slot, slots owed, their days."""

    reading: Reading
    months: int
    owed: int
    due: Mapping[int, date]


@dataclass
class Answerer:
    """Answers for any number of records.

    `occurrences` of triggered duties: (requirement, organisation) → the day each is due. `parts` of those
    organisations that were not always what their holder says, by primary key.
    """

    readings: Iterable[Reading]
    occurrences: Mapping[tuple[int, int], date] = field(default_factory=dict)
    parts: Mapping[int, Sequence[Part[Any]]] = field(default_factory=dict)
    _by_kind: dict[tuple[int, str], list[Reading]] = field(init=False)
    _ways: dict[tuple[int, str, int], tuple[_Way, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_kind = defaultdict(list)
        for reading in self.readings:
            for kind in reading.kinds:
                self._by_kind[reading.year, kind].append(reading)

    def answers(
        self, holder: Holder, kind: str, day: date, *, by_secretary: bool, counts_on: date | None = None
    ) -> list[Answer]:
        """The duties that a record of `kind` by `holder` on `day` answers, in the plan's order.

        `by_secretary`: it was chaired by a secretary of the organisation on that day (R01-16). `counts_on`: a
        day of the earlier period that it counts for; then it answers only what may be done that late.
        """
        answers: list[Answer] = []
        lies_in = counts_on or day
        for reading, months, owed, due in self._ways_of(holder, kind, lies_in.year):
            if reading.chair_is_secretary and not by_secretary:
                continue
            period = (lies_in.month - 1) // months
            if not owed >> period & 1 or (counts_on and not _may_be_later(reading, holder, period)):
                continue
            answers.append(Answer(reading, period, due[period], day <= due[period]))
        return answers

    def nearly(
        self, holder: Holder, kind: str, day: date, *, by_secretary: bool, done: Mapping[int, int]
    ) -> list[Near]:
        """The open duties that such a record answers but for one thing, in the plan's order.

        `done` has by requirement the mask of its slots that are done. What was waived is not open, and what
        may still be done later (`later`) is not missed.
        """
        found: list[Near] = []
        for reading, months, owed, due in self._ways_of(holder, kind, day.year):
            still = owed & ~done.get(reading.pk, 0) & ~reading.particular(holder.pk).waived
            now = (day.month - 1) // months
            if reading.chair_is_secretary and not by_secretary:
                if still >> now & 1:
                    found.append(Near(reading, now, due[now], Lack.CHAIR))
            elif now and still >> (now - 1) & 1 and due[now - 1] < day:
                found.append(Near(reading, now - 1, due[now - 1], Lack.PERIOD))
        return found

    def later(self, holder: Holder, kind: str, day: date, years: Collection[int]) -> list[Answer]:
        """What a record of `day` may count for of earlier periods, while a window or an extension lasts.

        Who must chair is not asked.
        """
        return [
            Answer(reading, slot.index, due[slot.index], True)
            for year in sorted(years)
            for reading, _, owed, due in self._ways_of(holder, kind, year)
            for slot in reading.slots
            if owed & slot.bit
            and reading.period(slot.index).end < day <= due[slot.index]
            and _may_be_later(reading, holder, slot.index)
        ]

    def needs_secretary(self, kind: str, year: int) -> bool:
        """Whether anything that this kind answers asks who chaired."""
        return any(reading.chair_is_secretary for reading in self._by_kind.get((year, kind), ()))

    def _ways_of(self, holder: Holder, kind: str, year: int) -> tuple[_Way, ...]:
        key = (holder.pk, kind, year)
        ways = self._ways.get(key)
        if ways is None:
            found = (self._way(reading, holder) for reading in self._by_kind.get((year, kind), ()))
            ways = self._ways[key] = tuple(way for way in found if way.owed)
        return ways

    def _way(self, reading: Reading, holder: Holder) -> _Way:
        months = reading.period_kind.months
        if reading.is_triggered:
            due = self._triggered(reading, holder)
            return _Way(reading, months, 0 if due is None else 1, {} if due is None else {0: due})
        own = reading.particular(holder.pk)
        days = {slot.index: own.due(slot.index, slot.due_on) for slot in reading.slots}
        parts = self.parts.get(holder.pk)
        owed = owed_mask(reading, holder) if parts is None else owed_in(reading, parts)
        return _Way(reading, months, owed, days)

    def _triggered(self, reading: Reading, holder: Holder) -> date | None:
        """The day of a triggered duty; None where there is none or the organisation was closed by then."""
        due = self.occurrences.get((reading.pk, holder.pk))
        if due is None:
            return None
        if not is_there(reading, due, holder, self.parts.get(holder.pk)):
            return None
        return reading.particular(holder.pk).due(0, due)


def _may_be_later(reading: Reading, holder: Holder, period: int) -> bool:
    """Whether a window or an extension lets this duty be done after its period."""
    return reading.until is not None or period in reading.particular(holder.pk).days
