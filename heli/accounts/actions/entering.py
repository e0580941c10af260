"""Signing in and out, failing to, and the lock that follows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from heli.accounts import queries, rules
from heli.accounts.actions.second_step import use_second_step
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account, AccountSession, FailedSignIn
from heli.accounts.parameters import number
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState


@action
def sign_in(
    *,
    account: Account,
    by: Doer,
    at: datetime,
    enter: Callable[[], str] | None = None,
    code: str | None = None,
    how: str = "password",
    browser: str = "",
    address: str = "",
) -> Account:
    """Sign the account in: `queries.account_for` says who may, this keeps the lock.

    `enter` puts the account into the browser's session and returns the session's key; it is called when
    nothing stands against it. `code` is that of the second step, used up here. NotAllowed for a closed
    account, WrongState for a locked user name, Invalid for a code that does not fit.
    """
    rules.may_sign_in(by, account).require()
    failed = FailedSignIn.objects.select_for_update().filter(key=queries.key_of(account.username)).first()
    if failed is not None and queries.is_locked(failed, at):
        assert failed.locked_until is not None  # noqa: S101 - is_locked
        raise WrongState("account-locked", rules.locked_words(failed.locked_until, at))
    if code is not None:
        use_second_step(account=account, code=code, by=by, at=at)
    if failed is not None:
        failed.delete()
    note(how=how, browser=browser, address=address)
    if enter is not None:
        AccountSession.objects.create(account=account, session_key=enter(), browser=browser[:60], began_at=at)
    return account


@action
def sign_out(*, account: Account, session_key: str, why: str, by: Doer, at: datetime) -> Account:
    """Leave in the audit that a browser was signed out, by its owner (`own`) or because its time was over."""
    rules.is_own(by, account).require()
    AccountSession.objects.filter(account=account, session_key=session_key).delete()
    note(why=why)
    return account


@action
def fail_sign_in(
    *,
    username: str,
    by: Doer,
    at: datetime,
    account: Account | None = None,
    what: str = "password",
    address: str = "",
) -> datetime | None:
    """Count a failure under the user name, which somebody has or nobody; until when it is locked, if it is.

    `what` did not fit: password, code, or old password. A failure during a lock counts no more, so that
    nobody is kept out for longer than the minutes by somebody else's tries.
    """
    key = queries.key_of(username)
    failed, _ = FailedSignIn.objects.select_for_update().get_or_create(
        key=key, defaults={"failures": 0, "failed_at": at}
    )
    if not queries.is_locked(failed, at):
        before = failed.failures if queries.still_counts(failed, at) else 0
        failed.failures, failed.failed_at, failed.locked_until = before + 1, at, None
        if failed.failures >= number("lock_after_failures", at.date()):
            failed.locked_until = at + timedelta(minutes=number("lock_minutes", at.date()))
        failed.save()
    until = failed.locked_until
    note(what=what, address=address, known=account is not None, failures=failed.failures)
    note(locked_until=until.isoformat() if until is not None else None)
    return until


@action
def unlock(*, account: Account, by: Doer, at: datetime) -> Account:
    """Open a locked user name before its time. By the security administrator; WrongState when not locked."""
    rules.may_somewhere(by, Permission.ACCOUNT_UNLOCK).require()
    rules.is_another(by, account).require()
    if queries.locked_until(account.username, at) is None:
        raise WrongState("not-locked", f"账号 {account.username} 没有锁定，不必解除。")
    FailedSignIn.objects.filter(key=queries.key_of(account.username)).delete()
    return account


@action
def forget_failures(*, by: Doer, at: datetime) -> int:
    """Drop failures that no longer count; how many. Heli's own, from `heli tick`."""
    rules.is_system(by).require()
    oldest = at - timedelta(hours=number("failures_count_hours", at.date()))
    return FailedSignIn.objects.filter(failed_at__lt=oldest).delete()[0]
