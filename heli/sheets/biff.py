"""What the records of an .xls say that calamine does not: error cells, hidden rows and columns. [MS-XLS]"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from heli.sheets.cells import ErrorCell
from heli.sheets.compound import Damaged

_BOF, _EOF, _BOUNDSHEET, _DATEMODE, _FILEPASS, _DIMENSIONS = 0x0809, 0x000A, 0x0085, 0x0022, 0x002F, 0x0200
_FORMULA, _BOOLERR, _ROW, _COLINFO = 0x0006, 0x0205, 0x0208, 0x007D
_MULRK, _MULBLANK = 0x00BD, 0x00BE  # several cells of a row, the last column at the end
_CELLS = frozenset(  # records that begin with a row and a column
    {_FORMULA, _BOOLERR, 0x0201, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, _MULRK, _MULBLANK}
)
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class SheetFacts:
    """What one sheet says beside its values; rows and columns from 0."""

    errors: dict[tuple[int, int], ErrorCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class BookFacts:
    """What the workbook says: its sheets in order, whether its days count from 1904, whether it is locked."""

    sheets: list[SheetFacts] = field(default_factory=list)
    counts_from_1904: bool = False
    is_locked: bool = False


def scan(stream: bytes) -> BookFacts:
    """Walks over the records of a Workbook stream once. Raises Damaged."""
    book = BookFacts()
    begins: dict[int, SheetFacts] = {}
    current: SheetFacts | None = None
    depth = 0
    for at, record, size in _records(stream):
        _check_place(stream, at + 4, record, size)
        if record == _BOF:
            depth += 1
            current = begins.pop(at, None) if depth == 1 else current
        elif record == _EOF:
            depth -= 1
            current = None if depth == 0 else current
        elif current is not None and depth == 1:
            _note(current, stream, at + 4, record, size)
        elif record == _BOUNDSHEET and size >= 6:
            facts = begins[struct.unpack_from("<I", stream, at + 4)[0]] = SheetFacts()
            book.sheets.append(facts)
        elif record == _DATEMODE and size >= 2:
            book.counts_from_1904 = stream[at + 4] == 1
        elif record == _FILEPASS:
            book.is_locked = True
            return book
    if depth or begins:
        raise Damaged("a sheet without a beginning or an end")
    return book


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(stream):
        record, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        if record or size:
            yield at, record, size
        at += 4 + size


def _check_place(stream: bytes, at: int, record: int, size: int) -> None:
    """Cells must lie on the sheet: calamine makes room for wherever a record says that they are."""
    if record in _CELLS and size >= 6:
        last = at + size - 2 if record in (_MULRK, _MULBLANK) else at + 2
        if struct.unpack_from("<H", stream, last)[0] >= _MOST_COLUMNS:
            raise Damaged("a cell outside the sheet")
    elif record == _DIMENSIONS:
        if size < 10:
            raise Damaged("dimensions")
        form = "<IIHH" if size >= 12 else "<HHHH"  # BIFF8, BIFF5
        first_row, last_row, first_column, last_column = struct.unpack_from(form, stream, at)
        if not (first_row <= last_row <= _MOST_ROWS and first_column <= last_column <= _MOST_COLUMNS):
            raise Damaged("dimensions")


def _note(facts: SheetFacts, stream: bytes, at: int, record: int, size: int) -> None:
    if record == _FORMULA and size >= 14:
        if stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            facts.errors[struct.unpack_from("<HH", stream, at)] = _error(stream[at + 8])
    elif record == _BOOLERR and size >= 8:
        if stream[at + 7] == 1:
            facts.errors[struct.unpack_from("<HH", stream, at)] = _error(stream[at + 6])
    elif record == _ROW and size >= 16:
        if stream[at + 12] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", stream, at)[0])
    elif record == _COLINFO and size >= 10 and stream[at + 8] & 1:
        first, last = struct.unpack_from("<HH", stream, at)
        facts.hidden_columns.update(range(first, min(last, _MOST_COLUMNS - 1) + 1))


def _error(code: int) -> ErrorCell:
    return ErrorCell(_ERRORS.get(code, "#N/A"))
