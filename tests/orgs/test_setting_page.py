"""组织设置核查: everything in sight that is not as the regulations ask, as a list and as a workbook."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.catalogue import Permission
from heli.accounts.scope import EVERYTHING
from heli.orgs import queries
from heli.orgs.catalogue import Kind
from heli.orgs.models import CommitteeTerm, Organisation, Unit
from tests.people import TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db

SETTING = reverse("orgs:setting")
Browser = Callable[[Person], Client]


def _found(person: Person, **narrowed: str) -> list[tuple[str, str]]:
    scope = person.actor.scope(Permission.ORGANISATION_SEE)
    rows = queries.setting_findings(scope, TODAY, **narrowed).rows
    return [(one.name, one.verdict.code) for one in rows]


def test_the_list_finds_what_each_page_finds(people: People, city: City) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(member_count=2, full_count=2)
        Organisation.objects.filter(pk=city.exam_centre.pk).update(kind=Kind.TEMPORARY_BRANCH)
        CommitteeTerm.objects.filter(organisation=city.water_branch).update(
            begins_on=date(2020, 3, 1), ends_on=date(2026, 3, 1)
        )
    listed = {(one.organisation_id, one.verdict.code) for one in _all()}
    single = {
        (one.pk, fault.code)
        for one in city
        for fault in queries.organisation_page(one.pk, EVERYTHING, TODAY).faults
    }
    assert listed == single
    assert {(city.press.pk, "R01-01"), (city.exam_centre.pk, "R01-05")} <= listed
    assert {(city.water_branch.pk, "R03-02"), (city.water_branch.pk, "R02-05")} <= listed


def _all() -> list[queries.Finding]:
    return list(queries.setting_findings(EVERYTHING, TODAY).rows)


def test_a_joint_branch_of_six_units_is_named(people: People, city: City) -> None:
    with building():
        more = [Unit.objects.create(name=f"青岚市第{number}小单位") for number in range(5)]
        city.publicity_joint.covered.set(more[:4])
    assert (city.publicity_joint.short_name, "R01-03") not in _found(people.staff)
    with building():
        city.publicity_joint.covered.set(more)
    assert (city.publicity_joint.short_name, "R01-03") in _found(people.staff)


def test_a_committee_without_a_discipline_committee_is_named_only_where_the_roster_knows_any(
    people: People, city: City
) -> None:
    assert not [code for _, code in _found(people.staff) if code == "R02-06"]
    with building():
        Organisation.objects.filter(pk=city.small_branch.pk).update(kind=Kind.DISCIPLINE_COMMITTEE)
    named = [name for name, code in _found(people.staff) if code == "R02-06"]
    assert named == [city.water_committee.short_name, city.publicity_committee.short_name]


def test_the_list_is_narrowed_by_rule_and_strength(people: People, city: City, client_of: Browser) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(member_count=60, full_count=2)
    client = client_of(people.staff)
    page = client.get(SETTING, {"rule": "R01-02"}).content.decode()
    assert "党员 60 人，一个党支部一般不超过 50 人。" in page
    assert "R01-01</span>" not in page
    assert "去掉筛选：条款：R01-02" in page
    hard = client.get(SETTING, {"strength": "H"})
    assert {one.verdict.strength for one in hard.context["page"]} == {"H"}
    assert "没有这样的核查结果" in client.get(SETTING, {"rule": "R01-05"}).content.decode()


def test_everyone_sees_the_findings_of_what_he_sees(people: People, city: City, client_of: Browser) -> None:
    with building():
        Organisation.objects.filter(pk__in=[city.first_branch.pk, city.water_branch.pk]).update(full_count=2)
    seen = {name for name, _ in _found(people.secretary)}
    assert seen == {city.first_branch.short_name}
    assert city.water_branch.short_name not in client_of(people.secretary).get(SETTING).content.decode()
    assert client_of(people.stranger).get(SETTING).status_code == 403
    assert client_of(people.stranger).get(reverse("orgs:setting_export")).status_code == 403


def test_the_workbook_holds_the_rows_of_the_list(people: People, city: City, client_of: Browser) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(member_count=60, full_count=2)
    answer = client_of(people.staff).get(reverse("orgs:setting_export"), {"rule": "R01-02"})
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    assert [(row[0], row[4], row[6]) for row in rows] == [(city.press.short_name, "一般", "R01-02")]


def test_the_list_asks_as_many_queries_in_any_city(people: People, city: City, client_of: Browser) -> None:
    client = client_of(people.staff)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(SETTING)
        return len(caught)

    before = asked()
    with building():
        Organisation.objects.update(full_count=0)
    assert asked() == before


def test_another_day_is_not_passed_over_in_silence(people: People, client_of: Browser) -> None:
    browser = client_of(people.staff)
    asked = browser.get(SETTING, {"on": "2025-12-31", "strength": "H"}).content.decode()
    assert '没有按 <b class="keep">2025-12-31</b> 查看' in asked
    assert '<a href="?strength=H">回到今天</a>' in asked
    assert "按今天的情况；" in browser.get(SETTING).content.decode()
