"""Who may do what, by the posts of the day."""

from datetime import timedelta

import pytest

from heli.accounts.catalogue import Office, Permission, Reach
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.members.actions import posts as post_actions
from heli.members.queries import actor_of
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY, City, People, Person


def seen(person: Person, permission: Permission) -> set[int]:
    scope = person.actor.scope(permission)
    return set(Organisation.objects.visible_to(scope).values_list("pk", flat=True))


def test_a_post_reaches_as_far_as_its_organisation(people: People) -> None:
    reaches = {one.account.username: [post.reach for post in one.actor.posts] for one in people}
    assert reaches["gongwei"] == [Reach.CITY]
    assert reaches["dangzu"] == [Reach.LED]
    assert reaches["jiguandangwei"] == [Reach.BENEATH]
    assert reaches["shuji"] == [Reach.OWN]
    assert reaches["dangyuan"] == reaches["moshengren"] == []


def test_the_work_committee_sees_the_city(people: People, city: City) -> None:
    everything = {one.pk for one in city}
    assert seen(people.staff, Permission.MEMBER_SEE) == everything
    assert seen(people.administrator, Permission.BOARD_SEE) == everything


def test_a_leading_body_sees_what_it_leads_and_itself(people: People, city: City) -> None:
    led = {one.pk for one in city if one.leader_id == city.education_group.pk}
    assert seen(people.lead_secretary, Permission.RECORD_SEE) == led | {city.education_group.pk}


def test_a_committee_sees_its_subtree_and_no_leading_body(people: People, city: City) -> None:
    beneath = {one.pk for one in city if one.path.startswith(city.education_committee.path)}
    assert seen(people.deputy, Permission.MEMBER_SEE) == beneath
    assert city.education_group.pk not in beneath
    assert seen(people.general_secretary, Permission.MEMBER_SEE) == {city.school.pk, city.school_branch.pk}


def test_a_branch_sees_itself_alone(people: People, city: City) -> None:
    assert seen(people.secretary, Permission.RECORD_SEE) == {city.first_branch.pk}
    assert not people.secretary.actor.may(Permission.RECORD_SEE, city.small_branch)
    assert not people.other_secretary.actor.may(Permission.RECORD_SEE, city.first_branch)


def test_a_member_sees_his_branch_but_not_its_roster(people: People, city: City) -> None:
    assert seen(people.member, Permission.RECORD_SEE) == {city.first_branch.pk}
    assert people.member.actor.scope(Permission.MEMBER_SEE).is_empty
    assert people.member.actor.branch_id == city.first_branch.pk


@pytest.mark.parametrize("permission", list(Permission))
def test_a_stranger_is_refused_everywhere(people: People, city: City, permission: Permission) -> None:
    stranger = people.stranger.actor
    assert stranger.scope(permission).is_empty
    assert not any(stranger.may(permission, one) for one in city)
    with pytest.raises(NotAllowed):
        stranger.require(permission)


def test_records_are_entered_for_the_own_organisation_alone(people: People, city: City) -> None:
    assert seen(people.deputy, Permission.RECORD_ENTER) == {city.education_committee.pk}
    assert seen(people.lead_secretary, Permission.RECORD_ENTER) == {city.education_group.pk}
    assert seen(people.committee_member, Permission.RECORD_ENTER) == {city.first_branch.pk}
    assert seen(people.member, Permission.RECORD_ENTER) == set()


def test_a_post_counts_from_its_first_day_until_the_day_before_its_end(people: People) -> None:
    post = people.secretary.post
    assert post is not None
    post_actions.end(post=post, on=TODAY, by=people.administrator.actor, at=NOW)
    assert actor_of(people.secretary.account, TODAY - timedelta(days=1)).posts
    assert not actor_of(people.secretary.account, TODAY).posts
    assert not actor_of(people.secretary.account, post.valid_from - timedelta(days=1)).posts


def test_a_later_post_of_a_member_needs_no_new_invitation(people: People, city: City) -> None:
    post_actions.appoint(
        organisation=city.first_branch,
        office=Office.YOUTH,
        name=people.member.account.name,
        member=people.member.member,
        valid_from=TODAY,
        by=SYSTEM,
        at=NOW,
    )
    actor = actor_of(people.member.account, TODAY)
    assert list(actor.offices_at(city.first_branch.pk)) == [Office.YOUTH]
    assert actor.may(Permission.RECORD_ENTER, city.first_branch)
