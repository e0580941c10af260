"""兼合式编入: who takes part where, letting somebody take part, and ending it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.actions import seconds as second_actions
from heli.members.forms.seconds import EndSecondForm, SecondForm
from heli.members.queries import seconds as queries
from heli.orgs import queries as org_queries
from heli.ui.catalogue import Crumb

A_PAGE = 50


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Second memberships of today in the reader's scope, or in one organisation (`?organisation=`)."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    asked = request.GET.get("organisation", "")
    organisation = org_queries.visible_organisation(int(asked), scope) if asked.isdigit() else None
    changes = request.actor.scope(Permission.MEMBER_CHANGE)
    page = Paginator(queries.seconds(scope, today, organisation), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "organisation": organisation,
        "page": page,
        "lines": [(one, changes.covers(one.organisation)) for one in page],
        "may_add": organisation is not None and changes.covers(organisation),
        "crumbs": _crumbs(),
    }
    return render(request, "members/seconds.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a member take part in the branch `pk`; his formal membership stays where it is (R01-09)."""
    scope, now = request.actor.require(Permission.MEMBER_CHANGE), clock.now()
    organisation = org_queries.visible_organisation(pk, scope)
    form = SecondForm(request.POST if request.method == "POST" else None, initial={"on": now.date()})
    if form.is_valid() and form.found is not None:
        words = form.cleaned_data
        second = second_actions.take_part(
            member=form.found,
            organisation=organisation,
            on=words["on"],
            reason=words["reason"],
            why=words["why"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已编入：{second.member.name}，自 {second.valid_from} 起；不计入党员数。")
        return redirect(f"{reverse('members:seconds')}?organisation={pk}")
    shown = {"form": form, "organisation": organisation, "crumbs": [*_crumbs(), Crumb("编入")]}
    return render(request, "members/second_new.html", shown)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one of them."""
    scope, now = request.actor.require(Permission.MEMBER_CHANGE), clock.now()
    second = queries.second_seen(pk, scope)
    form = EndSecondForm(request.POST if request.method == "POST" else None, initial={"on": now.date()})
    if form.is_valid():
        second_actions.stop_taking_part(second=second, on=form.cleaned_data["on"], by=request.actor, at=now)
        messages.success(request, f"已登记：{second.member.name}退出{second.organisation.short_name}。")
        return redirect(f"{reverse('members:seconds')}?organisation={second.organisation_id}")
    shown = {"form": form, "second": second, "crumbs": [*_crumbs(), Crumb("退出")]}
    return render(request, "members/second_end.html", shown)


def _crumbs() -> list[Crumb]:
    return [
        Crumb("组织", reverse("orgs:tree")),
        Crumb("党员", reverse("members:list")),
        Crumb("兼合式编入", reverse("members:seconds")),
    ]
