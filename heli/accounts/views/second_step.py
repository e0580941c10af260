"""The second step on the own account: beginning it, its recovery codes, ending it."""

from base64 import b64encode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from heli.accounts import actions, browsing, queries
from heli.accounts.forms import CodeForm, ConfirmForm
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import WRONG_CODE
from heli.accounts.views.own import crumbs
from heli.accounts.views.sign_in import count_failure, sent
from heli.kernel import clock

SECRET = "second_step_secret"  # noqa: S105 - the name under which the session keeps it, encrypted


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """A secret for the telephone, as a drawing and to type, and a code that proves it has arrived."""
    account, at = browsing.account_of(request), clock.now()
    if queries.has_second_step(account):
        return redirect("accounts:mine")
    secret = _secret(request)
    form = CodeForm(sent(request))
    if form.is_valid() and queries.counter_of(secret, form.cleaned_data["code"]) is None:
        form.add_error("code", WRONG_CODE)
    if form.is_valid():
        codes = actions.enrol_second_step(
            account=account, secret=secret, code=form.cleaned_data["code"], by=request.actor, at=at
        )
        del request.session[SECRET]
        browsing.second_step_begun(request)
        return _show_codes(request, codes, begun=True)
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(account, secret))
    shown = {
        "form": form,
        "drawing": f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}",
        "groups": [secret[place : place + 4] for place in range(0, len(secret), 4)],
        "crumbs": crumbs("启用两步验证"),
    }
    return render(request, "accounts/second_step_begin.html", shown)


@never_cache
@sensitive_post_parameters("old")
@require_http_methods(["GET", "POST"])
def renew_codes(request: SignedInRequest) -> HttpResponse:
    """New recovery codes, after the password."""
    account, at = browsing.account_of(request), clock.now()
    form = ConfirmForm(sent(request), account=account, at=at)
    if form.is_valid():
        return _show_codes(request, actions.renew_recovery_codes(account=account, by=request.actor, at=at))
    count_failure(request, form, form.tried, "old password", at)
    shown = {"form": form, "codes": True, "crumbs": crumbs("重新生成备用码")}
    return render(request, "accounts/second_step_confirm.html", shown)


@never_cache
@sensitive_post_parameters("old")
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest) -> HttpResponse:
    """Signing in with the password alone again, after the password."""
    account, at = browsing.account_of(request), clock.now()
    form = ConfirmForm(sent(request), account=account, at=at)
    if form.is_valid():
        actions.remove_second_step(account=account, by=request.actor, at=at)
        browsing.second_step_ended(request)
        messages.success(request, "两步验证已停用，今后只用密码登录。")
        return redirect("accounts:mine")
    count_failure(request, form, form.tried, "old password", at)
    shown = {"form": form, "codes": False, "crumbs": crumbs("停用两步验证")}
    return render(request, "accounts/second_step_confirm.html", shown)


def _show_codes(request: SignedInRequest, codes: list[str], *, begun: bool = False) -> HttpResponse:
    """The one time that recovery codes are shown: in the answer itself, kept by no address."""
    grouped = [f"{code[:4]} {code[4:]}" for code in codes]
    return render(
        request,
        "accounts/recovery_codes.html",
        {"codes": grouped, "begun": begun, "crumbs": crumbs("备用码")},
    )


def _secret(request: SignedInRequest) -> str:
    """The secret being handed over, the same until it is proved; encrypted even in the session."""
    kept = request.session.get(SECRET)
    if kept is None:
        kept = request.session[SECRET] = encrypt(generate_totp_secret())
    return str(decrypt(kept))
