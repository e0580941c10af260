"""Looks through a sheet's XML, in pieces, for what calamine does not tell. ECMA-376 part 1, 18.3.

calamine gives true error cells (`t="e"`) and formulas without a stored result as empty, knows no hidden rows,
and lays cells out as a full rectangle however far apart they lie. Reading each cell here would take longer
than calamine itself, so only rare marks are searched for, and cells are looked at where one was found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from heli.sheets.cells import ErrorCell, column_index
from heli.sheets.compound import Damaged
from heli.sheets.workbook import MOST_COLUMNS, MOST_ROWS

_PIECE = 1 << 22
_LONGEST_ROW = 1 << 26
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_POSITION = re.compile(rb"""\sr=["']([A-Z]{1,3})\d""")
_NUMBER = re.compile(rb"""\sr=["'](\d{1,8})["']""")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d{1,5})["']""")
_ERROR = re.compile(rb"""\st=["']e["']""")
_STRING = re.compile(rb"""\st=["'](?:str|s|inlineStr)["']""")


@dataclass(slots=True)
class SheetFacts:
    """What the XML says beside the values; rows and columns from 0, `last_*` of the last filled cells."""

    errors: dict[tuple[int, int], ErrorCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1

    @property
    def area(self) -> int:
        """How many cells the rectangle holds that begins at A1."""
        return (self.last_row + 1) * (self.last_column + 1)


def scan(stream: IO[bytes], *, zero_is_no_result: bool, exact: bool = False) -> SheetFacts:
    """Looks through the XML once.

    `zero_is_no_result`: the workbook asks to be calculated on opening, so that a formula with a stored 0 was
    never calculated (programs that write Excel leave it so). Unless `exact`, cells that are only formatted
    may count into `last_row` and `last_column`. Raises Damaged.
    """
    return _Scan(zero_is_no_result, exact).run(stream)


class _Scan:
    def __init__(self, zero_is_no_result: bool, exact: bool) -> None:
        self._zero_is_no_result = zero_is_no_result
        self._exact = exact
        self._facts = SheetFacts()
        self._row_number = 0  # of the row last seen; rows need not say theirs

    def run(self, stream: IO[bytes]) -> SheetFacts:
        head = stream.read(_PIECE)
        self._learn_tags(head)
        self._note_columns(head)
        for piece in self._pieces(head, stream):
            self._look_at(piece)
        return self._facts

    def _learn_tags(self, head: bytes) -> None:
        """Some programs write `<x:row>` for `<row>`."""
        root = re.search(rb"<((?:\w+:)?)worksheet[\s>]", head)
        if not root:
            raise Damaged("no worksheet")
        opening, closing = b"<" + root[1], b"</" + root[1]
        self._row, self._row_end = opening + b"row", closing + b"row>"
        self._cells, self._cell_end = (opening + b"c ", opening + b"c>"), closing + b"c>"
        self._values = (opening + b"v>", opening + b"is>")
        self._value, self._value_end = opening + b"v>", closing + b"v>"
        self._formula, self._formula_end = opening + b"f", closing + b"f>"
        self._column = opening + b"col "

    def _note_columns(self, head: bytes) -> None:
        for start in _occurrences(head, self._column):
            tag = head[start : head.find(b">", start)]
            span = {name: int(number) for name, number in _SPAN.findall(tag)}
            if _HIDDEN.search(tag) and len(span) == 2:
                self._facts.hidden_columns.update(range(span[b"min"] - 1, min(span[b"max"], MOST_COLUMNS)))

    def _pieces(self, head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
        """The XML cut after ends of rows."""
        rest = head
        while True:
            cut = rest.rfind(self._row_end)
            if cut >= 0:
                cut += len(self._row_end)
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > _LONGEST_ROW:
                raise Damaged("a row without an end")
            more = stream.read(_PIECE)
            if not more:
                return
            rest += more

    def _look_at(self, piece: bytes) -> None:
        """Passes over a piece without marks as quickly as may be; else looks at each of its rows."""
        errors = self._formula in piece or b't="e"' in piece or b"t='e'" in piece
        hidden = b"hidden=" in piece
        if not errors and not any(value in piece for value in self._values):
            self._row_number += piece.count(self._row)
        elif errors or hidden or self._exact or not self._passed_over(piece):
            self._look_at_rows(piece, errors, hidden)

    def _passed_over(self, piece: bytes) -> bool:
        """Takes the extent from the last cell of each row, filled or not; False where cells have no place."""
        numbers, columns = set(), set()
        for row in piece.split(self._row_end)[:-1]:
            number = row.find(b' r="', row.rfind(self._row)) + 4
            numbers.add(row[number : row.find(b'"', number)])
            cell = row.rfind(b' r="') + 4
            columns.add(row[cell : cell + 3].rstrip(b'0123456789"'))
        if not all(map(bytes.isdigit, numbers)) or not all(map(bytes.isalpha, columns)):
            return False
        self._row_number = max(map(int, numbers))
        self._reach(max(column_index(column.decode()) for column in columns))
        return True

    def _look_at_rows(self, piece: bytes, errors: bool, hidden: bool) -> None:
        start = 0
        while (end := piece.find(self._row_end, start)) >= 0:
            begin = self._begin_row(piece, start, end)
            self._note_extent(piece, begin, end)
            if errors:
                self._note_errors(piece, begin, end)
                self._note_formulas(piece, begin, end)
            if hidden and _HIDDEN.search(piece, begin, piece.find(b">", begin)):
                self._facts.hidden_rows.add(self._row_number - 1)
            start = end + len(self._row_end)

    def _begin_row(self, piece: bytes, start: int, end: int) -> int:
        """Where the row begins that ends at `end`; rows without any cell may lie before it."""
        begin = piece.rfind(self._row, start, end)
        if begin < 0:
            raise Damaged("a row without a beginning")
        said = _NUMBER.search(piece, begin, piece.find(b">", begin) + 1)
        self._row_number = int(said[1]) if said else self._row_number + piece.count(self._row, start, end)
        return begin

    def _note_extent(self, piece: bytes, begin: int, end: int) -> None:
        last = max(piece.rfind(value, begin, end) for value in self._values)
        if last >= 0:
            self._reach(self._column_of(piece, begin, self._cell_before(piece, begin, last)))

    def _reach(self, column: int) -> None:
        if column >= MOST_COLUMNS or not 1 <= self._row_number <= MOST_ROWS:
            raise Damaged("a cell outside the sheet")
        self._facts.last_column = max(self._facts.last_column, column)
        self._facts.last_row = max(self._facts.last_row, self._row_number - 1)

    def _note_errors(self, piece: bytes, begin: int, end: int) -> None:
        for mark in _ERROR.finditer(piece, begin, end):
            cell = piece.rfind(b"<", begin, mark.start())
            tag_end = piece.find(b">", cell)
            if tag_end < mark.end() - 1 or not piece.startswith(self._cells, cell):
                continue  # the mark stands in a text
            if piece[tag_end - 1 : tag_end] != b"/":
                text = self._stored(piece, tag_end, piece.find(self._cell_end, tag_end, end)) or "#N/A"
                self._add(piece, begin, cell, ErrorCell(text))

    def _note_formulas(self, piece: bytes, begin: int, end: int) -> None:
        for at in _occurrences(piece, self._formula, begin, end):
            if piece[at + len(self._formula)] not in b" >/":
                continue
            cell = self._cell_before(piece, begin, at)
            cell_end = piece.find(self._cell_end, at, end)
            tag = piece[cell : piece.find(b">", cell)]
            if not _ERROR.search(tag) and not self._has_result(tag, piece, at, cell_end):
                formula = self._inner(piece, at, self._formula_end, cell_end)
                self._add(piece, begin, cell, ErrorCell("=" + (formula or "…")))

    def _has_result(self, tag: bytes, piece: bytes, formula: int, cell_end: int) -> bool:
        stored = self._stored(piece, formula, cell_end)
        if _STRING.search(tag):
            return stored is not None  # a formula may come to an empty text
        return bool(stored) and not (self._zero_is_no_result and stored == "0")

    def _stored(self, piece: bytes, start: int, cell_end: int) -> str | None:
        """The text of the value; None where there is none."""
        value = piece.find(self._value[:-1], start, cell_end)
        if value < 0:
            return "" if piece.find(self._values[1], start, cell_end) >= 0 else None
        return self._inner(piece, value, self._value_end, cell_end)

    def _inner(self, piece: bytes, element: int, closing: bytes, cell_end: int) -> str:
        opened = piece.find(b">", element)
        closed = piece.find(closing, opened, cell_end)
        return html.unescape(piece[opened + 1 : closed].decode("utf-8", "replace")) if closed >= 0 else ""

    def _add(self, piece: bytes, begin: int, cell: int, error: ErrorCell) -> None:
        column = self._column_of(piece, begin, cell)
        self._reach(column)
        self._facts.errors[self._row_number - 1, column] = error

    def _cell_before(self, piece: bytes, begin: int, at: int) -> int:
        return max(piece.rfind(cell, begin, at) for cell in self._cells)

    def _column_of(self, piece: bytes, begin: int, cell: int) -> int:
        """The column of a cell; where cells do not say theirs, they are counted."""
        if cell < 0:
            raise Damaged("a value outside a cell")
        said = _POSITION.search(piece, cell, piece.find(b">", cell) + 1)
        if said:
            return column_index(said[1].decode())
        return sum(piece.count(tag, begin, cell) for tag in (*self._cells, self._cells[0][:-1] + b"/>"))


def _occurrences(text: bytes, part: bytes, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where the part occurs."""
    stop = len(text) if end is None else end
    at = text.find(part, start, stop)
    while at >= 0:
        yield at
        at = text.find(part, at + 1, stop)
