"""Chinese working days, with the State Council's holidays and the weekends worked in exchange (R04-08).

Beyond the last year whose arrangement is known, Monday to Friday are taken to be working days, and the
answer is marked provisional: the screen says 暂算.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

FIRST_YEAR: int = min(holidays).year
LAST_YEAR: int = max(holidays).year


@dataclass(frozen=True)
class WorkdayAnswer:
    """Whether a day is worked; provisional while the year's arrangement is not known."""

    is_workday: bool
    provisional: bool


def is_workday(day: date) -> WorkdayAnswer:
    """Whether `day` is a working day in China."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return WorkdayAnswer(bool(chinese_calendar.is_workday(day)), provisional=False)
    return WorkdayAnswer(day.weekday() < 5, provisional=True)


def add_workdays(day: date, count: int) -> tuple[date, bool]:
    """The `count`-th working day after `day` (before it where negative), and whether that is provisional.

    `day` itself is not counted: 公示 of five working days posted on a Monday ends on the next Monday at
    the earliest. With 0 it is `day`, worked or not.
    """
    step, left, provisional = timedelta(days=1 if count > 0 else -1), abs(count), False
    while left:
        day += step
        answer = is_workday(day)
        provisional = provisional or answer.provisional
        left -= answer.is_workday
    return day, provisional
