"""覆盖情况 (S000-15): the blank spots among the 直属单位 are named first, and each number opens to them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.catalogue import Permission
from heli.home.queries.coverage import Coverage, coverage
from heli.members.models import Post
from heli.orgs.models import Organisation, Unit
from tests.duties.planned import Planned
from tests.people import TODAY, City, People, Person, building

ClientOf = Callable[[Person], Client]
PAGE = reverse("home:coverage")
SCHOOL, EXAM, PRESS = "青岚市第一中学", "青岚市教育考试中心", "青岚市教育印务有限公司"


def _of(person: Person) -> Coverage:
    return coverage(person.actor.scope(Permission.ORGANISATION_SEE), TODAY)


def _shares(found: Coverage) -> dict[str, tuple[int, int, str]]:
    return {share.code: (share.have, share.missing, share.percent) for share in found.shares}


def test_a_city_with_everything_is_covered(people: People, planned: Planned) -> None:
    found = _of(people.staff)
    assert {row.unit for row in found.rows} == {SCHOOL, EXAM, PRESS}
    assert set(_shares(found).values()) == {(3, 0, "100%")}


def test_without_a_plan_nobody_has_one(people: People) -> None:
    assert _shares(_of(people.staff))["plan"] == (0, 3, "0%")


def test_blank_spots_are_named_first(
    people: People, planned: Planned, city: City, client_of: ClientOf
) -> None:
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=TODAY)
        Organisation.objects.filter(pk=city.exam_centre.pk).update(parent=None)
        empty = Unit.objects.create(name="青岚市教育装备站", organ=city.education_committee.unit)
    found = _of(people.staff)
    lacks = {row.unit: row.lacks for row in found.rows}
    assert lacks == {
        PRESS: ("没有责任人",),
        EXAM: ("没有隶属",),
        empty.name: ("没有党组织", "没有隶属", "没有责任人", "没有计划"),
        SCHOOL: (),
    }
    assert found.rows[-1].unit == SCHOOL
    assert _shares(found)["head"] == (2, 2, "50%")
    page = client_of(people.staff).get(PAGE).content.decode()
    assert '<a class="figure" href="?lacks=head">2 个空白点</a>' in page
    narrowed = client_of(people.staff).get(PAGE, {"lacks": "head"}).content.decode()
    assert PRESS in narrowed
    assert empty.name in narrowed
    assert EXAM not in narrowed
    assert "去掉筛选：没有责任人" in narrowed


def test_the_workbook_holds_the_rows_of_the_list(
    people: People, planned: Planned, city: City, client_of: ClientOf
) -> None:
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=TODAY)
    answer = client_of(people.staff).get(reverse("home:coverage_export"), {"lacks": "head"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    assert rows == [("青岚市教育局", PRESS, "没有责任人")]


def test_everyone_sees_the_units_of_what_he_sees(
    people: People, planned: Planned, city: City, client_of: ClientOf
) -> None:
    with building():
        empty = Unit.objects.create(name="青岚市教育装备站", organ=city.education_committee.unit)
    assert {row.unit for row in _of(people.deputy).rows} == {SCHOOL, EXAM, PRESS, empty.name}
    assert {row.unit for row in _of(people.lead_secretary).rows} == {SCHOOL, EXAM, PRESS, empty.name}
    assert {row.unit for row in _of(people.general_secretary).rows} == {SCHOOL}
    assert _of(people.secretary).rows == []
    assert "没有直属单位" in client_of(people.secretary).get(PAGE).content.decode()
    for address in (PAGE, reverse("home:coverage_export")):
        assert client_of(people.stranger).get(address).status_code == 403
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("query", ["", "?lacks=plan", "?lacks=nonsense"])
def test_the_page_asks_a_constant_number_of_queries(
    people: People, planned: Planned, city: City, client_of: ClientOf, query: str
) -> None:
    client = client_of(people.staff)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{PAGE}{query}").status_code == 200
        return len(caught)

    before = asked()
    with building():
        for number in range(30):
            Unit.objects.create(name=f"青岚市第{number}站", organ=city.water_committee.unit)
    assert asked() == before
    assert before <= 20
