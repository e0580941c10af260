"""Both pages through the browser's door: who is let in, what narrows a board, how many queries it takes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.orgs.models import Organisation
from tests.duties.planned import Planned, enter
from tests.people import City, People, Person, building

ClientOf = Callable[[Person], Client]
TODAY_PAGE, BOARD = "home:today", "home:board"
MOST_QUERIES = 42


def test_a_stranger_is_refused_on_each_page(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.stranger)
    unit = reverse("home:unit_board", args=[city.water_branch.organ_id])
    assert [client.get(url).status_code for url in (reverse(BOARD), unit)] == [403] * 2
    assert client.get(reverse(TODAY_PAGE))["Location"] == reverse("accounts:mine")  # and nothing of business


def test_who_has_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for url in (reverse(TODAY_PAGE), reverse(BOARD), reverse("home:unit_board", args=[1])):
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("accounts:sign_in"))


def test_a_member_has_a_day_and_no_board(planned: Planned, people: People, client_of: ClientOf) -> None:
    client = client_of(people.member)
    page = client.get(reverse(TODAY_PAGE)).content.decode()
    assert "开展主题党日活动（6月）" in page
    assert reverse(BOARD) not in page
    assert client.get(reverse(BOARD)).status_code == 403


@pytest.mark.parametrize(
    "role", ["lead_secretary", "deputy", "general_secretary", "secretary", "committee_member"]
)
def test_nobody_reads_of_another_unit(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    client = client_of(getattr(people, role))
    strange = [one for one in city if one.organ_id != city.first_branch.organ_id]
    for url in (reverse(TODAY_PAGE), reverse(BOARD)):
        page = client.get(url).content.decode()
        assert [one.short_name for one in strange if one.short_name in page] == []
    unit = reverse("home:unit_board", args=[city.water_branch.organ_id])
    assert client.get(unit).status_code == 404


def test_a_secretary_sees_no_other_branch_on_his_units_board(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    url = reverse("home:unit_board", args=[city.first_branch.organ_id])
    page = client_of(people.secretary).get(url).content.decode()
    assert city.first_branch.short_name in page
    assert city.small_branch.short_name not in page


def test_one_button_of_the_day_is_primary(planned: Planned, people: People, client_of: ClientOf) -> None:
    page = client_of(people.secretary).get(reverse(TODAY_PAGE)).content.decode()
    assert page.count("btn-primary") == 1
    assert page.index("btn-primary") < page.index("btn btn-secondary")


@pytest.mark.parametrize(("role", "told"), [("secretary", True), ("lead_secretary", True), ("staff", False)])
def test_a_secretary_is_told_what_his_own_work_is(
    planned: Planned, people: People, client_of: ClientOf, role: str, told: bool
) -> None:
    """S000-07: a sentence to every secretary alike, no judgement of anybody (R07-04)."""
    page = client_of(getattr(people, role)).get(reverse(TODAY_PAGE)).content.decode()
    assert ("抓机关党建是本职" in page) is told


def test_the_tabs_lead_from_one_page_to_the_other(
    planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.secretary)
    for here, there in ((TODAY_PAGE, BOARD), (BOARD, TODAY_PAGE)):
        tabs = {tab.url: tab.active for tab in client.get(reverse(here)).context["tabs"]}
        assert tabs == {reverse(here): True, reverse(there): False}


def test_filters_narrow_the_board_and_can_be_taken_off(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    answer = client.get(reverse(BOARD), {"group": "政治建设", "state": "unknown"})
    assert [(chip.label, chip.remove_url) for chip in answer.context["chips"]] == [
        ("重点任务：政治建设", "?state=unknown"),
        ("有未知的", "?group=%E6%94%BF%E6%B2%BB%E5%BB%BA%E8%AE%BE"),
    ]
    assert len(answer.context["chart"].columns) == 2
    assert "没有这样的单位" in client.get(f"{reverse(BOARD)}?state=late").content.decode()


@pytest.mark.parametrize("query", ["state=sideways", "group=没有这一项&state=", "page=last", "page=-3"])
def test_what_cannot_be_read_in_the_address_breaks_nothing(
    planned: Planned, people: People, client_of: ClientOf, query: str
) -> None:
    answer = client_of(people.staff).get(f"{reverse(BOARD)}?{query}")
    assert answer.status_code == 200


def test_a_board_without_a_plan_says_what_is_missing(city: City, people: People, client_of: ClientOf) -> None:
    assert "还没有可以上图的事项" in client_of(people.deputy).get(reverse(BOARD)).content.decode()
    assert "还没有可以上图的事项" in client_of(people.staff).get(reverse(BOARD)).content.decode()


@pytest.mark.parametrize("role", ["lead_secretary", "deputy", "general_secretary", "secretary", "member"])
def test_few_queries_are_enough_however_many_organisations(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    client = client_of(getattr(people, role))
    urls = [reverse(TODAY_PAGE)]
    if role != "member":
        urls += [reverse(BOARD), reverse("home:unit_board", args=[city.first_branch.organ_id])]
    few = [_queries(client, url) for url in urls]
    _grow(city)
    assert [_queries(client, url) for url in urls] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.parametrize("role", ["administrator", "staff"])
def test_the_whole_city_takes_no_more_queries_when_it_grows(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    client = client_of(getattr(people, role))
    urls = [reverse(TODAY_PAGE), reverse(BOARD)]
    few = [_queries(client, url) for url in urls]
    _grow(city)
    assert [_queries(client, url) for url in urls] == few
    assert max(few) <= MOST_QUERIES


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def _grow(city: City) -> None:
    """Twenty branches more, each with a record."""
    model = city.small_branch
    with building():
        for number in range(20):
            branch = Organisation.objects.get(pk=model.pk)
            branch.pk = None
            branch.code = f"T{number:04d}"
            branch.name = branch.short_name = f"新建第{number}支部"
            branch.name_key = branch.name
            branch.path = f"{city.education_committee.path}{5000 + number}"
            branch.save(force_insert=True)
            version = model.versions.get()
            version.pk, version.organisation, version.path = None, branch, branch.path
            version.save(force_insert=True)
    for branch in Organisation.objects.filter(code__startswith="T"):
        enter(branch, "theme_day", date(2026, 5, 6))
