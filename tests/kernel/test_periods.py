"""Periods tile the year, and months are counted by the calendar, leap years and all."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.kernel.errors import Invalid
from heli.kernel.periods import (
    Period,
    PeriodKind,
    add_months,
    covering,
    months_between,
    period_on,
    periods_of,
)

DAYS = st.dates(date(1996, 1, 1), date(2104, 12, 31))
KINDS = st.sampled_from(PeriodKind)
YEARS = st.integers(1996, 2104)
MONTHS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("code", "name", "start", "end"),
    [
        ("2026", "2026年", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026H1", "2026年上半年", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026H2", "2026年下半年", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026Q3", "2026年三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-03", "2026年3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("2028-02", "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        ("2100-02", "2100年2月", date(2100, 2, 1), date(2100, 2, 28)),
    ],
)
def test_a_period_has_a_code_a_name_and_two_ends(code: str, name: str, start: date, end: date) -> None:
    period = Period.parse(code)
    assert (period.code, str(period), period.name) == (code, code, name)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "code", ["", "26", "2026H3", "2026Q0", "2026-13", "2026-3", "2026年", "0000", "２０２６", " 2026"]
)
def test_anything_else_is_not_a_period(code: str) -> None:
    with pytest.raises(Invalid, match="不是一个期间"):
        Period.parse(code)


@pytest.mark.parametrize(("year", "index"), [(2026, 4), (2026, -1), (0, 0), (10_000, 0)])
def test_a_period_outside_its_year_cannot_be_made(year: int, index: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        Period(PeriodKind.QUARTER, year, index)


def test_years_half_years_quarters_and_months_divide_the_year() -> None:
    assert [len(periods_of(kind, 2026)) for kind in PeriodKind] == [1, 2, 4, 12]
    assert [kind.label for kind in PeriodKind] == ["年", "半年", "季度", "月"]


@given(KINDS, YEARS)
def test_the_periods_of_a_year_follow_one_another_without_a_gap(kind: PeriodKind, year: int) -> None:
    periods = periods_of(kind, year)
    assert periods[0].start == date(year, 1, 1)
    assert periods[-1].end == date(year, 12, 31)
    for before, after in pairwise(periods):
        assert after.start == before.end + timedelta(days=1)
        assert before.next() == after
        assert after.previous() == before


@given(KINDS, DAYS)
def test_a_day_lies_in_one_period_of_each_kind(kind: PeriodKind, day: date) -> None:
    holding = [period for period in periods_of(kind, day.year) if period.contains(day)]
    assert holding == [period_on(kind, day)]


@given(KINDS, DAYS)
def test_a_code_is_read_as_the_period_that_it_was_written_for(kind: PeriodKind, day: date) -> None:
    period = period_on(kind, day)
    assert Period.parse(period.code) == period


@given(KINDS, DAYS)
def test_next_and_previous_undo_each_other(kind: PeriodKind, day: date) -> None:
    period = period_on(kind, day)
    assert period.next().previous() == period
    assert period.next().start == period.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "outer", "codes"),
    [
        (PeriodKind.MONTH, "2026Q2", ["2026-04", "2026-05", "2026-06"]),
        (PeriodKind.QUARTER, "2026H1", ["2026Q1", "2026Q2"]),
        (PeriodKind.YEAR, "2026H1", []),
        (PeriodKind.YEAR, "2026H2", ["2026"]),
        (PeriodKind.HALF, "2026-06", ["2026H1"]),
        (PeriodKind.HALF, "2026-05", []),
        (PeriodKind.YEAR, "2026", ["2026"]),
    ],
)
def test_a_period_covers_those_that_end_in_it(kind: PeriodKind, outer: str, codes: list[str]) -> None:
    assert [period.code for period in covering(kind, Period.parse(outer))] == codes


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_months_go_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_months_do_not_lead_out_of_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)


@given(DAYS, MONTHS)
def test_added_months_land_in_the_right_month_on_the_same_day_or_its_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    if moved.day != day.day:
        assert moved.day < day.day
        assert (moved + timedelta(days=1)).day == 1


@given(DAYS, DAYS, MONTHS)
def test_a_later_day_stays_no_earlier_after_the_same_months(one: date, other: date, months: int) -> None:
    earlier, later = sorted([one, other])
    assert add_months(earlier, months) <= add_months(later, months)


@given(DAYS, DAYS)
def test_months_between_is_the_most_that_can_be_added(start: date, end: date) -> None:
    months = months_between(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


@given(DAYS, MONTHS)
def test_months_between_counts_back_what_was_added(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months
