"""委托: rights of a post passed on for an absence; the list, a new one, taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may_see_delegations
from heli.kernel import clock
from heli.members import queries
from heli.members.actions import delegations as delegation_actions
from heli.members.forms.posts import DelegateForm
from heli.members.rules import delegations as rules
from heli.ui.catalogue import Crumb

A_PAGE = 50


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """What I passed on and received; for whoever keeps posts or watches over rights, theirs too."""
    may_see_delegations(request.actor).require()
    actor, today = request.actor, clock.today()
    page = Paginator(queries.delegations(actor), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "lines": queries.delegation_lines(list(page), actor, today),
        "posts": queries.posts_to_pass_on(actor, today),
        "crumbs": [Crumb("我的账号", reverse("accounts:mine")), Crumb("委托")],
    }
    return render(request, "members/delegations.html", shown)


@require_http_methods(["GET", "POST"])
def delegate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pass rights of one post on."""
    may_see_delegations(request.actor).require()
    now = clock.now()
    post = queries.post_to_pass_on(pk, request.actor, now.date())
    rules.may_pass_on(request.actor, queries.holder_of(post), post.organisation).require()
    sent = request.POST if request.method == "POST" else None
    receivers = queries.receivers(post, now.date())
    form = DelegateForm(sent, post=post, receivers=receivers, today=now.date(), initial={"first": now.date()})
    if form.is_valid():
        made = delegation_actions.delegate(
            post=post,
            account=form.receiver,
            permissions=form.rights,
            valid_from=form.cleaned_data["first"],
            valid_to=form.until,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=now,
        )
        messages.success(
            request, f"已委托{made.account.name}，{form.cleaned_data['last']} 当天结束后自动终止。"
        )
        return redirect("members:delegations")
    crumbs = [Crumb("我的账号", reverse("accounts:mine")), Crumb("委托", reverse("members:delegations"))]
    shown = {"post": post, "form": form, "receivers": receivers, "crumbs": [*crumbs, Crumb("新的委托")]}
    return render(request, "members/delegate.html", shown)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take rights back, or give them back, at once."""
    may_see_delegations(request.actor).require()
    found = queries.delegation_to_revoke(pk, request.actor)
    delegation_actions.revoke(delegation=found, by=request.actor, at=clock.now())
    messages.success(request, f"已收回对{found.account.name}的委托，权限同时终止。")
    return redirect("members:delegations")
