"""架构图: never more than a handful drawn, the rest a number; as a chart from JSON and as a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.orgs.actions import take_in
from heli.orgs.actions.rows import OrgRow
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from tests.people import NOW, City, People, Person, building

pytestmark = pytest.mark.django_db

CHART, DATA = reverse("orgs:chart"), reverse("orgs:chart_data")
Browser = Callable[[Person], Client]


def _data(client: Client, **asked: object) -> dict[str, Any]:
    answer = client.get(DATA, asked)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def _names(nodes: list[dict[str, Any]]) -> list[str]:
    return [node["name"] for node in nodes]


def _grow(above: Organisation, number: int) -> None:
    rows = [
        OrgRow(f"code:c{one}", f"中共青岚市{one}站支部", Kind.BRANCH, "站", f"c{one}", f"code:{above.code}")
        for one in range(number)
    ]
    take_in(rows=rows, by=SYSTEM, at=NOW)


def test_the_chart_begins_with_the_top_and_one_level(people: People, client_of: Browser) -> None:
    found = _data(client_of(people.staff))
    assert _names(found["chain"]) == ["市委市直属机关工委"]
    assert _names(found["nodes"]) == ["市教育局机关党委", "市水利局机关党委", "市委宣传部机关党委"]
    assert found["nodes"][0]["children"] == 5
    assert found["nodes"][0]["leader"] == "中共青岚市教育局党组（领导）"


def test_an_organisation_is_opened_with_the_way_up_to_it(
    people: People, city: City, client_of: Browser
) -> None:
    found = _data(client_of(people.staff), focus=city.school.pk)
    assert _names(found["chain"]) == ["市委市直属机关工委", "市教育局机关党委", "市第一中学党总支"]
    assert found["beside"] == [0, 2, 4]
    assert _names(found["nodes"]) == ["市第一中学高中部党支部"]
    assert [node["shape"] for node in [*found["chain"], *found["nodes"]]] == [
        "work",
        "committee",
        "general",
        "branch",
    ]


def test_forty_are_drawn_and_the_rest_leads_on(people: People, city: City, client_of: Browser) -> None:
    _grow(city.water_committee, 90)
    client, pk = client_of(people.staff), city.water_committee.pk
    first = _data(client, focus=pk)
    assert (len(first["nodes"]), first["rest"], first["next"], first["total"]) == (40, 51, 40, 91)
    assert len(first["nodes"]) + 2 * len(first["chain"]) <= 60
    last = _data(client, focus=pk, start=80)
    assert (len(last["nodes"]), last["rest"], last["next"]) == (11, 0, 0)
    page = client.get(CHART, {"focus": pk, "start": 40}).content.decode()
    assert "第 41–80 个，共 91 个" in page
    assert f'<a href="?focus={pk}&amp;start=80">其余 11 个</a>' in page
    assert _data(client, focus=pk, start=9999)["start"] == 0


def test_what_a_leading_body_leads_is_another_way_in(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    found = _data(client, focus=city.water_group.pk)
    assert _names(found["chain"]) == ["市水利局党组"]
    assert _names(found["nodes"]) == ["市水利局机关党委"]
    assert (found["chain"][0]["shape"], found["chain"][0]["children"]) == ("body", 1)
    page = client.get(CHART).content.decode()
    assert f'<option value="{city.water_group.pk}">市水利局党组领导的</option>' in page


def test_the_list_says_the_same_without_a_script(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    page = client.get(CHART, {"focus": city.school.pk}).content.decode()
    assert f'<a href="?focus={city.education_committee.pk}">市教育局机关党委</a>' in page
    assert reverse("orgs:organisation", args=[city.school_branch.pk]) in page
    assert f'data-chart="{DATA}?focus={city.school.pk}"' in page
    assert "没有下级党组织" in client.get(CHART, {"focus": city.press.pk}).content.decode()
    swap = client.get(CHART, {"focus": city.school.pk}, headers={"HX-Request": "true"}).content.decode()
    assert swap.strip().startswith('<div id="chart-list"')


def test_a_past_day_is_drawn_from_its_versions(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    with building():
        Organisation.objects.filter(pk=city.school.pk).update(name="中共青岚市新校总支部委员会")
    then = _data(client, focus=city.work_committee.pk, on="2026-03-31")
    assert _names(then["nodes"])[0] == "市教育局机关党委"
    assert then["nodes"][0]["url"].endswith("?on=2026-03-31")
    school = _data(client, focus=city.school.pk, on="2026-03-31")
    assert school["chain"][-1]["name"] == "市第一中学党总支"
    assert client.get(DATA, {"focus": city.school.pk, "on": "2020-01-01"}).status_code == 404


def test_nobody_sees_further_than_he_may(people: People, city: City, client_of: Browser) -> None:
    deputy = _data(client_of(people.deputy))
    assert _names(deputy["chain"]) == ["市教育局机关党委"]
    lead = _data(client_of(people.lead_secretary), focus=city.school.pk)
    assert _names(lead["chain"]) == ["市教育局机关党委", "市第一中学党总支"]
    for person in (people.secretary, people.deputy):
        for address in (CHART, DATA):
            assert client_of(person).get(address, {"focus": city.water_branch.pk}).status_code == 404
    for address in (CHART, DATA):
        assert client_of(people.stranger).get(address).status_code == 403


def test_the_chart_asks_as_many_queries_in_any_city(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(CHART, {"focus": city.water_committee.pk})
        return len(caught)

    before = asked()
    _grow(city.water_committee, 120)
    assert asked() == before
