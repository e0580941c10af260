"""本组织的一年: by month what is owed and done, each line opening its record or duty; on one A4."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.accounts.scope import EVERYTHING
from heli.duties.actions.windows import open_window
from heli.home.queries.year import MonthLine, year_page
from heli.kernel.action import SYSTEM
from tests.duties.planned import Planned, enter, require
from tests.people import NOW, TODAY, City, People, Person

ClientOf = Callable[[Person], Client]
MOST_QUERIES = 14


def lines(city: City) -> dict[str, MonthLine]:
    return {one.name: one for one in year_page(city.first_branch.pk, None, EVERYTHING, TODAY).lines}


def test_a_month_has_what_is_due_in_it_done_and_not(city: City, planned: Planned) -> None:
    made = enter(city.first_branch, "assembly", date(2026, 5, 6))
    june = lines(city)["6月"]
    (done,) = june.done
    assert (done.what, done.day) == ("召开支部党员大会（二季度）", date(2026, 5, 6))
    assert done.url == reverse("duties:record", args=[made.pk])
    assert [one.what for one in june.left] == ["开展主题党日活动", "召开支部委员会会议", "开展调研"]
    assert june.owed == 4


def test_every_duty_of_the_year_stands_on_the_page_once(city: City, planned: Planned) -> None:
    page = year_page(city.first_branch.pk, None, EVERYTHING, TODAY)
    shown = sum(len(line.done) + len(line.left) for line in page.lines)
    assert shown == page.total == sum(number for _, number, _ in page.counts)
    assert sum(column.owed for column in page.columns) == page.total
    assert len(page.lines) == 12


def test_what_may_be_held_in_the_next_year_has_a_month_of_its_own(city: City, planned: Planned) -> None:
    require(planned.plan, 31, "召开组织生活会", "year", ["org_life"], ["branch"])
    open_window(
        plan=planned.plan, record_kind="org_life", closes_on=date(2027, 3, 15), document="通知",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    assert [one.what for one in lines(city)["次年3月"].left] == ["召开组织生活会"]


def test_every_line_opens(city: City, planned: Planned, people: People, client_of: ClientOf) -> None:
    enter(city.first_branch, "theme_day", date(2026, 5, 6))
    client = client_of(people.secretary)
    page = client.get(reverse("home:year", args=[city.first_branch.pk]))
    assert page.status_code == 200
    found = set(re.findall(r'class="year-matter" href="([^"]+)"', page.content.decode()))
    assert len(found) > 20
    for url in found:
        assert client.get(url).status_code == 200, url
    for state, number, url in page.context["page"].counts:
        assert client.get(url).context["page"].paginator.count == number, state


def test_it_is_found_from_today_and_from_the_organisation(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client, url = client_of(people.secretary), reverse("home:year", args=[city.first_branch.pk])
    for where in (reverse("home:today"), reverse("orgs:organisation", args=[city.first_branch.pk])):
        assert f'href="{url}"' in client.get(where).content.decode(), where


@pytest.mark.parametrize("role", ["stranger", "other_secretary", "member", "deputy"])
def test_who_may_not_see_its_records_finds_nothing(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    answer = client_of(getattr(people, role)).get(reverse("home:year", args=[city.first_branch.pk]))
    allowed = role in ("member", "deputy")
    assert answer.status_code == (200 if allowed else 403 if role == "stranger" else 404)


@pytest.mark.parametrize("query", ["?year=1999", "?year=kommt", "?year=20261", "?year=2026"])
def test_a_year_without_a_plan_is_this_ones(
    city: City, planned: Planned, people: People, client_of: ClientOf, query: str
) -> None:
    page = client_of(people.secretary).get(reverse("home:year", args=[city.first_branch.pk]) + query)
    assert page.context["page"].year == 2026


def test_without_a_plan_it_says_so(city: City, people: People, client_of: ClientOf) -> None:
    page = client_of(people.secretary).get(reverse("home:year", args=[city.first_branch.pk]))
    assert "这个组织这一年没有应办事项" in page.content.decode()


def test_more_records_ask_no_more_queries(city: City, planned: Planned) -> None:
    counted = []
    for month in (1, 5):
        for day in range(1, month + 1):
            enter(city.first_branch, "theme_day", date(2026, month, day), topic=f"党日{day}")
        with CaptureQueriesContext(connection) as found:
            year_page(city.first_branch.pk, None, EVERYTHING, TODAY)
        counted.append(len(found))
    assert counted[0] == counted[1] <= MOST_QUERIES
