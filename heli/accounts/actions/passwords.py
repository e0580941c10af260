"""Giving an account a password, by its owner or, for one sign-in, by whoever resets it."""

from collections.abc import Callable
from datetime import datetime

from heli.accounts import queries, rules
from heli.accounts.actions import sessions
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account, AccountSession, PasswordUsed
from heli.accounts.parameters import number
from heli.kernel.action import Doer, action
from heli.kernel.errors import Invalid
from heli.kernel.verdict import Verdict, all_of


@action
def set_password(
    *,
    account: Account,
    password: str,
    by: Doer,
    at: datetime,
    session_key: str = "",
    renew: Callable[[], str] | None = None,
) -> Account:
    """Change one's own password (the page asks for the old one first); a command may change any.

    Every browser is signed out but the one of `session_key`, whose session `renew` makes anew; it returns
    the new key.
    """
    rules.is_own(by, account).require()
    require_good(account, password, at)
    give(account, password, at)
    sessions.end_all(account, but=session_key)
    if renew is not None:
        AccountSession.objects.filter(account=account, session_key=session_key).update(session_key=renew())
    return account


@action
def give_temporary_password(*, account: Account, password: str, by: Doer, at: datetime) -> Account:
    """A password for one sign-in, after which its owner has to set another. By the security administrator
    or a command; every browser is signed out.
    """
    all_of(rules.may_somewhere(by, Permission.ACCOUNT_RESET), rules.is_another(by, account)).require()
    require_good(account, password, at)
    give(account, password, at, must_change=True)
    sessions.end_all(account)
    return account


def require_good(account: Account, password: str, at: datetime) -> None:
    """Invalid at the field `password` where the rules, or the account's last passwords, stand against it."""
    used = queries.passwords_used(account, number("password_history", at.date()))
    require(rules.is_good_password(password, account, on=at.date(), used=used), "password")


def give(account: Account, password: str, at: datetime, *, must_change: bool = False) -> None:
    """Write the password, remember its hash, and forget those that have left the history."""
    account.set_password(password)
    account.password_set_at = at
    account.must_change = must_change
    account.save(update_fields=["password", "password_set_at", "must_change"])
    PasswordUsed.objects.create(account=account, password=account.password, set_at=at)
    kept = number("password_history", at.date())
    gone = account.passwords_used.order_by("-pk").values_list("pk", flat=True)[kept:]
    PasswordUsed.objects.filter(pk__in=list(gone)).delete()


def require(verdict: Verdict, field: str) -> None:
    """Invalid at the form's `field` where the verdict is a refusal."""
    if not verdict:
        raise Invalid(verdict.code, verdict.reason, fields={field: verdict.reason})
