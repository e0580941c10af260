"""Gives an office its own workbook back: a column more that tells what became of each row, faults marked."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import PurePath

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from heli.sheets import cells, sniffing
from heli.sheets.cells import ErrorCell
from heli.sheets.faults import Fault, Kind
from heli.sheets.headers import RESULT_HEADING
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import Part
from heli.sheets.sniffing import FileKind
from heli.sheets.workbook import MOST_COLUMNS, Workbook
from heli.sheets.writing import sheet_title

_MACROS = "xl/vbaProject.bin"
_REFUSED_FILL = PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDTH = 42.0
_LONGEST_CELL = 32_767
_LAST_COLUMN = MOST_COLUMNS
_WHAT_OPENPYXL_RAISES = (ValueError, TypeError, LookupError, AttributeError, OSError, zipfile.BadZipFile)
_AUTHOR = "导入检查"
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120


def annotate(
    name: str,
    content: bytes,
    parts: Sequence[Part],
    results: Mapping[tuple[str, int], str],
    *,
    faults: Iterable[Fault] = (),
) -> tuple[str, bytes]:
    """The workbook with a column 导入结果 on each recognised sheet; returns its file name and its bytes.

    `results` goes from (sheet, row as Excel counts it) to the text of that row. Cells that `faults` of kind
    `refuse` name are coloured, with the reason as a comment. An .xlsx or .xlsm stays as it was otherwise
    (formulas, styles, merges), but for what openpyxl does not keep: pictures and shapes. An .xls, .ods or
    .csv, or an .xlsx that openpyxl cannot read, comes back as a new .xlsx with the same cells. A column
    导入结果 of an earlier time is used again. Raises Invalid as `open_workbook` does.
    """
    target = _to_write_on(name, content)
    reasons = _reasons(faults)
    for part in parts:
        sheet = target.sheets[part.sheet.name]
        of_sheet = {row: text for (of, row), text in results.items() if of == part.sheet.name}
        _write_results(sheet, part, of_sheet, {row for of, row, _ in reasons if of == part.sheet.name})
        _mark_refused(sheet, part, reasons)
    stream = io.BytesIO()
    target.book.save(stream)
    return PurePath(name).stem + target.ending, stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Target:
    """The workbook to write on, its sheets by the names in the original, the ending of its file name."""

    book: openpyxl.Workbook
    sheets: Mapping[str, Worksheet]
    ending: str


def _to_write_on(name: str, content: bytes) -> _Target:
    if sniffing.kind_of(name, content) is FileKind.XLSX:
        has_macros = _has_macros(content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # extensions that it drops
                book = openpyxl.load_workbook(io.BytesIO(content), keep_vba=has_macros, rich_text=True)
        except _WHAT_OPENPYXL_RAISES:
            return _copied(open_workbook(name, content))
        return _Target(book, {s.title: s for s in book.worksheets}, ".xlsm" if has_macros else ".xlsx")
    return _copied(open_workbook(name, content))


def _has_macros(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return _MACROS in package.namelist()


def _copied(workbook: Workbook) -> _Target:
    """A new workbook with the same sheets, cells and merges."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = {}
    for source in workbook.sheets:
        sheet = book.create_sheet(sheet_title(source.name, taken=book.sheetnames))
        sheet.sheet_state = "hidden" if source.hidden else "visible"
        for number, row in enumerate(source.rows, 1):
            for column, cell in enumerate(row, 1):
                _copy_cell(sheet, number, column, cell)
        for merge in source.merges or ():
            sheet.merge_cells(None, merge.top + 1, merge.left + 1, merge.bottom + 1, merge.right + 1)
        sheets[source.name] = sheet
    return _Target(book, sheets, ".xlsx")


def _copy_cell(sheet: Worksheet, row: int, column: int, cell: cells.Cell) -> None:
    if cell == "":
        return
    if isinstance(cell, str):
        target = sheet.cell(row, column, _legal(cell))
        target.data_type = "s"  # also where the text begins with =
    else:
        sheet.cell(row, column, cell.text if isinstance(cell, ErrorCell) else cell)


def _write_results(
    sheet: Worksheet, part: Part, results: Mapping[int, str], refused: Collection[int]
) -> None:
    column = _result_column(sheet, part)
    heading = sheet.cell(part.header_row, column)
    beside = sheet.cell(part.header_row, max(part.columns.values()) + 1)
    if isinstance(heading, Cell):
        heading.value = RESULT_HEADING
        for look in ("font", "fill", "border", "alignment"):
            setattr(heading, look, copy(getattr(beside, look)))
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    for row in range(part.header_row + 1, max(len(part.sheet.rows), *results, 1) + 1):
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            continue
        cell.value = _legal(results[row]) if row in results else None
        if row in results:
            cell.alignment = _WRAPPED
        if row in refused:
            cell.fill = _REFUSED_FILL


def _result_column(sheet: Worksheet, part: Part) -> int:
    """The column 导入结果 of an earlier time, or the first right of everything from the header down."""
    for column, cell in enumerate(part.sheet.rows[part.header_row - 1], 1):
        if isinstance(cell, str) and cells.squeeze(cell) == RESULT_HEADING:
            return column
    last = len(part.sheet.rows[0])
    for merge in sheet.merged_cells.ranges:
        if merge.max_row >= part.header_top and merge.max_col < _LAST_COLUMN:
            last = max(last, merge.max_col)
    column = last + 1
    while column < _LAST_COLUMN and _is_used(sheet, part.header_top, column):
        column += 1
    return column


def _is_used(sheet: Worksheet, top: int, column: int) -> bool:
    """Holds the column anything, be it a formula that shows nothing?"""
    return any(
        value is not None
        for (value,) in sheet.iter_rows(min_row=top, min_col=column, max_col=column, values_only=True)
    )


def _reasons(faults: Iterable[Fault]) -> dict[tuple[str, int, str], list[str]]:
    """Why, by sheet, row and heading, of everything refused."""
    reasons: dict[tuple[str, int, str], list[str]] = {}
    for fault in faults:
        if fault.kind is Kind.REFUSE:
            reasons.setdefault((fault.sheet, fault.row, fault.column), []).append(fault.message)
    return reasons


def _mark_refused(
    sheet: Worksheet, part: Part, reasons: Mapping[tuple[str, int, str], Sequence[str]]
) -> None:
    columns = {part.headings[key]: index + 1 for key, index in part.columns.items()}
    for (of, row, heading), messages in reasons.items():
        if of != part.sheet.name or heading not in columns or row <= part.header_row:
            continue
        cell = sheet.cell(row, columns[heading])
        if isinstance(cell, MergedCell):
            continue
        cell.fill = _REFUSED_FILL
        before = [cell.comment.text] if cell.comment else []
        cell.comment = Comment(
            "\n".join([*before, *messages]), _AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH
        )


def _legal(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL]
