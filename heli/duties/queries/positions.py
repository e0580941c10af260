"""Where organisations stand in each requirement of a year: the ground of lists, boards and scores.

Six queries, whatever the number of organisations: the year's requirements (two), organisations, those that
changed since the year began, standings, occurrences. Everything else is mask arithmetic (`rules.state`).

A slot counts by what the organisation was on the day it is due (ADR 11). Nearly all are the whole year what
they are today, and are worked out once for all alike, who share their positions; the others are made of
their parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import NamedTuple, cast

from heli.duties.models import Occurrence, Standing
from heli.duties.queries.briefs import BRIEF, ONCE, Brief, Position, brief_of
from heli.duties.queries.parts import parts_since
from heli.duties.queries.readings import Book, book_of, due_soon_days, seen_from
from heli.duties.rules import state
from heli.duties.rules.readings import (
    Part,
    Particular,
    Reading,
    is_there,
    owed_in,
    owed_mask,
)
from heli.duties.rules.state import DayMasks
from heli.orgs.models import OrganisationQuerySet
from heli.orgs.queries.timeline import FEW

MANY = 2_000
"""From so many organisations on, all standings of a year are read in one go and not sought one by one."""


class _Line(NamedTuple):
    """What organisations alike owe of a requirement, and their positions by (done, in time).

    A triggered one keeps none: its position hangs on the day of each.
    """

    reading: Reading
    owed: int
    known: int
    kept: dict[tuple[int, int], Position]


class _Lines(NamedTuple):
    """What organisations alike owe; `kept` has of the untriggered lines the requirement and the positions."""

    lines: tuple[_Line, ...]
    kept: tuple[tuple[int, dict[tuple[int, int], Position]], ...]

    @classmethod
    def of(cls, made: Iterable[_Line]) -> "_Lines":
        lines = tuple(made)
        kept = tuple((line.reading.pk, line.kept) for line in lines if not line.reading.is_triggered)
        return cls(lines, kept)


_NOTHING_DONE = (0, 0)
_NO_STANDINGS: Mapping[int, tuple[int, int]] = {}


@dataclass
class Positions:
    """The positions of any number of organisations, seen from one day.

    `briefs` say what each is today, `parts` what those were that changed; `standings` have by organisation
    and requirement the masks of what was done and in time. With `organ` (a primary key) only what counts in
    that unit. `verified`: (organisation, requirement) → mask of what is verified, where anything is.
    """

    today: date
    book: Book
    briefs: Mapping[int, Brief]
    standings: Mapping[int, Mapping[int, tuple[int, int]]]
    occurrences: Mapping[int, Mapping[int, date]]
    soon_days: int
    parts: Mapping[int, tuple[Part[Brief], ...]] = field(default_factory=dict)
    verified: Mapping[tuple[int, int], int] = field(default_factory=dict)
    organ: int | None = None
    _alike: dict[tuple[object, ...], _Lines] = field(init=False, default_factory=dict)
    _once: dict[tuple[int, date, tuple[int, int]], Position] = field(init=False, default_factory=dict)
    _named: frozenset[int] = field(init=False)
    _apart: frozenset[int] = field(init=False)
    _days: dict[int, DayMasks] = field(init=False)

    def __post_init__(self) -> None:
        self._days = {one.pk: seen_from(one, self.today) for one in self.book.readings}
        self._named = frozenset(pk for one in self.book.readings for pk in one.owners)
        particular = (pk for one in self.book.readings for pk in one.own)
        self._apart = frozenset([*particular, *chain.from_iterable(self.occurrences.values())])

    def of(self, brief: Brief) -> list[Position]:
        """The requirements of which the organisation owes anything in the year, in the plan's order.

        This is asked of every organisation of a city for one page: what stands alike is looked up.
        """
        standings = self.standings.get(brief.pk, _NO_STANDINGS)
        lines = self._lines(brief)
        if brief.pk not in self._apart:
            done = standings.get
            held = [kept.get(done(pk, _NOTHING_DONE)) for pk, kept in lines.kept]
            if None not in held:
                return cast(list[Position], held)
        return list(self._one_by_one(brief, lines.lines, standings))

    def owes(self, brief: Brief) -> bool:
        """Whether the organisation owes anything in the year."""
        return bool(self._lines(brief).kept) or bool(self.of(brief))

    def _one_by_one(
        self, brief: Brief, lines: Iterable[_Line], standings: Mapping[int, tuple[int, int]]
    ) -> Iterator[Position]:
        for line in lines:
            reading = line.reading
            standing = standings.get(reading.pk, _NOTHING_DONE)
            if reading.is_triggered:
                position = self._triggered(brief, reading, standing)
            else:
                position = line.kept.get(standing)
                if position is None:
                    made = Position(reading, line.owed, *standing, line.known, self._days[reading.pk])
                    position = line.kept[standing] = made
            if position is not None:
                own = reading.own.get(brief.pk)
                yield position if own is None else self._with(position, own)

    def _with(self, position: Position, own: Particular) -> Position:
        """The position of the one organisation for which something of it was waived or extended."""
        if position.due_on is not None:
            due = own.due(0, position.due_on)
            return replace(position, own=own, due_on=due, day=self._day_of({0: due}, position.reading))
        days = {slot.index: own.due(slot.index, slot.due_on) for slot in position.reading.slots}
        return replace(position, own=own, day=self._day_of(days, position.reading))

    def _day_of(self, days: Mapping[int, date], reading: Reading) -> DayMasks:
        """The masks of slots due on these days, seen from today."""
        return state.seen_on(days, self.today, self.soon_days, answerable=bool(reading.kinds))

    def shares(self, brief: Brief) -> Iterator[tuple[Brief, Position]]:
        """The same, each position divided among what the organisation was when its slots are due."""
        parts = self._parts(brief)
        for position in self.of(brief):
            if parts is None:
                yield brief, position
                continue
            for part in parts:
                owed = self._of_part(position, part)
                if owed:
                    yield part.holder, replace(position, owed=owed)

    def stood_on(self, brief: Brief, day: date) -> bool:
        """Whether the organisation was there on a day: founded, and not closed."""
        if brief.founded_on is not None and brief.founded_on > day:
            return False
        if brief.closed_on is not None and brief.closed_on <= day:
            return False
        parts = self.parts.get(brief.pk)
        return parts is None or any(part.covers(day) for part in parts)

    def as_it_stood(self, brief: Brief, day: date) -> Brief:
        """What the organisation was on a day, or on the last day before it; its name is today's."""
        parts = self.parts.get(brief.pk)
        if parts is None:
            return brief
        begun = [part for part in parts if part.since <= day]
        return (begun or parts)[-1 if begun else 0].holder

    def _parts(self, brief: Brief) -> tuple[Part[Brief], ...] | None:
        """Its parts, those alone that count in the unit that is asked for; None where it never changed."""
        parts = self.parts.get(brief.pk)
        if parts is None or self.organ is None:
            return parts
        return tuple(part for part in parts if part.holder.organ_id == self.organ)

    def _of_part(self, position: Position, part: Part[Brief]) -> int:
        """Which of the position's slots are owed by the organisation as it was then."""
        reading = position.reading
        if position.due_on is not None:
            return position.owed if part.covers(reading.counts_on(position.due_on)) else 0
        return position.owed & owed_mask(reading, part.holder, part.since, part.until)

    def _lines(self, brief: Brief) -> _Lines:
        """What it owes; worked out once for organisations alike that stood the whole year."""
        parts, founded = self._parts(brief), brief.founded_on
        if parts is not None or brief.closed_on is not None or (founded and founded.year >= self.book.year):
            return _Lines.of(self._made(brief, parts))
        named = brief.pk if brief.pk in self._named else 0
        alike = (brief.kind, brief.attached, brief.has_committee, named)
        found = self._alike.get(alike)
        if found is None:
            found = self._alike[alike] = _Lines.of(self._made(brief, parts))
        return found

    def _made(self, brief: Brief, parts: tuple[Part[Brief], ...] | None) -> Iterator[_Line]:
        for reading in self.book.readings:
            if parts is None:
                owed, known = owed_mask(reading, brief), self.book.known(reading, brief.kind)
            else:
                owed, known = owed_in(reading, parts), self._known_in(parts, reading)
            if owed or (reading.is_triggered and reading.pk in self.occurrences):
                yield _Line(reading, owed, known, {})

    def _known_in(self, parts: tuple[Part[Brief], ...], reading: Reading) -> int:
        known = 0
        for part in parts:
            days = sum(slot.bit for slot in reading.slots if part.covers(slot.due_on))
            known |= self.book.known(reading, part.holder.kind) & days
        return known

    def _triggered(self, brief: Brief, reading: Reading, standing: tuple[int, int]) -> Position | None:
        due = self.occurrences[reading.pk].get(brief.pk)
        if due is None or not is_there(reading, due, brief, self._parts(brief)):
            return None
        key = (reading.pk, due, standing)
        found = self._once.get(key)
        if found is None:
            day = self._day_of({0: due}, reading)
            found = self._once[key] = Position(reading, ONCE, *standing, ONCE, day, due)
        return found


def positions(
    organisations: OrganisationQuerySet,
    year: int,
    today: date,
    *,
    organ: int | None = None,
    book: Book | None = None,
    with_done: bool = True,
) -> Positions:
    """Where `organisations` stand in the requirements of `year`, seen from `today`, in the tree's order.

    A slice stays in the order in which it was cut. With `organ` (a primary key) only what of theirs counts in
    that unit. `book`: where it is read already. Without `with_done` only what they owe is read, as if nothing
    was done.
    """
    is_slice = organisations.query.is_sliced
    rows = (organisations if is_slice else organisations.order_by("path")).values_list(*BRIEF)
    briefs = {row[0]: brief_of(row, today, organ) for row in rows}
    within = (organisations if is_slice else organisations.order_by()).values("pk")
    those = list(briefs) if len(briefs) <= FEW else within
    narrowed = {} if len(briefs) > MANY else {"organisation__in": those}
    occurred = Occurrence.objects.filter(requirement__plan__year=year, **narrowed)
    occurrences: dict[int, dict[int, date]] = defaultdict(dict)
    for requirement, organisation, due_on in occurred.values_list(
        "requirement_id", "organisation_id", "due_on"
    ):
        occurrences[requirement][organisation] = due_on
    standings: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    verified: dict[tuple[int, int], int] = {}
    counted = Standing.objects.filter(year=year, **narrowed) if with_done else Standing.objects.none()
    for organisation, requirement, done, on_time, checked in counted.values_list(
        "organisation_id", "requirement_id", "done", "on_time", "verified"
    ):
        standings[organisation][requirement] = (done, on_time)
        if checked:
            verified[organisation, requirement] = checked
    return Positions(
        today=today,
        book=book or book_of(year),
        briefs=briefs,
        standings=standings,
        occurrences=occurrences,
        soon_days=due_soon_days(today),
        parts=parts_since(date(year, 1, 1), briefs.values(), those),
        verified=verified,
        organ=organ,
    )
