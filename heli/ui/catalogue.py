"""The states a cell can show and the small shapes that pages hand to components.

Every shape is a `NamedTuple`, so that a page may give a plain tuple in the same order instead.
"""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How a duty stands, as the eye sees it: each has a glyph and a word beside its colour (design/ui.md)."""

    NOT_DUE = "not_due"
    OPEN = "open"
    DUE_SOON = "due_soon"
    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    WAIVED = "waived"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """The word that is always read with the glyph."""
        return WORDS[self]

    @property
    def glyph(self) -> str:
        """The sign as text, for papers, sheets and legends; pages draw it as SVG."""
        return GLYPHS[self]


WORDS = {
    State.NOT_DUE: "未到期",
    State.OPEN: "应办",
    State.DUE_SOON: "将到期",
    State.ON_TIME: "按期",
    State.LATE: "逾期完成",
    State.OVERDUE: "逾期",
    State.WAIVED: "免除",
    State.UNKNOWN: "未知",
}

GLYPHS = {
    State.NOT_DUE: "○",
    State.OPEN: "◔",
    State.DUE_SOON: "◐",
    State.ON_TIME: "●",
    State.LATE: "◇",
    State.OVERDUE: "▲",
    State.WAIVED: "―",
    State.UNKNOWN: "?",
}


class Crumb(NamedTuple):
    """One step of the breadcrumb; the last one, where the reader is, has no address."""

    label: str
    url: str = ""


class Chip(NamedTuple):
    """One filter in force; `remove_url` is the same list without it."""

    label: str
    remove_url: str


class Tab(NamedTuple):
    """One tab, an address of its own; `number` is how many rows it holds."""

    label: str
    url: str
    active: bool = False
    number: int | None = None


class Month(NamedTuple):
    """One column of the year: `month` 1–12, how many were owed and how many of them done."""

    month: int
    state: str
    owed: int = 0
    done: int = 0
    url: str = ""
