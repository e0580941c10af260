"""Signing in and out, accepting an invitation, the own account: through the pages."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from heli.accounts import actions, queries
from heli.accounts.forms import WRONG
from heli.accounts.models import Account
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry
from tests.people import NOW, PASSWORD, People, Person, building

NEW = "qingshan-lvshui-2026"
MINE = reverse("accounts:mine")
SIGN_IN = reverse("accounts:sign_in")
TOKEN = re.compile(r"[0-9A-Za-z]{64}")
ClientOf = Callable[[Person], Client]


def sign_in(client: Client, username: str, password: str, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_a_user_signs_in_and_goes_on_to_where_he_wanted(people: People, client: Client) -> None:
    answer = client.get(MINE)
    assert answer.headers["Location"] == f"{SIGN_IN}?next={MINE}"
    answer = client.post(
        f"{SIGN_IN}?next={MINE}", {"username": "ShuJi", "password": PASSWORD, "next": MINE}, follow=True
    )
    assert answer.redirect_chain == [(MINE, 302)]
    assert "市教育局机关第一党支部 · 书记" in answer.content.decode()
    assert AuditEntry.objects.filter(action="accounts.sign_in").count() == 1


def test_it_never_goes_on_to_another_host(people: People, client: Client, settings: Settings) -> None:
    settings.LOGIN_REDIRECT_URL = MINE
    answer = sign_in(client, "shuji", PASSWORD, next="https://elsewhere.example/")
    assert answer.headers["Location"] == MINE


def test_it_does_not_tell_an_unknown_name_from_a_wrong_password(people: People, client: Client) -> None:
    known, unknown = (
        TOKEN.sub("", sign_in(client, name, "not-the-password").content.decode().replace(name, ""))
        for name in ("shuji", "shuxx")
    )
    assert WRONG in known
    assert known == unknown
    assert not AuditEntry.objects.filter(action="accounts.sign_in").exists()


def test_a_closed_account_is_shut_out_at_once(people: People, client_of: ClientOf, client: Client) -> None:
    browser = client_of(people.secretary)
    assert browser.get(MINE).status_code == 200
    _close(people.secretary.account)
    assert browser.get(MINE).status_code == 302
    assert WRONG in sign_in(client, "shuji", PASSWORD).content.decode()


def test_signing_out_needs_a_post_and_ends_the_session(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    assert browser.get(reverse("accounts:sign_out")).status_code == 405
    assert browser.post(reverse("accounts:sign_out")).status_code == 302
    assert browser.get(MINE).status_code == 302


def test_htmx_and_programs_are_told_to_sign_in_their_own_way(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/?a=1"}
    answer = client.get(MINE, headers=headers)
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=%2Faccounts%2F%3Fa%3D1"
    answer = client.get(MINE, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "sign-in-needed"


@pytest.mark.django_db
def test_an_invitation_sets_the_password_and_signs_in(client: Client) -> None:
    account = actions.open_account(username="wangfang", name="王芳", by=SYSTEM, at=NOW)
    token = actions.invite(account=account, by=SYSTEM, at=NOW)
    url = reverse("accounts:invitation", args=[token])
    assert "王芳" in client.get(url).content.decode()
    unequal = client.post(url, {"password": NEW, "again": NEW + "x"})
    assert "两次输入的密码不一致" in unequal.content.decode()
    weak = client.post(url, {"password": "wangfang", "again": "wangfang"})
    assert weak.status_code == 200
    assert queries.account_for("wangfang", "wangfang") is None
    answer = client.post(url, {"password": NEW, "again": NEW}, follow=True)
    assert answer.redirect_chain == [(MINE, 302)]
    assert Client().get(url).status_code == 404


@pytest.mark.django_db
def test_an_invented_link_is_not_found_and_says_what_to_do(client: Client) -> None:
    answer = client.get(reverse("accounts:invitation", args=["invented"]))
    assert answer.status_code == 404
    assert "重新发出邀请" in answer.content.decode()


def test_a_password_is_changed_with_the_old_one_and_the_session_stays(
    people: People, client_of: ClientOf
) -> None:
    browser = client_of(people.secretary)
    url = reverse("accounts:password")
    wrong = browser.post(url, {"old": "not-the-password", "password": NEW, "again": NEW})
    assert "现在的密码不正确" in wrong.content.decode()
    answer = browser.post(url, {"old": PASSWORD, "password": NEW, "again": NEW}, follow=True)
    assert "密码已修改" in answer.content.decode()
    assert queries.account_for("shuji", NEW) == people.secretary.account


def test_a_stranger_sees_his_account_and_no_right(people: People, client_of: ClientOf) -> None:
    page = client_of(people.stranger).get(MINE).content.decode()
    assert "没有登记的职务" in page
    assert "可以做什么" not in page


def test_the_sign_in_page_offers_demo_accounts_and_no_others(people: People, client: Client) -> None:
    actions.open_account(
        username="支部书记", name="林书远", password=PASSWORD, is_demo=True, by=SYSTEM, at=NOW
    )
    page = client.get(SIGN_IN, {"username": "支部书记"}).content.decode()
    assert 'value="支部书记"' in page
    assert page.count('class="main"') == 1
    assert "guanliyuan" not in page


def _close(account: Account) -> None:
    with building():
        Account.objects.filter(pk=account.pk).update(is_active=False)
