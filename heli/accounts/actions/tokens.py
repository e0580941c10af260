"""Personal tokens: made, used for the first time of a day, taken back."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.timezone import localdate

from heli.accounts import rules
from heli.accounts.catalogue import TokenRight
from heli.accounts.models import Account, PersonalToken
from heli.accounts.queries import tokens
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import all_of


class NewToken(NamedTuple):
    """A token with its words, which are told this once."""

    token: PersonalToken
    secret: str


@action
def make_token(
    *, account: Account, name: str, rights: Collection[TokenRight], days: int, by: Doer, at: datetime
) -> NewToken:
    """Make a token by which a program of the owner asks at /api/, for `days` days from tomorrow on.

    NotAllowed for another's account and for rights that the own posts do not hold today, Invalid for a name
    or a term that does not fit, WrongState for one too many.
    """
    on = localdate(at)
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    open_now = PersonalToken.objects.filter(account=account).open(on).count()
    all_of(
        rules.is_own(by, account),
        rules.can_be_given(by, rights),
        rules.is_token_for(name, days, open_now=open_now, on=on),
    ).require()
    secret = tokens.MARK + secrets.token_urlsafe(32)
    given = [right.value for right in TokenRight if right in rights]
    token = PersonalToken.objects.create(
        account=account,
        name=name.strip(),
        prefix=secret[: tokens.SHOWN],
        secret_hash=tokens.hashed_secret(secret),
        rights=" ".join(given),
        made_at=at,
        expires_on=on + timedelta(days=days),
    )
    note(token=token.prefix, name=token.name, rights=given, expires_on=token.expires_on.isoformat())
    return NewToken(token, secret)


@action
def use_token(*, token: PersonalToken, address: str, by: Doer, at: datetime) -> PersonalToken:
    """Keep the day of a token's use, the first time that day; from where stands in the audit, as signing in.

    By its owner alone. How often it is used is counted nowhere (R14-06).
    """
    rules.is_own(by, token.account).require()
    token.used_on = localdate(at)
    token.save(update_fields=["used_on"])
    note(address=address)
    return token


@action
def revoke_token(*, token: PersonalToken, by: Doer, at: datetime) -> PersonalToken:
    """Let a token open nothing any more. By its owner or the system administrator; WrongState once it is."""
    held: PersonalToken = (
        PersonalToken.objects.select_for_update(of=("self",)).select_related("account").get(pk=token.pk)
    )
    rules.may_revoke(by, held.account).require()
    if held.revoked_at is not None:
        raise WrongState("token-revoked", f"令牌“{held.name}”已经停用，不必再停用。")
    held.revoked_at, held.revoked_by = at, by.label[:120]
    held.save(update_fields=["revoked_at", "revoked_by"])
    return held


def revoke_all(account: Account, by: Doer, at: datetime) -> int:
    """Take back every token of an account, as a part of what its caller does; how many."""
    standing = PersonalToken.objects.filter(account=account, revoked_at=None)
    return int(standing.update(revoked_at=at, revoked_by=by.label[:120]))
