"""The pages of one duty, of windows, and of judging: the whole way, refusals, and how many queries."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.duties import actions as duty_actions
from heli.duties.catalogue import Checked, Dispensing
from heli.duties.models import Dispensation, Judgement, Record, Window
from heli.duties.rules import judging
from heli.kernel.action import SYSTEM
from tests.duties.planned import Planned, enter, require
from tests.orglife.test_page import filled
from tests.people import NOW, TODAY, City, People, Person

ClientOf = Callable[[Person], Client]


def duty_url(name: str, city: City, planned: Planned, period: int = 4) -> str:
    return reverse(f"duties:{name}", args=[city.first_branch.pk, planned.theme_day.pk, period])


@pytest.fixture
def met(city: City, planned: Planned, people: People) -> Record:
    return enter(city.first_branch, "theme_day", date(2026, 1, 10), by=people.secretary.actor)


def test_a_duty_is_extended_and_the_extension_taken_back(
    city: City, planned: Planned, met: Record, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.deputy)
    shown = client.get(duty_url("duty", city, planned)).content.decode()
    assert "逾期" in shown
    given = {
        "kind": "extension",
        "until": "2026-07-15",
        "reason": "支部全体在一线防汛",
        "document": "青直工〔2026〕18号",
    }
    assert client.post(duty_url("dispense", city, planned), given).status_code == 302
    made = Dispensation.objects.get()
    assert "已延期" in client.get(duty_url("duty", city, planned)).content.decode()
    assert "防汛" in client.get(reverse("duties:dispensations")).content.decode()
    revoke = reverse("duties:revoke", args=[made.pk])
    assert client.get(revoke).status_code == 200
    assert client.post(revoke, {"reason": "登记错了"}).status_code == 302
    assert "支部全体" not in client.get(reverse("duties:dispensations")).content.decode()


def test_what_is_missing_is_said_at_its_field(
    city: City, planned: Planned, met: Record, people: People, client_of: ClientOf
) -> None:
    answer = client_of(people.deputy).post(
        duty_url("dispense", city, planned),
        {"kind": "extension", "until": "明天", "reason": "", "document": ""},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请按 2026-07-15 的样子填写日期" in text
    assert "请写明理由" in text
    assert not Dispensation.objects.exists()


def test_the_branch_itself_reads_why_it_may_not(
    city: City, planned: Planned, met: Record, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.secretary)
    assert client.get(duty_url("duty", city, planned)).status_code == 200
    assert client.get(duty_url("dispense", city, planned)).status_code == 403
    assert client_of(people.stranger).get(duty_url("duty", city, planned)).status_code == 403
    assert client_of(people.deputy).get(duty_url("duty", city, planned, 12)).status_code == 404


def test_a_window_is_opened_and_closed_early(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    require(planned.plan, 20, "召开组织生活会", "year", ["org_life"], ["branch"])
    client, url = client_of(people.staff), reverse("duties:windows")
    given = {"record_kind": "org_life", "closes_on": "2027-03-15", "document": "青组通〔2026〕41号"}
    assert client.post(url, given).status_code == 302
    made = Window.objects.get()
    close = reverse("duties:close_window", args=[made.pk])
    assert client.post(close, {"closes_on": "2027-01-31", "document": "青组通〔2027〕2号"}).status_code == 302
    assert "原定 2027-03-15" in client.get(url).content.decode()
    assert client_of(people.deputy).get(url).status_code == 200
    assert client_of(people.deputy).post(url, given).status_code == 403
    assert client.post(url, {"record_kind": "org_life"}).status_code == 422


def test_a_record_is_returned_and_the_judgement_taken_back(
    met: Record, people: People, client_of: ClientOf
) -> None:
    client, url = client_of(people.deputy), reverse("duties:judge", args=[met.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"says": "returned", "reason": "没有写议定事项"}).status_code == 302
    page = reverse("duties:record", args=[met.pk])
    assert "待下级补正" in client.get(page).content.decode()
    assert "待我补正" in client_of(people.secretary).get(page).content.decode()
    assert client.post(url, {"says": "open", "reason": ""}).status_code == 302
    assert client.post(url, {"says": "verified"}).status_code == 302
    assert "已办结" in client_of(people.secretary).get(page).content.decode()
    assert client.post(url, {}).status_code == 422
    assert [one.says for one in Judgement.objects.order_by("pk")] == ["returned", "", "verified"]
    assert client_of(people.secretary).get(url).status_code == 403


def test_a_page_of_records_is_verified_with_its_sample_opened(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    rows = [
        enter(city.first_branch, "theme_day", date(2026, month, 10), by=people.secretary.actor).pk
        for month in range(1, 7)
    ]
    client, url = client_of(people.deputy), reverse("duties:verify")
    assert client.get(url).content.decode().count("已打开看过") == 5
    sample = judging.sample_of(rows, label=people.deputy.actor.label, on=TODAY, most=5)
    refused = client.post(url, {"records": rows, "opened": sample[:2]})
    assert refused.status_code == 422
    assert "还有 3 条没有打开看" in refused.content.decode()
    assert client.post(url, {"records": rows, "opened": sample}).status_code == 302
    assert Record.objects.filter(checked=Checked.VERIFIED).count() == 6
    assert "没有待您核实的记录" in client.get(url).content.decode()
    assert client_of(people.secretary).get(url).status_code == 403


def test_what_waits_is_counted_only_so_far(
    city: City, planned: Planned, people: People, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in range(1, 5):
        enter(city.first_branch, "theme_day", date(2026, month, 10), by=people.secretary.actor)
    client, url = client_of(people.deputy), reverse("duties:verify")
    assert "条以上" not in client.get(url).content.decode()
    monkeypatch.setattr("heli.duties.queries.judging.COUNTED", 3)
    assert re.search(r"3[^0-9]*条以上", client.get(url).content.decode())


def test_no_list_asks_more_queries_for_more(
    city: City, planned: Planned, met: Record, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.deputy)
    urls = [
        reverse("duties:verify"),
        reverse("duties:dispensations"),
        duty_url("duty", city, planned),
        reverse("duties:windows"),
        reverse("duties:record", args=[met.pk]),
    ]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    few = counted()
    for month in range(2, 7):
        enter(city.first_branch, "theme_day", date(2026, month, 10), by=people.secretary.actor)
        enter(city.exam_centre, "theme_day", date(2026, month, 11))
    assert counted() == few
    assert max(few) <= 16
    assert max(few[:2]) <= 12


def test_a_late_meeting_is_recorded_for_the_quarter_that_was_extended(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    duty_actions.dispense(
        requirement=planned.assembly,
        organisation=city.first_branch,
        period=0,
        kind=Dispensing.EXTENSION,
        until=date(2026, 7, 15),
        reason="支部全体在一线防汛",
        document="青直工〔2026〕18号",
        by=SYSTEM,
        at=NOW,
    )
    client = client_of(people.secretary)
    url = f"{reverse('orglife:record')}?organisation={city.first_branch.pk}&kind=assembly"
    page = client.get(url).content.decode()
    assert "计入2026年一季度：召开支部党员大会（最迟 2026-07-15）" in page
    sent = filled(city.first_branch, happened_on="2026-06-29", counts_on="2026-03-31", topic="一季度党员大会")
    assert client.post(url, sent).status_code == 302
    made = Record.objects.get(topic="一季度党员大会")
    assert made.counts_on == date(2026, 3, 31)
    assert list(made.fulfilments.values_list("requirement_id", "period")) == [(planned.assembly.pk, 0)]
