"""全年一览 with its switches (S001-14, R03-13, R05-10), and the private calendar feed."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts import actions as account_actions
from heli.almanac import actions
from heli.almanac.catalogue import GATHERINGS, PRECEDENCES, SEASONS, YEAR, Role
from heli.almanac.models import Feed, Switch
from heli.almanac.queries import year as queries
from heli.almanac.queries.addresses import page
from heli.almanac.rules import year as rules
from heli.almanac.rules.placing import Key
from heli.duties.catalogue import RECORD_KINDS
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.duties.planned import plan_2026
from tests.people import NOW, TODAY, City, People, Person

Browsing = Callable[[Person], Client]


def test_every_entry_is_an_example_with_a_source_and_leads_nowhere_that_is_not() -> None:
    for one in YEAR():
        assert "示例" in one.source, one.id
        assert bool(one.page) == (one.permission is not None), one.id
        assert not one.page or page(one.page), one.id


def test_kinds_of_gatherings_are_kinds_of_records() -> None:
    known = {one.id for one in RECORD_KINDS()}
    named = {kind for one in GATHERINGS() for kind in one.kinds}
    named |= {kind for one in PRECEDENCES() for kind in (one.first, one.then)}
    assert named | {one.kind for one in SEASONS()} <= known


def test_each_role_has_something_in_most_months_and_what_is_monthly_comes_last() -> None:
    for role in Role:
        months = rules.months(2026, role, ())
        assert [month for month, _ in months] == list(range(1, 13))
        assert sum(bool(lines) for _, lines in months) >= 7, role
    january = dict(rules.months(2026, Role.BRANCH, ()))[1]
    assert january[-1].entry.id == "dues-day"


def test_months_are_said_in_words() -> None:
    said = {one.id: rules.months_words(one) for one in YEAR()}
    assert (said["theme-day"], said["commend"], said["holiday-integrity"]) == ("每月", "4—6月", "1、9月")


@pytest.mark.django_db
def test_the_work_committee_turns_an_entry_off_and_all_see_it(
    city: City, people: People, client_of: Browsing
) -> None:
    entry, before = queries.entry("commend", TODAY), AuditEntry.objects.count()
    answer = client_of(people.staff).post("/almanac/year/entries/commend/", {"on": "0"}, follow=True)
    assert "已关闭：推荐" in answer.content.decode()
    assert AuditEntry.objects.count() == before + 1
    shown = client_of(people.secretary).get("/almanac/year/").content.decode()
    assert "推荐“两优一先”（已关闭" in shown
    assert "怎样开启" in shown
    assert client_of(people.secretary).post("/almanac/year/entries/commend/", {"on": "1"}).status_code == 403
    assert client_of(people.staff).post("/almanac/year/entries/commend/", {}).status_code == 422
    assert client_of(people.staff).post("/almanac/year/entries/nothing/", {"on": "0"}).status_code == 404
    for who in people:
        if who not in (people.staff, people.administrator):
            with pytest.raises(NotAllowed):
                actions.switch_entry(entry=entry, on=True, by=who.actor, at=NOW)
            with pytest.raises(NotAllowed):
                actions.switch_feed(on=True, by=who.actor, at=NOW)


@pytest.mark.django_db
def test_whose_year_is_shown_follows_the_post(city: City, people: People, client_of: Browsing) -> None:
    for who, role in (
        (people.staff, Role.WORK_COMMITTEE),
        (people.lead_secretary, Role.LEADING),
        (people.deputy, Role.COMMITTEE),
        (people.secretary, Role.BRANCH),
        (people.member, Role.BRANCH),
    ):
        assert client_of(who).get("/almanac/year/").context["role"] is role
    assert client_of(people.secretary).get("/almanac/year/?role=leading").context["role"] is Role.LEADING


def feed_of(browser: Client) -> str:
    answer = browser.post("/almanac/feed/new/")
    assert answer.status_code == 200
    return str(answer.context["link"])


@pytest.mark.django_db
def test_nobody_has_an_address_until_the_work_committee_allows_it(
    city: City, people: People, client_of: Browsing
) -> None:
    browser = client_of(people.secretary)
    assert "还没有开放日历订阅" in browser.get("/almanac/feed/").content.decode()
    assert browser.post("/almanac/feed/new/").status_code == 409
    with pytest.raises(WrongState):
        actions.open_feed(account=people.secretary.account, by=people.secretary.actor, at=NOW)
    assert not Feed.objects.exists()
    client_of(people.staff).post("/almanac/feed/switch/", {"on": "1"})
    assert Switch.objects.get().on
    link = feed_of(browser)
    token = link.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in Feed.objects.get().token_hash
    assert link not in browser.get("/almanac/feed/").content.decode()
    assert Client().get(link).status_code == 200
    client_of(people.administrator).post("/almanac/feed/switch/", {"on": "0"})
    assert Client().get(link).status_code == 404


@pytest.mark.django_db
def test_the_feed_tells_days_and_kinds_and_nothing_else(
    city: City, people: People, client_of: Browsing
) -> None:
    planned = plan_2026()
    actions.switch_feed(on=True, by=people.staff.actor, at=NOW)
    actions.plan_day(
        organisation=city.first_branch, year=2026,
        keys=[Key(planned.theme_day.pk, 6), Key(planned.lecture.pk, 0)], day=date(2026, 7, 9),
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    link, before = feed_of(client_of(people.secretary)), AuditEntry.objects.count()
    answer = Client().get(link)
    text = answer.content.decode().replace("\r\n ", "")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "DTSTART;VALUE=DATE:20260709" in text
    assert "SUMMARY:主题党日、党课" in text
    assert "SUMMARY:到期：" in text
    for word in ("林书远", "第一党支部", "开展主题党日活动", "市教育局"):
        assert word not in text
    assert AuditEntry.objects.count() == before
    assert client_of(people.other_secretary).get("/almanac/feed/").status_code == 200


@pytest.mark.django_db
def test_an_address_made_anew_ends_the_one_before_and_can_be_ended(
    city: City, people: People, client_of: Browsing
) -> None:
    actions.switch_feed(on=True, by=people.staff.actor, at=NOW)
    browser = client_of(people.secretary)
    first, second = feed_of(browser), feed_of(browser)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    browser.post("/almanac/feed/close/")
    assert Client().get(second).status_code == 404
    assert browser.post("/almanac/feed/close/").status_code == 409
    third = feed_of(browser)
    account_actions.close_account(account=people.secretary.account, by=SYSTEM, at=NOW)
    assert Client().get(third).status_code == 404
    assert Client().get(reverse("almanac:feed_file", args=["x" * 43])).status_code == 404


@pytest.mark.django_db
def test_nobody_has_or_ends_an_address_for_another(city: City, people: People) -> None:
    actions.switch_feed(on=True, by=people.staff.actor, at=NOW)
    for who in (people.stranger, people.staff):
        with pytest.raises(NotAllowed):
            actions.open_feed(account=people.secretary.account, by=who.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.close_feed(account=people.secretary.account, by=who.actor, at=NOW)
    with pytest.raises(NotAllowed):
        actions.open_feed(account=people.stranger.account, by=people.stranger.actor, at=NOW)
    assert not Feed.objects.exists()
