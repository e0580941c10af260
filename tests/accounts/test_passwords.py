"""What a password has to be, that old ones do not come back, and a password for one sign-in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts import actions, parameters, queries
from heli.accounts.models import Account, PasswordUsed
from heli.accounts.rules import is_good_password
from heli.kernel.catalogue import Catalogue
from heli.kernel.errors import Invalid, NotAllowed
from tests.people import NOW, PASSWORD, TODAY, People, Person, building

ClientOf = Callable[[Person], Client]
MINE = reverse("accounts:mine")
CHANGE = reverse("accounts:password")
SIGN_IN = reverse("accounts:sign_in")
NEW = "Qingshan-lvshui-2026"


def change(person: Person, password: str) -> None:
    account = Account.objects.get(pk=person.account.pk)
    actions.set_password(account=account, password=password, by=person.actor, at=NOW)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Aa1-shuijin", ""),
        ("hexie-2026-banshi", ""),
        ("和谐办事二〇二六年Ab", ""),
        ("short", "至少 10 位"),
        ("abcdefghijklm", "还没有用大写字母、数字、其他字符"),
        ("AbcdefGhijkl", "还没有用数字、其他字符"),
        ("20260630171501", "还没有用大写字母、小写字母、其他字符"),
    ],
)
def test_a_password_is_long_and_of_three_kinds(password: str, said: str) -> None:
    verdict = is_good_password(password, Account(username="wangfang", name="王芳"), on=TODAY)
    assert verdict.ok == (not said)
    assert said in verdict.reason


def test_all_that_is_wrong_is_said_at_once() -> None:
    verdict = is_good_password("wangfang", Account(username="wangfang", name="王芳"), on=TODAY)
    assert "至少 10 位" in verdict.reason
    assert "至少用三种" in verdict.reason
    assert "用户名" in verdict.reason


def test_the_last_three_do_not_come_back(people: People) -> None:
    words = [PASSWORD, *(f"Qingshan-lvshui-{year}" for year in (2026, 2027, 2028))]
    for word in words[1:3]:
        change(people.secretary, word)
    for word in words[:3]:
        with pytest.raises(Invalid, match="最近 3 次用过的密码"):
            change(people.secretary, word)
    change(people.secretary, words[3])
    assert PasswordUsed.objects.filter(account=people.secretary.account).count() == 3
    change(people.secretary, PASSWORD)


def test_the_page_says_what_is_asked_and_refuses_an_old_one(people: People, client_of: ClientOf) -> None:
    browser = client_of(people.secretary)
    assert "至少用三种" in browser.get(CHANGE).content.decode()
    answer = browser.post(CHANGE, {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD})
    assert "不能与最近 3 次用过的密码相同" in answer.content.decode()


def test_a_temporary_password_opens_the_way_to_a_new_one_alone(people: People, client: Client) -> None:
    account = people.secretary.account
    actions.give_temporary_password(account=account, password=NEW, by=people.security_admin.actor, at=NOW)
    client.post(SIGN_IN, {"username": "shuji", "password": NEW})
    answer = client.get(MINE)
    assert answer.headers["Location"] == CHANGE
    assert "请先设定自己的新密码" in client.get(CHANGE).content.decode()
    assert client.get(MINE, headers={"HX-Request": "true"}).headers["HX-Redirect"] == CHANGE
    refused = client.get(MINE, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (403, "password")
    own = "Lanshan-lvshui-2026"
    client.post(CHANGE, {"old": NEW, "password": own, "again": own})
    assert client.get(MINE).status_code == 200


def test_only_the_security_administrator_gives_one_and_not_to_himself(people: People) -> None:
    for person in people:
        account = people.secretary.account
        if person is people.security_admin:
            account = person.account
        with pytest.raises(NotAllowed):
            actions.give_temporary_password(account=account, password=NEW, by=person.actor, at=NOW)
    assert queries.account_for("shuji", PASSWORD) is not None


def test_a_password_grows_old_only_where_the_parameter_says_so(
    people: People, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(people.secretary)
    assert browser.get(MINE).status_code == 200
    numbers = (
        replace(one, value=90) if one.id == "password_max_age_days" else one for one in parameters.SIGN_IN()
    )
    ours = Catalogue(tuple(numbers))
    monkeypatch.setattr(parameters, "SIGN_IN", lambda: ours)
    assert browser.get(MINE).status_code == 200
    with building():
        set_at = NOW - timedelta(days=91)
        Account.objects.filter(pk=people.secretary.account.pk).update(password_set_at=set_at)
    answer = browser.get(MINE)
    assert answer.headers["Location"] == CHANGE
    assert "已使用满 90 天" in browser.get(CHANGE).content.decode()


def test_every_number_stands_in_the_file_with_its_source() -> None:
    numbers = {one.id: one.value for one in parameters.SIGN_IN().on(date(2026, 6, 30))}
    assert numbers["lock_after_failures"] == 5
    assert numbers["lock_minutes"] == 30
    assert numbers["password_max_age_days"] == 0
    assert all(one.source for one in parameters.SIGN_IN())
