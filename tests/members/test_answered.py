"""一岗双责 over all bodies: how far each has shared out its 直属单位; blank ones are found."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import Office, Permission
from heli.kernel.action import SYSTEM
from heli.members.actions import responsibilities as actions
from heli.members.catalogue import ResponsibilityKind
from heli.members.queries import responsibilities
from heli.members.queries.answered import blank_units, body_lines
from heli.orgs.models import Organisation
from tests.people import FOUNDED, NOW, TODAY, City, People, Person, building
from tests.people import _appointed as appointed

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
LIST = reverse("members:responsibilities")
EXPORT = reverse("members:responsibilities_export")


@pytest.fixture
def shared_out(people: People, city: City) -> Person:
    """党组成员 of 市教育局, who answers for the school."""
    person = appointed(city.education_group, Office.LEAD_MEMBER, "dangzuchengyuan", "冉分管")
    assert person.post is not None
    actions.assign_responsibility(
        post=person.post,
        organisation=city.school,
        kind=ResponsibilityKind.DIRECT,
        on=FOUNDED,
        by=SYSTEM,
        at=NOW,
    )
    return person


def numbers(people: People, city: City) -> tuple[int, int, int, int]:
    lines = body_lines(people.staff.actor.scope(Permission.MEMBER_SEE), TODAY)
    return next(tuple(line[1:]) for line in lines if line.body == city.education_group)  # type: ignore[return-value]


def test_each_body_tells_who_answers_and_what_is_blank(
    people: People, city: City, shared_out: Person
) -> None:
    assert numbers(people, city) == (2, 1, 2, 0)
    with building():
        Organisation.objects.filter(pk=city.school.pk).update(leader=city.water_group)
    assert numbers(people, city) == (2, 0, 3, 1)


def test_it_agrees_with_the_list_of_each_body(people: People, city: City, shared_out: Person) -> None:
    blank = blank_units(TODAY)
    for body in (city.education_group, city.water_group, city.publicity_body):
        listed = {unit.pk for unit in responsibilities.answering(body, TODAY).blank}
        assert blank.get(body.pk, set()) == listed
    assert blank_units(TODAY, past=True) == blank


def test_the_work_committee_finds_the_blank_ones_and_opens_them(
    people: People, city: City, shared_out: Person, client_of: ClientOf
) -> None:
    browser = client_of(people.staff)
    page = browser.get(LIST).content.decode()
    assert f'href="{LIST}?organisation={city.education_group.pk}#blank"' in page
    assert city.water_group.short_name in page
    narrowed = browser.get(LIST, {"blank": "1"}).content.decode()
    assert city.education_group.short_name in narrowed
    assert city.water_group.short_name not in narrowed
    searched = browser.get(LIST, {"q": "水利"}).content.decode()
    assert city.water_group.short_name in searched
    assert city.education_group.short_name not in searched
    assert "没有符合条件的党组" in browser.get(LIST, {"q": "没有此名"}).content.decode()


def test_the_workbook_holds_the_rows_of_the_list(
    people: People, city: City, shared_out: Person, client_of: ClientOf
) -> None:
    answer = client_of(people.staff).get(EXPORT, {"blank": "1"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    assert rows == [(city.education_group.name, 2, 1, 2, 0)]
    for person in (people.stranger, people.member):
        assert client_of(person).get(EXPORT).status_code == 403


def test_the_list_asks_a_constant_number_of_queries(
    people: People,
    city: City,
    shared_out: Person,
    client_of: ClientOf,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = client_of(people.staff)
    with django_assert_max_num_queries(12):
        assert browser.get(LIST).status_code == 200
