"""From the counts of a board to its cells: columns, the sentence behind each cell, where it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from heli.appraisal.catalogue import Scheme
from heli.duties.catalogue import DutyState
from heli.duties.queries.board import Board, Cell, total
from heli.duties.queries.readings import Book
from heli.duties.rules.readings import Reading
from heli.home.catalogue import Column, Row, Square
from heli.home.queries import addresses
from heli.home.queries.rates import tier_of

UNGROUPED = "未分组"
CALLING = frozenset({DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.UNKNOWN})
"""States that call for something: a cell that shows one opens to these duties alone."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A column before it is drawn: its head, 重点任务 and requirements, and the filter of lists it is."""

    head: Column
    group: str
    readings: Sequence[Reading]
    filters: Mapping[str, object]


def by_group(book: Book) -> list[Slice]:
    """A column for each 重点任务 of the plan; its head opens the board of its requirements."""
    return [
        Slice(
            Column(name or UNGROUPED, addresses.board(group=name) if name else ""),
            name,
            [one for one in book.readings if one.group == name],
            {"group": name},
        )
        for name in book.groups()
    ]


def by_requirement(book: Book, group: str) -> list[Slice]:
    """A column for each requirement (of one 重点任务 if `group` names it); its head opens that."""
    place = {name: number for number, name in enumerate(book.groups())}
    return [
        Slice(Column(one.measure, addresses.requirement(one.pk)), one.group, [one], {"requirement": one.pk})
        for one in sorted(book.readings, key=lambda one: place[one.group])
        if group in ("", one.group)
    ]


@dataclass(frozen=True)
class Drawing:
    """A board and its columns. `key` is the filter of lists that a row is; `opens` says where a row leads."""

    board: Board
    columns: Sequence[Slice]
    key: str
    opens: Callable[[int], str]

    @property
    def heads(self) -> list[tuple[str, int]]:
        """The 重点任务 over the columns, each with how many it spans; none over columns that are 重点任务."""
        if all("group" in column.filters for column in self.columns):
            return []
        spans = groupby(self.columns, key=lambda column: column.group)
        return [(name or UNGROUPED, len(list(inside))) for name, inside in spans]

    @property
    def whole(self) -> Cell:
        """All rows and columns together, whatever the state that narrows the rows."""
        return total(self._cell(pk, column) for pk, _ in self.board.rows for column in self.columns)

    def rows(self, state: str) -> list[tuple[int, str]]:
        """The rows that have a duty in `state`; all of them where it is empty."""
        return [
            (pk, name)
            for pk, name in self.board.rows
            if not state or any(self._cell(pk, column).count(state) for column in self.columns)
        ]

    def row(self, pk: int, name: str, scheme: Scheme) -> Row:
        """One row as it is drawn; its tier rests on all requirements, whichever columns are shown."""
        squares = [self._square(pk, name, column) for column in self.columns]
        return Row(name, self.opens(pk), tier_of(self.board, pk, scheme), squares)

    def _cell(self, pk: int, column: Slice) -> Cell:
        return total(self.board.cell(pk, one.pk) for one in column.readings)

    def _square(self, pk: int, name: str, column: Slice) -> Square:
        cell = self._cell(pk, column)
        shown = cell.state
        if not shown:
            return Square("", 0, "", "")
        filters = {self.key: pk, **column.filters, "state": shown if shown in CALLING else ""}
        said = f"{name}，{column.head.name}：{cell_said(cell)}"
        url = addresses.duties(self.board.book.year, **filters)
        return Square(shown, cell.count(shown), said, url)


def cell_said(cell: Cell) -> str:
    """The sentence behind a cell: what was due and done, then what is open; zeros are left out."""
    parts = [f"已到期 {cell.owed} 项，完成 {cell.done} 项，其中按期 {cell.on_time} 项"] if cell.owed else []
    for number, words in (
        (cell.early, "提前完成"),
        (cell.overdue, "逾期"),
        (cell.due_soon, "将到期"),
        (cell.unknown, "情况未知"),
        (cell.ahead, "未到期"),
        (cell.waived, "免除"),
    ):
        if number:
            parts.append(f"{words} {number} 项")
    return "；".join(parts)
