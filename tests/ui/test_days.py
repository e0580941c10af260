"""The day that a page shows comes from its address, and is never one to come."""

from datetime import date

import pytest
from django.http import QueryDict

from heli.ui.days import asked_day, only_today

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2025-12-31", date(2025, 12, 31)),
        ("2026-06-30", TODAY),
        ("2026-07-01", TODAY),
        ("2026-02-30", TODAY),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-13-01", TODAY),
        ("0000-01-01", TODAY),
        ("二〇二六", TODAY),
        ("", TODAY),
    ],
)
def test_the_day_is_read_from_the_address(asked: str, shown: date) -> None:
    assert asked_day(QueryDict(f"on={asked}"), TODAY).on == shown


@pytest.mark.parametrize(
    ("asked", "said"), [("2026-07-01", "还没有到"), ("2026-02-30", "不是日期"), ("2026-06-30", ""), ("", "")]
)
def test_a_day_that_cannot_be_shown_is_told_and_not_passed_over(asked: str, said: str) -> None:
    fault = asked_day(QueryDict(f"on={asked}"), TODAY).fault
    assert said in fault
    assert bool(fault) is bool(said)


def test_the_way_back_keeps_everything_but_day_and_page() -> None:
    day = asked_day(QueryDict("kind=branch&on=2025-12-31&page=3&q=a&q=b"), TODAY)
    assert (day.is_past, day.query, day.also) == (True, "?on=2025-12-31", "&on=2025-12-31")
    assert day.back == "?kind=branch&q=a&q=b"
    assert asked_day(QueryDict(""), TODAY).query == ""


@pytest.mark.parametrize(
    ("asked", "is_asked"), [("2025-12-31", True), ("二〇二六", True), ("2026-06-30", False), ("", False)]
)
def test_a_page_of_today_alone_knows_when_another_day_is_asked_for(asked: str, is_asked: bool) -> None:
    only = only_today(QueryDict(f"on={asked}&rule=R01-05"), TODAY)
    assert only.is_asked is is_asked
    assert only.back == "?rule=R01-05"
