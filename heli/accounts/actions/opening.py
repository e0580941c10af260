"""Opening, inviting, closing and resetting accounts: what those who keep them do."""

import secrets
from datetime import datetime, timedelta

from heli.accounts import queries, rules
from heli.accounts.actions import passwords, sessions, tokens
from heli.accounts.catalogue import INVITATION_DAYS, Permission
from heli.accounts.models import Account, FailedSignIn, Invitation
from heli.kernel.action import Doer, action
from heli.kernel.errors import Invalid, NotFound, WrongState
from heli.kernel.verdict import all_of


@action
def open_account(
    *, username: str, name: str, by: Doer, at: datetime, password: str | None = None, is_demo: bool = False
) -> Account:
    """Open an account; without a password only an invitation lets its owner in.

    By whoever may invite. Invalid for a user name that is malformed or taken, or a weak password.
    """
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    username = rules.normal_username(username)
    passwords.require(rules.is_username(username), "username")
    if queries.is_taken(username):
        raise Invalid(
            "username-taken",
            "这个用户名已有人使用，请换一个。",
            fields={"username": "这个用户名已有人使用。"},
        )
    account = Account(
        username=username, name=name, is_demo=is_demo, created_at=at, created_by_id=by.account_id
    )
    if password is not None:
        passwords.require(rules.is_good_password(password, account, on=at.date()), "password")
    account.set_unusable_password()
    account.save(force_insert=True)
    if password is not None:
        passwords.give(account, password, at)
    return account


@action
def invite(*, account: Account, by: Doer, at: datetime) -> str:
    """Make a one-time link's token for the account; links made earlier for it close.

    By whoever may invite. The token is told once: only its hash is kept.
    """
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    return _make_link(account, by, at)


@action
def reset_account(*, account: Account, by: Doer, at: datetime) -> str:
    """For a forgotten or stolen password: the old one opens nothing more, every browser is signed out, every
    personal token taken back, and a one-time link, whose token is told now, lets the owner set another. By
    the security administrator.
    """
    all_of(rules.may_somewhere(by, Permission.ACCOUNT_RESET), rules.is_another(by, account)).require()
    _require_open(account)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    sessions.end_all(account)
    tokens.revoke_all(account, by, at)
    return _make_link(account, by, at)


@action
def accept_invitation(*, invitation: Invitation, password: str, by: Doer, at: datetime) -> Account:
    """Set the invited person's password and use the link up. NotFound when it is no longer open.

    The link proves more than a password: what locked the user name is forgotten.
    """
    account = invitation.account
    rules.may_sign_in(by, account).require()
    passwords.require_good(account, password, at)
    if not (queries.is_open(invitation, at) and _use_up(invitation, at)):
        raise NotFound("invitation-closed", queries.LINK_CLOSED)
    FailedSignIn.objects.filter(key=queries.key_of(account.username)).delete()
    sessions.end_all(account)
    passwords.give(account, password, at)
    return account


@action
def close_account(*, account: Account, by: Doer, at: datetime) -> Account:
    """Let nobody in to the account any more, and sign it out everywhere at once.

    By the system administrator, never on his own account. WrongState when it is closed already.
    """
    all_of(rules.may_somewhere(by, Permission.ACCOUNT_CLOSE), rules.is_another(by, account)).require()
    _require_open(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    sessions.end_all(account)
    return account


@action
def reopen_account(*, account: Account, by: Doer, at: datetime) -> Account:
    """Let the owner in again with the password and the second step that the account had."""
    all_of(rules.may_somewhere(by, Permission.ACCOUNT_CLOSE), rules.is_another(by, account)).require()
    if account.is_active:
        raise WrongState("account-open", f"账号 {account.username} 没有停用，不必启用。")
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


def _require_open(account: Account) -> None:
    if not account.is_active:
        raise WrongState("account-closed", f"账号 {account.username} 已经停用。需要使用时请先启用。")


def _make_link(account: Account, by: Doer, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account=account,
        token_hash=queries.hashed(token),
        made_at=at,
        made_by=by.label[:120],
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    return token


def _use_up(invitation: Invitation, at: datetime) -> bool:
    """Whether this was the one use: two browsers with the same link cannot both have it."""
    return Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at) == 1
