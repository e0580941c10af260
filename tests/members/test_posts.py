"""Appointing and ending: what is refused, what is warned of, and that rights follow at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import SEPARATE_ADMINISTRATORS, Office, Permission, Reach
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members import queries
from heli.members.actions import posts as post_actions
from heli.members.models import Member, Post
from heli.members.queries import actor_of
from heli.members.queries.counts import untold
from heli.members.rules.posts import offices_of
from heli.orgs.catalogue import Kind, reach_of
from heli.orgs.models import Organisation
from tests.people import FOUNDED, NOW, TODAY, City, People, Person, building, person

ClientOf = Callable[[Person], Client]


def appoint(organisation: Organisation, office: Office, name: str, **more: Any) -> Post:
    words = {"valid_from": TODAY, "by": SYSTEM, "at": NOW, **more}
    return post_actions.appoint(organisation=organisation, office=office, name=name, **words)


def named(name: str) -> Member:
    return Member.objects.get(name=name)


def test_a_body_of_another_system_has_no_posts_and_so_no_accounts(city: City) -> None:
    with building():
        Organisation.objects.filter(pk=city.water_group.pk).update(outside=True)
    outside = Organisation.objects.get(pk=city.water_group.pk)
    with pytest.raises(Invalid, match="本系统以外"):
        appoint(outside, Office.LEAD_SECRETARY, "周组韬", member=named("周组韬"))
    assert not Post.objects.filter(organisation=outside, name="周组韬").exists()


def test_a_second_secretary_is_refused_while_the_first_is_in_office(city: City) -> None:
    with pytest.raises(WrongState, match="先登记林书远的免职") as refusal:
        appoint(city.first_branch, Office.SECRETARY, "周组韬", member=named("周组韬"))
    assert refusal.value.code == "two-secretaries"
    assert "R01-28" in refusal.value.source


def test_the_next_secretary_begins_on_the_day_on_which_the_last_one_ends(city: City) -> None:
    old = city.first_branch.posts.get(office=Office.SECRETARY)
    post_actions.end(post=old, on=TODAY, by=SYSTEM, at=NOW)
    appoint(city.first_branch, Office.SECRETARY, "周组韬", member=named("周组韬"))
    assert queries.has_secretary(city.first_branch, TODAY)


@pytest.mark.parametrize(
    ("field", "office"),
    [
        ("first_branch", Office.LEAD_SECRETARY),
        ("education_group", Office.ORGANISATION),
        ("education_group", Office.CLERK),
        ("first_branch", Office.GROUP_CLERK),
        ("education_committee", Office.GROUP_LEADER),
        ("education_committee", Office.AUDIT_ADMIN),
        ("first_branch", Office.ADMINISTRATOR),
    ],
)
def test_an_office_that_is_not_had_here_is_refused(city: City, field: str, office: Office) -> None:
    organisation = getattr(city, field)
    if (field, office) == ("education_group", Office.CLERK):
        assert appoint(organisation, office, "钱来往").office == Office.GROUP_CLERK
        return
    with pytest.raises(Invalid, match="不设"):
        appoint(organisation, office, "钱来往")


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"valid_from": FOUNDED - timedelta(days=1)}, "post-before-founding"),
        ({"valid_from": TODAY, "valid_to": TODAY}, "post-ends-before-start"),
    ],
)
def test_a_post_lies_within_the_life_of_its_organisation(
    city: City, days: dict[str, date], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        appoint(city.first_branch, Office.YOUTH, "曾庆禾", member=named("曾庆禾"), **days)
    assert refusal.value.code == code


def test_the_same_office_is_not_written_down_twice(city: City) -> None:
    with pytest.raises(WrongState) as refusal:
        appoint(city.first_branch, Office.ORGANISATION, "周组韬", member=named("周组韬"))
    assert refusal.value.code == "post-held-already"


def test_a_post_does_not_end_before_it_began_nor_twice(city: City) -> None:
    post = city.first_branch.posts.select_related("organisation").get(office=Office.PUBLICITY)
    with pytest.raises(Invalid) as refusal:
        post_actions.end(post=post, on=post.valid_from - timedelta(days=1), by=SYSTEM, at=NOW)
    assert refusal.value.code == "post-ends-before-start"
    post_actions.end(post=post, on=TODAY, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState):
        post_actions.end(post=post, on=TODAY, by=SYSTEM, at=NOW)


def test_a_branch_officer_who_is_no_member_needs_a_written_reason(people: People, city: City) -> None:
    by = people.deputy.actor
    with pytest.raises(Invalid, match="不在本支部党员名册中"):
        appoint(city.first_branch, Office.YOUTH, "外单位青委", by=by)
    appoint(city.first_branch, Office.YOUTH, "外单位青委", by=by, why="上级指派")
    assert "上级指派" in AuditEntry.objects.get(action="members.appoint", account_id=by.account_id).detail


def test_a_secretary_of_less_than_a_year_in_the_party_needs_a_written_reason(
    people: People, city: City
) -> None:
    old = city.press.posts.get(office=Office.SECRETARY)
    post_actions.end(post=old, on=TODAY, by=SYSTEM, at=NOW)
    young = named("田版舟")
    with building():
        Member.objects.filter(pk=young.pk).update(joined_on=TODAY - timedelta(days=200), full_on=None)
    young.refresh_from_db()
    with pytest.raises(Invalid, match="党龄不足 1 年"):
        appoint(city.press, Office.SECRETARY, "田版舟", member=young, by=people.deputy.actor)


@pytest.mark.parametrize("office", sorted(SEPARATE_ADMINISTRATORS))
def test_none_of_the_three_administrators_is_anything_else(
    people: People, city: City, office: Office
) -> None:
    """三员分立: nor does it help to begin later."""
    for who in (people.administrator, people.system_admin, people.security_admin, people.audit_admin):
        if who.post is None or who.post.office == office:
            continue
        for first in (TODAY, TODAY + timedelta(days=90)):
            with pytest.raises(Invalid) as refusal:
                appoint(city.work_committee, office, who.account.name, account=who.account, valid_from=first)
            assert refusal.value.code == "administrators-not-separate"
            assert "三员分立" in refusal.value.source


def test_one_of_the_three_takes_no_post_of_the_business(people: People, city: City) -> None:
    with pytest.raises(Invalid, match="不得兼任业务职务"):
        appoint(city.small_branch, Office.DEPUTY, "管系统", account=people.system_admin.account)


def test_an_administrator_may_follow_one_who_left_business(people: People, city: City) -> None:
    assert people.staff.post is not None
    post_actions.end(post=people.staff.post, on=TODAY, by=SYSTEM, at=NOW)
    appoint(city.work_committee, Office.AUDIT_ADMIN, "方敏行", account=people.staff.account)
    held = person(people.staff.account).actor
    assert held.may_somewhere(Permission.AUDIT_READ)
    assert not held.may_somewhere(Permission.MEMBER_SEE)


def test_two_posts_that_turn_out_to_be_one_persons_give_no_administrators_right(
    people: People, city: City
) -> None:
    """A roster may link names later: what could not be refused then gives nothing until it is put right."""
    appoint(city.small_branch, Office.DEPUTY, "许知秋", member=named("许知秋"))
    with building():
        Post.objects.filter(name="许知秋").update(account=people.audit_admin.account)
    held = person(people.audit_admin.account).actor
    assert not held.may_somewhere(Permission.AUDIT_READ)
    assert held.may(Permission.RECORD_SEE, city.small_branch)


def test_rights_begin_and_end_with_the_days_of_the_post(people: People, city: City) -> None:
    begins, ends = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    account = people.member.account
    appoint(
        city.first_branch,
        Office.YOUTH,
        "吴晓溪",
        member=people.member.member,
        valid_from=begins,
        valid_to=ends,
    )
    entering = [
        bool(actor_of(account, day).may(Permission.RECORD_ENTER, city.first_branch))
        for day in (begins - timedelta(days=1), begins, ends - timedelta(days=1), ends)
    ]
    assert entering == [False, True, True, False]


def test_only_whoever_keeps_posts_there_appoints_and_ends(people: People, city: City) -> None:
    """A committee for what is beneath it, a leading body for its own posts, the 工委 for all (S000-40)."""
    keepers = {people.administrator, people.staff, people.deputy}
    words = {"office": Office.DEPUTY, "name": "许知秋", "member": named("许知秋")}
    for who in set(people) - keepers:
        with pytest.raises(NotAllowed):
            appoint(city.small_branch, by=who.actor, **words)
    for number, who in enumerate(keepers):
        day = TODAY + timedelta(days=number)
        made = appoint(city.small_branch, by=who.actor, **words, valid_from=day)
        for other in set(people) - keepers:
            with pytest.raises(NotAllowed):
                post_actions.end(post=made, on=day, by=other.actor, at=NOW)
        post_actions.end(post=made, on=day, by=who.actor, at=NOW)
    assert people.lead_secretary.actor.may(Permission.POST_KEEP, city.education_group)
    assert not people.lead_secretary.actor.may(Permission.POST_KEEP, city.education_committee)


def test_a_county_work_committee_reaches_what_is_beneath_it_alone(city: City) -> None:
    county = Organisation(kind=Kind.WORK_COMMITTEE, parent=city.work_committee)
    assert reach_of(county) is Reach.BENEATH
    assert reach_of(city.work_committee) is Reach.CITY
    assert Office.SYSTEM_ADMIN not in offices_of(county)


def test_the_page_appoints_from_the_roster(people: People, city: City, client_of: ClientOf) -> None:
    browser = client_of(people.deputy)
    page = browser.get(reverse("members:posts", args=[city.first_branch.pk])).content.decode()
    url = reverse("members:appoint", args=[city.first_branch.pk])
    assert url in page
    words = {"office": Office.YOUTH, "member": named("曾庆禾").pk, "valid_from": "2026-06-30"}
    answer = browser.post(url, words, follow=True)
    assert "已登记" in answer.content.decode()
    assert Post.objects.get(name="曾庆禾").member == named("曾庆禾")


def test_the_page_says_what_stands_against_it_and_keeps_what_was_typed(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.deputy)
    url = reverse("members:appoint", args=[city.first_branch.pk])
    second = browser.post(
        url, {"office": Office.SECRETARY, "member": named("周组韬").pk, "valid_from": "2026-06-30"}
    )
    assert "一个组织同时只有一名书记" in second.content.decode()
    stranger = {"office": Office.YOUTH, "name": "外单位青委", "valid_from": "2026-06-30"}
    warned = browser.post(url, stranger).content.decode()
    assert "不在本支部党员名册中" in warned
    assert 'value="外单位青委"' in warned
    assert browser.post(url, {**stranger, "why": "上级指派"}).status_code == 302
    empty = browser.post(url, {}).content.decode()
    assert "请选择职务" in empty
    assert "请选择党员或填写姓名" in empty


def test_ending_the_only_secretary_says_that_there_is_none(
    people: People, city: City, client_of: ClientOf
) -> None:
    assert people.secretary.post is not None
    browser = client_of(people.deputy)
    url = reverse("members:end_post", args=[people.secretary.post.pk])
    early = browser.post(url, {"on": "2020-01-01"}).content.decode()
    assert "免职日期不能早于任职日期" in early
    page = browser.post(url, {"on": "2026-06-30"}, follow=True).content.decode()
    assert "没有书记，应及时补选" in page
    assert client_of(people.secretary).get(reverse("duties:records")).status_code in {200, 403}
    assert not person(people.secretary.account).actor.may_somewhere(Permission.RECORD_ENTER)


def test_the_pages_are_closed_to_whoever_keeps_no_posts_there(
    people: People, city: City, client_of: ClientOf
) -> None:
    post = city.first_branch.posts.get(office=Office.PUBLICITY)
    urls = [
        reverse("members:appoint", args=[city.first_branch.pk]),
        reverse("members:end_post", args=[post.pk]),
    ]
    for who in (people.secretary, people.clerk, people.system_admin, people.member, people.stranger):
        assert [client_of(who).get(url).status_code for url in urls] == [403, 403], who.account.name
    assert [client_of(people.lead_secretary).get(url).status_code for url in urls] == [404, 404]


def test_a_branch_with_few_full_members_has_no_committee_members(city: City) -> None:
    with pytest.raises(Invalid, match="不足 7 人") as refusal:
        appoint(city.small_branch, Office.ORGANISATION, "张三", why="上级指派")
    assert "R01-29" in refusal.value.source
    assert appoint(city.small_branch, Office.DEPUTY, "张三", why="上级指派").office == Office.DEPUTY


def test_whether_there_is_a_committee_is_told_anew_when_a_post_of_it_begins_or_ends(city: City) -> None:
    assert not city.small_branch.has_committee
    posts = [appoint(city.small_branch, Office.DEPUTY, name, why="指派") for name in ("张三", "李四")]
    city.small_branch.refresh_from_db()
    assert city.small_branch.has_committee
    assert city.small_branch.versions.get(valid_to=None).has_committee
    post_actions.end(post=posts[0], on=TODAY, by=SYSTEM, at=NOW)
    city.small_branch.refresh_from_db()
    assert not city.small_branch.has_committee
    assert not city.small_branch.versions.get(valid_to=None).has_committee


def test_a_post_that_was_entered_for_a_day_to_come_is_told_on_that_day(city: City) -> None:
    later = TODAY + timedelta(days=3)
    for name in ("张三", "李四"):
        appoint(city.small_branch, Office.DEPUTY, name, why="指派", valid_from=later)
    assert untold(TODAY) == set()
    assert untold(later) == {city.small_branch.pk}
    post_actions.tell_committees(organisations=untold(later), by=SYSTEM, at=NOW + timedelta(days=3))
    assert untold(later) == set()
    city.small_branch.refresh_from_db()
    assert city.small_branch.has_committee


def test_who_keeps_no_posts_tells_no_committees(people: People) -> None:
    for who in (people.stranger, people.member):
        with pytest.raises(NotAllowed):
            post_actions.tell_committees(organisations=[], by=who.actor, at=NOW)
