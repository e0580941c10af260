"""Signing in and out, accepting an invitation, and the own account."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts import actions, queries
from heli.accounts.forms import ChangePasswordForm, NewPasswordForm, SignInForm
from heli.accounts.models import Account
from heli.accounts.requests import Request, SignedInRequest
from heli.kernel import clock


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """`?next=` is where to go afterwards; `?username=` fills in the name, as the demo accounts do."""
    if request.actor is not None:
        return redirect(_onward(request))
    form = SignInForm(_sent(request), initial={"username": request.GET.get("username", "")})
    if form.is_valid():
        actions.sign_in(account=form.account, by=queries.owner_of(form.account), at=clock.now())
        login(request, form.account)
        return redirect(_onward(request))
    asked = request.GET.get("next", "")
    page = {"form": form, "next": asked, "demo_accounts": queries.demo_accounts()}
    return render(request, "accounts/sign_in.html", page)


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """A one-time link: whoever holds it sets the password of its account, and is signed in."""
    at = clock.now()
    invited = queries.open_invitation(token, at)
    form = NewPasswordForm(_sent(request), account=invited.account)
    if form.is_valid():
        account = actions.accept_invitation(
            invitation=invited,
            password=form.cleaned_data["password"],
            by=queries.owner_of(invited.account),
            at=at,
        )
        login(request, account)
        messages.success(request, "密码已设好，这个链接不能再用。下次请用用户名和密码登录。")
        return redirect("accounts:mine")
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invited})


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """Who I am here, which posts I hold, and what they let me do."""
    rights = queries.rights_of(request.actor)
    return render(request, "accounts/mine.html", {"account": _account(request), "rights": rights})


@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    account = _account(request)
    form = ChangePasswordForm(_sent(request), account=account)
    if form.is_valid():
        new = form.cleaned_data["password"]
        actions.set_password(account=account, password=new, by=request.actor, at=clock.now())
        update_session_auth_hash(request, account)
        messages.success(request, "密码已修改。")
        return redirect("accounts:mine")
    return render(request, "accounts/password.html", {"form": form})


def _sent(request: Request) -> QueryDict | None:
    """What the form is bound to: nothing while it is only asked for."""
    return request.POST if request.method == "POST" else None


def _account(request: SignedInRequest) -> Account:
    return cast(Account, request.user)


def _onward(request: Request) -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
