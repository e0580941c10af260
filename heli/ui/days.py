"""The day that a page shows, where that can be another than today: `?on=2025-12-31` in its address.

Template `ui/day.html` shows the selector and, for another day, what is looked at and the way back.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

PARAMETER = "on"
_NOT_KEPT = {PARAMETER, "page", "open"}


@dataclass(frozen=True, slots=True)
class Only:
    """A page that tells of today alone: `said` is the other day that its address asks for, "" for none.

    Template `ui/day_only.html` says so, with the reason `why`.
    """

    said: str
    today: date
    kept: Sequence[tuple[str, str]] = ()

    @property
    def is_asked(self) -> bool:
        return self.said not in ("", str(self.today))

    @property
    def back(self) -> str:
        """The same page without the day."""
        return _address(self.kept)


@dataclass(frozen=True, slots=True)
class Day:
    """`on`: the day shown, never later than `today`; `kept`: the address's other parameters.

    `fault`: why the day that was asked for is not the one shown; "" where it is.
    """

    on: date
    today: date
    kept: Sequence[tuple[str, str]] = ()
    fault: str = ""

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    @property
    def query(self) -> str:
        """What takes the day along to another page: "?on=…", nothing for today."""
        return f"?{PARAMETER}={self.on}" if self.is_past else ""

    @property
    def also(self) -> str:
        """The same for an address that has parameters already: "&on=…"."""
        return f"&{PARAMETER}={self.on}" if self.is_past else ""

    @property
    def back(self) -> str:
        """The same page as it is today."""
        return _address(self.kept)


def asked_day(query: QueryDict, today: date) -> Day:
    """The day that the address asks for; today where it names none, no day at all, or one still to come."""
    text, kept = query.get(PARAMETER, ""), _kept(query)
    asked = _read(text)
    if asked is not None and asked <= today:
        return Day(asked, today, kept)
    fault = ""
    if asked is not None:
        fault = f"{asked} 还没有到，显示的是今天 {today} 的情况。"
    elif text:
        fault = f"“{text[:20]}”不是日期，应写作 2026-06-30；显示的是今天 {today} 的情况。"
    return Day(today, today, kept, fault)


def only_today(query: QueryDict, today: date) -> Only:
    """For a page of which nothing is kept of past days: whether its address asks for one all the same."""
    return Only(query.get(PARAMETER, "")[:20], today, _kept(query))


def _kept(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name in query for value in query.getlist(name) if name not in _NOT_KEPT]


def _address(parameters: Sequence[tuple[str, str]]) -> str:
    kept = QueryDict(mutable=True)
    for name, value in parameters:
        kept.appendlist(name, value)
    return f"?{kept.urlencode()}"


def _read(text: str) -> date | None:
    """The day; None for what is none: 2026-02-30 too, at which `date` would raise."""
    found = re.fullmatch(r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])", text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)
