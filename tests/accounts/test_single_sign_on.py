"""Single sign-on against a real provider on this machine: the whole way, and every way of going wrong."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey
from pytest_django import Settings

from heli.accounts import actions, checks, queries
from heli.accounts.models import Account, OutsideIdentity
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry
from tests.accounts import provider as providers
from tests.accounts.codes import code_at
from tests.accounts.provider import Provider
from tests.people import NOW, People, Person

MINE = reverse("accounts:mine")
SIGN_IN = reverse("accounts:sign_in")
DEPART = reverse("accounts:single_sign_on")
BACK = reverse("accounts:single_sign_on_arrive")
NAME = "市统一身份认证"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LIN = {"sub": "u-4711", "preferred_username": "ShuJi", "name": "林书远"}
Way = Callable[..., HttpResponse]


@pytest.fixture
def office(settings: Settings, people: People) -> Iterator[Provider]:
    """The office's provider, with Heli set up for it and 林书远 signed in there."""
    with providers.running(f"http://testserver{BACK}") as provider:
        provider.person = LIN
        settings.HELI_OIDC = {
            "issuer": provider.address,
            "client_id": providers.CLIENT,
            "client_secret": providers.SECRET,
            "name": NAME,
            "match": "none",
        }
        yield provider


def link(person: Person, office: Provider, subject: str = "u-4711") -> OutsideIdentity:
    return actions.link_identity(
        account=person.account, issuer=office.address, subject=subject, by=SYSTEM, at=NOW
    )


def go_there(client: Client, **sent: str) -> str:
    """Press the button and follow it through the provider; the address that the browser is sent back to."""
    there = urlsplit(client.post(DEPART, sent).headers["Location"])
    connection = HTTPConnection(there.netloc, timeout=10)
    connection.request("GET", f"{there.path}?{there.query}")
    answer = connection.getresponse()
    back = answer.headers["Location"]
    answer.read()
    connection.close()
    assert answer.status == 302
    assert back.startswith(f"http://testserver{BACK}?")
    return back.removeprefix("http://testserver")


def whole_way(client: Client, **sent: str) -> HttpResponse:
    return client.get(go_there(client, **sent))


def test_it_is_off_unless_it_is_set_up(people: People, client: Client) -> None:
    assert "accounts/sso" not in client.get(SIGN_IN).content.decode()
    assert client.post(DEPART).status_code == 404
    assert client.get(BACK, {"code": "x", "state": "y"}).status_code == 404


def test_the_button_leads_to_the_provider_with_state_nonce_and_pkce(office: Provider, client: Client) -> None:
    page = client.get(SIGN_IN, {"next": MINE}).content.decode()
    assert NAME in page
    assert f'action="{DEPART}"' in page
    there = urlsplit(client.post(DEPART, {"next": MINE}).headers["Location"])
    assert f"{there.scheme}://{there.netloc}" == office.address
    asked = parse_qs(there.query)
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"]
    assert all(asked[name][0] for name in ("state", "nonce", "code_challenge"))
    assert client.get(DEPART).status_code == 405


def test_a_linked_person_is_signed_in_and_goes_on(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    answer = whole_way(client, next=MINE)
    assert answer.headers["Location"] == MINE
    page = client.get(MINE).content.decode()
    assert "林书远" in page
    entry = AuditEntry.objects.get(action="accounts.sign_in")
    assert '"how":"single sign-on"' in entry.detail
    assert entry.account_id == people.secretary.account.pk
    assert not SocialAccount.objects.exists(), "allauth's table would keep a last log-in (R14-06)"


def test_it_never_goes_on_to_another_host(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    assert whole_way(client, next="https://elsewhere.example/").headers["Location"] == "/"


def test_a_person_who_is_not_linked_is_told_the_way_out(
    office: Provider, people: People, client: Client
) -> None:
    before = Account.objects.count()
    answer = whole_way(client)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "还没有关联到本系统的账号" in page
    assert "u-4711" in page
    assert client.get(MINE).status_code == 302
    assert Account.objects.count() == before


def test_a_user_name_is_matched_where_the_office_says_so_and_kept_by_its_subject(
    office: Provider, people: People, settings: Settings
) -> None:
    settings.HELI_OIDC = {**settings.HELI_OIDC, "match": "username"}
    assert whole_way(Client()).status_code == 302
    assert queries.account_of_identity(office.address, "u-4711") == people.secretary.account
    office.person = {**LIN, "sub": "u-9999"}
    assert whole_way(Client()).status_code == 403, "the name is another person's now"
    office.person = {**LIN, "preferred_username": "renamed"}
    assert whole_way(Client()).status_code == 302
    office.person = {"sub": "u-1", "preferred_username": "nobody-here"}
    assert whole_way(Client()).status_code == 403


def test_a_closed_account_is_refused(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    actions.close_account(account=people.secretary.account, by=SYSTEM, at=NOW)
    answer = whole_way(client)
    assert answer.status_code == 403
    assert "已停用" in answer.content.decode()
    assert client.get(MINE).status_code == 302


def test_a_locked_account_is_refused(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    for _ in range(5):
        actions.fail_sign_in(username="shuji", by=queries.NOBODY, at=clock.now())
    answer = whole_way(client)
    assert answer.status_code == 409
    assert "已锁定到" in answer.content.decode()
    assert client.get(MINE).status_code == 302


def test_the_second_step_is_asked_for_all_the_same(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    actions.enrol_second_step(
        account=people.secretary.account,
        secret=SECRET,
        code=code_at(SECRET, steps=-1),
        by=people.secretary.actor,
        at=NOW,
    )
    step = reverse("accounts:second_step")
    assert whole_way(client, next=MINE).headers["Location"] == step
    assert client.get(MINE).status_code == 302
    assert client.post(step, {"code": code_at(SECRET)}).headers["Location"] == MINE


def refused(client: Client) -> bool:
    answer = whole_way(client)
    return (
        answer.status_code == 403
        and "没有通过核对" in answer.content.decode()
        and client.get(MINE).status_code == 302
    )


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-application"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": int(time.time()) - timedelta(minutes=5).seconds},
        {"nonce": "of-another-browser"},
        {"iat": int(time.time()) + 3600},
        {"sub": "u" * 192},
        {"sub": ""},
    ],
    ids=["audience", "issuer", "expired", "nonce", "from the future", "long subject", "no subject"],
)
def test_an_answer_that_does_not_hold_is_refused(
    office: Provider, people: People, client: Client, claims: dict[str, object]
) -> None:
    link(people.secretary, office)
    office.claims = claims
    assert refused(client)


def test_an_answer_signed_by_another_is_refused(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    office.key = RSAKey.generate_key(2048)
    assert refused(client)


def test_a_state_of_another_browser_is_refused(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    back = go_there(Client())
    assert client.get(back).status_code == 403
    assert client.get(MINE).status_code == 302


def test_a_code_cannot_be_used_twice(office: Provider, people: People, client: Client) -> None:
    link(people.secretary, office)
    back = go_there(client)
    assert client.get(back).status_code == 302
    client.post(reverse("accounts:sign_out"))
    assert client.get(back).status_code == 403
    assert client.get(MINE).status_code == 302


def test_a_wrong_secret_of_the_application_lets_nobody_in(
    office: Provider, people: People, client: Client, settings: Settings
) -> None:
    link(people.secretary, office)
    settings.HELI_OIDC = {**settings.HELI_OIDC, "client_secret": "guessed"}
    assert refused(client)


def test_whoever_turns_back_at_the_provider_is_told_so(
    office: Provider, people: People, client: Client
) -> None:
    state = parse_qs(urlsplit(client.post(DEPART).headers["Location"]).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert f"没有在{NAME}完成登录" in answer.content.decode()


def test_a_provider_that_is_down_is_said_to_be(office: Provider, people: People, client: Client) -> None:
    office.down = True
    answer = client.post(DEPART)
    assert answer.status_code == 409
    assert "连不上统一身份认证平台" in answer.content.decode()


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(
    office: Provider, people: People, client: Client, settings: Settings
) -> None:
    settings.HELI_OIDC = {**settings.HELI_OIDC, "issuer": office.address.replace("127.0.0.1", "localhost")}
    assert client.post(DEPART).status_code == 409


@pytest.mark.parametrize(
    "path",
    [
        "login/", "logout/", "signup/", "email/", "password/change/", "password/reset/", "2fa/", "social/",
        "social/connections/", "oidc/openid_connect/login/", "3rdparty/", "reauthenticate/", "confirm-email/",
    ],
)  # fmt: skip
def test_allauths_own_pages_are_not_there(people: People, client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"issuer": ""}, []),
        ({"client_secret": ""}, ["accounts.E001"]),
        ({"issuer": "http://id.example.gov.cn"}, ["accounts.W001"]),
        ({"issuer": "http://127.0.0.1:9000"}, []),
    ],
)
def test_a_set_up_by_halves_is_found_at_the_start(
    settings: Settings, changed: dict[str, str], found: list[str]
) -> None:
    whole = {"issuer": "https://id.example.gov.cn", "client_id": "heli", "client_secret": "s"}
    settings.HELI_OIDC = {**settings.HELI_OIDC, **whole, **changed}
    assert [one.id for one in checks.single_sign_on(None)] == found


@pytest.mark.parametrize(
    ("issuer", "sources"),
    [("", ["'self'"]), ("https://id.example.gov.cn/realms/shizhi", ["'self'", "https://id.example.gov.cn"])],
)
def test_a_form_may_lead_to_the_provider_and_nowhere_else(
    tmp_path: Path, issuer: str, sources: list[str]
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _FORM_ACTION],
        env={**os.environ, "HELI_VAR": str(tmp_path), "HELI_OIDC_ISSUER": issuer},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == sources


_FORM_ACTION = """
from config import settings
print(*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
"""
