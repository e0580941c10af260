"""Who may log in: the first account, invitations, and the administrator's page."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts import actions as account_actions
from heli.accounts import queries as account_queries
from heli.accounts.catalogue import Office, Permission
from heli.accounts.models import Account, Invitation
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.members import queries
from heli.members.actions import accounts
from heli.members.actions import posts as post_actions
from heli.members.models import Post
from heli.members.queries import actor_of
from tests.people import NOW, PASSWORD, TODAY, City, People, Person, building

ClientOf = Callable[[Person], Client]
NEW = "qingshan-lvshui-2026"
PAGE = "members:accounts"


def post_of(city: City, name: str) -> Post:
    return Post.objects.get(name=name)


def create(**changes: object) -> Account:
    words = {
        "username": "admin",
        "name": "邓启明",
        "organisation": "0330000001",
        "office": Office.ADMINISTRATOR,
        "password": PASSWORD,
    }
    return accounts.create_account(**{**words, **changes}, by=SYSTEM, at=NOW)  # type: ignore[arg-type]


def test_the_first_account_may_do_what_its_post_lets_it(city: City) -> None:
    account = create()
    assert account_queries.account_for("admin", PASSWORD) == account
    actor = actor_of(account, TODAY)
    assert actor.may(Permission.ACCOUNT_INVITE, city.press)
    assert [post.office for post in actor.posts] == [Office.ADMINISTRATOR]


def test_an_organisation_is_named_by_code_or_by_any_spelling(city: City) -> None:
    assert queries.organisation_named("0330000004") == city.first_branch
    assert queries.organisation_named("青岚市教育局机关第一党支部") == city.first_branch
    with pytest.raises(NotFound):
        queries.organisation_named("第一党支部")


def test_an_account_for_a_known_post_is_the_holders(city: City) -> None:
    account = create(
        username="lin", name="林书远", organisation=city.first_branch.code, office=Office.SECRETARY
    )
    post = post_of(city, "林书远")
    assert post.account == account
    assert post.member is not None
    assert post.member.account == account
    assert Post.objects.filter(name="林书远").count() == 1


def test_the_secretary_of_a_leading_body_is_appointed_as_such(city: City) -> None:
    create(username="gu", name="顾流长", organisation=city.water_group.code, office=Office.SECRETARY)
    assert post_of(city, "顾流长").office == Office.LEAD_SECRETARY


@pytest.mark.parametrize(
    ("organisation", "office"),
    [
        ("0330000004", Office.ADMINISTRATOR),
        ("0330000004", Office.LEAD_SECRETARY),
        ("0330000002", Office.ORGANISATION),
        ("0330000003", Office.GROUP_LEADER),
    ],
)
def test_it_refuses_an_office_that_the_organisation_does_not_have(
    city: City, organisation: str, office: Office
) -> None:
    with pytest.raises(Invalid, match="不设"):
        create(organisation=organisation, office=office)
    assert not Account.objects.exists()


def test_it_refuses_a_second_account_for_one_person(city: City) -> None:
    create()
    with pytest.raises(Invalid, match="已有账号"):
        create(username="admin2")


def test_an_invited_holder_sets_his_password_and_has_his_rights(people: People, city: City) -> None:
    by = people.administrator.actor
    token = accounts.invite(post=post_of(city, "何宣宁"), username="he", by=by, at=NOW)
    invitation = account_queries.open_invitation(token, NOW)
    assert invitation.account.created_by == people.administrator.account
    owner = account_queries.owner_of(invitation.account)
    account = account_actions.accept_invitation(invitation=invitation, password=NEW, by=owner, at=NOW)
    actor = actor_of(account, TODAY)
    assert actor.may(Permission.RECORD_ENTER, city.first_branch)
    assert actor.branch_id == city.first_branch.pk


def test_a_second_invitation_opens_no_second_account(people: People, city: City) -> None:
    by = people.administrator.actor
    first = accounts.invite(post=post_of(city, "何宣宁"), username="he", by=by, at=NOW)
    number = Account.objects.count()
    accounts.invite(post=post_of(city, "何宣宁"), username="", by=by, at=NOW)
    assert Account.objects.count() == number
    with pytest.raises(NotFound):
        account_queries.open_invitation(first, NOW)


def test_a_member_with_an_account_is_invited_under_it_for_another_post(people: People, city: City) -> None:
    post = post_actions.appoint(
        organisation=city.first_branch,
        office=Office.YOUTH,
        name="吴晓溪",
        member=people.member.member,
        valid_from=TODAY,
        by=SYSTEM,
        at=NOW,
    )
    accounts.invite(post=post, username="ignored", by=people.administrator.actor, at=NOW)
    assert Post.objects.get(pk=post.pk).account == people.member.account


def test_nobody_is_invited_for_a_post_that_has_ended(people: People, city: City) -> None:
    post = post_of(city, "何宣宁")
    post_actions.end(post=post, on=TODAY, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState):
        accounts.invite(post=post, username="he", by=people.administrator.actor, at=NOW)
    with pytest.raises(WrongState):
        post_actions.end(post=post, on=TODAY + timedelta(days=1), by=SYSTEM, at=NOW)


def test_the_command_invites_and_appoints_where_nobody_is_yet(city: City) -> None:
    token = accounts.invite_holder(
        username="zhu",
        name="祝新来",
        organisation=city.press.code,
        office=Office.DEPUTY,
        by=SYSTEM,
        at=NOW,
    )
    assert account_queries.open_invitation(token, NOW).account.name == "祝新来"
    assert post_of(city, "祝新来").valid_from == TODAY


def test_everyone_but_two_administrators_is_refused(people: People, city: City) -> None:
    post = post_of(city, "何宣宁")
    for person in people:
        if person in (people.administrator, people.system_admin):
            continue
        with pytest.raises(NotAllowed):
            accounts.invite(post=post, username="he", by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            accounts.invite_holder(
                username="he",
                name="何宣宁",
                organisation=city.first_branch.code,
                office=Office.PUBLICITY,
                by=person.actor,
                at=NOW,
            )
    for person in (people.secretary, people.stranger):
        with pytest.raises(NotAllowed):
            post_actions.end(post=post, on=TODAY, by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            post_actions.appoint(
                organisation=city.press,
                office=Office.SECRETARY,
                name="路人",
                account=person.account,
                valid_from=TODAY,
                by=person.actor,
                at=NOW,
            )


def listed(page: str) -> set[str]:
    return set(re.findall(r'class="main name"><a [^>]+>(\S+?)</a>', page))


def test_the_page_lists_those_without_an_account_first(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.administrator)
    page = browser.get(reverse(PAGE)).content.decode()
    assert "何宣宁" in listed(page)
    assert not {"林书远", "顾明德", "齐备"} & listed(page)
    opened = listed(browser.get(reverse(PAGE), {"state": "open"}).content.decode())
    assert {"林书远", "顾明德", "齐备"} <= opened
    assert "何宣宁" not in opened
    everyone = listed(browser.get(reverse(PAGE), {"state": "all"}).content.decode())
    assert everyone == set(Post.objects.values_list("name", flat=True))


def test_the_page_tells_who_has_an_open_invitation(people: People, city: City, client_of: ClientOf) -> None:
    accounts.invite(post=post_of(city, "何宣宁"), username="he", by=people.administrator.actor, at=NOW)
    page = client_of(people.administrator).get(reverse(PAGE), {"state": "invited"}).content.decode()
    assert listed(page) == {"何宣宁"}
    assert "已邀请，未设密码" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "何宣宁"}, {"何宣宁"}),
        ({"q": "水利局 范"}, {"范巡渠"}),
        ({"q": "sljjgd", "office": "publicity"}, {"范巡渠"}),
        ({"office": "lead_secretary", "state": "all"}, {"顾明德"}),
    ],
)
def test_the_page_is_narrowed(
    people: People, client_of: ClientOf, query: dict[str, str], expected: set[str]
) -> None:
    assert listed(client_of(people.administrator).get(reverse(PAGE), query).content.decode()) == expected


def test_the_system_administrator_searches_and_sees_no_list(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.system_admin)
    everyone = set(Post.objects.values_list("name", flat=True))
    for query in ({}, {"state": "all"}, {"office": "publicity"}, {"q": " "}, {"q": "何"}):
        page = browser.get(reverse(PAGE), query).content.decode()
        assert not any(name in page for name in everyone if name != people.system_admin.account.name), query
    assert listed(browser.get(reverse(PAGE), {"q": "何宣宁"}).content.decode()) == {"何宣宁"}
    assert listed(browser.get(reverse(PAGE), {"q": "水利局"}).content.decode()) == set()
    secretary = people.secretary.account.username
    assert "林书远" in listed(browser.get(reverse(PAGE), {"q": secretary}).content.decode())


def test_a_search_of_the_system_administrator_lays_out_twenty_at_most(
    people: People, city: City, client_of: ClientOf
) -> None:
    with building():
        for number in range(30):
            Post.objects.create(
                organisation=city.press, office=Office.STAFF, name=f"贺同名{number}", valid_from=TODAY
            )
    page = client_of(people.system_admin).get(reverse(PAGE), {"q": "贺同名", "page": "2"}).content.decode()
    assert len(listed(page)) == 20
    assert "最多列出 20 个" in page


def test_the_way_back_leads_only_over_pages_that_open(
    people: People, city: City, client_of: ClientOf
) -> None:
    invite = reverse("members:invite", args=[post_of(city, "何宣宁").pk])
    for person in (people.system_admin, people.administrator):
        browser = client_of(person)
        for address in (reverse(PAGE), invite):
            crumbs = [crumb.url for crumb in browser.get(address).context["crumbs"] if crumb.url]
            assert crumbs
            assert [browser.get(url).status_code for url in crumbs] == [200] * len(crumbs)


def test_the_page_asks_a_constant_number_of_queries(
    people: People, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(people.administrator)
    with django_assert_max_num_queries(12):
        browser.get(reverse(PAGE), {"state": "all"})


def test_the_link_is_shown_once_and_lets_the_holder_in(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.administrator)
    url = reverse("members:invite", args=[post_of(city, "何宣宁").pk])
    assert 'value="hexuanning"' in browser.get(url).content.decode()
    page = browser.post(url, {"username": "hexuanning"}).content.decode()
    found = re.search(r'value="http://testserver(/accounts/invite/[^"]+)"', page)
    assert found is not None
    assert found[1] not in browser.get(url).content.decode()
    assert "何宣宁" in Client().get(found[1]).content.decode()


def test_a_taken_or_malformed_user_name_is_said_at_the_field(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser = client_of(people.administrator)
    url = reverse("members:invite", args=[post_of(city, "何宣宁").pk])
    assert "已有人使用" in browser.post(url, {"username": "ShuJi"}).content.decode()
    assert "2 至 60 个" in browser.post(url, {"username": "a b"}).content.decode()
    assert not Invitation.objects.exists()


def test_a_suggested_user_name_is_free(people: People) -> None:
    assert queries.username_for("书记") == "shuji2"
    assert queries.username_for("何宣宁") == "hexuanning"
    assert queries.username_for("㛃") != ""


def test_nobody_else_opens_the_pages(people: People, city: City, client_of: ClientOf) -> None:
    url = reverse("members:invite", args=[post_of(city, "何宣宁").pk])
    for person in (people.staff, people.deputy, people.secretary, people.stranger):
        browser = client_of(person)
        assert browser.get(reverse(PAGE)).status_code == 403
        assert browser.get(url).status_code == 403
        assert browser.post(url, {"username": "he"}).status_code == 403
    assert not Invitation.objects.exists()


def test_a_post_that_has_ended_has_no_page(people: People, city: City, client_of: ClientOf) -> None:
    post = post_of(city, "何宣宁")
    post_actions.end(post=post, on=TODAY, by=SYSTEM, at=NOW)
    url = reverse("members:invite", args=[post.pk])
    assert client_of(people.administrator).get(url).status_code == 404
