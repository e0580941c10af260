"""比: standings by class, the same requirement over the layers, gaps between units; and the workbook."""

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange.catalogue import State
from heli.exchange.models import Gathering
from heli.exchange.queries import gatherings as found
from heli.exchange.queries import layers as layer_queries
from heli.exchange.queries import standing
from heli.exchange.rules import acts
from heli.exchange.sheets import workbook
from heli.exchange.views.addresses import way_to
from heli.kernel import clock
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COMPARED = (State.COMPARING, State.JUDGING, State.PUBLISHED, State.ARCHIVED)


def compared(request: SignedInRequest, pk: int) -> tuple[Gathering, bool]:
    """A gathering that is at 比 or past it, and whether the reader holds it: he prepares before that."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    holds = bool(request.actor.may(Permission.GATHERING_HOLD, one.organiser))
    if not holds:
        acts.is_at(one.state, _COMPARED, "查看“比”").require()
    return one, holds


def tabs(one: Gathering, here: str) -> list[Tab]:
    """The three tables of 比."""
    pages = {"compare": "同类分档", "layers": "层级对比", "gaps": "单位差距"}
    return [
        Tab(label, reverse(f"exchange:{name}", args=[one.pk]), name == here) for name, label in pages.items()
    ]


@require_GET
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Like with like: tiers before order, the gap to the tier above, the change since before."""
    one, holds = compared(request, pk)
    participants = found.exhibits(one)
    everything = standing.standing(one, participants)
    own = found.own(request.actor)
    shown = {
        "one": one,
        "standing": everything,
        "classes": standing.shown_to(everything, own, whole=holds, on=one.as_of),
        "whole": holds,
        "own": set(own),
        "tabs": tabs(one, "compare"),
        "export_url": reverse("exchange:export", args=[pk]),
        "crumbs": way_to(one, Crumb("比")),
    }
    return render(request, "exchange/compare.html", shown)


@require_GET
def layers(request: SignedInRequest, pk: int) -> HttpResponse:
    """上热中温下凉: the same requirement at each layer (S001-45)."""
    one, _ = compared(request, pk)
    scope = request.actor.scope(Permission.SCORE_SEE)
    over = layer_queries.layers(one, layer_queries.ground(one, scope))
    window: dict[str, Any] = {"year": one.of.year, "due_from": one.of.start, "due_to": one.as_of}
    shown = {
        "one": one,
        "over": over,
        "rows": [
            (row, f"{reverse('duties:list')}?{urlencode({**window, 'requirement': row.reading.pk})}")
            for row in over.rows
        ],
        "gap": acts.number("layer_gap", one.as_of),
        "tabs": tabs(one, "layers"),
        "crumbs": way_to(one, Crumb("比", reverse("exchange:compare", args=[pk])), Crumb("层级对比")),
    }
    return render(request, "exchange/layers.html", shown)


@require_GET
def gaps(request: SignedInRequest, pk: int) -> HttpResponse:
    """Units beside the middle one, in the order of their names (S001-46)."""
    one, _ = compared(request, pk)
    scope = request.actor.scope(Permission.SCORE_SEE)
    beside = layer_queries.gaps(layer_queries.ground(one, scope))
    behind = request.GET.get("behind") == "on"
    rows = [row for row in beside.rows if not behind or (row.gap is not None and row.gap < 0)]
    window: dict[str, Any] = {"year": one.of.year, "due_from": one.of.start, "due_to": one.as_of}
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "one": one,
        "beside": beside,
        "behind": behind,
        "page": page,
        "rows": [
            (row, f"{reverse('duties:list')}?{urlencode({**window, 'organ': row.unit.organ_id})}")
            for row in page
        ],
        "tabs": tabs(one, "gaps"),
        "crumbs": way_to(one, Crumb("比", reverse("exchange:compare", args=[pk])), Crumb("单位差距")),
    }
    return render(request, "exchange/gaps.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the reader sees of standings, problems, promises and votes, as a workbook."""
    one, holds = compared(request, pk)
    scope, participants = request.actor.scope(Permission.SCORE_SEE), found.exhibits(one)
    everything = standing.standing(one, participants)
    classes = standing.shown_to(everything, found.own(request.actor), whole=holds, on=one.as_of)
    content = BytesIO()
    write_workbook(content, workbook(one, participants, everything, classes, scope))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="gathering-{pk}-{clock.today()}.xlsx"'
    return response
