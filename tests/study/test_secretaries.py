"""支部书记台账 (S001-50): what is asked of a secretary by when (R01-35), and the list that says it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.actor import EVERYTHING
from heli.accounts.catalogue import Office
from heli.kernel.action import SYSTEM
from heli.members.models import Post
from heli.study import rules
from heli.study.actions.classes import withdraw_class
from heli.study.queries.secretaries import all_led, led
from heli.ui.catalogue import State
from tests.people import NOW, TODAY, City, People, Person, building
from tests.study.ground import class_of

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("trained", "year", "stands"),
    [
        ((date(2026, 5, 8),), 2026, State.ON_TIME),
        ((date(2025, 5, 8),), 2026, State.OPEN),
        ((), 2025, State.OVERDUE),
    ],
)
def test_a_secretary_attends_one_rotation_a_year(trained: tuple[date, ...], year: int, stands: State) -> None:
    assert rules.rotation(trained, year, TODAY) is stands


@pytest.mark.parametrize(
    ("since", "trained", "stands"),
    [
        (MARCH, (), State.OPEN),  # until 1 September
        (MARCH, (date(2026, 2, 20),), State.OPEN),  # before he was one it was no training for it
        (MARCH, (date(2026, 5, 8),), State.ON_TIME),
        (date(2025, 7, 15), (), State.OVERDUE),  # until 15 January
        (date(2025, 7, 15), (date(2026, 3, 1),), State.LATE),
        (date(2020, 3, 1), (), None),  # was asked of 2020
        (date(2026, 1, 1), (), None),  # a roster gave no day
    ],
)
def test_who_is_new_is_trained_within_half_a_year(
    since: date, trained: tuple[date, ...], stands: State | None
) -> None:
    found = rules.first_training(since, trained, 2026, TODAY)
    assert (found[0] if found else None) is stands


@pytest.fixture
def secretary(city: City) -> Post:
    """Of the first branch, since 1 March; nobody else there."""
    with building():
        there = Post.objects.filter(organisation=city.first_branch, office=Office.SECRETARY)
        kept = there.exclude(member=None).order_by("pk")[0]
        there.exclude(pk=kept.pk).delete()
        Post.objects.filter(pk=kept.pk).update(valid_from=MARCH)
        Post.objects.filter(organisation=city.small_branch, office=Office.SECRETARY).delete()
    kept.refresh_from_db()
    return kept


def test_the_list_follows_from_posts_and_classes(city: City, secretary: Post) -> None:
    (before, vacant) = led([city.first_branch, city.small_branch], 2026, TODAY)
    assert (before.post, before.rotation, before.trained_on) == (secretary, State.OPEN, None)
    assert before.first == (State.OPEN, date(2026, 9, 1))
    assert vacant.post is None
    assert vacant.rotation is None
    withdrawn = class_of(city.education_committee, secretary.name, title="作废的班")
    withdraw_class(study_class=withdrawn, why="重复登记", by=SYSTEM, at=NOW)
    class_of(city.education_committee, secretary.name)
    (after,) = led([city.first_branch], 2026, TODAY)
    assert (after.rotation, after.trained_on) == (State.ON_TIME, date(2026, 5, 8))
    assert after.first == (State.ON_TIME, date(2026, 9, 1))
    assert [one.organisation.path for one in all_led(EVERYTHING, 2026, TODAY)] == sorted(
        one.organisation.path for one in all_led(EVERYTHING, 2026, TODAY)
    )


def test_the_page_says_who_is_missing_and_gives_a_workbook(
    city: City, people: People, secretary: Post, client_of: Callable[[Person], Client]
) -> None:
    browser = client_of(people.deputy)
    page = browser.get("/study/secretaries/").content.decode()
    assert "空缺" in page
    assert secretary.name in page
    assert "2026-09-01 前" in page
    book = load_workbook(BytesIO(browser.get("/study/secretaries/export/").content))
    assert secretary.name in {row[1].value for row in book.active.iter_rows(min_row=1)}
    assert "没有符合条件的党支部" in browser.get("/study/secretaries/?q=没有的支部").content.decode()
    other = client_of(people.other_secretary).get("/study/secretaries/").content.decode()
    assert secretary.name not in other
    assert client_of(people.stranger).get("/study/secretaries/").status_code == 403
    assert client_of(people.stranger).get("/study/secretaries/export/").status_code == 403
