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
_NARROW, _SHORT, _HEADING = 6.0, 4.0, 6.0
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
    """Set `grid` in the largest of `SIZES` in which no number is broken and no column grows too narrow."""
    natural = [_natural(grid, index) for index in range(len(grid.headings))]
    aligns = [_align(grid, index) for index in range(len(grid.headings))]
    for size in SIZES:
        least = [
            _least(wide, align) * size + 2 * PADDING + SLACK
            for wide, align in zip(natural, aligns, strict=True)
        ]
        if sum(least) <= _FULL:
            break
    wanted = [wide * size + 2 * PADDING + SLACK for wide in natural]
    widths = _shared(grid.widths) if grid.widths else _fitted(wanted, least)
    columns = tuple(
        Column(
            heading_lines(heading),
            points,
            align,
            _inset(grid, index, points, size) if align is Align.NUMBER else PADDING,
        )
        for index, (heading, points, align) in enumerate(zip(grid.headings, widths, aligns, strict=True))
    )
    return Table(grid.caption, size, columns, grid.rows)


def is_number(cell: str) -> bool:
    """Whether `cell` is one figure: 12, 1,208, 96.5%, −3."""
    return bool(_NUMBER.fullmatch(cell))


def heading_lines(heading: str) -> tuple[str, ...]:
    """The lines of a heading: a long one breaks before its unit in brackets, else into equal parts."""
    before, bracket, unit = heading.partition("（")
    if before and bracket and width(heading) > _SHORT:
        return (*heading_lines(before), bracket + unit)
    if width(heading) <= _HEADING:
        return (heading,)
    count = ceil(width(heading) / _HEADING)
    each = ceil(len(heading) / count)
    return tuple(heading[start : start + each] for start in range(0, len(heading), each))


def _natural(grid: Grid, index: int) -> float:
    """The width that column `index` would like, in characters: its longest cell or line of its heading."""
    lines = heading_lines(grid.headings[index])
    return max(width(text) for text in (*lines, *(row[index] for row in grid.rows)))


def _least(natural: float, align: Align) -> float:
    """The width that a column needs: a figure or a short word stays whole, a long text may break."""
    return natural if align is not Align.LEFT else min(natural, _NARROW)


def _align(grid: Grid, index: int) -> Align:
    cells = {row[index] for row in grid.rows} - _BLANK
    if cells and all(is_number(cell) for cell in cells):
        return Align.NUMBER
    return Align.MIDDLE if all(width(cell) <= _SHORT for cell in cells) else Align.LEFT


def _inset(grid: Grid, index: int, points: float, size: float) -> float:
    longest = max(width(row[index]) for row in grid.rows if is_number(row[index])) * size
    return max(PADDING, (points - longest) / 2)


def _shared(weights: tuple[float, ...]) -> list[float]:
    return [_FULL * weight / sum(weights) for weight in weights]


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
