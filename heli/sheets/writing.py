"""Writes workbooks: lists of any length, with real dates and numbers, ready to filter and to print."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from heli.sheets.workbook import MOST_ROWS

_FONT = {"font_name": "宋体", "font_size": 11}
_SAMPLED_ROWS = 200
_NARROWEST, _WIDEST = 6.0, 60.0
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_EXACT = 10**15  # Excel keeps 15 digits of a number
_FIRST_YEAR = 1900
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_A4 = 9


class ValueKind(StrEnum):
    """What a column holds, which decides how its cells are written and shown."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENT = "percent"


_NUMBER_FORMATS: Mapping[ValueKind, str] = {
    ValueKind.TEXT: "@",
    ValueKind.DATE: "yyyy-mm-dd",
    ValueKind.MOMENT: "yyyy-mm-dd hh:mm",
    ValueKind.WHOLE: "0",
    ValueKind.DECIMAL: "0.00",
    ValueKind.PERCENT: "0.0%",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, its width in characters (None: as wide as what it holds), what it holds."""

    title: str
    width: float | None = None
    kind: ValueKind = ValueKind.TEXT


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to write: as many values a row as there are headings, None for an empty cell.

    `rows` is gone through once and never held as a whole. `note` is a line above the header.
    """

    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    note: str = ""


def write_workbook(target: Path | str | BinaryIO, sheets: Sequence[SheetOut]) -> None:
    """Writes an .xlsx to a path or a binary stream.

    The header is frozen, bold and filtered, and repeated on each printed page. Dates and numbers are real; a
    text is never taken for a formula, whatever it begins with. A moment is written as its own clock shows it.
    A sheet with more rows than Excel takes is continued on further ones. Where `rows` raises, nothing reaches
    the target. Raises ValueError for a row that is not as long as the headings.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "workbook.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "remove_timezone": True,
            "default_format_properties": _FONT,
        }
        with xlsxwriter.Workbook(str(file), options) as book:
            styles = _Styles(book)
            for sheet in sheets:
                _write_sheet(book, styles, sheet)
        if isinstance(target, str | Path):
            shutil.copyfile(file, target)
        else:
            with file.open("rb") as written:
                shutil.copyfileobj(written, target)


def sheet_title(wanted: str, *, taken: Collection[str] = ()) -> str:
    """A title that Excel accepts: at most 31 characters, none of []:*?/\\\\, no other sheet's."""
    clean = _NOT_IN_TITLES.sub(" ", wanted).strip(" '") or "Sheet"
    lower = {title.lower() for title in taken}
    title, number = clean[:_LONGEST_TITLE].rstrip(), 1
    while title.lower() in lower:
        number += 1
        ending = f"({number})"
        title = clean[: _LONGEST_TITLE - len(ending)].rstrip() + ending
    return title


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"valign": "top"}
        self.note: Format = book.add_format({"font_color": "#595959"})
        self.header: Format = book.add_format(
            {
                "bold": True,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#F2F2F2",
                "border": 1,
            }
        )
        self.of_kind: dict[ValueKind, Format] = {
            kind: book.add_format({**base, "num_format": form}) for kind, form in _NUMBER_FORMATS.items()
        }
        self.quoted: Format = book.add_format({**base, "num_format": "@", "quote_prefix": True})


def _write_sheet(book: xlsxwriter.Workbook, styles: _Styles, sheet: SheetOut) -> None:
    rows = iter(sheet.rows)
    rows_to_a_page = MOST_ROWS - (2 if sheet.note else 1)
    while True:
        _write_page(book, styles, sheet, islice(rows, rows_to_a_page))
        following = next(rows, None)
        if following is None:
            return
        rows = chain([following], rows)


def _write_page(
    book: xlsxwriter.Workbook, styles: _Styles, sheet: SheetOut, rows: Iterator[Sequence[Any]]
) -> None:
    page: Worksheet = book.add_worksheet(sheet_title(sheet.title, taken=book.sheetnames))
    top = 0
    if sheet.note:
        page.write_string(0, 0, sheet.note, styles.note)
        top = 1
    for column, heading in enumerate(sheet.headings):
        page.write_string(top, column, heading.title, styles.header)
    writers = [_writer(page, styles, heading.kind) for heading in sheet.headings]
    widths = [_display_width(heading.title) + 4 for heading in sheet.headings]
    last = top
    for last, row in enumerate(rows, top + 1):
        if last <= _SAMPLED_ROWS:
            widths = [max(width, _shown_width(value)) for width, value in zip(widths, row, strict=True)]
        for column, (write, value) in enumerate(zip(writers, row, strict=True)):
            if value is not None and value != "":
                write(last, column, value)
    _lay_out(page, sheet, widths, top, last)


def _lay_out(page: Worksheet, sheet: SheetOut, widths: Sequence[int], top: int, last: int) -> None:
    for column, (heading, width) in enumerate(zip(sheet.headings, widths, strict=True)):
        page.set_column(column, column, heading.width or min(max(width, _NARROWEST), _WIDEST))
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, last, len(sheet.headings) - 1)
    page.repeat_rows(top)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _writer(page: Worksheet, styles: _Styles, kind: ValueKind) -> Callable[[int, int, Any], None]:
    """What writes the cells of a column; a value that is not of its kind is written as text."""
    style, quoted = styles.of_kind[kind], styles.quoted
    numeric = kind in (ValueKind.WHOLE, ValueKind.DECIMAL, ValueKind.PERCENT)
    dated = kind in (ValueKind.DATE, ValueKind.MOMENT)

    def write(row: int, column: int, value: Any) -> None:
        if numeric and _is_exact_number(value):
            page.write_number(row, column, float(value), style)
        elif dated and isinstance(value, dt.date) and value.year >= _FIRST_YEAR:
            page.write_datetime(row, column, value, style)
        else:
            text = value if isinstance(value, str) else _as_text(value)
            page.write_string(row, column, text, quoted if text.startswith(_FORMULA_SIGNS) else style)

    return write


def _is_exact_number(value: Any) -> bool:
    """Is it a number that Excel can hold without rounding away its digits?"""
    return (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) and -_EXACT < value < _EXACT
    )


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(" ", "minutes")
    return str(value)


def _shown_width(value: Any) -> int:
    return 0 if value is None else _display_width(_as_text(value).partition("\n")[0]) + 2


def _display_width(text: str) -> int:
    """In half-width characters: a Chinese one counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
