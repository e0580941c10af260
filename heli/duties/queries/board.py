"""挂图作战: units × requirements from the tally, organisations × requirements from standings (S004-46).

A slot counts in the unit that its organisation counted in on the day it is due (ADR 11), be it closed by now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from django.db.models import Sum

from heli.duties.models import Standing, Tally
from heli.duties.queries.alike import alike
from heli.duties.queries.briefs import Brief
from heli.duties.queries.cells import NOTHING, Board, Cell, total
from heli.duties.queries.parts import counted_in, parts_of
from heli.duties.queries.positions import Positions, positions
from heli.duties.queries.readings import Book, book_of, due_soon_days, seen_from
from heli.duties.queries.slots import NOT_DONE, Done, Owed, bits_on, counted, triggered
from heli.duties.rules import state
from heli.duties.rules.readings import Part, Reading, bits_of, owed_mask
from heli.duties.rules.state import Masks
from heli.orgs.models import OrganisationQuerySet, Unit
from heli.orgs.queries.timeline import Timelines, timelines_of_changed

__all__ = ["NOTHING", "Board", "Cell", "organisation_board", "total", "unit_board"]

Holders = Counter[Part[Brief]]
"""Organisations that owe alike, as they were in some days of the year, and how many."""


def city_cells(book: Book, today: date) -> dict[int, Cell]:
    """Each requirement of `book` with all organisations of the city, those that owe nothing absent.

    The figures of `unit_board`, for who asks nothing about units. Five queries, and one more where something
    was waived or extended.
    """
    own = _Own.of(book)
    alike, parts = _alike(book, today, timelines_of_changed(date(book.year, 1, 1)), own.organisations)
    ways = _Ways.of(alike)
    lots = ways.together()
    tallies = _city_tallies(book.year)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for reading in book.readings:
        if not reading.is_triggered:
            masks = _Masks(book, reading, today, ways)
            cells[reading.pk].append(_regular(masks, lots, tallies.get(reading.pk, {}), own))
    for (_, requirement), cell in triggered(book, today, parts).items():
        cells[requirement].append(cell)
    whole = {requirement: total(found) for requirement, found in cells.items()}
    return {requirement: cell for requirement, cell in whole.items() if cell != NOTHING}


def unit_board(year: int, today: date, organs: Iterable[int] | None = None) -> Board:
    """Units × requirements, each unit with all its organisations, 本级 and 直属单位; `organs` None: all.

    Seven queries, and one more where something was waived or extended: expected from grouped counts of
    organisations, done from the tally, what a trigger made, what changed in the year and what is particular
    one by one.
    """
    book = book_of(year)
    wanted = None if organs is None else set(organs)
    own = _Own.of(book)
    alike, parts = _alike(book, today, timelines_of_changed(date(year, 1, 1)), own.organisations)
    ways = _Ways.of(alike)
    tallies = _tallies(year)
    cells: dict[tuple[int, int], Cell] = {}
    for reading in book.readings:
        if reading.is_triggered:
            continue
        masks = _Masks(book, reading, today, ways)
        for organ, lots in ways.lots.items():
            cell = _regular(masks, lots, tallies.get((organ, reading.pk), {}), own)
            if cell != NOTHING:
                cells[organ, reading.pk] = cell
    cells.update(triggered(book, today, parts))
    shown = alike.keys() if wanted is None else wanted & alike.keys()
    names = Unit.objects.order_by().filter(pk__in=shown).values_list("pk", "name")
    rows = sorted(names, key=lambda row: row[1])
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
) -> tuple[dict[int, Holders], dict[int, tuple[Part[Brief], ...]]]:
    """By unit the organisations that owe alike, counted, and the parts of those that changed. One query."""
    first = date(book.year, 1, 1)
    named = {*own, *(pk for reading in book.readings for pk in reading.owners)}
    found: dict[int, Holders] = defaultdict(Counter)
    parts: dict[int, tuple[Part[Brief], ...]] = {}
    for brief, count in alike(counted_in(book.year, today), book.year, {*named, *changed}):
        organ, pk = brief.organ_id, brief.pk
        if pk in changed:
            parts[pk] = parts_of(brief, changed[pk])
            for part in parts[pk]:
                if part.until > first:
                    found[part.holder.organ_id][_nameless(part, named, first)] += 1
        else:
            found[organ][Part(brief, date.min, date.max)] += count
    return found, parts


def _nameless(part: Part[Brief], named: Collection[int], first: date) -> Part[Brief]:
    """The part without what does not matter for owing, so that those alike are counted together."""
    one = part.holder
    founded = one.founded_on if one.founded_on and one.founded_on >= first else None
    pk = one.pk if one.pk in named else 0
    alike = one._replace(pk=pk, nature="", system="", founded_on=founded)
    return Part(alike, part.since if part.since > first else date.min, part.until)


def _city_tallies(year: int) -> dict[int, dict[int, Done]]:
    found: dict[int, dict[int, Done]] = defaultdict(dict)
    rows = Tally.objects.filter(year=year).order_by().values_list("requirement_id", "period")
    sums = (Sum(name) for name in Done._fields)
    for requirement, period, *done in rows.annotate(*sums):
        found[requirement][period] = Done(*done)
    return found


def _tallies(year: int) -> dict[tuple[int, int], dict[int, Done]]:
    found: dict[tuple[int, int], dict[int, Done]] = defaultdict(dict)
    rows = Tally.objects.filter(year=year)
    for organ, requirement, period, *done in rows.values_list(
        "organ_id", "requirement_id", "period", "done", "on_time", "verified"
    ):
        found[organ, requirement][period] = Done(*done)
    return found


class _Lot(NamedTuple):
    """Organisations of one unit that owe alike: the way they owe, the key of a named one, how many."""

    way: int
    pk: int
    number: int


class _Ways(NamedTuple):
    """The different ways of owing in the whole city, each with one that owes so, and by unit who owes which.

    They are few: what a way owes of a requirement is worked out once, not once for every unit.
    """

    holders: Sequence[Part[Brief]]
    lots: Mapping[int, Sequence[_Lot]]

    @classmethod
    def of(cls, alike: Mapping[int, Holders]) -> "_Ways":
        numbers: dict[tuple[object, ...], int] = {}
        examples: list[Part[Brief]] = []
        lots: dict[int, list[_Lot]] = {}
        for organ, holders in alike.items():
            inside = lots[organ] = []
            for part, count in holders.items():
                one = part.holder
                key = (*one[:3], one.attached, *one[7:], part.since, part.until)
                way = numbers.setdefault(key, len(examples))
                if way == len(examples):
                    examples.append(part)
                inside.append(_Lot(way, one.pk, count))
        return cls(examples, lots)

    def together(self) -> list[_Lot]:
        """The lots of all units as those of one."""
        number: Counter[tuple[int, int]] = Counter()
        for way, pk, count in chain.from_iterable(self.lots.values()):
            number[way, pk] += count
        return [_Lot(*lot, count) for lot, count in number.items()]


class _Masks:
    """One requirement: by way of owing the slots owed and the known ones of them, and where slots stand."""

    def __init__(self, book: Book, reading: Reading, today: date, ways: _Ways) -> None:
        self.reading, self._today = reading, today
        self.of = [self._owed(book, part) for part in ways.holders]
        day = seen_from(reading, today)
        self.bits = {slot.index: bits_on(day, slot.index) for slot in reading.slots}

    def _owed(self, book: Book, part: Part[Brief]) -> tuple[int, int]:
        owed = owed_mask(self.reading, part.holder, part.since, part.until)
        return owed, owed & book.known(self.reading, part.holder.kind) if owed else 0

    def cell(self, owed: int, known: int, pk: int, done: tuple[int, int, int]) -> Cell:
        """An organisation with something particular; `done` are its masks done, in time, verified."""
        own = self.reading.particular(pk)
        days = {slot.index: own.due(slot.index, slot.due_on) for slot in self.reading.slots}
        day = state.seen_on(
            days, self._today, due_soon_days(self._today), answerable=bool(self.reading.kinds)
        )
        return _cell(state.part(owed, done[0], done[1], day, known, own.waived), done[2])


def _regular(masks: _Masks, lots: Sequence[_Lot], tally: Mapping[int, Done], own: _Own) -> Cell:
    """One unit in one requirement: what its organisations owe in each slot against what the tally counts."""
    together: dict[tuple[int, int], int] = {}
    apart: list[Cell] = []
    for way, pk, count in lots:
        both = masks.of[way]
        if not both[0]:
            continue
        if pk in masks.reading.own:
            done = own.done(masks.reading.pk, pk)
            apart.append(masks.cell(*both, pk, done))
            tally = _without(tally, both[0], *done)
        else:
            together[both] = together.get(both, 0) + count
    owed, known = _by_slot(together)
    whole = counted(
        Owed(count, known.get(index, 0), tally.get(index, NOT_DONE), masks.bits[index])
        for index, count in owed.items()
    )
    return total([whole, *apart])


@cache
def _bits(mask: int) -> tuple[int, ...]:
    """The indexes of a mask of slots, of which there are few different ones."""
    return tuple(bits_of(mask))


def _by_slot(together: Mapping[tuple[int, int], int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many organisations owe each slot, and of how many it is known, from their masks."""
    owed: dict[int, int] = {}
    known: dict[int, int] = {}
    for masks, count in together.items():
        for mask, found in zip(masks, (owed, known), strict=True):
            for index in _bits(mask):
                found[index] = found.get(index, 0) + count
    return owed, known


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
