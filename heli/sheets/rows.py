"""Reads the rows of a recognised part: values by key, with every fault located."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from heli.sheets import cells, oddities, passing_over
from heli.sheets.cells import Cell, column_index, column_letter
from heli.sheets.faults import Fault, Kind
from heli.sheets.passing_over import PassingOver
from heli.sheets.readers import IN_1904_BOOKS, Reader, Unreadable
from heli.sheets.recognising import Part
from heli.sheets.table import Column

_AT_ONCE = 2_000
_MOST_REMEMBERED = 50_000


@dataclass(slots=True)
class Row:
    """One row of data.

    `number` as Excel counts it. `values` has every column of the part (one that it lacks is not among its
    keys): what the reader made of the cell, None where it is empty or could not be read. `refused`: among
    `faults` is one of kind `refuse`.
    """

    part: Part = field(repr=False)
    number: int
    values: dict[str, Any]
    cells: tuple[Cell, ...] = field(repr=False)
    faults: list[Fault] = field(default_factory=list)
    refused: bool = False

    @property
    def raw(self) -> dict[str, Cell]:
        """The cells that the values were read from, by key (a boolean as its text)."""
        return dict(zip(self.part.columns, self.cells, strict=True))

    def fault(self, kind: Kind, code: str, message: str, key: str | None = None) -> Fault:
        """Adds a fault at this row, in the column of `key` (None: the row itself); `refuse` refuses the row.

        A key whose column the sheet does not have gives its title with an empty value.
        """
        column, value = "", ""
        if key is not None:
            declared = self.part.table.column(key)
            column = self.part.headings.get(key, declared.title)
            value = _value_shown(declared, self.raw.get(key, ""))
        fault = Fault(
            self.part.workbook, self.part.sheet.name, self.number, column, value, kind, code, message
        )
        self.faults.append(fault)
        self.refused = self.refused or kind is Kind.REFUSE
        return fault


def read_rows(part: Part) -> Iterator[Row]:
    """The rows of data, in their order; empty rows and those of `rows_passed_over` are left out.

    What a reader tolerates is named by a `tolerate` fault; what it cannot read refuses the row if its column
    is vital, and is a warning elsewhere.
    """
    columns = [_ColumnReading(part, key) for key in part.columns]
    body = _body(part)
    while chunk := list(islice(body, _AT_ONCE)):
        numbers = [number for number, _ in chunk]
        read = [column.read(numbers, [row for _, row in chunk]) for column in columns]
        values = zip(*(column_values for _, column_values in read), strict=True)
        raw = zip(*(column_cells for column_cells, _ in read), strict=True)
        rows = [
            Row(part, number + 1, dict(zip(part.columns, row_values, strict=True)), row_cells)
            for number, row_values, row_cells in zip(numbers, values, raw, strict=True)
        ]
        for column, (column_cells, _) in zip(columns, read, strict=True):
            column.name_faults(rows, column_cells)
        yield from rows


def rows_passed_over(part: Part) -> Iterator[Fault]:
    """The rows with content that `read_rows` leaves out, one fault each: totals, footers, repeated headers …

    Rows that are only numbered beforehand are not named. A hidden row is read like any other; how many there
    are is told by one `hidden-rows` warning.
    """
    passing = PassingOver(part)
    hidden = []
    private = {column_index(letter) for letter, _ in part.refused}
    for number, row, first in _filled_rows(part):
        reason = passing.reason(number, row, first)
        if reason is passing_over.ONLY_NUMBERED:
            continue
        if reason:
            yield Fault(
                part.workbook,
                part.sheet.name,
                number + 1,
                "",
                "" if first in private else cells.shown(row[first]),
                reason.kind,
                reason.code,
                reason.message,
            )
        elif number in part.sheet.hidden_rows:
            hidden.append(number + 1)
    if hidden:
        yield _hidden_rows(part, hidden)


def _hidden_rows(part: Part, numbers: Sequence[int]) -> Fault:
    some = "、".join(map(str, numbers[:10])) + (" 等" if len(numbers) > 10 else "")
    message = f"第 {some}行是隐藏的行（可能开着筛选），共 {len(numbers)} 行，已照常读取。请核对是否应当导入。"
    return Fault(part.workbook, part.sheet.name, numbers[0], "", "", Kind.WARN, "hidden-rows", message)


def _filled_rows(part: Part) -> Iterator[tuple[int, list[Cell], int]]:
    """The rows below the header that hold anything: index, cells, index of the first filled cell."""
    rows = part.sheet.rows
    for number in range(part.header_row, len(rows)):
        row = rows[number]
        for first, cell in enumerate(row):
            if cell != "" and not cells.is_blank(cell):
                yield number, row, first
                break


def _body(part: Part) -> Iterator[tuple[int, list[Cell]]]:
    passing = PassingOver(part)
    for number, row, first in _filled_rows(part):
        if passing.reason(number, row, first) is None:
            yield number, row


class _Remembered(dict[Cell, Any]):
    """Values by cell: offices write the same again and again. `odd` keeps what is more than a value."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self.odd: dict[Cell, Sequence[str] | Unreadable] = {}

    def __missing__(self, cell: Cell) -> Any:
        value = None
        try:
            value, met = self._reader(cell)
            if met:
                self.odd[cell] = met
        except Unreadable as error:
            self.odd[cell] = error
        if len(self) < _MOST_REMEMBERED:
            self[cell] = value
        return value


class _ColumnReading:
    """Reads the cells of one column, many rows at once."""

    def __init__(self, part: Part, key: str) -> None:
        self._part = part
        self._column = part.table.column(key)
        self._index = part.columns[key]
        reader = self._column.reader
        if part.sheet.counts_from_1904:
            reader = IN_1904_BOOKS.get(reader, reader)
        self._remembered = _Remembered(reader)
        fills = key in part.table.fill_down
        self._merged = _merged_down(part, self._index) if fills else {}
        self._fills_blanks = fills and part.sheet.merges is None
        self._above: Cell = ""
        self._filled_from_above: set[int] = set()

    def read(self, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]) -> tuple[list[Cell], list[Any]]:
        """The cells (as merges mean them) and their values."""
        index = self._index
        column = [row[index] for row in rows]
        if self._merged:
            column = [self._merged.get(number, cell) for number, cell in zip(numbers, column, strict=True)]
        if self._fills_blanks:
            column = [self._or_above(number, cell) for number, cell in zip(numbers, column, strict=True)]
        if bool in set(map(type, column)):  # True would be remembered as 1
            column = [cells.shown(cell) if isinstance(cell, bool) else cell for cell in column]
        return column, list(map(self._remembered.__getitem__, column))

    def _or_above(self, number: int, cell: Cell) -> Cell:
        """Where the file cannot tell merges, an empty cell means the one above."""
        if not cells.is_blank(cell):
            self._above = cell
        elif self._above != "":
            self._filled_from_above.add(number)
        return self._above

    def name_faults(self, rows: Sequence[Row], column: Sequence[Cell]) -> None:
        """Adds to the rows what was tolerated or could not be read."""
        odd = self._remembered.odd
        if odd:
            for row, cell in zip(rows, column, strict=True):
                if cell in odd:
                    self._name(row, cell, odd[cell])
        if self._filled_from_above:
            for row in rows:
                if row.number - 1 in self._filled_from_above:
                    self._name(row, row.raw[self._column.key], (oddities.FILLED_FROM_ABOVE,))

    def _name(self, row: Row, cell: Cell, met: Sequence[str] | Unreadable) -> None:
        key, codes = self._column.key, self._column.codes
        place = f"{column_letter(self._index)}{row.number}“{self._part.headings[key]}”："
        if isinstance(met, Unreadable):
            kind = Kind.REFUSE if self._column.vital else Kind.WARN
            end = "" if self._column.vital else "该项未导入。"
            row.fault(kind, codes.get(met.code, met.code), f"{place}{met.message}{end}", key)
            return
        written = _value_shown(self._column, cell)
        read = _masked(row.values[key]) if self._column.private else row.values[key]
        for code in met:
            message = oddities.message(code, written, read)
            row.fault(Kind.TOLERATE, codes.get(code, code), place + message, key)


def _merged_down(part: Part, index: int) -> dict[int, Cell]:
    """The cells of a column that a vertical merge covers, by row index: each means the merge's first."""
    rows = part.sheet.rows
    return {
        number: rows[merge.top][merge.left]
        for merge in part.sheet.merges or ()
        if merge.left <= index <= merge.right and part.header_row <= merge.top < len(rows)
        for number in range(merge.top + 1, merge.bottom + 1)
    }


def _value_shown(column: Column, cell: Cell) -> str:
    shown = cells.shown(cell)
    return _masked(shown) if column.private else shown


def _masked(value: Any) -> str:
    """The first four and the last four characters, the rest as stars."""
    text = "" if value is None else str(value)
    return text if len(text) <= 8 else f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}"
