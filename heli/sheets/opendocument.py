"""Reads .ods, whole: calamine stumbles over space between elements and knows no merges there. ODF 1.2."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from heli.sheets.cells import Cell, ErrorCell, column_letter, error_in
from heli.sheets.workbook import MOST_COLUMNS, MOST_ROWS, Merge, Sheet, Workbook, locked, too_scattered

_NUMBERS = frozenset({"float", "percentage", "currency"})
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_ZERO_DAY_1904 = "1904-01-01"
_HIDING = frozenset({"collapse", "filter"})
_MOST_CELLS = 5_000_000  # held as Python objects, one by one


def read(name: str, content: bytes) -> Workbook:
    """The workbook. Raises Invalid where it is locked; what zipfile and the XML parser raise where broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise locked(name)
        document = ElementTree.fromstring(archive.read("content.xml"))
    hidden_styles = {
        style.get(_q("style", "name"))
        for style in document.iter(_q("style", "style"))
        if any(p.get(_q("table", "display")) == "false" for p in style.iter(_q("style", "table-properties")))
    }
    from_1904 = any(
        null.get(_q("table", "date-value")) == _ZERO_DAY_1904
        for null in document.iter(_q("table", "null-date"))
    )
    spreadsheet = next(document.iter(_q("office", "spreadsheet")))
    tables = spreadsheet.findall(_q("table", "table"))
    return Workbook(
        name,
        tuple(
            _sheet(table, table.get(_q("table", "style-name")) in hidden_styles, from_1904)
            for table in tables
        ),
    )


@dataclass(slots=True)
class _Grid:
    """The rows so far, each up to its last filled cell; `last_*` of the cells with content, held or not."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1

    @property
    def is_too_large(self) -> bool:
        return (self.last_row + 1) * (self.last_column + 1) > _MOST_CELLS

    def add(self, row: int, rows: int, column: int, columns: int, cell: Cell) -> None:
        """The cell so many rows down and columns across; once it is too much, only the extent is kept."""
        self.last_row = max(self.last_row, row + rows - 1)
        self.last_column = max(self.last_column, column + columns - 1)
        if self.is_too_large:
            return
        self.rows.extend([] for _ in range(row + rows - len(self.rows)))
        for line in self.rows[row : row + rows]:
            line.extend([""] * (column - len(line)))
            line.extend([cell] * columns)


def _sheet(table: Element, hidden: bool, from_1904: bool) -> Sheet:
    name = table.get(_q("table", "name"), "")
    grid = _Grid()
    _note_columns(table, grid)
    row = 0
    for element in _descend(table, "table-row"):
        rows = _count(element, "number-rows-repeated")
        if element.get(_q("table", "visibility")) in _HIDING:
            grid.hidden_rows.update(range(row, min(row + rows, MOST_ROWS)))
        _note_cells(element, row, rows, grid)
        row += rows
    if grid.is_too_large:
        problem = too_scattered(grid.last_row + 1, column_letter(grid.last_column))
        return Sheet(name, [], hidden=hidden, problem=problem)
    for line in grid.rows:
        line.extend([""] * (grid.last_column + 1 - len(line)))
    return Sheet(
        name=name,
        rows=grid.rows,
        hidden=hidden,
        merges=tuple(grid.merges),
        hidden_rows=frozenset(grid.hidden_rows),
        hidden_columns=frozenset(grid.hidden_columns),
        counts_from_1904=from_1904,
    )


def _note_columns(table: Element, grid: _Grid) -> None:
    column = 0
    for element in _descend(table, "table-column"):
        columns = _count(element, "number-columns-repeated")
        if element.get(_q("table", "visibility")) in _HIDING:
            grid.hidden_columns.update(range(column, min(column + columns, MOST_COLUMNS)))
        column += columns


def _note_cells(row: Element, number: int, rows: int, grid: _Grid) -> None:
    column = 0
    for element in row:
        columns = _count(element, "number-columns-repeated")
        if element.tag == _q("table", "table-cell"):
            cell = _cell(element)
            if cell != "":
                grid.add(number, rows, column, columns, cell)
            down, across = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
            if down > 1 or across > 1:
                grid.merges.append(Merge(number, column, number + down - 1, column + across - 1))
        column += columns


def _cell(element: Element) -> Cell:
    kind = element.get(_q("office", "value-type"))
    text = _text(element)
    if (
        element.get("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type")
        == "error"
    ):
        return ErrorCell(text or "#N/A")
    if kind in _NUMBERS:
        return float(element.get(_q("office", "value"), "nan"))
    if kind == "date":
        return _date(element.get(_q("office", "date-value"), ""), text)
    if kind == "boolean":
        return element.get(_q("office", "boolean-value")) == "true"
    if kind == "time" and (span := _DURATION.fullmatch(element.get(_q("office", "time-value"), ""))):
        return dt.timedelta(hours=int(span[1]), minutes=int(span[2]), seconds=int(span[3]))
    if kind is None and element.get(_q("table", "formula")):
        return ErrorCell("=" + element.get(_q("table", "formula"), "").partition("=")[2])
    if kind is not None and element.get(_q("table", "formula")) and (error := error_in(text)):
        return error
    return text


def _date(value: str, text: str) -> Cell:
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return text
    return moment if "T" in value and moment.time() != dt.time() else moment.date()


def _text(element: Element) -> str:
    """The paragraphs of a cell, a line each; a note beside the cell is not its text."""
    return "\n".join("".join(_pieces(p)) for p in element.findall(_q("text", "p")))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _q("text", "s"):
            yield " " * int(child.get(_q("text", "c"), "1"))
        elif child.tag in (_q("text", "line-break"), _q("text", "tab")):
            yield "\n" if child.tag.endswith("line-break") else "\t"
        elif child.tag in (_q("text", "span"), _q("text", "a")):
            yield from _pieces(child)
        yield child.tail or ""


def _descend(element: Element, wanted: str) -> Iterator[Element]:
    """The rows or columns, also inside groups and header groups, but not inside a table within a cell."""
    for child in element:
        local = child.tag.rpartition("}")[2]
        if local == wanted:
            yield child
        elif local in (f"{wanted}-group", f"{wanted}s", f"table-header-{wanted.removeprefix('table-')}s"):
            yield from _descend(child, wanted)


def _count(element: Element, attribute: str) -> int:
    return max(1, int(element.get(_q("table", attribute), "1")))


def _q(prefix: str, name: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0}}{name}"
