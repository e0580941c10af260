"""明责 and 履责 in the browser: who sees what, what opens to what, and who is refused."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from heli.duties import actions as duty_actions
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.models import Record
from heli.orgs.catalogue import UNRECORDED_KINDS, Kind
from tests import people as cast
from tests.duties.planned import Planned

ClientOf = Callable[[cast.Person], Client]


def test_the_plan_shows_each_requirement_and_how_it_was_read(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    page = client_of(people.staff).get(reverse("duties:plan"))
    assert page.status_code == 200
    for requirement in planned.plan.requirements.all():
        assert requirement.measure in page.content.decode()


def test_an_organisations_year_shows_its_duties_and_where_to_record_them(
    planned: Planned, city: cast.City, people: cast.People, client_of: ClientOf
) -> None:
    address = reverse("duties:of_organisation", args=[city.first_branch.pk])
    shown = client_of(people.secretary).get(address).content.decode()
    assert "去记录" in shown
    assert f"organisation={city.first_branch.pk}" in shown
    counted = re.findall(rf'href="([^"]+organisation={city.first_branch.pk}&amp;state=[^"]+)"', shown)
    assert counted
    for rows in counted:
        assert client_of(people.secretary).get(unescape(rows)).status_code == 200


def test_a_requirement_that_others_owe_says_so(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    client = client_of(people.secretary)
    pages = [
        client.get(reverse("duties:requirement", args=[one.pk])).content.decode()
        for one in planned.plan.requirements.all()
    ]
    assert any("这一项由其他组织承担" in page for page in pages)


def test_only_whom_a_requirement_asks_is_offered_to_say_that_it_repeats(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    address = reverse("duties:requirement", args=[planned.theme_day.pk])
    assert "又要报一遍" in client_of(people.secretary).get(address).content.decode()
    assert "又要报一遍" not in client_of(people.deputy).get(address).content.decode()


def test_a_superior_sees_the_year_and_no_button_to_record_for_the_branch(
    planned: Planned, city: cast.City, people: cast.People, client_of: ClientOf
) -> None:
    address = reverse("duties:of_organisation", args=[city.first_branch.pk])
    assert "去记录" not in client_of(people.deputy).get(address).content.decode()


def test_another_branch_is_not_found(
    planned: Planned, city: cast.City, people: cast.People, client_of: ClientOf
) -> None:
    address = reverse("duties:of_organisation", args=[city.water_branch.pk])
    assert client_of(people.secretary).get(address).status_code == 404


@pytest.mark.parametrize("name", ["plan", "list", "records", "export", "export_records"])
def test_a_stranger_is_refused_everywhere(
    name: str, planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    assert client_of(people.stranger).get(reverse(f"duties:{name}")).status_code == 403


def test_the_list_counts_every_state_and_filters_by_one(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    every = client.get(reverse("duties:list"))
    unknown = client.get(reverse("duties:list"), {"state": "unknown"})
    assert len(unknown.context["page"].paginator.object_list) == {
        state.value: number for state, number, _ in every.context["counts"]
    }.get("unknown", 0)
    assert {duty.state.value for duty in unknown.context["rows"]} <= {"unknown"}


def test_a_list_asks_no_more_queries_for_more_organisations(
    planned: Planned,
    people: cast.People,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client, narrow = client_of(people.staff), client_of(people.secretary)
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get(reverse("duties:list"))  # of the whole city: counted by counters, ADR 31
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        narrow.get(reverse("duties:list"))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("duties:records"))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("duties:plan"))


@pytest.fixture
def record(planned: Planned, city: cast.City, people: cast.People) -> Record:
    return duty_actions.record(
        organisation=city.first_branch,
        kind="assembly",
        happened_on=cast.TODAY,
        topic="讨论半年工作",
        due=9,
        present=8,
        by=people.secretary.actor,
        at=cast.NOW,
    )


def test_a_record_says_what_it_fulfilled(record: Record, people: cast.People, client_of: ClientOf) -> None:
    shown = client_of(people.secretary).get(reverse("duties:record", args=[record.pk])).content.decode()
    assert "2026年二季度" in shown
    assert "应到 9 人" in shown


def test_a_record_is_declared_void_with_a_reason_and_stays_to_be_read(
    record: Record, people: cast.People, client_of: ClientOf
) -> None:
    client, address = client_of(people.secretary), reverse("duties:record", args=[record.pk])
    client.post(address, {"reason": "日期填错"})
    record.refresh_from_db()
    assert record.withdrawn_why == "日期填错"
    assert "日期填错" in client.get(address).content.decode()


def test_nobody_declares_another_branchs_record_void(
    record: Record, people: cast.People, client_of: ClientOf
) -> None:
    address = reverse("duties:record", args=[record.pk])
    assert client_of(people.deputy).post(address, {"reason": "不对"}).status_code == 403
    assert client_of(people.stranger).post(address, {"reason": "不对"}).status_code == 403
    record.refresh_from_db()
    assert record.withdrawn_at is None


def test_an_empty_reason_is_asked_for(record: Record, people: cast.People, client_of: ClientOf) -> None:
    page = client_of(people.secretary).post(reverse("duties:record", args=[record.pk]), {"reason": ""})
    assert "请写明作废原因" in page.content.decode()


def test_the_office_settles_what_is_open_and_a_branch_may_not(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    one = planned.open_one
    address = reverse("duties:requirement", args=[one.pk])
    decided = {"classes": ["branch"], "place": "", "cadence": "month", "kinds": ["theme_day"]}
    assert client_of(people.secretary).post(address, decided).status_code == 403
    assert client_of(people.staff).post(address, decided).status_code == 302
    one.refresh_from_db()
    assert (one.cadence, one.settled_by) == ("month", people.staff.actor.label)


def test_an_owner_that_nobody_knows_is_named(
    planned: Planned, people: cast.People, client_of: ClientOf
) -> None:
    one = planned.open_one
    sent = {"owners": "不存在的支部", "place": "", "cadence": "month", "kinds": ["theme_day"]}
    page = client_of(people.staff).post(reverse("duties:requirement", args=[one.pk]), sent)
    assert page.status_code == 422
    assert "不存在的支部" in page.content.decode()


def test_who_may_record_but_has_nothing_to_record_is_told_so(
    planned: Planned, city: cast.City, people: cast.People, client_of: ClientOf
) -> None:
    """The 工委 enters records of its own, and no kind of record is its own: no way that leads nowhere."""
    shown, branch = (
        client_of(who).get(reverse("duties:records")).content.decode()
        for who in (people.staff, people.secretary)
    )
    assert "由各党组织自己记录" in shown
    assert reverse("orglife:record") not in shown
    assert reverse("orglife:record") in branch
    recorded = {one for kind in RECORD_KINDS().on(cast.TODAY) for one in kind.org_kinds}
    assert set(Kind) - recorded == UNRECORDED_KINDS
