"""Opening accounts, one-time links, passwords; and a stranger tried on each."""

import re
from datetime import timedelta

import pytest

from heli.accounts import actions, queries
from heli.accounts.actor import Actor
from heli.accounts.catalogue import INVITATION_DAYS
from heli.accounts.models import Account, Invitation
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound
from heli.kernel.models import AuditEntry
from tests.people import NOW, PASSWORD, People

NEW = "qingshan-lvshui-2026"


def opened(username: str = "wangfang", password: str | None = None) -> Account:
    return actions.open_account(username=username, name="王芳", password=password, by=SYSTEM, at=NOW)


def accepted(token: str, password: str = NEW, days: int = 0) -> Account:
    at = NOW + timedelta(days=days)
    invitation = queries.open_invitation(token, at)
    owner = queries.owner_of(invitation.account)
    return actions.accept_invitation(invitation=invitation, password=password, by=owner, at=at)


@pytest.mark.django_db
def test_a_user_name_is_kept_in_one_form() -> None:
    account = opened("  ＷａｎｇＦａｎｇ ")
    assert account.username == "wangfang"
    assert queries.is_taken("WANGFANG")


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["a", "王 芳", "a/b", "x" * 61, ""])
def test_it_refuses_a_malformed_user_name(username: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(username)
    assert refusal.value.code == "username-malformed"
    assert "username" in refusal.value.fields


@pytest.mark.django_db
def test_it_refuses_a_user_name_that_is_taken() -> None:
    opened()
    with pytest.raises(Invalid, match="已有人使用"):
        opened("WangFang")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "wangfang"])
def test_it_refuses_a_weak_password(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(password=password)
    assert refusal.value.code == "password-weak"
    assert not re.search("[A-Za-z]", refusal.value.message), "screen text is Chinese"
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_nobody_signs_in_to_an_account_without_a_password() -> None:
    account = opened()
    assert queries.account_for(account.username, "") is None
    assert queries.account_for(account.username, account.password) is None


def test_the_administrator_is_named_as_who_opened_it(people: People) -> None:
    by = people.administrator.actor
    account = actions.open_account(username="wangfang", name="王芳", by=by, at=NOW)
    assert account.created_by == people.administrator.account


def test_only_whoever_may_invite_opens_accounts_and_makes_links(people: People) -> None:
    for person in people:
        if person in (people.administrator, people.system_admin):
            continue
        with pytest.raises(NotAllowed):
            actions.open_account(username="wangfang", name="王芳", by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.invite(account=people.secretary.account, by=person.actor, at=NOW)


@pytest.mark.django_db
def test_a_link_lets_its_owner_set_a_password_once() -> None:
    account = opened()
    token = actions.invite(account=account, by=SYSTEM, at=NOW)
    assert accepted(token) == account
    assert queries.account_for(account.username, NEW) == account
    with pytest.raises(NotFound):
        queries.open_invitation(token, NOW)


@pytest.mark.django_db
def test_a_link_accepted_meanwhile_in_another_browser_is_refused() -> None:
    account = opened()
    token = actions.invite(account=account, by=SYSTEM, at=NOW)
    slow = queries.open_invitation(token, NOW)
    accepted(token)
    with pytest.raises(NotFound):
        actions.accept_invitation(
            invitation=slow, password="another-2026-word", by=queries.owner_of(account), at=NOW
        )
    assert queries.account_for(account.username, NEW) == account


@pytest.mark.django_db
def test_a_link_closes_when_its_days_are_over() -> None:
    token = actions.invite(account=opened(), by=SYSTEM, at=NOW)
    assert queries.open_invitation(token, NOW + timedelta(days=INVITATION_DAYS, seconds=-1))
    with pytest.raises(NotFound):
        queries.open_invitation(token, NOW + timedelta(days=INVITATION_DAYS))


@pytest.mark.django_db
def test_a_new_link_closes_the_one_before() -> None:
    account = opened()
    first = actions.invite(account=account, by=SYSTEM, at=NOW)
    second = actions.invite(account=account, by=SYSTEM, at=NOW)
    with pytest.raises(NotFound):
        queries.open_invitation(first, NOW)
    assert queries.open_invitation(second, NOW).account == account


@pytest.mark.django_db
def test_the_token_itself_is_kept_nowhere() -> None:
    token = actions.invite(account=opened(), by=SYSTEM, at=NOW)
    kept = Invitation.objects.get()
    entry = AuditEntry.objects.get(action="accounts.invite")
    assert token not in (kept.token_hash, entry.detail, entry.steps, entry.subject_label)


@pytest.mark.django_db
def test_a_link_does_not_open_a_closed_account() -> None:
    account = opened()
    token = actions.invite(account=account, by=SYSTEM, at=NOW)
    invitation = queries.open_invitation(token, NOW)
    invitation.account.is_active = False
    with pytest.raises(NotAllowed):
        actions.accept_invitation(invitation=invitation, password=NEW, by=queries.owner_of(account), at=NOW)


def test_signing_in_leaves_one_audit_entry_in_ones_own_name(people: People) -> None:
    account = people.secretary.account
    actions.sign_in(account=account, by=queries.owner_of(account), at=NOW)
    entry = AuditEntry.objects.get(action="accounts.sign_in")
    assert (entry.account_id, entry.actor) == (account.pk, account.name)
    assert entry.subject == f"accounts.Account:{account.pk}"


def test_nobody_else_signs_in_or_changes_a_password(people: People) -> None:
    account = people.secretary.account
    for person in (people.stranger, people.administrator):
        with pytest.raises(NotAllowed):
            actions.sign_in(account=account, by=person.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.set_password(account=account, password=NEW, by=person.actor, at=NOW)
    assert queries.account_for(account.username, PASSWORD) == account


def test_a_changed_password_replaces_the_old_one(people: People) -> None:
    account = people.secretary.account
    actions.set_password(account=account, password=NEW, by=people.secretary.actor, at=NOW)
    assert queries.account_for(account.username, PASSWORD) is None
    assert queries.account_for(account.username, NEW) == account
    with pytest.raises(Invalid):
        actions.set_password(account=account, password="short", by=people.secretary.actor, at=NOW)


def test_an_owner_has_no_rights_before_his_posts_are_looked_at(people: People) -> None:
    assert queries.owner_of(people.administrator.account) == Actor(
        account_id=people.administrator.account.pk, label="齐备"
    )
