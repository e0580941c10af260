"""The second step: begun with a real code of its secret, asked for after the password, ended again."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from heli.accounts import actions, queries
from heli.accounts.models import Account, AccountSession
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.accounts.codes import code_at
from tests.people import NOW, PASSWORD, People, Person

ClientOf = Callable[[Person], Client]
MINE = reverse("accounts:mine")
BEGIN = reverse("accounts:second_step_begin")
CODES = reverse("accounts:second_step_codes")
REMOVE = reverse("accounts:second_step_remove")
SIGN_IN = reverse("accounts:sign_in")
CODE = reverse("accounts:second_step")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enrolled(person: Person) -> list[str]:
    """Begin the second step with a code of half a minute ago, so that the present one is still unused."""
    return actions.enrol_second_step(
        account=person.account, secret=SECRET, code=code_at(SECRET, steps=-1), by=person.actor, at=NOW
    )


def first_step(client: Client, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"username": "shuji", "password": PASSWORD, **more})


def shown_secret(page: str) -> str:
    key = re.search(r'class="second-step-key">(.*?)</dd>', page)
    assert key is not None
    return re.sub(r"<[^>]*>|\s", "", key[1])


def test_it_is_begun_on_the_page_with_a_code_of_the_telephone(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    assert "没有启用" in browser.get(MINE).content.decode()
    page = browser.get(BEGIN).content.decode()
    secret = shown_secret(page)
    assert 'src="data:image/svg+xml;base64,' in page
    assert shown_secret(browser.get(BEGIN).content.decode()) == secret, "the same until it is proved"
    assert "验证码不对" in browser.post(BEGIN, {"code": "000000"}).content.decode()
    answer = browser.post(BEGIN, {"code": code_at(secret)}).content.decode()
    codes = re.findall(r'<li class="keep">(\d{4} \d{4})</li>', answer)
    assert len(set(codes)) == 10
    page = browser.get(MINE).content.decode()
    assert "已启用" in page
    assert "10 个备用码" in page
    assert codes[0] not in page
    assert browser.get(BEGIN).status_code == 302


def test_the_secret_is_encrypted_in_the_table_and_in_the_session(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    secret = shown_secret(browser.get(BEGIN).content.decode())
    assert secret not in str(dict(browser.session))
    browser.post(BEGIN, {"code": code_at(secret)})
    for kept in Authenticator.objects.all():
        assert secret not in str(kept.data)
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert decrypt(totp.data["secret"]) == secret
    assert totp.last_used_at is None
    entry = AuditEntry.objects.get(action="accounts.enrol_second_step")
    assert secret not in entry.detail


def test_signing_in_asks_for_the_code_after_the_password(people: People, client: Client) -> None:
    enrolled(people.secretary)
    answer = first_step(client, next=MINE)
    assert answer.headers["Location"] == CODE
    assert client.get(MINE).status_code == 302, "nobody is signed in by half"
    assert not AccountSession.objects.exists()
    assert "shuji" in client.get(CODE).content.decode()
    answer = client.post(CODE, {"code": code_at(SECRET)})
    assert answer.headers["Location"] == MINE
    assert client.get(MINE).status_code == 200


def test_a_code_opens_once(people: People) -> None:
    enrolled(people.secretary)
    code = code_at(SECRET)
    for opened in (True, False):
        client = Client()
        first_step(client)
        page = client.post(CODE, {"code": code})
        assert (page.status_code == 302) == opened
    owner = queries.owner_of(people.secretary.account)
    with pytest.raises(Invalid):
        actions.sign_in(account=people.secretary.account, code=code, by=owner, at=NOW)


def test_a_recovery_code_opens_once_and_says_how_many_are_left(people: People) -> None:
    code = enrolled(people.secretary)[3]
    client = Client()
    first_step(client, next=MINE)
    page = client.post(CODE, {"code": f"{code[:4]} {code[4:]}"}, follow=True).content.decode()
    assert "还剩 9 个" in page
    entry = AuditEntry.objects.get(action="accounts.sign_in")
    assert '"recovery_code_used":true' in entry.detail
    assert code not in entry.detail
    client = Client()
    first_step(client)
    assert "验证码不对或已经用过" in client.post(CODE, {"code": code}).content.decode()


def test_wrong_codes_count_and_lock_like_wrong_passwords(people: People, client: Client) -> None:
    enrolled(people.secretary)
    first_step(client)
    pages = [client.post(CODE, {"code": "000000"}).content.decode() for _ in range(5)]
    assert "已锁定到" not in pages[3]
    assert "已锁定到" in pages[4]
    assert "已锁定到" in client.post(CODE, {"code": code_at(SECRET)}).content.decode()
    assert client.get(MINE).status_code == 302
    entry = AuditEntry.objects.filter(action="accounts.fail_sign_in").order_by("id").last()
    assert entry is not None
    assert '"what":"code"' in entry.detail


def test_the_right_password_does_not_wash_away_wrong_codes(people: People) -> None:
    enrolled(people.secretary)
    for _ in range(5):
        client = Client()
        first_step(client)
        client.post(CODE, {"code": "000000"})
    assert "已锁定到" in first_step(Client()).content.decode()


def test_between_the_steps_are_five_minutes(people: People, client: Client) -> None:
    enrolled(people.secretary)
    first_step(client)
    session = client.session
    session["waiting"]["at"] = (
        datetime.fromisoformat(session["waiting"]["at"]) - timedelta(minutes=5)
    ).isoformat()
    session.save()
    answer = client.post(CODE, {"code": code_at(SECRET)}, follow=True)
    assert "没有在规定时间内完成" in answer.content.decode()
    assert client.get(MINE).status_code == 302


def test_a_password_changed_between_the_steps_begins_again(people: People, client: Client) -> None:
    enrolled(people.secretary)
    first_step(client)
    account = Account.objects.get(pk=people.secretary.account.pk)
    actions.set_password(account=account, password="Qingshan-lvshui-2026", by=people.secretary.actor, at=NOW)
    assert client.post(CODE, {"code": code_at(SECRET)}).headers["Location"] == SIGN_IN


def test_the_second_page_alone_opens_nothing(people: People, client: Client) -> None:
    assert client.get(CODE).headers["Location"] == SIGN_IN
    assert client.post(CODE, {"code": "123456"}).headers["Location"] == SIGN_IN


def test_an_invitation_does_not_go_round_the_second_step(people: People, client: Client) -> None:
    enrolled(people.secretary)
    token = actions.reset_account(account=people.secretary.account, by=people.security_admin.actor, at=NOW)
    new = "Qingshan-lvshui-2026"
    url = reverse("accounts:invitation", args=[token])
    assert client.post(url, {"password": new, "again": new}).headers["Location"] == CODE


def test_new_recovery_codes_take_the_password_and_end_the_old(people: People, client_of: ClientOf) -> None:
    old = enrolled(people.secretary)
    browser = client_of(people.secretary)
    assert "现在的密码不正确" in browser.post(CODES, {"old": "guess"}).content.decode()
    page = browser.post(CODES, {"old": PASSWORD}).content.decode()
    new = [code.replace(" ", "") for code in re.findall(r"<li class=\"keep\">(\d{4} \d{4})</li>", page)]
    assert len(new) == 10
    assert not queries.second_step_fits(people.secretary.account, old[0])
    assert queries.second_step_fits(people.secretary.account, new[0])


def test_it_is_ended_with_the_password(people: People, client_of: ClientOf) -> None:
    enrolled(people.secretary)
    browser = client_of(people.secretary)
    assert "现在的密码不正确" in browser.post(REMOVE, {"old": "guess"}).content.decode()
    assert "两步验证已停用" in browser.post(REMOVE, {"old": PASSWORD}, follow=True).content.decode()
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(action="accounts.remove_second_step").count() == 1


def test_a_lost_telephone_is_the_security_administrators_affair(people: People) -> None:
    enrolled(people.secretary)
    account = people.secretary.account
    for person in people:
        if person not in (people.security_admin, people.secretary):
            with pytest.raises(NotAllowed):
                actions.remove_second_step(account=account, by=person.actor, at=NOW)
    actions.remove_second_step(account=account, by=people.security_admin.actor, at=NOW)
    with pytest.raises(WrongState):
        actions.remove_second_step(account=account, by=people.secretary.actor, at=NOW)


def test_nobody_begins_or_uses_it_for_another(people: People) -> None:
    account = people.secretary.account
    for person in (people.stranger, people.security_admin):
        with pytest.raises(NotAllowed):
            actions.enrol_second_step(
                account=account, secret=SECRET, code=code_at(SECRET), by=person.actor, at=NOW
            )
    enrolled(people.secretary)
    with pytest.raises(WrongState):
        enrolled(people.secretary)
    for person in (people.stranger, people.security_admin):
        with pytest.raises(NotAllowed):
            actions.renew_recovery_codes(account=account, by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.use_second_step(account=account, code=code_at(SECRET), by=person.actor, at=NOW)


def test_there_are_no_recovery_codes_without_the_second_step(people: People) -> None:
    with pytest.raises(WrongState):
        actions.renew_recovery_codes(account=people.secretary.account, by=people.secretary.actor, at=NOW)


@pytest.mark.parametrize(
    ("asked", "administrator", "secretary"),
    [("none", False, False), ("administrators", True, False), ("all", True, True)],
)
def test_an_office_may_ask_for_it(
    people: People,
    client_of: ClientOf,
    settings: Settings,
    asked: str,
    administrator: bool,
    secretary: bool,
) -> None:
    settings.HELI_MFA_REQUIRED_FOR = asked
    for person, led in (
        (people.administrator, administrator),
        (people.audit_admin, administrator),
        (people.secretary, secretary),
    ):
        answer = client_of(person).get(MINE)
        assert (answer.status_code == 302) == led
        if led:
            assert answer.headers["Location"] == BEGIN


def test_whoever_has_begun_it_goes_on(people: People, client_of: ClientOf, settings: Settings) -> None:
    settings.HELI_MFA_REQUIRED_FOR = "all"
    browser = client_of(people.secretary)
    assert "须先启用两步验证" in browser.get(MINE, follow=True).content.decode()
    secret = shown_secret(browser.get(BEGIN).content.decode())
    browser.post(BEGIN, {"code": code_at(secret)})
    assert browser.get(MINE).status_code == 200
    browser.post(REMOVE, {"old": PASSWORD})
    assert browser.get(MINE).headers["Location"] == BEGIN
