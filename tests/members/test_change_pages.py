"""Pages of a member, of changes, of the ledger, of statistics and of second memberships."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.figures.models import Publication
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, NotAllowed
from heli.members.actions import seconds
from heli.members.models import Member, SecondMembership
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation, OrganisationVersion
from heli.sheets.reading import open_workbook
from tests.members.test_statistics import hang
from tests.people import NOW, TODAY, City, People, Person, building, id_number

ClientOf = Callable[[Person], Client]


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def change_url(kind: str, name: str = "") -> str:
    who = f"&member={member(name).pk}" if name else ""
    return f"{reverse('members:change')}?kind={kind}{who}"


@pytest.mark.parametrize("who", ["stranger", "member"])
@pytest.mark.parametrize(
    "name", ["change", "ledger", "ledger_rows", "ledger_export", "statistics", "seconds"]
)
def test_a_stranger_sees_no_page(people: People, client_of: ClientOf, who: str, name: str) -> None:
    assert client_of(getattr(people, who)).get(reverse(f"members:{name}")).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "deputy", "lead_secretary"])
def test_only_the_work_committee_publishes(people: People, client_of: ClientOf, who: str) -> None:
    url = reverse("members:statistics_publish")
    assert client_of(getattr(people, who)).get(url).status_code == 403
    assert client_of(getattr(people, who)).post(url, {"title": "统计"}).status_code == 403
    assert not Publication.objects.exists()


def test_a_members_page_tells_where_he_belonged_and_nothing_sensitive(
    people: People, client_of: ClientOf
) -> None:
    found = member("林书远")
    page = text(client_of(people.secretary).get(reverse("members:person", args=[found.pk])))
    assert "2026-01-01" in page
    assert "建库" in page
    assert found.id_last4 in page
    assert found.phone not in page
    assert "登记变动" not in page
    assert "去世" in text(client_of(people.deputy).get(reverse("members:person", args=[found.pk])))


@pytest.mark.parametrize("who", ["other_secretary", "general_secretary"])
def test_a_member_of_another_is_not_found(people: People, client_of: ClientOf, who: str) -> None:
    url = reverse("members:person", args=[member("林书远").pk])
    assert client_of(getattr(people, who)).get(url).status_code == 404
    assert client_of(people.stranger).get(url).status_code == 403


def test_a_change_is_looked_at_and_then_confirmed(people: People, client_of: ClientOf) -> None:
    browser, url = client_of(people.deputy), change_url("died", "林书远")
    assert "去世日期" in text(browser.get(url))
    sent = {"happened_on": "2026-05-06", "number": "讣告"}
    page = text(browser.post(url, sent))
    assert "同日卸任" in page
    assert "确认登记" in page
    assert member("林书远").left_on is None
    answer = browser.post(url, {**sent, "confirmed": "1"})
    assert answer.status_code == 302
    assert member("林书远").left_on == date(2026, 5, 6)
    assert "离开的党员" in text(browser.get(reverse("members:list"), {"left": "1"}))
    assert "林书远" in text(browser.get(reverse("members:list"), {"left": "1"}))


def test_what_a_rule_forbids_is_said_with_its_article_and_not_done(
    people: People, client_of: ClientOf
) -> None:
    browser, url = client_of(people.deputy), change_url("confirmed", "冯小满")
    page = text(browser.post(url, {"happened_on": "2026-05-06", "confirmed": "1"}))
    assert "R04-19" in page
    assert "确认登记" not in page
    assert member("冯小满").standing == "probationary"


def test_a_branch_and_a_stranger_enter_no_change(people: People, client_of: ClientOf) -> None:
    url = change_url("died", "林书远")
    for who in (people.secretary, people.stranger, people.lead_secretary):
        sent = {"happened_on": "2026-05-06", "confirmed": "1"}
        assert client_of(who).post(url, sent).status_code == 403
    assert member("林书远").left_on is None


def test_a_new_member_is_admitted_by_a_page(people: People, city: City, client_of: ClientOf) -> None:
    browser, url = client_of(people.deputy), change_url("admitted")
    number = id_number(date(1999, 9, 9), 778)
    sent = {
        "happened_on": "2026-05-06",
        "branch": city.small_branch.name,
        "name": "钟灵秀",
        "id_number": number,
        "number": "市直〔2026〕9号",
    }
    assert "确认登记" in text(browser.post(url, sent))
    assert browser.post(url, {**sent, "confirmed": "1"}).status_code == 302
    found = member("钟灵秀")
    assert (found.organisation, found.sex) == (city.small_branch, "女")
    elsewhere = {**sent, "branch": city.water_branch.name, "confirmed": "1"}
    assert "范围内没有" in text(browser.post(url, elsewhere))


def test_the_choice_of_changes_leads_on(people: People, client_of: ClientOf) -> None:
    assert "接收预备党员" in text(client_of(people.deputy).get(reverse("members:change")))
    assert client_of(people.deputy).get(change_url("died")).status_code == 404


def test_the_ledger_opens_to_its_rows_and_its_workbook(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.deputy)
    query: dict[str, Any] = {"organisation": city.school.pk, "first": "2026-01-01", "last": "2026-06-30"}
    page = text(browser.get(reverse("members:ledger"), query))
    assert "期初（2025-12-31）" in page
    assert "change=loaded" in page
    rows = text(browser.get(reverse("members:ledger_rows"), {**query, "change": "loaded", "joins": "1"}))
    assert "杨景行" in rows
    assert "10" in rows
    nothing = text(browser.get(reverse("members:ledger_rows"), {**query, "change": "died"}))
    assert "没有这样的增减" in nothing
    content = browser.get(reverse("members:ledger_export"), query).content
    assert [sheet.name for sheet in open_workbook("增减.xlsx", content).sheets] == ["增减表", "明细"]
    foreign = {"organisation": city.water_branch.pk}
    for name in ("members:ledger", "members:ledger_there"):
        assert browser.get(reverse(name), foreign).status_code == 404


def test_what_the_ledger_counts_opens_to_exactly_those_names(
    people: People, city: City, client_of: ClientOf
) -> None:
    """A branch that has left the committee since: its members are named, not led to (S000-18)."""
    browser = client_of(people.deputy)
    hang(city.press, city.water_committee, date(2026, 5, 5))
    with building():
        new = OrganisationVersion.objects.get(organisation=city.press, valid_to=None)
        Organisation.objects.filter(pk=city.press.pk).update(path=new.path, parent=new.parent)
    query = {"organisation": city.education_committee.pk, "first": "2026-05-01", "last": "2026-06-30"}
    page = text(browser.get(reverse("members:ledger"), query))
    assert "31</a>" in page
    assert "28</a>" in page
    there = reverse("members:ledger_there")
    opening = text(browser.get(there, {**query, "on": "2026-04-30"}))
    closing = text(browser.get(there, {**query, "on": "2026-06-30"}))
    assert ("31 人。" in opening, "28 人。" in closing) == (True, True)
    gone, stayed = (Member.objects.get(name=name).pk for name in ("任墨白", "吴晓溪"))
    assert "任墨白" in opening
    assert "任墨白" not in closing
    assert reverse("members:person", args=[gone]) not in opening
    assert reverse("members:person", args=[stayed]) in opening


def test_statistics_open_to_lists_of_the_day_and_are_published(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.staff)
    page = text(browser.get(reverse("members:statistics")))
    assert f">{Member.objects.count()}</a>" in page
    past = text(browser.get(reverse("members:statistics"), {"on": "2026-03-31"}))
    assert "past-day" in past
    assert "on=2026-03-31" in past
    content = browser.get(reverse("members:statistics_export")).content
    assert open_workbook("统计.xlsx", BytesIO(content).getvalue()).sheets[0].name == "统计"
    url = f"{reverse('members:statistics_publish')}?on=2026-05-31"
    assert "将发布" in text(browser.get(url))
    assert browser.post(url, {"title": "五月统计"}).status_code == 302
    publication = Publication.objects.get()
    assert (publication.as_of, publication.publisher) == (date(2026, 5, 31), city.work_committee)
    after = text(browser.get(reverse("members:statistics"), {"on": "2026-05-31"}))
    assert "已发布" in after
    assert "五月统计" in after


def test_a_past_roster_lists_who_belonged_on_that_day(
    people: People, city: City, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(people.deputy)
    browser.post(change_url("died", "林书远"), {"happened_on": "2026-05-06", "confirmed": "1"})
    query: dict[str, Any] = {"on": "2026-05-05", "organisation": city.first_branch.pk, "q": "林"}
    with django_assert_max_num_queries(14):
        page = text(browser.get(reverse("members:list"), query))
    assert "林书远" in page
    assert "正在查看 2026-05-05 的名册" in page
    query["on"] = "2026-05-06"
    assert "林书远" not in text(browser.get(reverse("members:list"), query))
    assert "没有符合条件的党员" in text(browser.get(reverse("members:list"), {"on": "2025-06-30"}))
    content = browser.get(reverse("members:export"), {"left": "1"}).content
    assert "林书远" in str(open_workbook("离开.xlsx", content).sheets[0].rows)


def dual(city: City) -> Organisation:
    with building():
        Organisation.objects.filter(pk=city.publicity_joint.pk).update(kind=Kind.DUAL_BRANCH)
    city.publicity_joint.refresh_from_db()
    return city.publicity_joint


def test_a_member_takes_part_in_another_branch_and_stops(
    people: People, city: City, client_of: ClientOf
) -> None:
    branch, who = dual(city), member("林书远")
    browser, url = client_of(people.staff), reverse("members:second_new", args=[branch.pk])
    sent = {"name": "林书远", "last4": who.id_last4, "on": "2026-05-06", "reason": "重点项目"}
    assert "没有找到" in text(browser.post(url, {**sent, "last4": "0000"}))
    assert browser.post(url, sent).status_code == 302
    page = text(browser.get(reverse("members:seconds"), {"organisation": branch.pk}))
    assert "林书远" in page
    roster = text(browser.get(reverse("members:list"), {"organisation": branch.pk}))
    assert "兼合式编入 1 人" in roster
    assert Organisation.objects.get(pk=branch.pk).member_count == 3
    second = SecondMembership.objects.get()
    assert (
        browser.post(reverse("members:second_end", args=[second.pk]), {"on": "2026-06-01"}).status_code == 302
    )
    assert "没有兼合式编入" in text(browser.get(reverse("members:seconds")))


def take_part(who: Member, where: Organisation, **more: Any) -> SecondMembership:
    given: dict[str, Any] = {"on": TODAY, "reason": "项目", "by": SYSTEM, "at": NOW, **more}
    return seconds.take_part(member=who, organisation=where, **given)


def test_nobody_takes_part_twice_nor_in_his_own_branch(city: City) -> None:
    branch, who = dual(city), member("林书远")
    take_part(who, branch)
    refused = [(who, branch, "second-twice"), (who, city.first_branch, "own-branch")]
    refused += [
        (member("江治河"), city.school, "no-branch"),
        (member("江治河"), city.press, "not-a-second-kind"),
    ]
    for one, where, code in refused:
        with pytest.raises(DomainError) as caught:
            take_part(one, where)
        assert caught.value.code == code
    assert take_part(member("江治河"), city.press, why="市委统一抽调").pk


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "other_secretary", "lead_secretary"])
def test_who_keeps_no_roster_lets_nobody_take_part(people: People, city: City, who: str) -> None:
    by = getattr(people, who).actor
    with pytest.raises(NotAllowed):
        take_part(member("江治河"), dual(city), by=by)
    second = take_part(member("江治河"), dual(city))
    with pytest.raises(NotAllowed):
        seconds.stop_taking_part(second=second, on=TODAY, by=by, at=NOW)


def test_the_pages_of_taking_part_are_scoped(people: People, city: City, client_of: ClientOf) -> None:
    second = take_part(member("江治河"), dual(city))
    browser = client_of(people.deputy)
    assert browser.get(reverse("members:second_end", args=[second.pk])).status_code == 404
    assert browser.get(reverse("members:second_new", args=[city.water_branch.pk])).status_code == 404
    for name, pk in (("second_end", second.pk), ("second_new", city.press.pk)):
        assert client_of(people.stranger).get(reverse(f"members:{name}", args=[pk])).status_code == 403
