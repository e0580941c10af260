"""Matches the headings that offices write with the columns that a table declares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from heli.sheets import cells
from heli.sheets.cells import Cell
from heli.sheets.table import Column, Table
from heli.sheets.workbook import Merge

RESULT_HEADING = "导入结果"
"""The column that `annotating` adds; on the next way in it is passed over."""

LEFT_OUT = ""
"""In a mapping: the user has chosen not to read this column."""

_PASSED_OVER = frozenset({"序号", "序", "顺序号", "行号", "no", "no.", "№", RESULT_HEADING})
_NOTE = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"\(?\d{1,2}[).、](?=\D)|[①-⑳]")
_DECORATION = "*★☆●:;,.。、_-—"


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """A heading as compared: no spaces, line breaks, decoration; half-width, lower case, plain brackets."""
    text = cells.plain_brackets(cells.squeeze(heading)).strip(_DECORATION)
    return _NUMBERING.sub("", text, count=1).lower() if _NUMBERING.match(text) else text.lower()


def without_notes(plain_heading: str) -> str:
    """Without notes: 入党时间(年月日), 入党时间年月日 → 入党时间."""
    return _NOTE.sub("", plain_heading).strip(_DECORATION).removesuffix("年月日")


def is_passed_over(heading: str) -> bool:
    """Is it a heading such as 序号, whose column says nothing?"""
    return without_notes(plain(heading)) in _PASSED_OVER


def is_refused(heading: str, table: Table) -> bool:
    """Does the heading name what must not be kept?"""
    return any(plain(word) in plain(heading) for word in table.refused_headers)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column: the `text` told to people, and the wordings to try, the likeliest first."""

    text: str
    wordings: tuple[str, ...]


class Lexicon:
    """Finds the column that a heading means: chosen by the user, or declared; exactly, then without notes."""

    def __init__(self, table: Table, mapping: Mapping[str, str] | None = None) -> None:
        self.table = table
        self._chosen = {plain(text): key for text, key in (mapping or {}).items()}
        self._exact: dict[str, str] = {}
        for column in table.columns:
            for wording in _wordings(column):
                self._exact.setdefault(plain(wording), column.key)
        loose = [
            (without_notes(plain(wording)), column.key)
            for column in table.columns
            for wording in _wordings(column)
        ]
        meanings = Counter(text for text, _ in set(loose))
        self._loose = {text: key for text, key in loose if text and meanings[text] == 1}

    def chosen(self, heading: Heading) -> str | None:
        """The key that the user has chosen for it (`LEFT_OUT` for none); None where nothing was chosen.

        What must not be kept cannot be chosen.
        """
        if is_refused(heading.text, self.table):
            return None
        wordings = (plain(wording) for wording in (heading.text, *heading.wordings))
        return next((self._chosen[wording] for wording in wordings if wording in self._chosen), None)

    def find(self, heading: Heading) -> str | None:
        """The key of the column that it means, or None."""
        chosen = self.chosen(heading)
        return self._declared(heading) if chosen is None else chosen or None

    def _declared(self, heading: Heading) -> str | None:
        wordings = [plain(wording) for wording in heading.wordings]
        bare = [without_notes(wording) for wording in wordings]
        for meanings, texts in ((self._exact, wordings), (self._exact, bare), (self._loose, bare)):
            for text in texts:
                if text in meanings:
                    return meanings[text]
        return None


def _wordings(column: Column) -> tuple[str, ...]:
    return (column.title, *column.synonyms)


def headings_of(
    rows: Sequence[Sequence[Cell]], top: int, merges: Sequence[Merge] | None
) -> list[Heading] | None:
    """The headings that one to three rows make together, beginning at row `top` (from 0).

    A lower row may only stand under a heading that spans several columns, under nothing, or be a mere note
    such as (年月日): otherwise the rows are a header and a row of data, and the answer is None.
    """
    layers = [[cells.shown(cell) if not cells.is_blank(cell) else "" for cell in row] for row in rows]
    for number, upper in enumerate(layers[:-1]):
        lower = layers[number + 1]
        spread = _spread(upper, lower, top + number, merges)
        for column, (up, low) in enumerate(zip(upper, lower, strict=True)):
            if up and low and column not in spread and without_notes(plain(low)):
                return None
        for column, text in spread.items():
            upper[column] = text
    return [
        _heading([layer[column] for layer in layers if layer[column]]) for column in range(len(layers[0]))
    ]


def _spread(
    upper: Sequence[str], lower: Sequence[str], row: int, merges: Sequence[Merge] | None
) -> dict[int, str]:
    """The columns under a heading that spans several, with its text."""
    if merges is not None:
        spans = [(m.left, m.right) for m in merges if m.top <= row <= m.bottom and m.right > m.left]
    else:
        spans = list(_guessed_spans(upper, lower))
    return {
        column: upper[left]
        for left, right in spans
        if left < len(upper) and upper[left]
        for column in range(left, min(right + 1, len(upper)))
        if lower[column]
    }


def _guessed_spans(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[int, int]]:
    """Where merges are unknown: a heading spans the empty cells to its right that have something below."""
    spans = []
    for left, text in enumerate(upper):
        right = left
        while right + 1 < len(upper) and not upper[right + 1] and lower[right + 1]:
            right += 1
        if text and right > left:
            spans.append((left, right))
    return spans


def _heading(layers: list[str]) -> Heading:
    tidy = ["".join(cells.drop_invisible(text).split()) for text in layers]
    if len(tidy) <= 1:
        return Heading(tidy[0] if tidy else "", tuple(tidy))
    return Heading("/".join(tidy), ("".join(tidy), "".join(tidy[-2:]), tidy[-1]))
