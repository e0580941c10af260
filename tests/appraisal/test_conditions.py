"""组织状态 (S000-20): three conditions by the quarter's score, beside the quarter before."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.accounts.actor import EVERYTHING
from heli.appraisal import rules
from heli.appraisal.catalogue import CONDITIONS
from heli.appraisal.queries.conditions import conditions
from tests.duties.planned import enter
from tests.people import TODAY, City, People, Person

ClientOf = Callable[[Person], Client]
URL = reverse("appraisal:conditions")


@pytest.mark.parametrize(
    ("total", "name"),
    [("100", "过硬"), ("90", "过硬"), ("89.99", "一般"), ("60", "一般"), ("59.99", "薄弱"), ("0", "薄弱")],
)
def test_the_lines_between_conditions(total: str, name: str) -> None:
    found = rules.condition_of(Decimal(total), list(CONDITIONS().on(TODAY)))
    assert found is not None
    assert found.name == name


def test_unknown_is_no_condition_and_has_no_trend() -> None:
    strong, ordinary, weak = CONDITIONS().on(TODAY)
    assert rules.condition_of(None, [strong, ordinary, weak]) is None
    assert rules.trend(None, strong) == rules.trend(strong, None) == ""
    assert (rules.trend(weak, strong), rules.trend(strong, ordinary), rules.trend(weak, weak)) == (
        "上升",
        "下降",
        "持平",
    )


def test_a_branch_that_met_every_month_is_above_one_that_did_not(worked: City, people: People) -> None:
    for month in (4, 5, 6):
        enter(worked.exam_centre, "theme_day", date(2026, month, 11))
    enter(worked.exam_centre, "assembly", date(2026, 5, 12))
    enter(worked.exam_centre, "committee", date(2026, 4, 13))
    found = conditions(TODAY, EVERYTHING)
    assert (found.quarter.code, found.earlier.code) == ("2026Q2", "2026Q1")
    assert sum(one.now for one in found.counts) == len(found.rows)
    assert {row.subject.pk for row in found.rows} >= {worked.exam_centre.pk, worked.first_branch.pk}


def test_the_page_lists_by_the_tree_and_asks_few_queries(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(URL).content.decode()
    assert len(queries) <= 19
    assert "不按分数排列" in text
    grade = next(row.code for row in conditions(TODAY, EVERYTHING).rows)
    assert client.get(f"{URL}?grade={grade}").status_code == 200
    own = client_of(people.secretary).get(URL).context["found"]
    assert [row.subject.pk for row in own.rows] == [worked.first_branch.pk]


def test_a_stranger_is_turned_away(worked: City, people: People, client_of: ClientOf) -> None:
    assert client_of(people.stranger).get(URL).status_code == 403
