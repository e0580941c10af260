"""先锋支部: the list, applying, one application, 评审, 命名, 摘牌."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs.queries.page import visible_organisation
from heli.stars.actions import honours as actions
from heli.stars.catalogue import PARAMETERS, HonourState, Star
from heli.stars.forms.organisations import ApplyForm, NameForm, ReviewForm, TakeOffForm
from heli.stars.models import Honour
from heli.stars.queries import holdings
from heli.stars.rules import keeping
from heli.stars.views.ways import asked, top
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50


@require_GET
def honours(request: SignedInRequest) -> HttpResponse:
    """Applications and what came of them."""
    scope, state = request.actor.require(Permission.SCORE_SEE), request.GET.get("state", "")
    url = reverse("stars:honours")
    page = {
        "page": Paginator(holdings.honours(scope, state), A_PAGE).get_page(request.GET.get("page")),
        "tabs": [Tab("全部", url, state not in HonourState.values)]
        + [Tab(one.label, f"?state={one}", one == state) for one in HonourState],
        "crumbs": top(Crumb("先锋支部")),
    }
    return render(request, "stars/honours.html", page)


@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """A branch applies."""
    body = visible_organisation(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_claim(request.actor, body).require()
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.apply(
            organisation=body, words=form.cleaned_data["words"], by=request.actor, at=clock.now()
        )
        messages.success(request, "已申报，等待评审。")
        return redirect("stars:honour", made.pk)
    least = Star(PARAMETERS().get("pioneer_star", clock.today()).value)
    sentence = f"{body.short_name}；要有有效的{least.label}以上星级（示例，待工委确认）"
    crumbs = top(Crumb(body.short_name, reverse("stars:organisation", args=[pk])), Crumb("申报先锋支部"))
    return asked(request, form, "申报先锋支部", sentence, "申报", crumbs)


@require_GET
def honour(request: SignedInRequest, pk: int) -> HttpResponse:
    """One application with what came of it."""
    held = _held(request, pk)
    page = {
        "held": held,
        "keeps": bool(keeping.may_keep(request.actor, held.organisation)),
        "crumbs": _way(held),
    }
    return render(request, "stars/honour.html", page)


@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """评审."""
    held, form = _kept(request, pk), ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        upheld = said["upheld"] == "yes"
        actions.review(honour=held, upheld=upheld, words=said["words"], by=request.actor, at=clock.now())
        return _told(request, held, "评审意见已登记。")
    return _asked(request, form, held, "评审")


@require_http_methods(["GET", "POST"])
def name(request: SignedInRequest, pk: int) -> HttpResponse:
    """命名."""
    held, form = _kept(request, pk), NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.name(honour=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, f"已命名{held.organisation.short_name}为先锋支部。")
    return _asked(request, form, held, "命名")


@require_http_methods(["GET", "POST"])
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """摘牌."""
    held, form = _kept(request, pk), TakeOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.take_off(honour=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, "已摘牌。")
    return _asked(request, form, held, "摘牌")


def _held(request: SignedInRequest, pk: int) -> Honour:
    return holdings.honour(pk, request.actor.require(Permission.SCORE_SEE))


def _kept(request: SignedInRequest, pk: int) -> Honour:
    held = _held(request, pk)
    keeping.may_keep(request.actor, held.organisation).require()
    return held


def _told(request: SignedInRequest, held: Honour, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stars:honour", held.pk)


def _way(held: Honour, *further: str) -> list[Crumb]:
    here = reverse("stars:honour", args=[held.pk]) if further else ""
    first = Crumb("先锋支部", reverse("stars:honours"))
    return top(first, Crumb(held.organisation.short_name, here), *map(Crumb, further))


def _asked(request: SignedInRequest, form: forms.Form, held: Honour, title: str) -> HttpResponse:
    return asked(request, form, title, held.organisation.name, title, _way(held, title))
