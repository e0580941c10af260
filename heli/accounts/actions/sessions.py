"""The browsers in which an account is signed in: ending them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from heli.accounts import rules
from heli.accounts.models import Account, AccountSession
from heli.accounts.parameters import number
from heli.kernel.action import Doer, action


@action
def end_session(*, session: AccountSession, by: Doer, at: datetime) -> None:
    """Sign one browser out. By its owner alone."""
    rules.is_own(by, session.account).require()
    _end([session])


@action
def end_other_sessions(*, account: Account, session_key: str, by: Doer, at: datetime) -> int:
    """Sign out every browser of the account but the one of `session_key`; how many. By its owner alone."""
    rules.is_own(by, account).require()
    return end_all(account, but=session_key)


@action
def forget_sessions(*, by: Doer, at: datetime) -> int:
    """Drop the lines of sessions whose hours are over; how many. Heli's own, from `heli tick`."""
    rules.is_system(by).require()
    oldest = at - timedelta(hours=number("session_hours", at.date()))
    return AccountSession.objects.filter(began_at__lt=oldest).delete()[0]


def end_all(account: Account, *, but: str = "") -> int:
    """End every session of the account but one; how many. A step of other actions."""
    ended = list(AccountSession.objects.filter(account=account).exclude(session_key=but))
    _end(ended)
    return len(ended)


def _end(ended: Iterable[AccountSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in ended:
        store.delete(session.session_key)
        session.delete()
