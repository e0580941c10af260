"""How a table is set: the size of its characters, the widths of its columns, how each column is aligned."""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from heli.papers.layout import MM, TYPE_WIDTH
from heli.papers.paper import Grid
from heli.papers.titles import width

SIZES = (12.0, 10.5, 9.0)
"""小四 as a rule; 五号 and 小五 where a table would not fit across the page."""

PADDING, SLACK = 4.0, 2.0
"""Points between a cell's rules and its text, left and right; and what a column has to spare, for no two
programs agree on how much of a cell its rules take."""

LINE_RATIO = 1.3
"""From line to line inside a cell, in sizes of its characters."""

CELL_ABOVE = 2.9
"""Points above and below the lines of a cell."""

RULE = 0.5
"""Thickness of a table's rules in points."""

_FULL = TYPE_WIDTH * MM
_NARROW, _BROAD, _SHORT = 6.0, 40.0, 4.0
_TRIES = tuple((SIZES[0], across) for across in (6.0, 4.0, 3.0))
_TRIES += tuple((size, across) for size in SIZES[1:] for across in (4.0, 3.0, 2.0))
"""Sizes, and how many characters a line of a heading holds at most, in the order of what looks best."""

_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?")
_LONG = 150.0
_NUMBER = re.compile(r"[-−+±]?[\d,]+(?:\.\d+)?[%‰]?")
_BLANK = {"", "—", "——", "-", "/", "／", "…", "未知", "无"}


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    MIDDLE = "center"
    NUMBER = "right"


@dataclass(frozen=True)
class Column:
    """A column as set: the lines of its heading, its width in points, its alignment.

    A column of numbers is set flush right, `inset` points from its right rule, so that the whole block of
    figures stands in the middle and units stand under units.
    """

    heading: tuple[str, ...]
    width: float
    align: Align
    inset: float = PADDING


@dataclass(frozen=True)
class Table:
    """A table ready to be drawn, as wide as the type area."""

    caption: str
    size: float
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def lay_out(grid: Grid) -> Table:
    """Set `grid` in the first of `_TRIES` that keeps figures and dates whole and no text too narrow."""
    drafts = [
        _draft(heading, [row[index] for row in grid.rows]) for index, heading in enumerate(grid.headings)
    ]
    size, across = next(
        (one for one in _TRIES if sum(draft.least(*one) for draft in drafts) <= _FULL), _TRIES[-1]
    )
    least = [draft.least(size, across) for draft in drafts]
    wanted = [draft.wanted(size, across) for draft in drafts]
    widths = _asked(grid.widths, least) if grid.widths else _fitted(wanted, least)
    columns = tuple(draft.set(size, points) for draft, points in zip(drafts, widths, strict=True))
    return Table(grid.caption, size, columns, grid.rows)


@dataclass(frozen=True)
class _Draft:
    """A column before its width is known: `longest` is its longest cell, `figures` its longest figure."""

    heading: str
    align: Align
    whole: bool
    longest: float
    figures: float

    def least(self, size: float, across: float) -> float:
        """The points it needs: a figure or a short word stays whole, a text may break."""
        text = self.longest if self.whole else min(self.longest, _NARROW + min(self.longest / 8, _NARROW))
        return self._points(max(text, *self._heading(across)), size)

    def wanted(self, size: float, across: float) -> float:
        """The points it would like."""
        return self._points(max(min(self.longest, _BROAD), *self._heading(across)), size)

    def set(self, size: float, points: float) -> Column:
        """The column, `points` wide, its heading broken no more than that wants."""
        across = max(1.0, (points - 2 * PADDING) / size)
        inset = max(PADDING, (points - self.figures * size) / 2) if self.align is Align.NUMBER else PADDING
        return Column(heading_lines(self.heading, across), points, self.align, inset)

    def _heading(self, across: float) -> list[float]:
        return [2.0, *(width(line) for line in heading_lines(self.heading, across))]

    def _points(self, chars: float, size: float) -> float:
        return chars * size + 2 * PADDING + SLACK


def _draft(heading: str, cells: list[str]) -> _Draft:
    told = [cell for cell in cells if cell not in _BLANK]
    figures = [width(cell) for cell in told if is_number(cell)]
    longest = max((width(line) for cell in cells for line in cell.split("\n")), default=0.0)
    short = all(width(cell) <= _SHORT or _DATE.fullmatch(cell) for cell in told)
    if told and len(figures) == len(told):
        return _Draft(heading, Align.NUMBER, whole=True, longest=longest, figures=max(figures))
    return _Draft(heading, Align.MIDDLE if short else Align.LEFT, whole=short, longest=longest, figures=0.0)


def may_break(row: tuple[str, ...]) -> bool:
    """Whether a cell of `row` holds so much text that the row may go on overleaf; other rows stay whole."""
    return any(width(cell) > _LONG for cell in row)


def is_number(cell: str) -> bool:
    """Whether `cell` is one figure: 12, 1,208, 96.5%, −3."""
    return bool(_NUMBER.fullmatch(cell))


def heading_lines(heading: str, across: float) -> tuple[str, ...]:
    """`heading` in lines of at most `across` characters: broken before its unit in brackets, else evenly."""
    before, bracket, unit = heading.partition("（")
    if before and bracket and width(heading) > _SHORT:
        return (*heading_lines(before, across), bracket + unit)
    each = ceil(len(heading) / ceil(width(heading) / across)) if heading else 1
    return tuple(heading[start : start + each] for start in range(0, len(heading), each)) or ("",)


def _shared(weights: tuple[float, ...]) -> list[float]:
    return [_FULL * weight / sum(weights) for weight in weights]


def _asked(weights: tuple[float, ...], least: list[float]) -> list[float]:
    """Widths in proportion to `weights`, save that no column gets less than it needs where there is room."""
    if sum(least) >= _FULL:
        return _shared(tuple(least))
    raised = [max(one, low) for one, low in zip(_shared(weights), least, strict=True)]
    share = (sum(raised) - _FULL) / (sum(raised) - sum(least))
    return [one - (one - low) * share for one, low in zip(raised, least, strict=True)]


def _fitted(wanted: list[float], least: list[float]) -> list[float]:
    """Widths that fill the page: each column's wish and an equal part of the rest, or less than its wish."""
    spare = _FULL - sum(wanted)
    if spare >= 0:
        return [one + spare / len(wanted) for one in wanted]
    give = sum(wanted) - sum(least)
    if sum(least) >= _FULL or give == 0:
        return _shared(tuple(least))
    share = (_FULL - sum(least)) / give
    return [low + (high - low) * share for high, low in zip(wanted, least, strict=True)]
