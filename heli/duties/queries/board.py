"""挂图作战: units × requirements from the tally, organisations × requirements from standings (S004-46)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, Count, OuterRef, Q, Subquery, When

from heli.duties.catalogue import DutyState
from heli.duties.models import Occurrence, Standing, Tally
from heli.duties.queries.positions import Brief, Positions, positions
from heli.duties.queries.readings import Book, book_of, due_soon_days, seen_from
from heli.duties.rules.readings import Reading, bits_of, owed_mask
from heli.duties.rules.state import DayMasks
from heli.orgs.models import Organisation, OrganisationQuerySet


class Cell(NamedTuple):
    """Duties of one unit or organisation in one requirement or group, counted by where they stand today.

    `owed` counts duties due by today and known, `done` and `on_time` those of them; `overdue` is what of them
    is past its day and not done. `early` is done before its day, `ahead` neither done nor soon due.
    """

    owed: int = 0
    done: int = 0
    on_time: int = 0
    overdue: int = 0
    due_soon: int = 0
    unknown: int = 0
    ahead: int = 0
    early: int = 0

    @property
    def state(self) -> str:
        """The state that the cell shows: what needs attention first. Empty where nothing is owed at all."""
        for count, code in (
            (self.overdue, DutyState.OVERDUE),
            (self.due_soon, DutyState.DUE_SOON),
            (self.done - self.on_time, DutyState.LATE),
            (self.done + self.early, DutyState.ON_TIME),
            (self.unknown, DutyState.UNKNOWN),
            (self.ahead, DutyState.NOT_DUE),
        ):
            if count > 0:
                return code.value
        return ""

    def plus(self, other: "Cell") -> "Cell":
        """Both together."""
        return Cell(*(one + more for one, more in zip(self, other, strict=True)))


NOTHING = Cell()


@dataclass(frozen=True)
class Board:
    """Units or organisations (primary key, name) × the year's requirements; absent cells owe nothing."""

    today: date
    book: Book
    rows: Sequence[tuple[int, str]]
    cells: Mapping[tuple[int, int], Cell]

    def cell(self, row: int, requirement: int) -> Cell:
        return self.cells.get((row, requirement), NOTHING)

    def of_row(self, row: int) -> Cell:
        """One row's cells together."""
        return total(self.cell(row, one.pk) for one in self.book.readings)

    def of_group(self, row: int, group: str) -> Cell:
        """One row's cells of one 重点任务 together."""
        return total(self.cell(row, one.pk) for one in self.book.readings if one.group == group)

    def of_requirement(self, requirement: int) -> Cell:
        return total(self.cell(row, requirement) for row, _ in self.rows)

    @property
    def whole(self) -> Cell:
        return total(self.cells.values())


def total(cells: Iterable[Cell]) -> Cell:
    """All cells together."""
    return Cell(*(sum(column) for column in zip(NOTHING, *cells, strict=True)))


def unit_board(year: int, today: date, organs: Iterable[int] | None = None) -> Board:
    """Units × requirements, each unit with all its organisations, 本级 and 直属单位; `organs` None: all.

    Five queries: expected from grouped counts of organisations, done from the tally, what a trigger made one
    by one.
    """
    book = book_of(year)
    within = Q() if organs is None else Q(organ__in=list(organs))
    names, alike = _alike(book, within, today)
    tallies = _tallies(year, within)
    cells: dict[tuple[int, int], Cell] = {}
    for reading in book.readings:
        if reading.is_triggered:
            continue
        day, masks = seen_from(reading, today), _Masks(book, reading)
        for organ, holders in alike.items():
            cell = _regular(masks, day, holders, tallies.get((organ, reading.pk), {}))
            if cell != NOTHING:
                cells[organ, reading.pk] = cell
    cells.update(_triggered(book, within, today))
    return Board(today, book, sorted(names.items(), key=lambda row: row[1]), cells)


def organisation_board(organisations: OrganisationQuerySet, year: int, today: date) -> Board:
    """Organisations × requirements, in the tree's order."""
    found = positions(organisations, year, today)
    cells = dict(_cells(found))
    rows = [(brief.pk, brief.name) for brief in found.briefs.values()]
    return Board(today, found.book, rows, cells)


def _cells(found: Positions) -> Iterator[tuple[tuple[int, int], Cell]]:
    for brief in found.briefs.values():
        for position in found.of(brief):
            masks = position.masks
            yield (
                (brief.pk, position.reading.pk),
                Cell(
                    owed=masks.counted.bit_count(),
                    done=(masks.counted & masks.done).bit_count(),
                    on_time=(masks.counted & masks.on_time).bit_count(),
                    overdue=masks.overdue.bit_count(),
                    due_soon=masks.due_soon.bit_count(),
                    unknown=masks.unknown.bit_count(),
                    ahead=masks.not_due.bit_count(),
                    early=(masks.done & ~masks.counted).bit_count(),
                ),
            )


Holders = list[tuple[Brief, int]]


def _alike(book: Book, within: Q, today: date) -> tuple[dict[int, str], dict[int, Holders]]:
    """The units' names; organisations of each that owe alike, counted: one query.

    An organisation whose own days or name matter is a group of itself: its primary key is `lone`, else 0.
    """
    named = {pk for reading in book.readings for pk in reading.owners}
    single = Q(founded_on__gte=date(book.year, 1, 1)) | Q(closed_on__isnull=False) | Q(pk__in=named)
    lone = Case(When(single, then="pk"), default=0)
    own_days = [Case(When(single, then=day)) for day in ("founded_on", "closed_on")]
    live = Organisation.objects.live(today).filter(within).order_by()
    grouped = live.values_list(
        "organ_id", "organ__name", lone, "kind", "attached", "has_committee", *own_days
    ).annotate(count=Count("pk"))
    names: dict[int, str] = {}
    found: dict[int, Holders] = defaultdict(list)
    for organ, name, pk, kind, attached, has_committee, founded, closed, count in grouped:
        names[organ] = name
        brief = Brief(pk, "", kind, "", "", attached, organ, has_committee, founded, closed)
        found[organ].append((brief, count))
    return names, found


def _tallies(year: int, within: Q) -> dict[tuple[int, int], dict[int, tuple[int, int]]]:
    found: dict[tuple[int, int], dict[int, tuple[int, int]]] = defaultdict(dict)
    rows = Tally.objects.filter(within, year=year)
    for organ, requirement, period, done, on_time in rows.values_list(
        "organ_id", "requirement_id", "period", "done", "on_time"
    ):
        found[organ, requirement][period] = (done, on_time)
    return found


class _Masks:
    """Slots of one requirement that a holder owes, and the known ones of them; once for all alike."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self._book, self._reading = book, reading
        self._kept: dict[tuple[int, str, bool, bool], tuple[int, int]] = {}

    def of(self, brief: Brief) -> tuple[int, int]:
        key = (brief.pk, brief.kind, brief.attached, brief.has_committee)
        if key not in self._kept:
            owed = owed_mask(self._reading, brief)
            self._kept[key] = (owed, owed & self._book.known(self._reading, brief.kind) if owed else 0)
        return self._kept[key]


def _regular(masks: _Masks, day: DayMasks, holders: Holders, tally: Mapping[int, tuple[int, int]]) -> Cell:
    """One unit in one requirement: what its organisations owe in each slot against what the tally counts."""
    owed: dict[int, int] = defaultdict(int)
    known: dict[int, int] = defaultdict(int)
    for brief, count in holders:
        mask, known_mask = masks.of(brief)
        for index in bits_of(mask):
            owed[index] += count
        for index in bits_of(known_mask):
            known[index] += count
    if not owed:
        return NOTHING
    return total(
        _slot(owed[index], known[index], *tally.get(index, (0, 0)), day_bits=_bits(day, index))
        for index in owed
    )


def _bits(day: DayMasks, index: int) -> tuple[bool, bool, bool]:
    due, past, soon = (bool(mask >> index & 1) for mask in day)
    return due, past, soon


def _slot(owed: int, known: int, done: int, on_time: int, *, day_bits: tuple[bool, bool, bool]) -> Cell:
    """One period of one unit. What was done counts as known, even from before its kind had a source."""
    due, past, soon = day_bits
    done, on_time = min(done, owed), min(on_time, owed)
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
    )


def _triggered(book: Book, within: Q, today: date) -> dict[tuple[int, int], Cell]:
    """Cells of duties that a trigger made: one each, so they are counted one by one. One query, or none."""
    answerable = {reading.pk: bool(reading.kinds) for reading in book.readings if reading.is_triggered}
    if not answerable:
        return {}
    live = Organisation.objects.live(today).filter(within).values("pk")
    own = Standing.objects.filter(
        year=book.year, requirement=OuterRef("requirement"), organisation=OuterRef("organisation")
    )
    rows = Occurrence.objects.filter(requirement__in=list(answerable), organisation__in=live).values_list(
        "requirement_id",
        "organisation__organ_id",
        "due_on",
        Subquery(own.values("done")),
        Subquery(own.values("on_time")),
    )
    last_soon = today + timedelta(days=due_soon_days(today))
    cells: dict[tuple[int, int], Cell] = defaultdict(Cell)
    for requirement, organ, due_on, done, on_time in rows:
        soon = answerable[requirement] and due_on <= last_soon
        bits = (due_on <= today, due_on < today, soon)
        cell = _slot(1, 1, (done or 0) & 1, (on_time or 0) & 1, day_bits=bits)
        cells[organ, requirement] = cells[organ, requirement].plus(cell)
    return dict(cells)
