"""Tries the first rows of a sheet as headers of the declared tables, and keeps the best for each table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from heli.sheets import cells, headers
from heli.sheets.cells import Cell
from heli.sheets.headers import Heading, Lexicon
from heli.sheets.table import Table
from heli.sheets.workbook import Sheet

SEARCHED_ROWS = 30
_DEEPEST_HEADER = 3
_FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """`depth` rows from row `top` (from 0) on, read as the header of `table`.

    `columns` goes from keys to indexes (from 0); `repeated` are the columns whose key an earlier one has
    taken; `left_out` those that the user has chosen not to read.
    """

    table: Table
    top: int
    depth: int
    headings: Sequence[Heading]
    columns: Mapping[str, int]
    repeated: Mapping[int, str]
    left_out: frozenset[int]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The titles of required columns that are not there."""
        return tuple(c.title for c in self.table.columns if c.required and c.key not in self.columns)

    @property
    def likeness(self) -> tuple[int, float]:
        """For choosing between tables: columns found, and how much of the table they are."""
        return len(self.columns), len(self.columns) / len(self.table.columns)

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """For choosing between rows: complete before incomplete, then more columns, fewer rows, higher up."""
        return not self.lacking, len(self.columns), -self.depth, -self.top


def best_headers(sheet: Sheet, lexicons: Sequence[Lexicon]) -> list[Candidate]:
    """The best header for each table that has any; the likeliest table first."""
    best: dict[str, Candidate] = {}
    for top, depth, headings in _possible_headers(sheet):
        for lexicon in lexicons:
            candidate = _try(lexicon, top, depth, headings)
            before = best.get(lexicon.table.key)
            if len(candidate.columns) >= _FEWEST_COLUMNS and (not before or candidate.rank > before.rank):
                best[lexicon.table.key] = candidate
    return sorted(best.values(), key=lambda candidate: candidate.likeness, reverse=True)


def seen_headers(sheet: Sheet) -> tuple[str, ...]:
    """The row among the first that looks most like a header: the one with the most texts."""
    rows = [
        [cells.squeeze(cell) for cell in row if isinstance(cell, str) and not cells.is_blank(cell)]
        for row in sheet.rows[:SEARCHED_ROWS]
    ]
    return tuple(max(rows, key=lambda texts: len(list(texts)), default=[]))


def _possible_headers(sheet: Sheet) -> Iterator[tuple[int, int, list[Heading]]]:
    searched = [_without_tail(row) for row in sheet.rows[: SEARCHED_ROWS + _DEEPEST_HEADER]]
    width = max(map(len, searched), default=0)
    rows = [row + [""] * (width - len(row)) for row in searched]
    for top in range(min(len(rows), SEARCHED_ROWS)):
        for depth in range(1, min(_DEEPEST_HEADER, len(rows) - top) + 1):
            headings = headers.headings_of(rows[top : top + depth], top, sheet.merges)
            if headings is None:
                break
            if sum(1 for heading in headings if heading.text) >= _FEWEST_COLUMNS:
                yield top, depth, headings


def _without_tail(row: Sequence[Cell]) -> list[Cell]:
    end = next((i for i in range(len(row), 0, -1) if not cells.is_blank(row[i - 1])), 0)
    return list(row[:end])


def _try(lexicon: Lexicon, top: int, depth: int, headings: Sequence[Heading]) -> Candidate:
    columns: dict[str, int] = {}
    repeated = {}
    by_choice_first = sorted(range(len(headings)), key=lambda index: lexicon.chosen(headings[index]) is None)
    for index in by_choice_first:
        key = lexicon.find(headings[index])
        if key and key in columns:
            repeated[index] = key
        elif key:
            columns[key] = index
    left_out = frozenset(i for i, h in enumerate(headings) if lexicon.chosen(h) == headers.LEFT_OUT)
    return Candidate(lexicon.table, top, depth, headings, columns, repeated, left_out)
