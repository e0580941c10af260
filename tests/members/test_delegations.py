"""Passing rights on for an absence: days, limits, the audit, and who may."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts.catalogue import PERSONAL, Office, Permission
from heli.duties.actions.record import record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions import delegations as delegation_actions
from heli.members.actions import posts as post_actions
from heli.members.models import Delegation
from heli.members.queries import actor_of
from tests.people import NOW, TODAY, City, People, Person, building, person

ClientOf = Callable[[Person], Client]
ENTER = Permission.RECORD_ENTER
SEE = Permission.RECORD_SEE
UNTIL = TODAY + timedelta(days=10)


def passed(people: People, **more: Any) -> Delegation:
    """The branch's secretary is away; the plain member acts for him."""
    words: dict[str, Any] = {
        "post": people.secretary.post,
        "account": people.member.account,
        "permissions": [ENTER, SEE],
        "valid_from": TODAY,
        "valid_to": UNTIL,
        "reason": "出差",
        "by": people.secretary.actor,
        "at": NOW,
        **more,
    }
    return delegation_actions.delegate(**words)


def test_rights_begin_and_end_by_date_and_no_others_come_with_them(people: People, city: City) -> None:
    passed(people, valid_from=TODAY + timedelta(days=1))
    account = people.member.account
    days = (TODAY, TODAY + timedelta(days=1), UNTIL - timedelta(days=1), UNTIL)
    assert [bool(actor_of(account, day).may(ENTER, city.first_branch)) for day in days] == [
        False, True, True, False,
    ]  # fmt: skip
    deputy = actor_of(account, TODAY + timedelta(days=1))
    assert not deputy.may_somewhere(Permission.MEMBER_SEE)
    assert not deputy.may_somewhere(Permission.DELEGATION_MAKE), "never re-delegated"
    assert deputy.posts == ()
    assert [post.delegated_from for post in deputy.delegated] == ["林书远"]


def test_who_may_enter_may_see_what_he_enters_on(people: People, city: City, client_of: ClientOf) -> None:
    made = passed(people, permissions=[ENTER], account=people.stranger.account)
    assert made.rights == [Permission.ORGANISATION_SEE, SEE, ENTER]
    deputy = client_of(people.stranger)
    page = deputy.get(f"{reverse('orglife:record')}?organisation={city.first_branch.pk}")
    assert "代林书远（书记）录入" in page.content.decode()
    for name in ("home:today", "duties:records", "orgs:tree", "members:delegations"):
        assert deputy.get(reverse(name)).status_code == 200, name
    assert deputy.get(reverse("members:list")).status_code == 403


def test_it_ends_at_once_when_it_is_taken_back_or_the_post_ends(people: People, city: City) -> None:
    made = passed(people)
    delegation_actions.revoke(delegation=made, by=people.secretary.actor, at=NOW)
    assert not person(people.member.account).actor.may_somewhere(ENTER)
    with pytest.raises(WrongState):
        delegation_actions.revoke(delegation=made, by=people.secretary.actor, at=NOW)
    passed(people)
    assert person(people.member.account).actor.may_somewhere(ENTER)
    assert people.secretary.post is not None
    post_actions.end(post=people.secretary.post, on=TODAY, by=SYSTEM, at=NOW)
    assert not person(people.member.account).actor.may_somewhere(ENTER)


def test_the_receiver_may_give_it_back(people: People) -> None:
    made = passed(people)
    receiver = person(people.member.account).actor
    assert delegation_actions.revoke(delegation=made, by=receiver, at=NOW).revoked_by == "吴晓溪"


@pytest.mark.parametrize("right", [*sorted(PERSONAL), Permission.POST_KEEP, Permission.MEMBER_SENSITIVE])
def test_what_is_personal_or_makes_rights_is_not_passed_on(people: People, right: Permission) -> None:
    with pytest.raises(Invalid, match="不能委托") as refusal:
        passed(people, post=people.staff.post, by=people.staff.actor, permissions=[right])
    assert refusal.value.code == "delegation-beyond-post"


def test_it_is_never_wider_than_the_post(people: People, city: City) -> None:
    with pytest.raises(Invalid, match="导入工作簿"):
        passed(people, permissions=[ENTER, Permission.INTAKE_LOAD])
    made = passed(people)
    with building():
        Delegation.objects.filter(pk=made.pk).update(
            permissions="record.see intake.load organisation.change post.keep"
        )
    deputy = person(people.member.account).actor
    assert deputy.may(SEE, city.first_branch)
    assert not deputy.may(SEE, city.small_branch)
    for right in (Permission.INTAKE_LOAD, Permission.ORGANISATION_CHANGE, Permission.POST_KEEP):
        assert not deputy.may_somewhere(right)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"permissions": []}, "delegation-empty"),
        ({"valid_from": TODAY - timedelta(days=1)}, "delegation-in-past"),
        ({"valid_to": TODAY}, "delegation-ends-before-start"),
        ({"valid_to": TODAY + timedelta(days=184)}, "delegation-too-long"),
        ({"reason": " "}, "delegation-without-reason"),
    ],
)
def test_it_says_what_is_wrong_with_it(people: People, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passed(people, **change)
    assert refusal.value.code == code


def test_it_does_not_outlast_the_post(people: People) -> None:
    assert people.secretary.post is not None
    post_actions.end(post=people.secretary.post, on=TODAY + timedelta(days=3), by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="这个职务任到"):
        passed(people)


def test_neither_oneself_nor_a_closed_account_nor_an_administrator_receives_it(people: People) -> None:
    with pytest.raises(Invalid, match="不能委托给本人"):
        passed(people, account=people.secretary.account)
    for who in (people.system_admin, people.security_admin, people.audit_admin):
        with pytest.raises(Invalid, match="不办理业务"):
            passed(people, account=who.account)
    with building():
        people.stranger.account.is_active = False
        people.stranger.account.save()
    with pytest.raises(Invalid, match="已停用"):
        passed(people, account=people.stranger.account)


def test_what_was_passed_on_before_gives_an_administrator_nothing(people: People, city: City) -> None:
    passed(people, account=people.stranger.account)
    assert person(people.stranger.account).actor.may(SEE, city.first_branch)
    post_actions.appoint(
        organisation=city.work_committee, office=Office.AUDIT_ADMIN, name="路人",
        account=people.stranger.account, valid_from=TODAY, by=SYSTEM, at=NOW,
    )  # fmt: skip
    assert not person(people.stranger.account).actor.may_somewhere(SEE)


def test_the_holder_the_secretary_and_the_keeper_of_posts_pass_on_and_nobody_else(people: People) -> None:
    allowed = {people.committee_member, people.secretary, people.deputy, people.staff, people.administrator}
    post = people.committee_member.post
    for who in allowed:
        assert passed(people, post=post, by=who.actor).made_by == who.actor.label
    made = passed(people, post=post, by=people.secretary.actor)
    for who in set(people) - allowed:
        with pytest.raises(NotAllowed):
            passed(people, post=post, by=who.actor)
    for who in set(people) - allowed - {people.member}:
        with pytest.raises(NotAllowed):
            delegation_actions.revoke(delegation=made, by=who.actor, at=NOW)


def test_the_audit_says_whose_right_was_used(people: People, city: City) -> None:
    passed(people)
    deputy = person(people.member.account).actor
    made = record(
        organisation=city.first_branch, kind="heart_talk", happened_on=date(2026, 6, 29), topic="谈心谈话",
        by=deputy, at=NOW,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="duties.record", subject=f"duties.Record:{made.pk}")
    assert entry.actor == "吴晓溪"
    assert json.loads(entry.detail)["delegated_from"].startswith("林书远（")
    assert made.entered_for == "林书远（书记）"
    own = record(
        organisation=city.first_branch, kind="heart_talk", happened_on=date(2026, 6, 28), topic="谈心谈话二",
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    assert own.entered_for == ""


def test_what_an_assistant_enters_says_for_whom(people: People, city: City, client_of: ClientOf) -> None:
    made = record(
        organisation=city.exam_centre, kind="heart_talk", happened_on=date(2026, 6, 29), topic="谈心谈话",
        by=people.clerk.actor, at=NOW,
    )  # fmt: skip
    assert made.entered_for == "袁致远（书记）"
    page = client_of(people.clerk).get(reverse("duties:record", args=[made.pk])).content.decode()
    assert "代袁致远（书记）录入" in page


def test_both_see_it_on_their_account_and_on_the_list(people: People, client_of: ClientOf) -> None:
    passed(people)
    mine = reverse("accounts:mine")
    assert "已委托吴晓溪" in client_of(people.secretary).get(mine).content.decode()
    assert "受林书远委托" in client_of(people.member).get(mine).content.decode()
    listing = reverse("members:delegations")
    for who in (people.secretary, people.member, people.deputy, people.security_admin):
        assert "林书远" in client_of(who).get(listing).content.decode()
    for who in (people.other_secretary, people.general_secretary):
        assert "林书远" not in client_of(who).get(listing).content.decode()
    for who in (people.stranger, people.clerk, people.audit_admin, people.system_admin):
        assert client_of(who).get(listing).status_code == 403


def test_the_page_passes_on_and_takes_back(people: People, city: City, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    assert people.secretary.post is not None
    url = reverse("members:delegate", args=[people.secretary.post.pk])
    page = browser.get(url).content.decode()
    assert "吴晓溪" in page
    assert "江治河" not in page, "another organ's people are not offered"
    words = {
        "account": people.member.account.pk, "permissions": ["record.see", "record.enter"],
        "first": "2026-06-30", "last": "2026-07-09", "reason": "出差",
    }  # fmt: skip
    assert "结束日期不能早于开始日期" in browser.post(url, {**words, "last": "2026-06-01"}).content.decode()
    answer = browser.post(url, words, follow=True)
    assert "已委托吴晓溪" in answer.content.decode()
    made = Delegation.objects.get()
    assert (made.valid_to, made.rights) == (UNTIL, [Permission.ORGANISATION_SEE, SEE, ENTER])
    revoke = reverse("members:revoke", args=[made.pk])
    assert client_of(people.other_secretary).post(revoke).status_code == 404
    assert client_of(people.stranger).post(revoke).status_code == 403
    assert "已收回" in browser.post(revoke, follow=True).content.decode()
    for who in (people.clerk, people.member, people.other_secretary, people.stranger):
        assert client_of(who).get(url).status_code in {403, 404}


def test_who_acts_asks_no_further_query_for_it(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for permissions in ([SEE], [ENTER], [SEE, ENTER]):
        passed(people, permissions=permissions)
    for who in (people.member, people.secretary):
        with django_assert_num_queries(2):
            actor = actor_of(who.account, TODAY)
    assert actor.posts[0].delegated_to == ("吴晓溪", "吴晓溪", "吴晓溪")
