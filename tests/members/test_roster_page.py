"""The roster: who sees whom, what is told of them, how it is narrowed, and its workbook."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts.actor import EVERYTHING
from heli.members import queries
from heli.members.models import Member
from heli.members.queries import Filters
from heli.sheets.reading import open_workbook
from tests.people import TODAY, City, People, Person, building

ClientOf = Callable[[Person], Client]
LIST = reverse("members:list")


def names(page: str) -> set[str]:
    return set(re.findall(r'class="main name">\s*(?:<a [^>]+>)?(\S+?)(?:</a>)?\s*</td>', page))


def listed(browser: Client, **query: object) -> set[str]:
    return names(browser.get(LIST, query).content.decode())


def test_a_secretary_sees_the_members_of_his_branch_alone(
    people: People, city: City, client_of: ClientOf
) -> None:
    own = set(city.first_branch.roster.values_list("name", flat=True))
    assert listed(client_of(people.secretary)) == own


def test_a_committee_sees_the_members_beneath_it(people: People, city: City, client_of: ClientOf) -> None:
    seen = listed(client_of(people.general_secretary))
    assert seen == set(city.school_branch.roster.values_list("name", flat=True))


def test_a_leading_body_sees_the_members_of_what_it_leads(
    people: People, city: City, client_of: ClientOf
) -> None:
    led = Member.objects.filter(organisation__leader=city.education_group)
    assert listed(client_of(people.lead_secretary)) == set(led.values_list("name", flat=True))


@pytest.mark.parametrize("who", ["member", "stranger"])
@pytest.mark.parametrize("page", ["members:list", "members:export"])
def test_who_keeps_no_roster_is_refused(people: People, client_of: ClientOf, who: str, page: str) -> None:
    assert client_of(getattr(people, who)).get(reverse(page)).status_code == 403


def test_an_organisation_outside_the_scope_is_not_found(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.secretary)
    assert browser.get(LIST, {"organisation": city.water_branch.pk}).status_code == 404
    assert browser.get(LIST, {"organisation": 10**9}).status_code == 404


def test_the_last_four_digits_are_for_who_keeps_the_roster(
    people: People, city: City, client_of: ClientOf
) -> None:
    last4 = city.first_branch.roster.get(name="林书远").id_last4
    assert f">{last4}<" in client_of(people.secretary).get(LIST).content.decode()
    page = client_of(people.lead_secretary).get(LIST).content.decode()
    assert "林书远" in page
    assert "证件号后四位" not in page.split("</table>")[0]
    assert f">{last4}<" not in page


def test_no_page_tells_a_number_a_phone_or_a_wage(people: People, city: City, client_of: ClientOf) -> None:
    page = client_of(people.staff).get(LIST, {"q": "林书远"}).content.decode()
    member = Member.objects.get(name="林书远")
    assert names(page) == {"林书远"}
    assert member.id_hash not in page
    assert member.phone == member.wage_base == "" or member.phone not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "林"}, {"林书远"}),
        ({"q": "zqh"}, {"曾庆禾"}),
        ({"q": "slx"}, {"单立夏"}),
        ({"standing": "probationary"}, {"冯小满"}),
        ({"serving": "retired"}, {"单立夏"}),
        ({"bearers": "1"}, {"林书远", "周组韬", "何宣宁", "郑纪安"}),
        ({"q": "林 周"}, set()),
        ({"standing": "invented", "q": "林"}, {"林书远"}),
    ],
)
def test_the_list_is_narrowed(
    people: People, client_of: ClientOf, query: dict[str, str], expected: set[str]
) -> None:
    assert listed(client_of(people.secretary), **query) == expected


def test_an_organisation_narrows_to_it_and_what_is_beneath_or_led(people: People, city: City) -> None:
    def found(organisation: object) -> int:
        return queries.listed(EVERYTHING, Filters(organisation=organisation), TODAY).count()  # type: ignore[arg-type]

    assert found(city.small_branch) == 4
    assert found(city.school) == 10
    assert found(city.education_committee) == found(city.education_group) == 9 + 4 + 10 + 5 + 3
    assert found(city.work_committee) == Member.objects.count()


def test_a_line_names_the_offices_held_today(people: People, client_of: ClientOf) -> None:
    page = client_of(people.secretary).get(LIST, {"q": "周组韬"}).content.decode()
    assert "<td>组织委员</td>" in page


def test_it_sorts_by_name_and_by_joining_both_ways(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)

    def order(sort: str) -> list[str]:
        page = browser.get(LIST, {"sort": sort}).content.decode()
        return re.findall(r'class="main name">\s*(?:<a [^>]+>)?(\S+?)(?:</a>)?\s*</td>', page)

    assert order("name") == order("-name")[::-1]
    assert order("name")[0] == "冯小满"
    assert order("-joined")[0] == "冯小满"
    assert 'aria-sort="descending"' in browser.get(LIST, {"sort": "-name"}).content.decode()


def test_who_has_left_is_not_listed(people: People, city: City, client_of: ClientOf) -> None:
    with building():
        city.first_branch.roster.filter(name="冯小满").update(left_on=TODAY)
    assert "冯小满" not in listed(client_of(people.secretary))


def test_a_fragment_is_the_list_of_the_page(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    page = browser.get(LIST, {"q": "林"}).content.decode()
    fragment = browser.get(LIST, {"q": "林"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith('<div id="list">')
    assert fragment.strip() in page


def test_the_number_of_queries_does_not_grow_with_the_list(
    people: People, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(people.staff)
    with django_assert_max_num_queries(12):
        answer = browser.get(LIST)
    assert len(names(answer.content.decode())) == min(Member.objects.count(), 50)


def test_the_workbook_holds_what_the_list_shows_and_nothing_secret(
    people: People, city: City, client_of: ClientOf
) -> None:
    answer = client_of(people.secretary).get(reverse("members:export"), {"q": "林"})
    sheet = open_workbook("名册.xlsx", BytesIO(answer.content).getvalue()).sheets[0]
    heading, row = sheet.rows[0], sheet.rows[1]
    assert len(sheet.rows) == 2
    told = dict(zip(heading, row, strict=True))
    assert told["姓名"] == "林书远"
    assert told["所在党支部"] == city.first_branch.name
    assert told["党内职务"] == "书记"
    assert not {"公民身份证号码", "手机号码", "月工资基数"} & set(heading)


def test_the_officers_of_an_organisation_stand_with_their_terms(
    people: People, city: City, client_of: ClientOf
) -> None:
    url = reverse("members:posts", args=[city.first_branch.pk])
    page = client_of(people.secretary).get(url).content.decode()
    assert names(page) == {"林书远", "周组韬", "何宣宁", "郑纪安"}
    assert page.index("林书远") < page.index("周组韬")
    assert "2027-03-01" in page
    assert "登录邀请" not in page
    assert "登录邀请" in client_of(people.administrator).get(url).content.decode()


def test_the_officers_of_another_organisation_are_not_found(
    people: People, city: City, client_of: ClientOf
) -> None:
    url = reverse("members:posts", args=[city.water_branch.pk])
    assert client_of(people.secretary).get(url).status_code == 404
    assert client_of(people.stranger).get(url).status_code == 403
