"""Readers of words: free text, names of persons, names of organisations."""

from __future__ import annotations

import re

from heli.sheets import cells, oddities
from heli.sheets.cells import Cell
from heli.sheets.unreadable import Reading, reader

_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_ODD_SPACES = re.compile(r"[^\S\n\u3000]+")
_SPACE_AT_CHINESE = re.compile(r"(?<![A-Za-z0-9.,])\s+|\s+(?![A-Za-z0-9])")
_SPACES = re.compile(r"\s+")
_DOT_IN_NAME = re.compile(r"(?<=[\u3400-\u9fff])[.．•‧∙●﹒・](?=[\u3400-\u9fff])")
_CHINESE_ONLY = re.compile(r"[\u4e00-\u9fff]+")


@reader
def text(cell: Cell) -> Reading:
    """Free text: ends trimmed, odd spaces plain, lines kept. Numbers and dates come as Excel shows them."""
    if not isinstance(cell, str):
        return cells.shown(cell), ()
    if _CHINESE_ONLY.fullmatch(cell):
        return cell, ()
    unified = _LINE_BREAK.sub("\n", cell)
    tidy = _ODD_SPACES.sub(" ", cells.drop_invisible(unified)).strip()
    return tidy, () if tidy == unified else (oddities.WHITESPACE,)


@reader
def person_name(cell: Cell) -> Reading:
    """A person's name: no space inside a Chinese name (薛 霞静), one kind of dot (阿依古丽·买买提)."""
    written = cells.shown(cell)
    if _CHINESE_ONLY.fullmatch(written):
        return written, ()
    trimmed = cells.drop_invisible(written).strip()
    half = cells.half_width_letters(trimmed)
    closed = _close_up(half)
    name = _DOT_IN_NAME.sub("·", closed)
    return name, _changes(
        (oddities.WHITESPACE, written, trimmed),
        (oddities.FULL_WIDTH, trimmed, half),
        (oddities.SPACE_IN_NAME, half, closed),
        (oddities.DOT_IN_NAME, closed, name),
    )


@reader
def org_name(cell: Cell) -> Reading:
    """An organisation's name: no space beside a Chinese character, brackets as ( and ), digits half-width."""
    written = cells.shown(cell)
    if _CHINESE_ONLY.fullmatch(written):
        return written, ()
    closed = _close_up(cells.drop_invisible(written).strip())
    bracketed = cells.plain_brackets(closed)
    name = cells.half_width_letters(bracketed)
    return name, _changes(
        (oddities.WHITESPACE, written, closed),
        (oddities.BRACKETS, closed, bracketed),
        (oddities.FULL_WIDTH, bracketed, name),
    )


def _close_up(text: str) -> str:
    """Without spaces, but for one between Latin words."""
    return _SPACES.sub(" ", _SPACE_AT_CHINESE.sub("", text))


def _changes(*steps: tuple[str, str, str]) -> tuple[str, ...]:
    """The codes of the steps that changed something."""
    return tuple(code for code, before, after in steps if before != after)
