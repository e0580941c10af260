"""Reads CSV as Excel and WPS save it: UTF-8 with or without a mark, GBK, or UTF-16 with tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import PurePath

from heli.kernel.errors import Invalid
from heli.sheets.cells import Cell
from heli.sheets.workbook import MOST_CELLS, MOST_ROWS, Sheet, Workbook, broken

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DELIMITERS = (",", "\t", ";", "|")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # ="0330000001": how systems keep Excel from dropping the zeros


def read(name: str, content: bytes) -> Workbook:
    """The file as a workbook of one sheet, named like the file. Raises Invalid."""
    text = decode(content)
    if text is None:
        raise Invalid(
            "encoding-unknown", f"“{name}”的文字编码无法识别。请用 Excel 打开，另存为 .xlsx 后重新上传。"
        )
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        text = text[declared.end() :]
    try:
        rows = _rows(text, declared[1] if declared else _delimiter(text))
    except csv.Error:
        raise broken(name) from None
    if len(rows) > MOST_ROWS or (rows and len(rows) * len(rows[0]) > MOST_CELLS):
        raise Invalid("workbook-too-large", f"“{name}”行数或列数过多，无法读取。请分成几个文件后上传。")
    return Workbook(name, (Sheet(name=PurePath(name).stem, rows=rows, merges=None),))


def decode(content: bytes, *, partial: bool = False) -> str | None:
    """The text, or None where it is none; `partial`: the bytes may end within a character."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, partial)
    return _decoded(content, "utf-8", partial) or _decoded(content, "gb18030", partial)


def _decoded(content: bytes, encoding: str, partial: bool) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(content, final=not partial)
    except UnicodeDecodeError:
        return None
    return None if _BINARY.search(text) else text


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into equally many columns; of two such, into more."""
    head = "".join(text.splitlines(keepends=True)[:50])

    def agreement(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(head), delimiter=sign))
        return max(((lines, width) for width, lines in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=agreement)


def _rows(text: str, delimiter: str) -> list[list[Cell]]:
    """The lines, made equally long."""
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, lines), default=0)
    return [[*map(_cell, line), *([""] * (width - len(line)))] for line in lines]


def _cell(written: str) -> Cell:
    kept = _KEPT_AS_TEXT.fullmatch(written)
    return kept[1] if kept else written
