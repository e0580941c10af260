"""Months, quarters, half-years and years: what a duty is owed in and a score is reckoned over.

A period's two ends are days, both inside it. Terms counted in months go by the calendar, not by 30 days:
届满前六个月, 会后一个月内 (R01-34, R01-35, R04-19).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum
from typing import Self

from heli.kernel.errors import Invalid


class PeriodKind(StrEnum):
    """How long a period is; every kind divides the year into equal runs of whole months."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Months in one period of this kind: 12, 6, 3 or 1."""
        return _MONTHS[self]

    @property
    def per_year(self) -> int:
        """Periods of this kind in a year: 1, 2, 4 or 12."""
        return 12 // _MONTHS[self]

    @property
    def label(self) -> str:
        """The word shown on screen: 年, 半年, 季度 or 月."""
        return _LABELS[self]


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_LABELS = {PeriodKind.YEAR: "年", PeriodKind.HALF: "半年", PeriodKind.QUARTER: "季度", PeriodKind.MONTH: "月"}
_HALVES = ("上半年", "下半年")
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_CODE = re.compile(
    r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?", re.ASCII
)


@dataclass(frozen=True)
class Period:
    """One year, half-year, quarter or month; `index` counts from 0 within its year."""

    kind: PeriodKind
    year: int
    index: int

    def __post_init__(self) -> None:
        if not MINYEAR <= self.year <= MAXYEAR:
            raise ValueError(f"a period's year must be {MINYEAR}-{MAXYEAR}, not {self.year}")
        if not 0 <= self.index < self.kind.per_year:
            raise ValueError(f"a {self.kind}'s index must be 0-{self.kind.per_year - 1}, not {self.index}")

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read "2026", "2026H1", "2026Q3" or "2026-03"; Invalid (`period-unreadable`) for anything else."""
        found = _CODE.fullmatch(code)
        if found is None or found["year"] == "0000":
            raise Invalid(
                "period-unreadable", f"“{code}”不是一个期间，请写作 2026、2026H1、2026Q3 或 2026-03。"
            )
        for kind in (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH):
            if found[kind.value]:
                return cls(kind, int(found["year"]), int(found[kind.value]) - 1)
        return cls(PeriodKind.YEAR, int(found["year"]), 0)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How the period is written in addresses, files and commands: what `parse` reads."""
        number = self.index + 1
        suffix = {
            PeriodKind.YEAR: "",
            PeriodKind.HALF: f"H{number}",
            PeriodKind.QUARTER: f"Q{number}",
            PeriodKind.MONTH: f"-{number:02d}",
        }
        return f"{self.year:04d}{suffix[self.kind]}"

    @property
    def name(self) -> str:
        """How the period is said: 2026年, 2026年上半年, 2026年三季度, 2026年3月."""
        match self.kind:
            case PeriodKind.YEAR:
                part = ""
            case PeriodKind.HALF:
                part = _HALVES[self.index]
            case PeriodKind.QUARTER:
                part = _QUARTERS[self.index]
            case PeriodKind.MONTH:
                part = f"{self.index + 1}月"
        return f"{self.year}年{part}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.index * self.kind.months + 1, 1)

    @property
    def end(self) -> date:
        """The last day, still inside the period."""
        return _last_day(self.year, (self.index + 1) * self.kind.months)

    def contains(self, day: date) -> bool:
        """Whether `day` lies in the period, its two ends included."""
        return self.start <= day <= self.end

    def next(self) -> Self:
        """The period of the same kind that follows."""
        return self._moved(1)

    def previous(self) -> Self:
        """The period of the same kind before."""
        return self._moved(-1)

    def _moved(self, by: int) -> Self:
        year, index = divmod(self.year * self.kind.per_year + self.index + by, self.kind.per_year)
        return type(self)(self.kind, year, index)


def periods_of(kind: PeriodKind, year: int) -> tuple[Period, ...]:
    """All periods of `kind` in `year`, in order: 1, 2, 4 or 12 of them."""
    return tuple(Period(kind, year, index) for index in range(kind.per_year))


def period_on(kind: PeriodKind, day: date) -> Period:
    """The period of `kind` that `day` lies in."""
    return Period(kind, day.year, (day.month - 1) // kind.months)


def covering(kind: PeriodKind, outer: Period) -> tuple[Period, ...]:
    """The periods of `kind` that end within `outer`, in order: a score counts what falls due in its period.

    The year 2026 ends within 2026H2 and not within 2026H1, so a yearly duty counts once, at the year's end.
    """
    return tuple(period for period in periods_of(kind, outer.year) if outer.contains(period.end))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier where negative), or that month's last day.

    31 January plus one month is 28 or 29 February. OverflowError beyond the years 1-9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"{day} and {months} months lead out of the calendar")
    return date(year, month + 1, min(day.day, _days(year, month + 1)))


def months_between(start: date, end: date) -> int:
    """Whole calendar months from `start` to `end`: the greatest n with `add_months(start, n) <= end`.

    Negative where `end` lies before `start`: from 1 March back to 28 February it is -1.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _last_day(year: int, month: int) -> date:
    return date(year, month, _days(year, month))
