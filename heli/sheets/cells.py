"""What a cell may hold, and how it looks to a person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell without a value to read: a true error (`#N/A`) or a formula with no stored result (`=NA()`)."""

    text: str

    @property
    def is_formula(self) -> bool:
        """Is it a formula that was never calculated, rather than one that came to an error?"""
        return self.text.startswith("=")


Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | ErrorCell

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x000D_"
)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HALF_WIDTH_LETTERS = {code: half for code, half in _HALF_WIDTH.items() if chr(half).isalnum()}
_BRACKETS = str.maketrans("（）〔〕【】［］〈〉﹙﹚", "()()()()()()")
_ERROR_TEXT = re.compile(
    r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!"
    r"|GETTING_DATA)|#{3,}|ERR:\d{3}",
    re.IGNORECASE,
)
_FORMULA_TEXT = re.compile(r"=[+\-]?[A-Za-z$('\"\[{@\d]")


def drop_invisible(text: str) -> str:
    """Without zero-width, soft-hyphen and control characters (line breaks and tabs stay)."""
    return text if text.isascii() and text.isprintable() and "_x" not in text else _INVISIBLE.sub("", text)


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as ordinary ones; Chinese characters stay as they are."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def half_width_letters(text: str) -> str:
    """Full-width digits and letters as ordinary ones; signs and Chinese characters stay as they are."""
    return text if text.isascii() else text.translate(_HALF_WIDTH_LETTERS)


def plain_brackets(text: str) -> str:
    """Every kind of bracket as ( and )."""
    return text if text.isascii() else text.translate(_BRACKETS)


def squeeze(text: str) -> str:
    """Without any space, line break or invisible character, half-width: for comparing, not for keeping."""
    return "".join(half_width(drop_invisible(text)).split())


def is_blank(cell: Cell) -> bool:
    """Is there nothing in the cell that a person could see?"""
    return isinstance(cell, str) and (cell == "" or not squeeze(cell))


def is_number(cell: Cell) -> bool:
    """Is it a number (a boolean is not)?"""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def error_in(cell: Cell) -> ErrorCell | None:
    """The error that the cell shows, as a true error cell or typed as text; None where there is none."""
    if isinstance(cell, ErrorCell):
        return cell
    if not isinstance(cell, str) or not cell:
        return None
    if "#" in cell or "＃" in cell or cell[:1] in "EeＥ":
        text = squeeze(cell)
        return ErrorCell(text) if _ERROR_TEXT.fullmatch(text) else None
    return ErrorCell(cell) if cell[0] == "=" and _FORMULA_TEXT.match(cell) else None


def shown(cell: Cell) -> str:
    """The cell as text, the way Excel would show it: `3`, `2021-06-18`, `TRUE`, `#N/A`."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
        case dt.datetime():
            return cell.isoformat(" ", "seconds") if cell.time() != dt.time() else cell.date().isoformat()
        case ErrorCell():
            return cell.text
        case _:
            return str(cell)


def column_letter(index: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column counted from 0 of its letters: A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
