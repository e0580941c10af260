"""四项检查 (S004-21): each number opens to its rows, is scoped, and can be worked off."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.actor import EVERYTHING
from heli.duties.models import RequirementOwner, Source
from heli.members.models import Member, Post
from heli.reorganisation.catalogue import Check
from heli.reorganisation.queries import checks
from heli.reorganisation.queries.checks import Looking
from heli.sheets.reading import open_workbook
from tests.duties.planned import enter, plan_2026
from tests.people import TODAY, City, People, Person, building
from tests.reorganisation.changes import closed, done, raised

ClientOf = Callable[[Person], Client]
LOOKING = Looking(EVERYTHING, EVERYTHING, TODAY)


def found(check: Check, looking: Looking = LOOKING) -> list[str]:
    return [one.organisation for one in checks.told(check, looking)]


def test_all_is_well_where_nothing_is_amiss(city: City) -> None:
    assert found(Check.MEMBERS) == found(Check.DUTIES) == found(Check.MEETINGS) == []


def test_a_member_of_a_closed_or_raised_organisation_is_found(city: City) -> None:
    done(city, raised(city))
    assert found(Check.MEMBERS) == ["市教育考试中心党支部"] * 5
    with building():
        Member.objects.filter(organisation=city.exam_centre).update(organisation=city.press)
        type(city.press).objects.filter(pk=city.press.pk).update(closed_on=TODAY)
    assert len(found(Check.MEMBERS)) == 8


def test_a_duty_by_name_that_nobody_takes_over_is_found(city: City) -> None:
    planned = plan_2026()
    with building():
        requirement = planned.election
        RequirementOwner.objects.create(requirement=requirement, organisation=city.press)
        type(city.press).objects.filter(pk=city.press.pk).update(closed_on=TODAY)
    assert found(Check.DUTIES) == [city.press.short_name]


def test_a_branch_without_a_secretary_is_found_after_a_closing_only_where_it_lives(city: City) -> None:
    assert city.water_branch.short_name not in found(Check.SECRETARIES)
    with building():
        Post.objects.filter(organisation=city.water_branch).update(valid_to=TODAY)
    assert city.water_branch.short_name in found(Check.SECRETARIES)
    done(city, closed(city))
    assert city.press.short_name not in found(Check.SECRETARIES)


def test_a_branch_that_has_not_met_for_a_quarter_is_found_once_meetings_have_a_source(city: City) -> None:
    plan_2026()
    enter(city.first_branch, "theme_day", date(2026, 6, 12))
    enter(city.small_branch, "theme_day", date(2026, 1, 12))
    assert Source.objects.filter(since__lte=date(2026, 3, 1)).exists()
    amiss = found(Check.MEETINGS)
    assert city.small_branch.short_name in amiss
    assert city.first_branch.short_name not in amiss


def test_numbers_by_unit_are_those_of_the_rows(city: City) -> None:
    done(city, raised(city))
    with building():
        Post.objects.filter(organisation=city.water_branch).update(valid_to=TODAY)
    lines = checks.by_unit(LOOKING)
    for check in Check:
        assert sum(line.numbers[check] for line in lines) == len(found(check))
    organ = city.water_branch.organ_id
    narrowed = Looking(EVERYTHING, EVERYTHING, TODAY, organ=organ)
    assert [line.organ.pk for line in checks.by_unit(narrowed)] == [organ]


def test_the_pages_open_to_the_rows_and_export_them(city: City, people: People, client_of: ClientOf) -> None:
    done(city, raised(city))
    client = client_of(people.staff)
    page = client.get(reverse("reorganisation:checks"))
    assert f"{reverse('reorganisation:check', args=('members',))}?" in page.content.decode()
    rows = client.get(reverse("reorganisation:check", args=("members",)))
    assert rows.context["page"].paginator.count == 5
    assert "没有编入党支部" in rows.content.decode()
    for check in Check:
        assert client.get(reverse("reorganisation:check", args=(check.value,))).status_code == 200
    answer = client.get(reverse("reorganisation:export_checks"))
    book = open_workbook("检查.xlsx", b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [sheet.name for sheet in book.sheets] == list(Check.labels)
    assert client.get(reverse("reorganisation:check", args=("nothing",))).status_code == 404


def test_a_branch_sees_its_own_alone(city: City, people: People, client_of: ClientOf) -> None:
    done(city, raised(city))
    rows = client_of(people.other_secretary).get(reverse("reorganisation:check", args=("members",)))
    assert rows.context["page"].paginator.count == 0


@pytest.mark.parametrize("check", Check)
def test_a_list_takes_the_same_queries_however_long(
    city: City,
    people: People,
    client_of: ClientOf,
    check: Check,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    with building():
        Post.objects.update(valid_to=TODAY)
        type(city.press).objects.filter(pk=city.first_branch.pk).update(closed_on=TODAY)
    client = client_of(people.staff)
    client.get(reverse("reorganisation:check", args=(check.value,)))
    with django_assert_max_num_queries(16):
        client.get(reverse("reorganisation:check", args=(check.value,)))


def test_another_day_is_not_passed_over_in_silence(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.staff)
    asked = browser.get(reverse("reorganisation:checks"), {"on": "2025-12-31"}).content.decode()
    assert '没有按 <b class="keep">2025-12-31</b> 查看' in asked
    assert "按今天的情况；" in browser.get(reverse("reorganisation:checks")).content.decode()
