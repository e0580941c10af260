"""架构图: the organisations to look at, expanded on demand; beneath it the same as a list."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs.forms import ChartForm
from heli.orgs.queries import chart as chart_queries
from heli.orgs.queries.chart import ChartNode, ChartView
from heli.orgs.views.addresses import address_with, crumbs
from heli.ui.days import asked_day


@require_GET
def chart(request: SignedInRequest) -> HttpResponse:
    """The chart, drawn by a script from `data`, and the same as a list that needs none."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    view = chart_queries.chart(scope, day, *ChartForm(request.GET).shown)
    shown = {
        "view": view,
        "day": day,
        "bodies": chart_queries.bodies(scope, day),
        "data_url": reverse("orgs:chart_data") + address_with(request.GET),
        "rest_url": address_with(request.GET, start=str(view.next_start)),
        "crumbs": crumbs("架构图"),
    }
    return render(request, "orgs/chart.html#list" if request.htmx else "orgs/chart.html", shown)


@require_GET
def data(request: SignedInRequest) -> JsonResponse:
    """The same as JSON: `chain`, `beside`, `nodes`, `rest`, `start`, `total`."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    view = chart_queries.chart(scope, day, *ChartForm(request.GET).shown)
    return JsonResponse(_told(view, day.query))


def _told(view: ChartView, query: str) -> dict[str, Any]:
    return {
        "chain": [_node(one, query) for one in view.chain],
        "beside": list(view.beside),
        "nodes": [_node(one, query) for one in view.nodes],
        "rest": view.rest,
        "next": view.next_start,
        "start": view.start,
        "total": view.total,
    }


def _node(node: ChartNode, query: str) -> dict[str, Any]:
    one = node.organisation
    leading = f"（{one.get_leading_display()}）" if one.leader else ""
    return {
        "id": one.pk,
        "name": one.short_name,
        "kind": one.get_kind_display(),
        "shape": node.shape,
        "children": node.children,
        "parent": one.parent.name if one.parent else "无",
        "leader": f"{one.leader.name}{leading}" if one.leader else "无",
        "url": reverse("orgs:organisation", args=[one.pk]) + query,
    }
