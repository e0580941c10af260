"""Keeping accounts: closing, opening, resetting, linking; every page and action tried by everybody."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from heli.accounts import actions, queries
from heli.accounts.models import Account, AccountSession, Invitation, OutsideIdentity
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.accounts.codes import code_at
from tests.people import NOW, PASSWORD, People, Person

ClientOf = Callable[[Person], Client]
ALL = reverse("accounts:accounts")
MINE = reverse("accounts:mine")
SIGN_IN = reverse("accounts:sign_in")
NEW = "Qingshan-lvshui-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ISSUER = "https://id.example.gov.cn"
OIDC = {"issuer": ISSUER, "client_id": "heli", "client_secret": "s", "name": "市统一认证", "match": "none"}
BUTTONS = ("unlock", "reset", "close", "reopen", "remove_second_step", "unlink")


def page_of(person: Person, name: str = "account") -> str:
    return reverse(f"accounts:{name}", args=[person.account.pk])


def test_a_closed_account_is_out_at_once_and_comes_back_when_opened(people: People, client: Client) -> None:
    client.post(SIGN_IN, {"username": "shuji", "password": PASSWORD})
    account = people.secretary.account
    actions.close_account(account=account, by=people.system_admin.actor, at=NOW)
    assert client.get(MINE).status_code == 302
    assert not AccountSession.objects.exists()
    assert queries.account_for("shuji", PASSWORD) is None
    with pytest.raises(WrongState):
        actions.close_account(account=account, by=people.system_admin.actor, at=NOW)
    actions.reopen_account(account=account, by=people.system_admin.actor, at=NOW)
    assert queries.account_for("shuji", PASSWORD) == account
    with pytest.raises(WrongState):
        actions.reopen_account(account=account, by=people.system_admin.actor, at=NOW)
    names = AuditEntry.objects.filter(subject=f"accounts.Account:{account.pk}").values_list(
        "action", flat=True
    )
    assert {"accounts.close_account", "accounts.reopen_account"} <= set(names)


def test_a_reset_ends_the_old_password_and_gives_a_link(people: People, client: Client) -> None:
    client.post(SIGN_IN, {"username": "shuji", "password": PASSWORD})
    actions.fail_sign_in(username="shuji", by=queries.NOBODY, at=NOW)
    token = actions.reset_account(account=people.secretary.account, by=people.security_admin.actor, at=NOW)
    assert client.get(MINE).status_code == 302
    assert queries.account_for("shuji", PASSWORD) is None
    url = reverse("accounts:invitation", args=[token])
    old = client.post(url, {"password": PASSWORD, "again": PASSWORD}).content.decode()
    assert "最近 3 次用过的密码" in old
    assert client.post(url, {"password": NEW, "again": NEW}).status_code == 302
    assert client.get(MINE).status_code == 200


def test_each_of_the_three_does_his_own_part_and_nothing_on_himself(people: People) -> None:
    may_reset, may_close = (people.security_admin,), (people.system_admin,)
    may_link = (people.administrator, people.system_admin)
    account = people.secretary.account
    for person in people:
        by = person.actor
        for allowed, act, more in (
            (may_reset, actions.reset_account, {}),
            (may_close, actions.close_account, {}),
            (may_close, actions.reopen_account, {}),
            (may_link, actions.link_identity, {"issuer": ISSUER, "subject": "4711"}),
            (may_link, actions.unlink_identity, {}),
        ):
            if person in allowed:
                act(account=account, by=by, at=NOW, **more)  # type: ignore[operator]
                own = {"account": person.account, "by": by, "at": NOW, **more}
                with pytest.raises(NotAllowed):
                    act(**own)  # type: ignore[operator]
            else:
                with pytest.raises(NotAllowed):
                    act(account=account, by=by, at=NOW, **more)  # type: ignore[operator]


def test_only_keepers_open_the_pages(people: People, client_of: ClientOf) -> None:
    keepers = (people.administrator, people.system_admin, people.security_admin)
    for person in people:
        browser = client_of(person)
        expected = 200 if person in keepers else 403
        assert browser.get(ALL).status_code == expected
        assert browser.get(page_of(people.secretary)).status_code == expected
        assert ("账号管理" in browser.get(MINE).content.decode()) == (person in keepers)
        if person not in keepers:
            for name in BUTTONS:
                assert browser.post(page_of(people.secretary, name)).status_code == 403
            assert browser.get(page_of(people.secretary, "identity")).status_code == 403
            assert browser.post(page_of(people.secretary, "identity"), {"subject": "1"}).status_code == 403
    assert Account.objects.get(pk=people.secretary.account.pk).check_password(PASSWORD)
    assert not OutsideIdentity.objects.exists()


def test_the_list_finds_by_name_and_user_name(
    people: People, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actions.fail_sign_in(username="zongzhi", by=queries.NOBODY, at=NOW)
    browser = client_of(people.security_admin)
    with django_assert_max_num_queries(12):
        page = browser.get(ALL).content.decode()
    assert all(person.account.username in page for person in people)
    page = browser.get(ALL, {"q": "林书远"}).content.decode()
    assert "shuji" in page
    assert "zongzhi" not in page
    assert "没有符合条件的账号" in browser.get(ALL, {"q": "xyz"}).content.decode()


def test_the_security_administrator_unlocks_and_resets_on_the_page(
    people: People, client_of: ClientOf
) -> None:
    from heli.kernel import clock

    browser = client_of(people.security_admin)
    assert "没有锁定" in browser.get(page_of(people.secretary)).content.decode()
    for _ in range(5):
        actions.fail_sign_in(username="shuji", by=queries.NOBODY, at=clock.now())
    assert "已锁定" in browser.get(page_of(people.secretary)).content.decode()
    assert "已解除锁定" in browser.post(page_of(people.secretary, "unlock"), follow=True).content.decode()
    page = browser.post(page_of(people.secretary, "reset")).content.decode()
    link = re.search(r"http://testserver(/accounts/invite/[\w-]+/)", page)
    assert link is not None
    assert link[1] not in browser.get(page_of(people.secretary)).content.decode()
    assert "林书远" in Client().get(link[1]).content.decode()
    refused = browser.post(page_of(people.secretary, "close"))
    assert refused.status_code == 403
    assert Invitation.objects.count() == 1


def test_the_system_administrator_closes_and_opens_on_the_page(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.system_admin)
    assert "账号已停用" in browser.post(page_of(people.secretary, "close"), follow=True).content.decode()
    assert browser.post(page_of(people.secretary, "close")).status_code == 409
    assert "账号已启用" in browser.post(page_of(people.secretary, "reopen"), follow=True).content.decode()
    assert browser.post(page_of(people.secretary, "reset")).status_code == 403
    assert "自己的账号" in browser.get(page_of(people.system_admin)).content.decode()


def test_a_lost_telephone_is_taken_off_on_the_page(people: People, client_of: ClientOf) -> None:
    account = people.secretary.account
    actions.enrol_second_step(
        account=account, secret=SECRET, code=code_at(SECRET), by=people.secretary.actor, at=NOW
    )
    url = page_of(people.secretary, "remove_second_step")
    page = client_of(people.security_admin).post(url, follow=True).content.decode()
    assert "本人可以重新启用" in page
    assert not queries.has_second_step(account)


def test_an_identity_is_entered_only_where_single_sign_on_is_set_up(
    people: People, client_of: ClientOf, settings: Settings
) -> None:
    browser = client_of(people.system_admin)
    assert "统一身份" not in browser.get(page_of(people.secretary)).content.decode()
    assert browser.get(page_of(people.secretary, "identity")).status_code == 404
    settings.HELI_OIDC = OIDC
    url = page_of(people.secretary, "identity")
    assert "sub" in browser.get(url).content.decode()
    assert "请填写统一身份编号" in browser.post(url, {"subject": " "}).content.decode()
    page = browser.post(url, {"subject": " u-4711 "}, follow=True).content.decode()
    assert "u-4711" in page
    assert queries.account_of_identity(ISSUER, "u-4711") == people.secretary.account
    assert "u-4711" in browser.get(url).content.decode()
    taken = browser.post(page_of(people.deputy, "identity"), {"subject": "u-4711"})
    assert taken.status_code == 422
    page = browser.post(page_of(people.secretary, "unlink"), follow=True).content.decode()
    assert "已取消" in page
    assert browser.post(page_of(people.secretary, "unlink")).status_code == 409


def test_a_subject_belongs_to_one_account(people: People) -> None:
    def link(person: Person, subject: str) -> None:
        actions.link_identity(account=person.account, issuer=ISSUER, subject=subject, by=SYSTEM, at=NOW)

    link(people.secretary, "one")
    with pytest.raises(Invalid, match="另一个账号"):
        link(people.deputy, "one")
    with pytest.raises(Invalid):
        link(people.deputy, " ")
    link(people.secretary, "two")
    link(people.deputy, "one")
    assert queries.account_of_identity(ISSUER, "two") == people.secretary.account


def test_an_account_that_is_not_there_is_not_found(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.system_admin)
    assert browser.get(reverse("accounts:account", args=[10**9])).status_code == 404
    assert browser.post(reverse("accounts:close", args=[10**9])).status_code == 404
