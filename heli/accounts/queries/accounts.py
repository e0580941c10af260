"""Who signs in, which invitation a link belongs to, and which accounts there are."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.matrix import in_words
from heli.accounts.models import Account, Invitation
from heli.accounts.rules import normal_username
from heli.kernel.errors import NotFound

LINK_CLOSED = "这个链接已经用过、过期或被新的链接代替。请与机关工委联系，重新发出邀请。"


def account_for(username: str, password: str) -> Account | None:
    """The account in use that these words open. An unknown name takes as long as a wrong password."""
    account = Account.objects.filter(username=normal_username(username)).first()
    if account is None:
        make_password(password)
        return None
    return account if check_password(password, account.password) and account.is_active else None


def is_taken(username: str) -> bool:
    """Whether an account has this user name, in its normal form."""
    return Account.objects.filter(username=normal_username(username)).exists()


def hashed(token: str) -> str:
    """What is kept of a link's token: SHA-256 in hex. The token is long and random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str, at: datetime) -> Invitation:
    """The invitation behind a link, if it is the account's latest, unused and in time; NotFound otherwise."""
    invitation = Invitation.objects.select_related("account").filter(token_hash=hashed(token)).first()
    if invitation is None or not is_open(invitation, at):
        raise NotFound("invitation-closed", LINK_CLOSED)
    return invitation


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Whether a link may still be used: each account has one open link at most, the one made last."""
    newer = Invitation.objects.filter(account=invitation.account_id, pk__gt=invitation.pk)
    return invitation.used_at is None and at < invitation.expires_at and not newer.exists()


def owner_of(account: Account) -> Actor:
    """The account acting on itself before any post is looked at: signing in, accepting an invitation."""
    return Actor(account_id=account.pk, label=account.name)


NOBODY = Actor(account_id=None, label="未登录者")
"""Whoever tries to sign in: not known to be anybody yet."""


def rights_of(actor: Actor) -> Sequence[tuple[str, str]]:
    """What the actor may do and how far, in words; permissions that are not held are left out."""
    scopes = ((permission, actor.scope(permission)) for permission in Permission)
    return tuple((permission.label, in_words(scope)) for permission, scope in scopes if not scope.is_empty)


def demo_accounts() -> Sequence[Account]:
    """The accounts of a demonstration, in the order in which they were made."""
    return tuple(Account.objects.filter(is_demo=True, is_active=True).order_by("pk"))


def passwords_used(account: Account, last: int) -> Sequence[str]:
    """Hashes of the account's last passwords, the present one among them even where no list was kept."""
    used = list(account.passwords_used.order_by("-pk").values_list("password", flat=True)[:last])
    if account.has_usable_password() and account.password not in used:
        used.append(account.password)
    return used


def account_named(username: str) -> Account:
    """The account with this user name, in any spelling; NotFound otherwise. For commands."""
    account = Account.objects.filter(username=normal_username(username)).first()
    if account is None:
        raise NotFound("account-unknown", f"没有用户名为“{username}”的账号。")
    return account


def account_tried(username: str) -> Account | None:
    """The account whose user name was tried, for the audit alone."""
    return Account.objects.filter(username=normal_username(username)).first()
