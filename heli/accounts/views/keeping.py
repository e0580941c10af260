"""Keeping the accounts: unlock, reset, close, link to single sign-on. Nothing of the business is seen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts import actions, queries, rules
from heli.accounts.catalogue import INVITATION_DAYS, Permission
from heli.accounts.forms import IdentityForm
from heli.accounts.models import Account
from heli.accounts.requests import SignedInRequest
from heli.accounts.views import single_sign_on
from heli.kernel import clock
from heli.kernel.verdict import Verdict, all_of
from heli.ui.catalogue import Crumb

PER_PAGE = 50


@require_GET
def accounts(request: SignedInRequest) -> HttpResponse:
    """All accounts with their state, found by name or user name (`?q=`)."""
    rules.may_keep_accounts(request.actor).require()
    words = request.GET.get("q", "")
    page = Paginator(queries.accounts_kept(words), PER_PAGE).get_page(request.GET.get("page"))
    lines = queries.kept_shown(list(page), clock.now())
    shown = {"page": page, "lines": lines, "words": words, "crumbs": _crumbs()}
    return render(request, "accounts/accounts.html", shown)


@never_cache
@require_GET
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account, and what its keeper may do with it; each button says why it is shut."""
    rules.may_keep_accounts(request.actor).require()
    return _show(request, pk)


@require_POST
def unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.unlock, "已解除锁定，现在可以登录。")


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.close_account, "账号已停用，各处的登录已退出。")


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.reopen_account, "账号已启用。")


@require_POST
def remove_second_step(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.remove_second_step, "两步验证已停用，本人可以重新启用。")


@require_POST
def unlink(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, pk, actions.unlink_identity, "已取消与统一身份的关联。")


@require_POST
def revoke_token(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take back a token of an account; its owner can make another."""
    rules.may_keep_accounts(request.actor).require()
    token = queries.token_named(queries.account_kept(pk, clock.now()).account, number)
    actions.revoke_token(token=token, by=request.actor, at=clock.now())
    messages.success(request, f"令牌“{token.name}”已停用，用它的程序不能再访问。")
    return redirect("accounts:account", pk)


@never_cache
@require_POST
def reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """A one-time link for a forgotten password, shown in this answer alone."""
    rules.may_keep_accounts(request.actor).require()
    kept = queries.account_kept(pk, clock.now())
    token = actions.reset_account(account=kept.account, by=request.actor, at=clock.now())
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    return _show(request, pk, link=link, days=INVITATION_DAYS)


@require_http_methods(["GET", "POST"])
def identity(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who this account is at single sign-on."""
    rules.may_somewhere(request.actor, Permission.ACCOUNT_INVITE).require()
    if not single_sign_on.offered():
        raise Http404
    kept, at, issuer = queries.account_kept(pk, clock.now()), clock.now(), single_sign_on.issuer()
    known = queries.identity_of(kept.account, issuer)
    form = IdentityForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": known.subject if known is not None else ""},
    )
    if form.is_valid():
        subject = form.cleaned_data["subject"]
        actions.link_identity(account=kept.account, issuer=issuer, subject=subject, by=request.actor, at=at)
        messages.success(request, "已关联统一身份。")
        return redirect("accounts:account", pk)
    shown = {"form": form, "kept": kept, "known": known, "crumbs": _crumbs(kept.account, "统一身份")}
    return render(request, "accounts/identity.html", shown)


def _done(request: SignedInRequest, pk: int, act: Callable[..., object], said: str) -> HttpResponse:
    """Do one thing with the account and show it again."""
    rules.may_keep_accounts(request.actor).require()
    kept = queries.account_kept(pk, clock.now())
    act(account=kept.account, by=request.actor, at=clock.now())
    messages.success(request, f"{kept.account.name}：{said}")
    return redirect("accounts:account", pk)


def _show(request: SignedInRequest, pk: int, **more: Any) -> HttpResponse:
    kept = queries.account_kept(pk, clock.now())
    by, another = request.actor, rules.is_another(request.actor, kept.account)

    def verdict(permission: Permission) -> Verdict:
        return all_of(rules.may_somewhere(by, permission), another)

    shown = {
        "kept": kept,
        "may_unlock": verdict(Permission.ACCOUNT_UNLOCK),
        "may_reset": verdict(Permission.ACCOUNT_RESET),
        "may_close": verdict(Permission.ACCOUNT_CLOSE),
        "may_link": verdict(Permission.ACCOUNT_INVITE),
        "tokens": [one for one in queries.tokens_of(kept.account, clock.today()) if one.is_open],
        "single_sign_on": single_sign_on.offered(),
        "identity": queries.identity_of(kept.account, single_sign_on.issuer()),
        "crumbs": _crumbs(kept.account),
    }
    return render(request, "accounts/account.html", {**shown, "link": "", "days": 0, **more})


def _crumbs(account: Account | None = None, last: str = "") -> list[Crumb]:
    steps = [("我的账号", reverse("accounts:mine")), ("账号管理", reverse("accounts:accounts"))]
    if account is not None:
        steps.append((account.name, reverse("accounts:account", args=[account.pk])))
    if last:
        steps.append((last, ""))
    steps[-1] = (steps[-1][0], "")
    return [Crumb(*step) for step in steps]
