"""覆盖情况 (S000-15): the blank spots among the 直属单位 are named first, and each number opens to them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.catalogue import Office, Permission
from heli.home.queries.coverage import Coverage, coverage
from heli.kernel.action import SYSTEM
from heli.members.actions import responsibilities as actions
from heli.members.catalogue import ResponsibilityKind
from heli.members.models import Post
from heli.members.queries.answered import body_lines
from heli.orgs.catalogue import Leading
from heli.orgs.models import Organisation, OrganisationVersion, Unit
from tests.duties.planned import Planned
from tests.people import NOW, TODAY, City, People, Person, building
from tests.people import _appointed as appointed

ClientOf = Callable[[Person], Client]
PAGE = reverse("home:coverage")
SCHOOL, EXAM, PRESS = "青岚市第一中学", "青岚市教育考试中心", "青岚市教育印务有限公司"


def _of(person: Person) -> Coverage:
    return coverage(person.actor.scope(Permission.ORGANISATION_SEE), TODAY)


def _shares(found: Coverage) -> dict[str, tuple[int, int, str]]:
    return {share.code: (share.have, share.missing, share.percent) for share in found.shares}


@pytest.fixture
def answered(people: People, city: City) -> Person:
    """党组成员 of 市教育局, who answers for each of its 直属单位."""
    person = appointed(city.education_group, Office.LEAD_MEMBER, "dangzuchengyuan", "冉分管")
    assert person.post is not None
    for organisation in (city.school, city.exam_centre, city.press):
        actions.assign_responsibility(
            post=person.post,
            organisation=organisation,
            kind=ResponsibilityKind.DIRECT,
            on=date(2026, 3, 1),
            by=SYSTEM,
            at=NOW,
        )
    return person


def test_a_city_with_everything_is_covered(people: People, planned: Planned, answered: Person) -> None:
    found = _of(people.staff)
    assert {row.unit for row in found.rows} == {SCHOOL, EXAM, PRESS}
    assert set(_shares(found).values()) == {(3, 0, "100%")}


def test_without_a_plan_nobody_has_one(people: People) -> None:
    assert _shares(_of(people.staff))["plan"] == (0, 3, "0%")


def test_blank_spots_are_named_first(
    people: People, planned: Planned, answered: Person, city: City, client_of: ClientOf
) -> None:
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=TODAY)
        Organisation.objects.filter(pk=city.exam_centre.pk).update(parent=None)
        empty = Unit.objects.create(name="青岚市教育装备站", organ=city.education_committee.unit)
    found = _of(people.staff)
    lacks = {row.unit: row.lacks for row in found.rows}
    assert lacks == {
        PRESS: ("没有书记",),
        EXAM: ("没有隶属",),
        empty.name: ("没有党组织", "没有隶属", "没有书记", "没有人分管", "没有计划"),
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
    assert "去掉筛选：没有书记" in narrowed


def test_who_answers_is_counted_as_on_the_page_of_responsibilities(
    people: People, planned: Planned, city: City, client_of: ClientOf
) -> None:
    lines = body_lines(people.staff.actor.scope(Permission.MEMBER_SEE), TODAY)
    assert _shares(_of(people.staff))["answer"] == (0, sum(line.blank for line in lines), "0%")
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(leading=Leading.GUIDES)
    lines = body_lines(people.staff.actor.scope(Permission.MEMBER_SEE), TODAY)
    assert [line.blank for line in lines if line.blank] == [2]
    assert _shares(_of(people.staff))["answer"] == (1, 2, "33%")
    page = client_of(people.staff).get(PAGE, {"has": "answer"}).content.decode()
    assert PRESS in page
    assert EXAM not in page
    assert "有责任人（书记）" in page


def test_a_past_day_is_told_by_what_was_then(
    people: People, planned: Planned, answered: Person, city: City, client_of: ClientOf
) -> None:
    moved = date(2026, 5, 1)
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=moved)
        OrganisationVersion.objects.filter(organisation=city.exam_centre).update(valid_to=moved)
        one = OrganisationVersion.objects.get(organisation=city.exam_centre)
        one.pk, one.valid_from, one.valid_to, one.parent = None, moved, None, None
        one.save()
        Organisation.objects.filter(pk=city.exam_centre.pk).update(parent=None)
    client = client_of(people.staff)
    then = client.get(PAGE, {"on": "2026-03-31"})
    assert {row.unit: row.lacks for row in then.context["found"].rows} == {SCHOOL: (), EXAM: (), PRESS: ()}
    assert "回到今天" in then.content.decode()
    assert "?has=head&amp;on=2026-03-31" in then.content.decode()
    before = client.get(PAGE, {"on": "2026-02-15"}).context["found"]
    assert _shares(before)["answer"] == (0, 3, "0%")
    now = {row.unit: row.lacks for row in client.get(PAGE).context["found"].rows}
    assert now == {SCHOOL: (), EXAM: ("没有隶属",), PRESS: ("没有书记",)}


def test_the_workbook_holds_the_rows_of_the_list(
    people: People, planned: Planned, answered: Person, city: City, client_of: ClientOf
) -> None:
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=TODAY)
    answer = client_of(people.staff).get(reverse("home:coverage_export"), {"lacks": "head"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    assert rows == [("青岚市教育局", PRESS, "没有书记")]


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


@pytest.mark.parametrize("query", ["", "?lacks=plan", "?lacks=nonsense", "?on=2026-03-31"])
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
