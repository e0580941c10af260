"""The fixed day of a month, days off, and which days come first (R01-17, R01-18)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from heli.almanac.rules import days
from heli.almanac.rules.days import Habit

MONTH = {"first": date(2026, 10, 1), "last": date(2026, 10, 31), "shift": 7}


def first_of(habit: Habit) -> date:
    return days.fixed_candidates(habit, MONTH["first"], MONTH["last"], MONTH["shift"])[0]  # type: ignore[arg-type]


def test_a_working_day_is_kept_as_it_is() -> None:
    assert first_of(Habit(day=15)) == date(2026, 10, 15)
    assert first_of(Habit(nth=2, weekday=4)) == date(2026, 10, 9)
    assert first_of(Habit(nth=5, weekday=4)) == date(2026, 10, 30)


def test_a_day_off_moves_to_the_side_that_the_branch_chose() -> None:
    assert first_of(Habit(day=5)) == date(2026, 10, 8)
    assert first_of(Habit(day=18)) == date(2026, 10, 19)
    assert first_of(Habit(day=18, earlier=True)) == date(2026, 10, 16)


def test_before_the_first_working_day_there_is_only_the_other_side() -> None:
    assert first_of(Habit(day=2, earlier=True)) == date(2026, 10, 8)


def test_a_day_off_is_kept_where_the_branch_asks_for_it() -> None:
    assert first_of(Habit(day=18, on_days_off=True)) == date(2026, 10, 18)


def test_a_shorter_month_has_its_last_day() -> None:
    assert Habit(day=31).in_month(2027, 2) == date(2027, 2, 28)
    assert Habit(nth=5, weekday=0).in_month(2026, 2) == date(2026, 2, 23)


habits = st.builds(Habit, day=st.integers(1, 31), earlier=st.booleans()) | st.builds(
    Habit, nth=st.integers(1, 5), weekday=st.integers(0, 6), earlier=st.booleans()
)


@given(habits, st.integers(2024, 2028), st.integers(1, 12))
def test_no_candidate_is_a_day_off_or_outside_and_a_near_one_comes_first(
    habit: Habit, year: int, month: int
) -> None:
    first = date(year, month, 1)
    last = days.Habit(day=31).in_month(year, month)
    found = days.fixed_candidates(habit, first, last, 7)
    wanted = habit.in_month(year, month)
    assert all(first <= day <= last and days.works(day) for day in found)
    if any(abs((day - wanted).days) <= 7 for day in found):
        assert abs((found[0] - wanted).days) <= 7


def test_beyond_the_known_arrangement_days_are_provisional() -> None:
    assert not days.is_provisional(date(2026, 12, 31))
    assert days.is_provisional(date(2027, 1, 4))


def test_the_committee_is_wished_a_few_working_days_before() -> None:
    span = days.span(date(2026, 7, 6), date(2026, 7, 10))
    assert days.shortly_before(span, date(2026, 7, 10), 3)[:3] == (
        date(2026, 7, 7), date(2026, 7, 9), date(2026, 7, 8),
    )  # fmt: skip
