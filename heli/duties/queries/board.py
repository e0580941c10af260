"""挂图作战: units × requirements from the tally, organisations × requirements from standings (S004-46).

A slot counts in the unit that its organisation counted in on the day it is due (ADR 11), be it closed by now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Sum

from heli.duties.models import Tally
from heli.duties.queries.alike import alike
from heli.duties.queries.briefs import Brief
from heli.duties.queries.cells import NOTHING, Board, Cell, total
from heli.duties.queries.lots import Holders, Own, SlotMasks, Ways, cell_of, regular
from heli.duties.queries.parts import counted_in, parts_of
from heli.duties.queries.positions import Positions, positions
from heli.duties.queries.readings import Book, book_of
from heli.duties.queries.slots import Done, triggered
from heli.duties.rules.readings import Part
from heli.orgs.models import OrganisationQuerySet, Unit
from heli.orgs.queries.timeline import Timelines, timelines_of_changed

__all__ = ["NOTHING", "Board", "Cell", "organisation_board", "total", "unit_board"]


def city_cells(book: Book, today: date) -> dict[int, Cell]:
    """Each requirement of `book` with all organisations of the city, those that owe nothing absent.

    The figures of `unit_board`, for who asks nothing about units. Five queries, and one more where something
    was waived or extended.
    """
    own = Own.of(book)
    alike, parts = _alike(book, today, timelines_of_changed(date(book.year, 1, 1)), own.organisations)
    ways = Ways.of(alike)
    lots = ways.together()
    tallies = _city_tallies(book.year)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for reading in book.readings:
        if not reading.is_triggered:
            masks = SlotMasks(book, reading, today, ways)
            cells[reading.pk].append(regular(masks, lots, tallies.get(reading.pk, {}), own))
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
    own = Own.of(book)
    alike, parts = _alike(book, today, timelines_of_changed(date(year, 1, 1)), own.organisations)
    ways = Ways.of(alike)
    tallies = _tallies(year)
    cells: dict[tuple[int, int], Cell] = {}
    for reading in book.readings:
        if reading.is_triggered:
            continue
        masks = SlotMasks(book, reading, today, ways)
        for organ, lots in ways.lots.items():
            cell = regular(masks, lots, tallies.get((organ, reading.pk), {}), own)
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
                cell_of(masks, found.verified.get((brief.pk, position.reading.pk), 0)),
            )


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
