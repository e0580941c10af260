"""The own account: who I am here, my password, the browsers in which I am signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts import actions, browsing, queries
from heli.accounts.forms import ChangePasswordForm
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may_keep_accounts, may_see_delegations, rights_to_give
from heli.accounts.views.sign_in import count_failure, sent
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """Who I am here, which posts I hold, what they let me do, and how my signing in is kept safe."""
    account = browsing.account_of(request)
    second_step = queries.has_second_step(account)
    shown = {
        "account": account,
        "rights": queries.rights_of(request.actor),
        "second_step": second_step,
        "codes_left": queries.recovery_codes_left(account) if second_step else 0,
        "sessions": queries.own_sessions(account, request.session.session_key or "", clock.now()),
        "keeps_accounts": bool(may_keep_accounts(request.actor)),
        "may_have_tokens": bool(rights_to_give(request.actor)),
        "sees_delegations": bool(may_see_delegations(request.actor)),
    }
    return render(request, "accounts/mine.html", shown)


@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    """A new password, after the old one; every other browser is signed out."""
    account, at = browsing.account_of(request), clock.now()
    form = ChangePasswordForm(sent(request), account=account, at=at)

    def renew() -> str:
        update_session_auth_hash(request, account)
        return browsing.key_of(request)

    if form.is_valid():
        actions.set_password(
            account=account,
            password=form.cleaned_data["password"],
            session_key=request.session.session_key or "",
            renew=renew,
            by=request.actor,
            at=at,
        )
        messages.success(request, "密码已修改，其他浏览器上的登录已全部退出。")
        return redirect("accounts:mine")
    count_failure(request, form, form.tried, "old password", at)
    return render(request, "accounts/password.html", {"form": form, "crumbs": crumbs("修改密码")})


@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out one of my browsers; this one too, if it is the one."""
    session = queries.own_session(browsing.account_of(request), pk)
    actions.end_session(session=session, by=request.actor, at=clock.now())
    messages.success(request, f"已退出：{session.browser}。")
    return redirect("accounts:mine")


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    ended = actions.end_other_sessions(
        account=browsing.account_of(request),
        session_key=request.session.session_key or "",
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, f"已退出其他 {ended} 个浏览器上的登录。" if ended else "没有其他浏览器登录。")
    return redirect("accounts:mine")


def crumbs(last: str) -> list[Crumb]:
    """Where a page beneath 我的账号 stands."""
    return [Crumb("我的账号", reverse("accounts:mine")), Crumb(last)]
