"""一岗双责: who may answer for what, who keeps the list, what is blank in it and what becomes void."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import Office
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.actions import posts as post_actions
from heli.members.actions import responsibilities as actions
from heli.members.catalogue import ResponsibilityKind
from heli.members.models import Post, Responsibility
from heli.members.queries import responsibilities as queries
from heli.orgs.catalogue import Leading
from heli.orgs.models import Organisation
from tests.people import FOUNDED, NOW, TODAY, City, People, Person, building
from tests.people import _appointed as appointed

ClientOf = Callable[[Person], Client]
LIST = reverse("members:responsibilities")


@pytest.fixture
def lead_member(people: People, city: City) -> Person:
    """党组成员 of 市教育局."""
    return appointed(city.education_group, Office.LEAD_MEMBER, "dangzuchengyuan", "冉分管")


def assign(
    who: Person,
    organisation: Organisation,
    kind: ResponsibilityKind = ResponsibilityKind.DIRECT,
    by: Person | None = None,
    **more: Any,
) -> Responsibility:
    words = {"on": TODAY, **more}
    assert who.post is not None
    return actions.assign_responsibility(
        post=who.post,
        organisation=organisation,
        kind=kind,
        by=by.actor if by else SYSTEM,
        at=NOW,
        **words,
    )


def refusal(*args: Any, **kwargs: Any) -> str:
    with pytest.raises(DomainError) as refused:
        assign(*args, **kwargs)
    return refused.value.code


def test_a_member_answers_directly_for_a_unit_of_his(people: People, city: City, lead_member: Person) -> None:
    before = AuditEntry.objects.count()
    one = assign(lead_member, city.school, by=people.lead_secretary, field="基础教育")
    assert AuditEntry.objects.count() == before + 1
    page = queries.answering(city.education_group, TODAY)
    borne = {bearer.post.name: [each.organisation for each in bearer.borne] for bearer in page.bearers}
    assert borne == {"顾明德": [], "冉分管": [city.school]}
    assert [unit.name for unit in page.blank] == ["青岚市教育考试中心", "青岚市教育印务有限公司"]
    assert queries.borne_by(lead_member.actor, TODAY) == [one]


def test_what_may_not_be_answered_for_is_said(people: People, city: City, lead_member: Person) -> None:
    kind = ResponsibilityKind
    assert refusal(people.deputy, city.school) == "not-of-the-body"
    assert refusal(lead_member, city.water_branch) == "not-led"
    assert refusal(lead_member, city.school, kind.FIRST) == "first-is-secretary"
    assert refusal(lead_member, city.school, kind.MAIN) == "main-is-the-body"
    assert refusal(lead_member, city.school, kind.LEADING) == "direct-for-attached"
    assert refusal(lead_member, city.school, on=FOUNDED - timedelta(days=1)) == "before-post"
    assert assign(lead_member, city.school, kind.LEADING, why="协助分管").kind == kind.LEADING
    assert assign(lead_member, city.first_branch, kind.LEADING).organisation == city.first_branch


def test_what_a_body_only_guides_nobody_of_it_answers_for(
    people: People, city: City, lead_member: Person
) -> None:
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(leading=Leading.GUIDES)
    city.press.refresh_from_db()
    assert refusal(lead_member, city.press) == "guided-only"


def test_there_is_one_first_and_nothing_twice(people: People, city: City) -> None:
    first = ResponsibilityKind.FIRST
    assign(people.lead_secretary, city.school, first)
    assert refusal(people.lead_secretary, city.school, first) == "already-assigned"
    with building():
        other = Post.objects.create(
            organisation=city.education_group, office=Office.LEAD_SECRETARY, name="乙某", valid_from=FOUNDED
        )
    assert refusal(
        Person(people.stranger.account, people.stranger.actor, post=other), city.school, first
    ) == ("first-held")


@pytest.mark.parametrize(
    "who", ["stranger", "member", "secretary", "deputy", "other_secretary", "general_secretary"]
)
def test_only_the_body_and_the_work_committee_keep_the_list(
    people: People, city: City, lead_member: Person, who: str
) -> None:
    with pytest.raises(NotAllowed):
        assign(lead_member, city.school, by=getattr(people, who))
    one = assign(lead_member, city.school, by=people.staff)
    with pytest.raises(NotAllowed):
        actions.end_responsibility(responsibility=one, on=TODAY, by=getattr(people, who).actor, at=NOW)


def test_it_ends_with_the_post(people: People, city: City, lead_member: Person) -> None:
    assign(lead_member, city.school, on=FOUNDED)
    assert lead_member.post is not None
    post_actions.end(post=lead_member.post, on=TODAY, by=SYSTEM, at=NOW)
    assert not Responsibility.objects.in_force(TODAY).exists()
    assert Responsibility.objects.in_force(TODAY - timedelta(days=1)).exists()
    assert "青岚市第一中学" in [unit.name for unit in queries.answering(city.education_group, TODAY).blank]


def test_what_leaves_the_body_becomes_void_and_is_worked_off(
    people: People, city: City, lead_member: Person, client_of: ClientOf
) -> None:
    one = assign(lead_member, city.school)
    with building():
        Organisation.objects.filter(pk=city.school.pk).update(leader=city.water_group)
    (void,) = queries.answering(city.education_group, TODAY).void
    assert void.why == "已不由本党组领导"
    assert queries.borne_by(lead_member.actor, TODAY) == []
    browser = client_of(people.lead_secretary)
    assert "失效，待处理" in browser.get(LIST).content.decode()
    url = reverse("members:responsibility_end", args=[one.pk])
    assert browser.post(url, {"on": str(TODAY)}).status_code == 302
    assert queries.answering(city.education_group, TODAY).void == []
    with pytest.raises(WrongState):
        actions.end_responsibility(responsibility=one, on=TODAY, by=SYSTEM, at=NOW)


def test_the_body_sees_its_list_and_adds_to_it(
    people: People, city: City, lead_member: Person, client_of: ClientOf
) -> None:
    assert lead_member.post is not None
    browser = client_of(people.lead_secretary)
    sent = {
        "post": lead_member.post.pk,
        "organisation": city.school.pk,
        "kind": "direct",
        "field": "基础教育",
        "on": str(TODAY),
    }
    url = f"{LIST}?organisation={city.education_group.pk}"
    assert browser.post(url, sent).status_code == 302
    page = browser.get(url).content.decode()
    assert "冉分管" in page
    assert "没有人分管的直属单位" in page
    member = client_of(lead_member)
    assert "我分管的" in member.get(LIST).content.decode()
    assert member.post(url, {**sent, "kind": "leading", "why": "协助"}).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_who_sees_no_roster_sees_no_list(people: People, city: City, who: str, client_of: ClientOf) -> None:
    browser = client_of(getattr(people, who))
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}?organisation={city.education_group.pk}").status_code == 403


def test_the_list_of_another_body_is_not_found(people: People, city: City, client_of: ClientOf) -> None:
    browser = client_of(people.lead_secretary)
    assert browser.get(f"{LIST}?organisation={city.water_group.pk}").status_code == 404
    assert browser.get(f"{LIST}?organisation={city.school.pk}").status_code == 404
    assert browser.get(f"{LIST}?organisation=x").status_code == 404
