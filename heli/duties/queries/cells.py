"""The counts of a board: what stands in its cells, rows and columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.duties.catalogue import DutyState
from heli.duties.queries.readings import Book


class Cell(NamedTuple):
    """Duties of one unit or organisation in one requirement or group, counted by where they stand today.

    `owed` counts duties due by today and known, `done` and `on_time` those of them; `overdue` is what of them
    is past its day and not done. `early` is done before its day, `ahead` neither done nor soon due, `waived`
    open and waived; `verified` counts those done, early ones too, whose record a superior verified.
    """

    owed: int = 0
    done: int = 0
    on_time: int = 0
    overdue: int = 0
    due_soon: int = 0
    unknown: int = 0
    ahead: int = 0
    early: int = 0
    waived: int = 0
    verified: int = 0

    def count(self, state: str) -> int:
        """How many of the duties are in a state, by its code."""
        counts = {
            DutyState.OVERDUE: self.overdue,
            DutyState.DUE_SOON: self.due_soon,
            DutyState.LATE: self.done - self.on_time,
            DutyState.ON_TIME: self.on_time + self.early,
            DutyState.UNKNOWN: self.unknown,
            DutyState.NOT_DUE: self.ahead,
            DutyState.WAIVED: self.waived,
        }
        return counts[DutyState(state)]

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
            (self.waived, DutyState.WAIVED),
        ):
            if count > 0:
                return code.value
        return ""


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
    held = [cell for cell in cells if cell is not NOTHING]
    if len(held) == 1:
        return held[0]
    return Cell(*map(sum, zip(NOTHING, *held, strict=True)))
