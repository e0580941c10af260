"""Opening accounts, inviting by one-time links, signing in, changing a password."""

import secrets
from datetime import datetime, timedelta

from heli.accounts import queries, rules
from heli.accounts.catalogue import INVITATION_DAYS, Permission
from heli.accounts.models import Account, Invitation
from heli.kernel.action import Doer, action
from heli.kernel.errors import Invalid, NotFound
from heli.kernel.verdict import Verdict


@action
def open_account(
    *, username: str, name: str, by: Doer, at: datetime, password: str | None = None, is_demo: bool = False
) -> Account:
    """Open an account; without a password only an invitation lets its owner in.

    By whoever may invite. Invalid for a user name that is malformed or taken, or a weak password.
    """
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    username = rules.normal_username(username)
    _require(rules.is_username(username), "username")
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
        _require(rules.is_good_password(password, account), "password")
    account.set_password(password)
    account.save(force_insert=True)
    return account


@action
def invite(*, account: Account, by: Doer, at: datetime) -> str:
    """Make a one-time link's token for the account; links made earlier for it close.

    By whoever may invite. The token is told once: only its hash is kept.
    """
    rules.may_somewhere(by, Permission.ACCOUNT_INVITE).require()
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account=account,
        token_hash=queries.hashed(token),
        made_at=at,
        made_by=by.label[:120],
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    return token


@action
def accept_invitation(*, invitation: Invitation, password: str, by: Doer, at: datetime) -> Account:
    """Set the invited person's password and use the link up. NotFound when it is no longer open."""
    account = invitation.account
    rules.may_sign_in(by, account).require()
    _require(rules.is_good_password(password, account), "password")
    if not (queries.is_open(invitation, at) and _use_up(invitation, at)):
        raise NotFound("invitation-closed", queries.LINK_CLOSED)
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@action
def sign_in(*, account: Account, by: Doer, at: datetime) -> Account:
    """Leave in the audit that the account was signed in to; who may is `queries.account_for`'s answer."""
    rules.may_sign_in(by, account).require()
    return account


@action
def set_password(*, account: Account, password: str, by: Doer, at: datetime) -> Account:
    """Change one's own password (the page asks for the old one first); a command may change any."""
    rules.is_own(by, account).require()
    _require(rules.is_good_password(password, account), "password")
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


def _use_up(invitation: Invitation, at: datetime) -> bool:
    """Whether this was the one use: two browsers with the same link cannot both have it."""
    return Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at) == 1


def _require(verdict: Verdict, field: str) -> None:
    if not verdict:
        raise Invalid(verdict.code, verdict.reason, fields={field: verdict.reason})
