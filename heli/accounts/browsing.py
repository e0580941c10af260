"""The browser in front of a page: its session's stamps, where it is, and putting an account into it.

Between pages and middleware, which both need it; every change goes through an action.
"""

from datetime import datetime, timedelta
from typing import NamedTuple, cast

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from heli.accounts import actions, queries, rules
from heli.accounts.catalogue import SEPARATE_ADMINISTRATORS, Office
from heli.accounts.models import Account
from heli.accounts.parameters import number
from heli.accounts.requests import Request

STAMP_EVERY = timedelta(minutes=1)
_BEGAN, _SEEN, _HOW, _SECOND, _WAITING = "began", "seen", "how", "second_step", "waiting"
_ADMINISTRATORS = SEPARATE_ADMINISTRATORS | {Office.ADMINISTRATOR}


class Waiting(NamedTuple):
    """Somebody whose password was right and whose code is still to come."""

    account: Account
    how: str
    onward: str


def stamps(request: Request) -> tuple[datetime | None, datetime | None]:
    """Since when this browser is signed in, and when it asked for something last; None where not known."""
    return _moment(request, _BEGAN), _moment(request, _SEEN)


def stamp(request: Request, at: datetime) -> None:
    """Say in the session that the reader is still there: written at most once a minute, kept nowhere else."""
    began, seen = stamps(request)
    if began is None or at < began:
        request.session[_BEGAN] = at.isoformat()
    if seen is None or not timedelta(0) <= at - seen < STAMP_EVERY:
        request.session[_SEEN] = at.isoformat()


def go_in(request: Request, account: Account, at: datetime, *, how: str, onward: str) -> HttpResponse:
    """Sign the account in and go on, or first ask for its second step. NotAllowed for a closed account."""
    rules.may_sign_in(queries.owner_of(account), account).require()
    if not queries.has_second_step(account):
        enter(request, account, at, how=how)
        return redirect(onward)
    request.session.cycle_key()
    request.session[_WAITING] = {
        "account": account.pk,
        "mark": account.get_session_auth_hash(),
        "at": at.isoformat(),
        "how": how,
        "onward": onward,
    }
    return redirect("accounts:second_step")


def onward(request: Request, asked: str) -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def waiting(request: Request, at: datetime) -> Waiting | None:
    """Who is between the two steps in this browser; None when nobody is, or the minutes are over."""
    kept = request.session.get(_WAITING)
    if kept is None:
        return None
    since = at - datetime.fromisoformat(kept["at"])
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    in_time = since < timedelta(minutes=number("second_step_minutes", at.date()))
    if account is None or not in_time or account.get_session_auth_hash() != kept["mark"]:
        return None
    return Waiting(account, kept["how"], kept["onward"])


def enter(request: Request, account: Account, at: datetime, *, how: str, code: str | None = None) -> None:
    """Sign the account in to this browser."""

    def begin() -> str:
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.pop(_WAITING, None)
        request.session.update(
            {_BEGAN: at.isoformat(), _SEEN: at.isoformat(), _HOW: how, _SECOND: code is not None}
        )
        return key_of(request)

    actions.sign_in(
        account=account,
        by=queries.owner_of(account),
        at=at,
        enter=begin,
        code=code,
        how=how,
        browser=queries.browser_in_words(request.headers.get("User-Agent", "")),
        address=address_of(request),
    )


def key_of(request: Request) -> str:
    """The key of the session, which is saved where it was not."""
    if request.session.session_key is None:
        request.session.create()
    return request.session.session_key or ""


def address_of(request: Request) -> str:
    """The address of the browser; behind our own proxy (HELI_HTTPS) the one that the proxy saw."""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (seen if seen and settings.SECURE_PROXY_SSL_HEADER else request.META.get("REMOTE_ADDR", ""))[:60]


def account_of(request: Request) -> Account:
    """The account that is signed in in this browser."""
    return cast(Account, request.user)


def second_step_begun(request: Request) -> None:
    """The account in this browser has the second step now, which is not asked for again."""
    request.session[_SECOND] = True


def second_step_ended(request: Request) -> None:
    request.session[_SECOND] = False


def first_thing(request: Request, at: datetime) -> tuple[str, str] | None:
    """The page that this reader has to see to before any other, and what he is told; None for nothing."""
    account = request.user
    if not isinstance(account, Account):
        return None
    if request.session.get(_HOW, "password") == "password":
        if account.must_change:
            return "accounts:password", "您的密码由管理员重置过，请先设定自己的新密码。"
        days = number("password_max_age_days", at.date())
        if days and at - (account.password_set_at or account.created_at) >= timedelta(days=days):
            return "accounts:password", f"密码已使用满 {days} 天，请先设定新密码。"
    if _must_have_second_step(request) and not request.session.get(_SECOND):
        if queries.has_second_step(account):
            request.session[_SECOND] = True
        else:
            return "accounts:second_step_begin", "按本单位的规定，您的账号须先启用两步验证。"
    return None


def _must_have_second_step(request: Request) -> bool:
    asked: str = settings.HELI_MFA_REQUIRED_FOR
    if asked != "administrators" or request.actor is None:
        return asked == "all"
    return any(post.office in _ADMINISTRATORS for post in request.actor.posts)


def _moment(request: Request, key: str) -> datetime | None:
    kept: str | None = request.session.get(key)
    return datetime.fromisoformat(kept) if kept else None
