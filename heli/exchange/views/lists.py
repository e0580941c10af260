"""Gatherings, problems (大检视) and promises as lists."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange.catalogue import CATEGORIES, UNSORTED
from heli.exchange.forms.filters import ProblemFilterForm, PromiseFilterForm
from heli.exchange.models import Gathering
from heli.exchange.queries import gatherings as found
from heli.exchange.queries import lists
from heli.exchange.views.addresses import way
from heli.kernel import clock
from heli.orgs import queries as org_queries
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def gatherings(request: SignedInRequest) -> HttpResponse:
    """Those that the reader holds or takes part in."""
    scope = request.actor.require(Permission.SCORE_SEE)
    shown = {
        "page": Paginator(found.gatherings(scope), A_PAGE).get_page(request.GET.get("page")),
        "may_hold": request.actor.may_somewhere(Permission.GATHERING_HOLD),
        "today": clock.today(),
        "crumbs": way(Crumb("晒比评")),
    }
    return render(request, "exchange/gatherings.html", shown)


def _offered(request: SignedInRequest) -> list[Gathering]:
    return list(found.gatherings(request.actor.require(Permission.SCORE_SEE))[:A_PAGE])


def _chips(query: dict[str, object], words: dict[str, str]) -> list[Chip]:
    """One chip for each filter in force, with the address without it."""
    return [
        Chip(said, f"?{urlencode({name: value for name, value in query.items() if value and name != key})}")
        for key, said in words.items()
        if query.get(key) and said
    ]


@require_GET
def problems(request: SignedInRequest) -> HttpResponse:
    """大检视: problems of all gatherings by category, with who answers them (S001-04)."""
    scope, today = request.actor.require(Permission.SCORE_SEE), clock.today()
    form = ProblemFilterForm(request.GET, _offered(request), today)
    asked = {name: form.cleaned_data.get(name) for name in ("gathering", "category", "waiting", "exhibit")}
    filters = lists.ProblemFilters(
        asked["gathering"], asked["category"] or "", asked["exhibit"], bool(asked["waiting"])
    )
    named = {one.id: one.name for one in CATEGORIES().on(today)}
    words = {
        "gathering": form.titles.get(asked["gathering"] or 0, ""),
        "category": named.get(filters.category, UNSORTED if filters.category else ""),
        "waiting": "还没有承诺整改",
        "exhibit": "一个单位",
    }
    page = Paginator(lists.problems(scope, filters), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, named.get(one.category, UNSORTED)) for one in page],
        "categories": lists.by_category(scope, filters.gathering, today),
        "query": urlencode({"gathering": filters.gathering}) if filters.gathering else "",
        "chips": _chips(asked, words),
        "may_hold": request.actor.may_somewhere(Permission.GATHERING_HOLD),
        "today": today,
        "crumbs": way(Crumb("大检视")),
    }
    return render(request, "exchange/problems.html", shown)


@require_GET
def promises(request: SignedInRequest) -> HttpResponse:
    """Promises of all gatherings, by what came of them (S001-85)."""
    scope, today = request.actor.require(Permission.SCORE_SEE), clock.today()
    form = PromiseFilterForm(request.GET, _offered(request))
    asked = {name: form.cleaned_data.get(name) for name in ("gathering", "state", "organisation")}
    filters = lists.PromiseFilters(asked["gathering"], asked["organisation"], asked["state"] or "")
    whose = asked["organisation"]
    words = {
        "gathering": form.titles.get(asked["gathering"] or 0, ""),
        "state": lists.STATES.get(filters.state, ""),
        "organisation": org_queries.visible_organisation(whose, scope).short_name if whose else "",
    }
    page = Paginator(lists.promises(scope, filters, today), A_PAGE).get_page(request.GET.get("page"))
    numbers = lists.promise_numbers(scope, filters.gathering, today)
    own = set(found.own(request.actor))
    holds = request.actor.scope(Permission.GATHERING_HOLD)
    shown = {
        "form": form,
        "page": page,
        "rows": [
            (one, one.exhibit.organisation_id in own, holds.covers(one.exhibit.gathering.organiser))
            for one in page
        ],
        "numbers": [(key, label, numbers[key]) for key, label in lists.STATES.items()],
        "query": urlencode({"gathering": filters.gathering}) if filters.gathering else "",
        "chips": _chips(asked, words),
        "list_url": reverse("exchange:gatherings"),
        "today": today,
        "crumbs": way(Crumb("承诺事项")),
    }
    return render(request, "exchange/promises.html", shown)
