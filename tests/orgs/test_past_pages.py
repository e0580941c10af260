"""The tree and the list of another day: tinted, with the way back, and as the organisations were then."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.orgs.models import Organisation, OrganisationVersion
from tests.people import City, People, Person, building

pytestmark = pytest.mark.django_db

TREE = reverse("orgs:tree")
Browser = Callable[[Person], Client]
BEFORE, AFTER = "2026-03-31", "2026-05-01"


@pytest.fixture
def moved(city: City) -> City:
    """On 1 May 市水利局's branch was renamed and moved beneath 市教育局机关党委; its old version stays."""
    with building():
        one = city.water_branch
        OrganisationVersion.objects.filter(organisation=one).update(valid_to=date(2026, 5, 1))
        old = OrganisationVersion.objects.get(organisation=one)
        old.pk, old.valid_from, old.valid_to = None, date(2026, 5, 1), None
        old.name, old.path = "中共青岚市水利局机关新支部委员会", f"{city.education_committee.path}0999"
        old.parent, old.leader = city.education_committee, city.education_group
        old.organ = city.education_committee.organ
        old.save()
        Organisation.objects.filter(pk=one.pk).update(
            name=old.name,
            short_name="市水利局机关新支部",
            path=old.path,
            parent=old.parent,
            leader=old.leader,
        )
    return city


def _found(client: Client, **asked: object) -> list[str]:
    return [one.short_name for one, _ in client.get(TREE, asked).context["found"]]


def test_another_day_is_told_and_leads_back(people: People, moved: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    page = client.get(f"{TREE}?on={BEFORE}&kind=branch").content.decode()
    assert '<body class="past-day"' in page
    assert f'正在查看 <b class="keep">{BEFORE}</b> 的组织架构 · <a href="?kind=branch">回到今天</a>' in page
    today = client.get(TREE).content.decode()
    assert "past-day" not in today
    assert "回到今天" not in today
    assert "past-day" not in client.get(f"{TREE}?on=2030-01-01").content.decode()


def test_the_tree_of_a_day_is_the_tree_of_that_day(people: People, moved: City, client_of: Browser) -> None:
    client, opened = client_of(people.staff), ",".join(str(one.pk) for one in moved)
    then = client.get(f"{TREE}?on={BEFORE}&open={opened}").content.decode()
    now = client.get(f"{TREE}?open={opened}").content.decode()
    assert "市水利局机关第一党支部</a>" in then
    assert "市水利局机关第一党支部" not in now
    assert "新支部" not in then
    assert f"&amp;on={BEFORE}#organisation-" in then
    assert f'{reverse("orgs:organisation", args=[moved.water_branch.pk])}?on={BEFORE}"' in then
    assert " · 党员 " in now
    assert " · 党员 " not in then


def test_the_list_of_a_day_follows_the_versions(people: People, moved: City, client_of: Browser) -> None:
    client, pk = client_of(people.staff), moved.education_committee.pk
    assert "市水利局机关第一党支部" not in _found(client, under=pk, on=BEFORE)
    assert "市水利局机关新支部" in _found(client, under=pk)
    assert _found(client, leader=moved.water_group.pk, on=BEFORE, kind="branch") == ["市水利局机关第一党支部"]
    assert _found(client, leader=moved.water_group.pk, kind="branch") == []
    assert _found(client, on=AFTER, q="水利局机关新") == ["市水利局机关新支部"]
    for name_of_either_day in ("机关新支部", "水利局机关第一"):
        assert _found(client, on=BEFORE, q=name_of_either_day) == ["市水利局机关第一党支部"]


def test_the_workbook_follows_day_and_filters(people: People, moved: City, client_of: Browser) -> None:
    answer = client_of(people.staff).get(
        reverse("orgs:export"), {"on": BEFORE, "q": "水利", "kind": "branch"}
    )
    assert answer["Content-Disposition"] == f'attachment; filename="organisations-{BEFORE}.xlsx"'
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert rows[0][0] == f"{BEFORE} 的组织架构"
    assert [row[:1] + row[3:5] for row in rows[2:]] == [
        ("中共青岚市水利局机关第一支部委员会", moved.water_committee.name, moved.water_group.name)
    ]


def test_a_day_before_everything_says_so(people: People, city: City, client_of: Browser) -> None:
    page = client_of(people.staff).get(f"{TREE}?on=2001-01-01").content.decode()
    assert "这一天还没有党组织" in page


def test_a_past_day_shows_no_more_than_the_reader_may_see(
    people: People, moved: City, client_of: Browser
) -> None:
    page = client_of(people.secretary).get(f"{TREE}?on={BEFORE}").content.decode()
    assert "您可以查看 1 个组织" in page
    assert client_of(people.stranger).get(f"{TREE}?on={BEFORE}").status_code == 403


@pytest.mark.parametrize("query", ["", "&kind=branch", "&open=1,2,3"])
def test_a_past_day_asks_a_constant_number_of_queries(
    people: People, city: City, client_of: Browser, query: str
) -> None:
    client = client_of(people.staff)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"{TREE}?on={BEFORE}{query}").status_code == 200
    assert len(caught) <= 14


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "closed"}, ["市教育印务有限公司党支部"]),
        ({"state": "ending"}, ["市教育考试中心党支部"]),
        ({"state": "outside"}, ["市委宣传部机关第一党支部"]),
        ({"leading": "guides"}, ["市水利局机关党委"]),
    ],
)
def test_the_list_is_narrowed_by_state_and_by_relation(
    people: People, city: City, client_of: Browser, asked: dict[str, str], names: list[str]
) -> None:
    with building():
        held = Organisation.objects
        held.filter(pk=city.press.pk).update(closed_on=date(2026, 4, 1))
        held.filter(pk=city.exam_centre.pk).update(ends_on=date(2026, 12, 31))
        held.filter(pk=city.publicity_branch.pk).update(outside=True)
        held.filter(pk=city.water_committee.pk).update(leading="guides")
    assert _found(client_of(people.staff), **asked) == names


def test_the_list_is_sorted_by_name_or_by_members(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)
    assert _found(client, kind="branch", sort="-members")[0] == "市第一中学高中部党支部"
    by_name = _found(client, kind="branch", sort="name")
    assert by_name[0] == "市第一中学高中部党支部"
    assert sorted(by_name) == sorted(_found(client, kind="branch"))
