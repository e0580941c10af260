"""Five failures in a row lock a user name for half an hour by the clock, whether anybody has it or not."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from heli.accounts import actions, queries
from heli.accounts.models import Account, FailedSignIn
from heli.accounts.rules import locked_words
from heli.kernel import clock
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.people import NOW, PASSWORD, People, Person, building

ClientOf = Callable[[Person], Client]
SIGN_IN = reverse("accounts:sign_in")
TOKEN = re.compile(r"[0-9A-Za-z]{64}")
LOCK = timedelta(minutes=30)


def fail(username: str, at: datetime = NOW, times: int = 1) -> datetime | None:
    until = None
    for _ in range(times):
        until = actions.fail_sign_in(
            username=username, account=queries.account_tried(username), by=queries.NOBODY, at=at
        )
    return until


def enter(account: Account, at: datetime) -> Account:
    return actions.sign_in(account=account, by=queries.owner_of(account), at=at)


def post(client: Client, username: str, password: str) -> HttpResponse:
    return client.post(SIGN_IN, {"username": username, "password": password})


def test_the_fifth_failure_in_a_row_locks_for_half_an_hour(people: People) -> None:
    assert fail("shuji", times=4) is None
    assert fail("shuji") == NOW + LOCK
    assert queries.locked_until("ShuJi ", NOW + LOCK - timedelta(seconds=1)) == NOW + LOCK
    assert queries.locked_until("shuji", NOW + LOCK) is None


def test_a_locked_name_is_let_in_again_by_the_clock(people: People) -> None:
    account = people.secretary.account
    fail("shuji", times=5)
    with pytest.raises(WrongState, match="10:30"):
        enter(account, NOW + LOCK - timedelta(seconds=1))
    assert enter(account, NOW + LOCK) == account
    assert not FailedSignIn.objects.exists()


def test_failing_during_a_lock_does_not_make_it_longer(people: People) -> None:
    fail("shuji", times=5)
    assert fail("shuji", at=NOW + timedelta(minutes=20), times=9) == NOW + LOCK


def test_after_a_lock_one_has_five_tries_again(people: People) -> None:
    fail("shuji", times=5)
    assert fail("shuji", at=NOW + LOCK, times=4) is None
    assert fail("shuji", at=NOW + LOCK) == NOW + 2 * LOCK


def test_success_sets_the_count_back(people: People) -> None:
    fail("shuji", times=4)
    enter(people.secretary.account, NOW)
    assert fail("shuji", times=4) is None


def test_failures_of_long_ago_are_not_in_a_row(people: People) -> None:
    fail("shuji", times=4)
    assert fail("shuji", at=NOW + timedelta(hours=24)) is None
    assert FailedSignIn.objects.get().failures == 1


def test_every_failure_and_the_lock_stand_in_the_audit(people: People) -> None:
    fail("shuji", times=5)
    entries = AuditEntry.objects.filter(action="accounts.fail_sign_in").order_by("id")
    assert [entry.subject for entry in entries] == [f"accounts.Account:{people.secretary.account.pk}"] * 5
    assert {entry.actor for entry in entries} == {"未登录者"}
    assert [entry.account_id for entry in entries] == [None] * 5
    last = entries.last()
    assert last is not None
    assert f'"locked_until":"{(NOW + LOCK).isoformat()}"' in last.detail


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(people: People) -> None:
    fail("my-password-2026")
    entry = AuditEntry.objects.get(action="accounts.fail_sign_in")
    kept = FailedSignIn.objects.get()
    assert "my-password" not in entry.detail + entry.subject + entry.subject_label + kept.key


def test_the_page_tells_an_unknown_name_what_it_tells_a_known_one(people: People) -> None:
    told: dict[str, list[str]] = {}
    for name in ("shuji", "shuxx"):
        client = Client()
        pages = [post(client, name, "not-the-password").content.decode() for _ in range(7)]
        told[name] = [TOKEN.sub("", page.replace(name, "")) for page in pages]
    assert told["shuji"] == told["shuxx"]
    assert "已锁定" not in told["shuji"][3]
    assert all("连续 5 次登录失败，这个用户名已锁定到" in page for page in told["shuji"][4:])


def test_a_try_costs_an_unknown_name_as_many_queries_as_a_known_one(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("shuji", "shuxx"):  # the first failure of each makes its row
        post(Client(), name, "not-the-password")
    with django_assert_num_queries(10) as known:
        post(Client(), "shuji", "not-the-password")
    with django_assert_num_queries(len(known.captured_queries)):
        post(Client(), "shuxx", "not-the-password")


def test_the_right_password_does_not_open_a_locked_name(people: People, client: Client) -> None:
    fail("shuji", at=clock.now(), times=5)
    answer = post(client, "shuji", PASSWORD)
    assert answer.status_code == 200
    assert "已锁定到" in answer.content.decode()
    assert client.get(reverse("accounts:mine")).status_code == 302


def test_the_words_name_the_day_when_it_is_another() -> None:
    late = NOW.replace(hour=23, minute=50)
    assert "锁定到 07-01 00:20" in locked_words(late + LOCK, late)
    assert "锁定到 10:30" in locked_words(NOW + LOCK, NOW)


def test_the_security_administrator_unlocks_before_the_time(people: People) -> None:
    account = people.secretary.account
    fail("shuji", times=5)
    actions.unlock(account=account, by=people.security_admin.actor, at=NOW)
    assert enter(account, NOW) == account
    with pytest.raises(WrongState):
        actions.unlock(account=account, by=people.security_admin.actor, at=NOW)


def test_nobody_else_unlocks_and_nobody_himself(people: People) -> None:
    fail("shuji", times=5)
    for person in people:
        if person is not people.security_admin:
            with pytest.raises(NotAllowed):
                actions.unlock(account=people.secretary.account, by=person.actor, at=NOW)
    fail(people.security_admin.account.username, times=5)
    with pytest.raises(NotAllowed, match="自己的账号"):
        actions.unlock(account=people.security_admin.account, by=people.security_admin.actor, at=NOW)


def test_failures_that_no_longer_count_are_forgotten(people: People) -> None:
    fail("shuji")
    fail("shuxx", at=NOW + timedelta(hours=20))
    assert actions.forget_failures(by=SYSTEM, at=NOW + timedelta(hours=25)) == 1
    with pytest.raises(NotAllowed):
        actions.forget_failures(by=people.stranger.actor, at=NOW)


def test_guessing_the_old_password_in_an_open_browser_locks_too(people: People, client_of: ClientOf) -> None:
    browser, new = client_of(people.secretary), "Qingshan-lvshui-2026"
    url = reverse("accounts:password")
    for _ in range(5):
        page = browser.post(url, {"old": "guess", "password": new, "again": new}).content.decode()
    assert "已锁定到" in page
    page = browser.post(url, {"old": PASSWORD, "password": new, "again": new}).content.decode()
    assert "已锁定到" in page
    with building():
        people.secretary.account.refresh_from_db()
    assert people.secretary.account.check_password(PASSWORD)
