"""Small drawings as SVG numbers: state glyphs, bars, the columns of a year. No style attributes (CSP)."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from heli.ui.catalogue import Month, State

COLUMN_HEIGHT = 48
"""Height of the tallest column of a year, in the units of its drawing."""

_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_SHAPES = {
    State.NOT_DUE: _RING,
    State.OPEN: _RING + '<path d="M8 8V2a6 6 0 0 1 6 6z" fill="currentColor"/>',
    State.DUE_SOON: _RING + '<path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>',
    State.ON_TIME: '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>',
    State.LATE: '<path d="M8 2 14 8 8 14 2 8z" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    State.OVERDUE: '<path d="M8 1.5 15.3 14.5H.7z" fill="currentColor"/>',
    State.WAIVED: '<path d="M2.5 8h11" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    State.UNKNOWN: (
        '<path d="M1 6 6 1M1 11 4.6 7.4M1 15.5 5 11.5M11 4.5 14.5 1M11.4 8.6 15 5M11 15 15 11" '
        'stroke="currentColor" stroke-width=".9" opacity=".55"/>'
        '<path d="M5.6 5.6a2.5 2.5 0 1 1 3.6 2.2C8.4 8.3 8 8.7 8 9.8" fill="none" stroke="currentColor" '
        'stroke-width="1.9"/><circle cx="8" cy="12.6" r="1.25" fill="currentColor"/>'
    ),
}


def glyph(kind: State) -> SafeString:
    """The state's sign as an inline drawing in the colour of the text; says nothing to a screen reader."""
    markup = f'<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">{_SHAPES[kind]}</svg>'
    return mark_safe(markup)  # noqa: S308


@lru_cache(maxsize=4096)
def state(code: str, detail: str, compact: bool) -> SafeString:
    """A state as it is read; kept, because a board asks for the same few thousands of times.

    The detail is escaped whatever it is: a key of the cache cannot tell safe text from unsafe.
    """
    kind = State(code)
    said = escape(detail)
    if not compact:
        tail = f' <span class="state-detail">{said}</span>' if said else ""
        word = f'<span class="state-word">{kind.word}</span>{tail}'
        return mark_safe(f'<span class="state state-{kind.value}">{glyph(kind)}{word}</span>')  # noqa: S308
    words = f"{kind.word}，{said}" if said else kind.word
    title = f' title="{words}"' if said else ""
    word = f'<span class="visually-hidden">{words}</span>'
    return mark_safe(f'<span class="state state-{kind.value}"{title}>{glyph(kind)}{word}</span>')  # noqa: S308


class Square(Protocol):
    """A cell of a board: the state that it shows, how many are in it, the sentence behind it, its address."""

    @property
    def state(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def said(self) -> str: ...
    @property
    def url(self) -> str: ...


def squares(row: Iterable[Square]) -> SafeString:
    """The cells of one row of a board; one without a state is empty, one not yet due shows no number."""
    return mark_safe("".join(map(_square, row)))  # noqa: S308


def _square(one: Square) -> str:
    if not one.state:
        return "<td></td>"
    shown = one.count and one.state != State.NOT_DUE
    count = f'<span class="board-count" aria-hidden="true">{one.count:d}</span>' if shown else ""
    return f'<td><a href="{escape(one.url)}">{state(one.state, one.said, compact=True)}{count}</a></td>'


def _plain(number: float) -> str:
    return f"{number:g}"


def bar(*, value: float | None, maximum: float, median: float | None, unit: str) -> dict[str, Any]:
    """Width (0–100) of the bar, place of the median's tick and the sentence that says both.

    Raises ValueError when `maximum` is not above zero. A value past the maximum fills the bar; the sentence
    keeps it.
    """
    if maximum <= 0:
        raise ValueError(f"bar: maximum must be above 0, not {maximum}")
    said = "未知" if value is None else f"{_plain(value)}{unit}，满 {_plain(maximum)}{unit}"
    if median is not None:
        said += f"，同类中位数 {_plain(median)}{unit}"
    return {
        "known": value is not None,
        "width": _share(value, maximum),
        "tick": None if median is None else _share(median, maximum),
        "said": said,
    }


def _share(value: float | None, maximum: float) -> float:
    return round(100 * min(max(value or 0, 0), maximum) / maximum, 1)


class Column(NamedTuple):
    """One month as it is drawn: heights in units of `COLUMN_HEIGHT`, measured up from the ground line."""

    month: int
    state: State
    url: str
    owed: int
    done: int
    top: float
    height: float
    filled_top: float
    filled: float


def year(months: Iterable[Month]) -> list[Column]:
    """Columns as tall as what was owed, filled as far as it was done, on one scale for the whole year."""
    given = list(months)
    tallest = max((month.owed for month in given), default=0) or 1
    columns = []
    for month in given:
        height = round(COLUMN_HEIGHT * month.owed / tallest, 1)
        filled = round(COLUMN_HEIGHT * min(month.done, month.owed) / tallest, 1)
        columns.append(
            Column(
                month=month.month,
                state=State(month.state),
                url=month.url,
                owed=month.owed,
                done=month.done,
                top=COLUMN_HEIGHT - height,
                height=height,
                filled_top=COLUMN_HEIGHT - filled,
                filled=filled,
            )
        )
    return columns
