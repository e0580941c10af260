"""Signing in and out, the second step, and accepting an invitation."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts import actions, browsing, queries, rules
from heli.accounts.forms import NewPasswordForm, SecondStepForm, SignInForm
from heli.accounts.requests import Request, SignedInRequest
from heli.accounts.views import single_sign_on
from heli.kernel import clock


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """`?next=` is where to go afterwards; `?username=` fills in the name, as the demo accounts do."""
    if request.actor is not None:
        return redirect(_onward(request))
    at = clock.now()
    form = SignInForm(sent(request), initial={"username": request.GET.get("username", "")}, at=at)
    if form.is_valid():
        return browsing.go_in(request, form.account, at, how="password", onward=_onward(request))
    count_failure(request, form, form.tried, "password", at)
    page = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo_accounts": queries.demo_accounts(),
        "single_sign_on": single_sign_on.offered(),
    }
    return render(request, "accounts/sign_in.html", page)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: Request) -> HttpResponse:
    """The code after the password. Whoever is not between the two steps begins again."""
    at = clock.now()
    waiting = browsing.waiting(request, at)
    if waiting is None:
        messages.warning(request, "登录没有在规定时间内完成，请重新登录。")
        return redirect("accounts:sign_in")
    form = SecondStepForm(sent(request), account=waiting.account, at=at)
    if form.is_valid():
        code = form.cleaned_data["code"]
        browsing.enter(request, waiting.account, at, how=waiting.how, code=code)
        _tell_codes_left(request, code)
        return redirect(waiting.onward)
    count_failure(request, form, form.tried, "code", at)
    return render(request, "accounts/second_step.html", {"form": form, "account": waiting.account})


@require_POST
def sign_out(request: SignedInRequest) -> HttpResponse:
    actions.sign_out(
        account=browsing.account_of(request),
        session_key=request.session.session_key or "",
        why="own",
        by=request.actor,
        at=clock.now(),
    )
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
    form = NewPasswordForm(sent(request), account=invited.account, at=at)
    if form.is_valid():
        account = actions.accept_invitation(
            invitation=invited,
            password=form.cleaned_data["password"],
            by=queries.owner_of(invited.account),
            at=at,
        )
        messages.success(request, "密码已设好，这个链接不能再用。下次请用用户名和密码登录。")
        return browsing.go_in(request, account, at, how="password", onward=resolve_url("accounts:mine"))
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invited})


def count_failure(request: Request, form: Form, tried: str, what: str, at: datetime) -> None:
    """Count what did not fit under the user name `tried`, and say so on the form where that locked it."""
    if not tried:
        return
    until = actions.fail_sign_in(
        username=tried,
        account=queries.account_tried(tried),
        what=what,
        address=browsing.address_of(request),
        by=queries.NOBODY if request.actor is None else request.actor,
        at=at,
    )
    if until is not None:
        form.errors.pop(NON_FIELD_ERRORS, None)  # the lock says it all
        form.add_error(None, rules.locked_words(until, at))


def sent(request: Request) -> QueryDict | None:
    """What the form is bound to: nothing while it is only asked for."""
    return request.POST if request.method == "POST" else None


def _onward(request: Request) -> str:
    return browsing.onward(request, request.POST.get("next", request.GET.get("next", "")))


def _tell_codes_left(request: Request, code: str) -> None:
    """A recovery code opens once: say how many are left."""
    if len(queries.digits_of(code)) > settings.MFA_TOTP_DIGITS:
        left = queries.recovery_codes_left(browsing.account_of(request))
        messages.warning(
            request, f"已用去一个备用码，还剩 {left} 个。手机换了或丢了，请到“我的账号”重新启用。"
        )
