"""What the page says before it saves is what the record then fulfils."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.duties import queries as duty_queries
from tests.duties.planned import Planned, enter, occurs, require
from tests.people import City

DAY = date(2026, 6, 24)


def test_it_names_duty_and_period(city: City, planned: Planned) -> None:
    (found,) = duty_queries.answers(city.first_branch, "assembly", DAY, "林书远")
    assert found.name == "召开支部党员大会（2026年二季度）"
    assert (found.due_on, found.on_time, found.already) == (date(2026, 6, 30), True, False)


def test_it_says_what_is_done_already(city: City, planned: Planned) -> None:
    enter(city.first_branch, "assembly", date(2026, 5, 6))
    (found,) = duty_queries.answers(city.first_branch, "assembly", DAY, "")
    assert found.already


def test_a_triggered_duty_has_no_period_in_its_name(city: City, planned: Planned) -> None:
    occurs(planned.election, city.first_branch, date(2026, 9, 1))
    (found,) = duty_queries.answers(city.first_branch, "election_result", DAY, "")
    assert found.name == "按期完成换届选举"
    assert found.due_on == date(2026, 9, 1)


def test_a_withdrawn_or_undecided_requirement_is_answered_by_nothing(city: City, planned: Planned) -> None:
    assert duty_queries.answers(city.first_branch, "visit_list", DAY, "") == []


def test_fulfilled_tells_the_same_in_the_plans_order(city: City, planned: Planned) -> None:
    require(planned.plan, 21, "主题党日年度一次", "year", ["theme_day"], ["branch"])
    before = duty_queries.answers(city.first_branch, "theme_day", DAY, "")
    made = enter(city.first_branch, "theme_day", DAY)
    assert [one.name for one in duty_queries.fulfilled(made)] == [one.name for one in before]
    assert [one.reading.number for one in duty_queries.fulfilled(made)] == [1, 21]
    enter(city.first_branch, "theme_day", date(2026, 6, 25))
    assert all(one.already for one in duty_queries.fulfilled(made))


@pytest.mark.parametrize("kind", ["theme_day", "visit_list"])
def test_it_takes_at_most_seven_queries(city: City, planned: Planned, kind: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        duty_queries.answers(city.first_branch, kind, DAY, "")
    assert len(captured) <= 7


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    branch=st.sampled_from(["first_branch", "small_branch", "publicity_joint"]),
    kind=st.sampled_from(["theme_day", "committee", "assembly", "lecture"]),
    day=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    chair=st.sampled_from(["", "林书远", "陈望舒"]),
    topic=st.uuids().map(str),
)
def test_what_is_announced_is_what_is_fulfilled(
    city: City, planned: Planned, branch: str, kind: str, day: date, chair: str, topic: str
) -> None:
    organisation = getattr(city, branch)
    announced = duty_queries.answers(organisation, kind, day, chair)
    made = enter(organisation, kind, day, chair=chair, topic=topic)
    written = duty_queries.fulfilled(made)
    assert [(one.reading, one.period, one.on_time) for one in announced] == [
        (one.reading, one.period, one.on_time) for one in written
    ]
