"""The accounts, for those who keep them: no post, no organisation, nothing of the business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from heli.accounts.models import Account, FailedSignIn
from heli.accounts.queries.locks import key_of
from heli.accounts.rules import normal_username
from heli.kernel.errors import NotFound


class AccountState(StrEnum):
    """Whether an account lets its owner in."""

    OPEN = "open"
    LOCKED = "locked"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "可用", "locked": "已锁定", "closed": "已停用"}[self.value]

    @property
    def glyph(self) -> str:
        return {"open": "circle-check", "locked": "alert-triangle", "closed": "circle-x"}[self.value]


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """An account with what its keeper has to know of it."""

    account: Account
    second_step: bool
    locked_until: datetime | None

    @property
    def state(self) -> AccountState:
        if not self.account.is_active:
            return AccountState.CLOSED
        return AccountState.LOCKED if self.locked_until is not None else AccountState.OPEN


def accounts_kept(words: str) -> QuerySet[Account]:
    """All accounts, or those whose name or user name has these words, in the order of user names."""
    found = Account.objects.annotate(
        second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
    )
    for word in words.split():
        found = found.filter(Q(name__contains=word) | Q(username__contains=normal_username(word)))
    return found.order_by("username")


def kept_shown(accounts: Sequence[Account], at: datetime) -> list[KeptAccount]:
    """The accounts of one page with their locks: one query more, however many they are."""
    locks = _locks([account.username for account in accounts], at)
    return [
        KeptAccount(account, account.second_step, locks.get(key_of(account.username)))  # type: ignore[attr-defined]
        for account in accounts
    ]


def account_kept(pk: int, at: datetime) -> KeptAccount:
    """One account by its number; NotFound otherwise."""
    found = accounts_kept("").filter(pk=pk).first()
    if found is None:
        raise NotFound("account-unknown", "没有这个账号。")
    return kept_shown([found], at)[0]


def _locks(usernames: Sequence[str], at: datetime) -> Mapping[str, datetime | None]:
    keys = [key_of(username) for username in usernames]
    locked = FailedSignIn.objects.filter(key__in=keys, locked_until__gt=at)
    return dict(locked.values_list("key", "locked_until"))
