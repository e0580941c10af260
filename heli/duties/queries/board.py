"""挂图作战: units × requirements from the tally, organisations × requirements from standings (S004-46).

A slot counts in the unit that its organisation counted in on the day it is due (ADR 11), be it closed by now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from heli.duties.models import Occurrence, Standing, Tally
from heli.duties.queries.alike import alike
from heli.duties.queries.cells import NOTHING, Board, Cell, total
from heli.duties.queries.parts import counted_in, parts_of
from heli.duties.queries.positions import Brief, Positions, positions
from heli.duties.queries.readings import Book, book_of, due_soon_days, seen_from
from heli.duties.rules import state
from heli.duties.rules.readings import Part, Reading, bits_of, is_there, owed_mask, part_on
from heli.duties.rules.state import DayMasks, Masks
from heli.orgs.models import OrganisationQuerySet, Unit
from heli.orgs.queries.timeline import Timelines, timelines_of_changed

__all__ = ["NOTHING", "Board", "Cell", "organisation_board", "total", "unit_board"]

Holders = Counter[Part[Brief]]
"""Organisations that owe alike, as they were in some days of the year, and how many."""


class Done(NamedTuple):
    """How many organisations of a unit have done one period, in time, and verified."""

    done: int
    on_time: int
    verified: int


NOT_DONE = Done(0, 0, 0)


def unit_board(year: int, today: date, organs: Iterable[int] | None = None) -> Board:
    """Units × requirements, each unit with all its organisations, 本级 and 直属单位; `organs` None: all.

    Six queries, and one more where something was waived or extended: expected from grouped counts of
    organisations, done from the tally, what a trigger made, what changed in the year and what is particular
    one by one.
    """
    book = book_of(year)
    wanted = None if organs is None else set(organs)
    own = _Own.of(book)
    alike, parts, names = _alike(book, today, timelines_of_changed(date(year, 1, 1)), own.organisations)
    tallies = _tallies(year)
    cells: dict[tuple[int, int], Cell] = {}
    for reading in book.readings:
        if reading.is_triggered:
            continue
        day, masks = seen_from(reading, today), _Masks(book, reading, today)
        for organ, holders in alike.items():
            cell = _regular(masks, day, holders, tallies.get((organ, reading.pk), {}), own)
            if cell != NOTHING:
                cells[organ, reading.pk] = cell
    cells.update(_triggered(book, today, parts))
    shown = alike.keys() if wanted is None else wanted & alike.keys()
    rows = sorted(((pk, names[pk]) for pk in shown), key=lambda row: row[1])
    return Board(today, book, rows, {key: cell for key, cell in cells.items() if key[0] in shown})


def organisation_board(
    organisations: OrganisationQuerySet, year: int, today: date, *, organ: int | None = None
) -> Board:
    """Organisations × requirements, in the tree's order; with `organ` only what counts in that unit."""
    found = positions(organisations, year, today, organ=organ)
    cells = dict(_cells(found))
    rows = [(brief.pk, brief.name) for brief in found.briefs.values()]
    return Board(today, found.book, rows, cells)


def _cells(found: Positions) -> Iterator[tuple[tuple[int, int], Cell]]:
    for brief in found.briefs.values():
        for position in found.of(brief):
            masks = position.masks
            yield (
                (brief.pk, position.reading.pk),
                _cell(masks, found.verified.get((brief.pk, position.reading.pk), 0)),
            )


def _cell(masks: Masks, verified: int) -> Cell:
    """One organisation in one requirement; `verified` is the mask of what is verified of it."""
    return Cell(
        owed=masks.counted.bit_count(),
        done=(masks.counted & masks.done).bit_count(),
        on_time=(masks.counted & masks.on_time).bit_count(),
        overdue=masks.overdue.bit_count(),
        due_soon=masks.due_soon.bit_count(),
        unknown=masks.unknown.bit_count(),
        ahead=masks.not_due.bit_count(),
        early=(masks.done & ~masks.counted).bit_count(),
        waived=masks.waived.bit_count(),
        verified=(masks.done & verified).bit_count(),
    )


class _Own(NamedTuple):
    """Organisations of which something is particular, with what they have done: they are counted apart."""

    organisations: frozenset[int]
    standings: Mapping[tuple[int, int], tuple[int, int, int]]

    @classmethod
    def of(cls, book: Book) -> "_Own":
        """What a year's requirements have of them. One query where there are any."""
        organisations = frozenset(pk for reading in book.readings for pk in reading.own)
        if not organisations:
            return cls(organisations, {})
        rows = Standing.objects.filter(
            year=book.year,
            requirement__in=[reading.pk for reading in book.readings if reading.own],
            organisation__in=organisations,
        ).values_list("requirement_id", "organisation_id", "done", "on_time", "verified")
        return cls(organisations, {(row[0], row[1]): row[2:] for row in rows})

    def done(self, requirement: int, organisation: int) -> tuple[int, int, int]:
        """Masks of what it has done, in time, and verified."""
        return self.standings.get((requirement, organisation), (0, 0, 0))


def _alike(
    book: Book, today: date, changed: Timelines, own: Collection[int]
) -> tuple[dict[int, Holders], dict[int, tuple[Part[Brief], ...]], dict[int, str]]:
    """By unit the organisations that owe alike, counted, the parts of those that changed, the units' names.

    One query, and another where everybody has left a unit.
    """
    first = date(book.year, 1, 1)
    named = {*own, *(pk for reading in book.readings for pk in reading.owners)}
    found: dict[int, Holders] = defaultdict(Counter)
    parts: dict[int, tuple[Part[Brief], ...]] = {}
    names: dict[int, str] = {}
    for brief, name, count in alike(counted_in(book.year, today), book.year, {*named, *changed}):
        organ, pk = brief.organ_id, brief.pk
        names[organ] = name
        if pk in changed:
            parts[pk] = parts_of(brief, changed[pk])
            for part in parts[pk]:
                if part.until > first:
                    found[part.holder.organ_id][_nameless(part, named, first)] += 1
        else:
            found[organ][Part(brief, date.min, date.max)] += count
    left = found.keys() - names.keys()
    if left:
        names.update(Unit.objects.filter(pk__in=left).values_list("pk", "name"))
    return found, parts, names


def _nameless(part: Part[Brief], named: Collection[int], first: date) -> Part[Brief]:
    """The part without what does not matter for owing, so that those alike are counted together."""
    one = part.holder
    founded = one.founded_on if one.founded_on and one.founded_on >= first else None
    pk = one.pk if one.pk in named else 0
    alike = one._replace(pk=pk, nature="", system="", founded_on=founded)
    return Part(alike, part.since if part.since > first else date.min, part.until)


def _tallies(year: int) -> dict[tuple[int, int], dict[int, Done]]:
    found: dict[tuple[int, int], dict[int, Done]] = defaultdict(dict)
    rows = Tally.objects.filter(year=year)
    for organ, requirement, period, *done in rows.values_list(
        "organ_id", "requirement_id", "period", "done", "on_time", "verified"
    ):
        found[organ, requirement][period] = Done(*done)
    return found


class _Masks:
    """Slots of one requirement that a holder owes, and the known ones of them; once for all alike."""

    def __init__(self, book: Book, reading: Reading, today: date) -> None:
        self.reading, self._book, self._today = reading, book, today
        self._kept: dict[tuple[object, ...], tuple[int, int]] = {}

    def of(self, part: Part[Brief]) -> tuple[int, int]:
        one = part.holder
        key = (*one[:3], one.attached, *one[7:], part.since, part.until)
        if key not in self._kept:
            owed = owed_mask(self.reading, one, part.since, part.until)
            self._kept[key] = (owed, owed & self._book.known(self.reading, one.kind) if owed else 0)
        return self._kept[key]

    def cell(self, owed: int, known: int, pk: int, done: tuple[int, int, int]) -> Cell:
        """An organisation with something particular; `done` are its masks done, in time, verified."""
        own = self.reading.particular(pk)
        days = {slot.index: own.due(slot.index, slot.due_on) for slot in self.reading.slots}
        day = state.seen_on(
            days, self._today, due_soon_days(self._today), answerable=bool(self.reading.kinds)
        )
        return _cell(state.part(owed, done[0], done[1], day, known, own.waived), done[2])


def _regular(masks: _Masks, day: DayMasks, holders: Holders, tally: Mapping[int, Done], own: _Own) -> Cell:
    """One unit in one requirement: what its organisations owe in each slot against what the tally counts."""
    owed: dict[int, int] = defaultdict(int)
    known: dict[int, int] = defaultdict(int)
    apart: list[Cell] = []
    for part, count in holders.items():
        mask, known_mask = masks.of(part)
        if mask and part.holder.pk in masks.reading.own:
            done = own.done(masks.reading.pk, part.holder.pk)
            apart.append(masks.cell(mask, known_mask, part.holder.pk, done))
            tally = _without(tally, mask, *done)
            continue
        for index in bits_of(mask):
            owed[index] += count
        for index in bits_of(known_mask):
            known[index] += count
    slots = (
        _slot(owed[index], known[index], tally.get(index, NOT_DONE), day_bits=_bits(day, index))
        for index in owed
    )
    return total((*slots, *apart))


def _without(tally: Mapping[int, Done], mask: int, done: int, on_time: int, verified: int) -> dict[int, Done]:
    """The tally without one organisation that is counted apart."""
    return {
        index: Done(
            count.done - (mask & done) // (1 << index) % 2,
            count.on_time - (mask & on_time) // (1 << index) % 2,
            count.verified - (mask & verified) // (1 << index) % 2,
        )
        for index, count in tally.items()
    }


def _bits(day: DayMasks, index: int) -> tuple[bool, bool, bool]:
    due, past, soon = (bool(mask >> index & 1) for mask in day)
    return due, past, soon


def _slot(owed: int, known: int, tally: Done, *, day_bits: tuple[bool, bool, bool]) -> Cell:
    """One period of one unit. What was done counts as known, even from before its kind had a source."""
    due, past, soon = day_bits
    done, on_time = min(tally.done, owed), min(tally.on_time, owed)
    counted = max(known, done)
    missing = owed - done
    return Cell(
        owed=counted if due else 0,
        done=done if due else 0,
        on_time=on_time if due else 0,
        overdue=counted - done if past else 0,
        due_soon=missing if soon and not past else 0,
        unknown=owed - counted if past else 0,
        ahead=missing if not past and not soon else 0,
        early=0 if due else done,
        verified=min(tally.verified, done),
    )


def _triggered(
    book: Book, today: date, parts: Mapping[int, tuple[Part[Brief], ...]]
) -> dict[tuple[int, int], Cell]:
    """Cells of duties that a trigger made: one each, so they are counted one by one. One query, or none."""
    asked = {reading.pk: reading for reading in book.readings if reading.is_triggered}
    if not asked:
        return {}
    counted = counted_in(book.year, today).order_by().values("pk")
    stood = Standing.objects.filter(
        year=book.year, requirement=OuterRef("requirement"), organisation=OuterRef("organisation")
    )
    rows = Occurrence.objects.filter(requirement__in=list(asked), organisation__in=counted).values_list(
        "requirement_id",
        "due_on",
        *(Subquery(stood.values(name)) for name in ("done", "on_time", "verified")),
        *(f"organisation__{name}" for name in ("pk", "organ_id", "closed_on")),
    )
    last_soon = today + timedelta(days=due_soon_days(today))
    cells: dict[tuple[int, int], Cell] = defaultdict(Cell)
    for requirement, due_on, done, on_time, verified, pk, organ, closed in rows:
        reading = asked[requirement]
        holder = Brief(pk, "", "", "", "", False, organ, False, None, closed)
        if not is_there(reading, due_on, holder, parts.get(pk)):
            continue
        part = part_on(parts.get(pk, ()), reading.counts_on(due_on))
        organ = organ if part is None else part.holder.organ_id
        particular = reading.particular(pk)
        due = particular.due(0, due_on)
        tally = Done(*((mask or 0) & 1 for mask in (done, on_time, verified)))
        if particular.waived and not tally.done:
            cell = Cell(waived=1)
        else:
            bits = (due <= today, due < today, bool(reading.kinds) and due <= last_soon)
            cell = _slot(1, 1, tally, day_bits=bits)
        cells[organ, requirement] = cells[organ, requirement].plus(cell)
    return dict(cells)
