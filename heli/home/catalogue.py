"""Whose turn a line of 今日要务 is, and the shapes of that page and of the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.paginator import Page
from django.utils.safestring import SafeString

from heli.ui import drawing
from heli.ui.catalogue import Month


class Turn(StrEnum):
    """The three groups of 今日要务."""

    NOW = "now"
    MONTH = "month"
    OTHERS = "others"

    @property
    def label(self) -> str:
        """The heading of the group."""
        return _LABELS[self]


_LABELS = {Turn.NOW: "现在要办", Turn.MONTH: "本月到期", Turn.OTHERS: "等别人"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of 今日要务: what, for whom, by when, and the one button that moves it.

    `state` is a code of `heli.ui.catalogue.State` or empty; `when` says the time or the numbers.
    """

    what: str
    whom: str
    when: str
    label: str
    url: str
    state: str = ""
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the three groups; `nothing` is what it says while it has no line."""

    turn: Turn
    lines: Sequence[Line]
    nothing: str


@dataclass(frozen=True, slots=True)
class OwnYear:
    """The year of one own organisation as twelve columns, by the month in which duties fall due.

    `page` is that year on one page.
    """

    name: str
    url: str
    months: Sequence[Month]
    page: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure over the board: its name, a percentage or a number (None: nothing to share), what it says."""

    name: str
    value: str | None
    said: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The page of one reader: three groups, the years of the own organisations, and the city's rates."""

    year: int
    has_plan: bool
    groups: Sequence[Group]
    years: Sequence[OwnYear]
    rates: Sequence[Rate]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board: a 重点任务 or one requirement."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Square:
    """What one cell shows: its state, how many duties are in it, the sentence behind it, and its rows.

    `state` is empty where nothing is owed.
    """

    state: str
    count: int
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or an organisation: where it opens to, its tier, its cells in the order of the columns."""

    name: str
    url: str
    tier: str
    squares: Sequence[Square]

    @property
    def cells(self) -> SafeString:
        """The squares as they stand in the table."""
        return drawing.squares(self.squares)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one class, 机关 or 直属单位; without a name where all rows are of one."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Chart:
    """The board as it is drawn. `heads` are the 重点任务 over the columns with how many each spans.

    `heads` is empty where the columns are the 重点任务 themselves. `page` is where in the rows this is.
    """

    year: int
    groups: Sequence[str]
    heads: Sequence[tuple[str, int]]
    columns: Sequence[Column]
    sections: Sequence[Section]
    rates: Sequence[Rate]
    page: Page[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """So many months of a requirement's year: one duty with its state, or, without a state, nothing owed."""

    months: int
    state: str = ""
    said: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One requirement of an organisation's year; its cells span twelve months together."""

    name: str
    group: str
    url: str
    cells: Sequence[HeatCell]


LACKS = {
    "organisation": "没有党组织",
    "parent": "没有隶属",
    "head": "没有书记",
    "answer": "没有人分管",
    "plan": "没有计划",
}
"""What a 直属单位 can lack (S000-15, S000-33), in the order in which each builds on the one before."""
HAS = {
    "organisation": "有党组织",
    "parent": "有隶属",
    "head": "有责任人（书记）",
    "answer": "有人分管（一岗双责）",
    "plan": "有年度计划",
}
