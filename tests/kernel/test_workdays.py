"""Working days follow the State Council's arrangement; beyond it the answer says that it is provisional."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.workdays import FIRST_YEAR, LAST_YEAR, WorkdayAnswer, add_workdays, is_workday


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 6, 30), True),
        (date(2026, 6, 28), False),  # a Sunday
        (date(2024, 10, 1), False),  # 国庆节
        (date(2024, 10, 12), True),  # a Saturday worked for it
        (date(2024, 2, 29), True),
    ],
)
def test_holidays_and_the_weekends_worked_for_them_are_known(day: date, worked: bool) -> None:
    assert is_workday(day) == WorkdayAnswer(worked, provisional=False)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_without_an_arrangement_is_provisional(year: int) -> None:
    monday = next(date(year, 5, day) for day in range(1, 8) if date(year, 5, day).weekday() == 0)
    assert is_workday(monday) == WorkdayAnswer(is_workday=True, provisional=True)
    assert is_workday(monday - timedelta(days=1)) == WorkdayAnswer(is_workday=False, provisional=True)


def test_five_working_days_over_the_national_holiday_take_a_fortnight() -> None:
    # 2024: 1-7 October off, 29 September (Sunday) and 12 October (Saturday) worked
    assert add_workdays(date(2024, 9, 27), 5) == (date(2024, 10, 10), False)


def test_the_day_itself_is_not_counted() -> None:
    assert add_workdays(date(2026, 6, 22), 5) == (date(2026, 6, 29), False)
    assert add_workdays(date(2026, 6, 28), 0) == (date(2026, 6, 28), False)


def test_it_counts_backwards() -> None:
    assert add_workdays(date(2026, 6, 29), -5) == (date(2026, 6, 22), False)


def test_a_term_that_runs_into_an_unknown_year_is_provisional() -> None:
    day, provisional = add_workdays(date(LAST_YEAR, 12, 28), 10)
    assert day.year == LAST_YEAR + 1
    assert provisional


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.integers(1, 30))
def test_between_the_ends_lie_as_many_working_days_as_asked(day: date, count: int) -> None:
    end, _ = add_workdays(day, count)
    days = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_workday(one).is_workday for one in days) == count
    assert is_workday(end).is_workday
