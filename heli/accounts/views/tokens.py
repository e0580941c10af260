"""访问令牌: the own tokens for programs; their words are shown once, in the answer that makes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts import actions, browsing, queries, rules
from heli.accounts.catalogue import TokenRight
from heli.accounts.forms import TokenForm
from heli.accounts.requests import SignedInRequest
from heli.accounts.views.sign_in import count_failure, sent
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """All tokens that the reader ever made, with what they may do and until when."""
    shown = {
        "lines": queries.tokens_of(browsing.account_of(request), clock.today()),
        "may_make": rules.can_be_given(request.actor, rules.rights_to_give(request.actor)),
        "crumbs": _crumbs(),
    }
    return render(request, "accounts/tokens.html", shown)


@never_cache
@sensitive_post_parameters("old")
@require_http_methods(["GET", "POST"])
def make(request: SignedInRequest) -> HttpResponse:
    """A new token, after the password; the answer to the POST is the one time that it is shown."""
    account, at = browsing.account_of(request), clock.now()
    offered = rules.rights_to_give(request.actor)
    rules.can_be_given(request.actor, offered).require()
    form = TokenForm(sent(request), account=account, offered=offered, at=at)
    if form.is_valid():
        asked = form.cleaned_data
        made = actions.make_token(
            account=account,
            name=asked["name"],
            rights=[TokenRight(one) for one in asked["rights"]],
            days=asked["days"],
            by=request.actor,
            at=at,
        )
        shown = {
            "line": queries.TokenLine(made.token, at.date()),
            "secret": made.secret,
            "organisations_url": request.build_absolute_uri("/api/organisations"),
        }
        return render(request, "accounts/token_made.html", {**shown, "crumbs": _crumbs("已新建")})
    count_failure(request, form, form.tried, "old password", at)
    page = {
        "form": form,
        "title": "新建访问令牌",
        "sentence": "给您的程序用，代替用户名和密码访问接口。",
        "button": "新建令牌",
        "crumbs": _crumbs("新建"),
    }
    return render(request, "ui/form_page.html", page)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = queries.token_named(browsing.account_of(request), pk)
    actions.revoke_token(token=token, by=request.actor, at=clock.now())
    messages.success(request, f"令牌“{token.name}”已停用，用它的程序不能再访问。")
    return redirect("accounts:tokens")


def _crumbs(*last: str) -> list[Crumb]:
    own = Crumb("我的账号", reverse("accounts:mine"))
    if not last:
        return [own, Crumb("访问令牌")]
    return [own, Crumb("访问令牌", reverse("accounts:tokens")), *map(Crumb, last)]
