"""未承接 (what nobody took up, and who holds it up), 压力传导 (lag by layer), and the rows behind figures."""

from collections.abc import Sequence
from typing import NamedTuple, cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import rules
from heli.decomposition.catalogue import Layer
from heli.decomposition.forms import FilterForm
from heli.decomposition.queries import counts
from heli.decomposition.queries.listed import STATES, Filters, Row, listed
from heli.decomposition.views.addresses import tasks_url, way, year_of
from heli.decomposition.views.items import cells_of
from heli.duties.models import Requirement
from heli.kernel import clock
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def tasks(request: SignedInRequest) -> HttpResponse:
    """Tasks as rows, narrowed by item, layer, state, organisation, slowness."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    year = year_of(request.GET, today)
    items = counts.items_of(year)
    form = FilterForm(request.GET, [(one.pk, _words(one)) for one in items])
    filters = form.filters
    organisation = (
        visible_organisation(filters.organisation, scope) if filters.organisation is not None else None
    )
    name = organisation.short_name if organisation is not None else ""
    found = listed(items, scope, filters, today)
    shown = {
        "form": form,
        "year": year,
        "today": today,
        "page": Paginator(cast("Sequence[Row]", found), A_PAGE).get_page(request.GET.get("page")),
        "chips": _chips(year, filters, items, name),
        "clear_url": tasks_url(year),
        "crumbs": way(Crumb("任务列表")),
    }
    return render(request, "decomposition/tasks.html", shown)


def _words(one: Requirement) -> str:
    return f"{one.number}. {one.measure}"


def _chips(year: int, filters: Filters, items: Sequence[Requirement], organisation: str) -> list[Chip]:
    said = {
        "requirement": next((_words(one) for one in items if one.pk == filters.requirement), ""),
        "layer": Layer(filters.layer).label if filters.layer else "",
        "state": STATES[filters.state][0] if filters.state else "",
        "organisation": organisation,
        "slow": "超过签收期限" if filters.slow else "",
    }
    asked = {name: getattr(filters, name) for name in said}
    asked["slow"] = "on" if filters.slow else ""
    return [Chip(words, tasks_url(year, **{**asked, name: ""})) for name, words in said.items() if words]


class Figure(NamedTuple):
    """A number and the list that it opens to; `label` is the column's."""

    number: int
    url: str
    label: str = ""


@require_GET
def missing(request: SignedInRequest) -> HttpResponse:
    """未承接: items × layers, how many wait, with the longest waiting beneath and who holds each up."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    year = year_of(request.GET, today)
    items = counts.items_of(year)
    found = listed(items, scope, Filters(state="open"), today)
    lines = [line for line in counts.by_item(items, found.groups) if line.whole.open]
    layers = counts.by_layer(found.groups)
    shown = {
        "year": year,
        "today": today,
        "days": rules.take_up_days(today),
        "layers": [layer.label for layer in Layer],
        "rows": [(line, *_open_cells(line, year)) for line in lines],
        "whole": [
            (layer, _waiting(lag, year, layer), _returned(lag, year, layer), _slow(lag, year, layer))
            for layer, lag in layers
        ],
        "page": Paginator(cast("Sequence[Row]", found), A_PAGE).get_page(request.GET.get("page")),
        "crumbs": way(Crumb("未承接")),
    }
    return render(request, "decomposition/missing.html", shown)


def _open_cells(line: counts.ItemLine, year: int) -> tuple[list[Figure], Figure, Figure]:
    pk = line.item.pk
    cells = [
        Figure(lag.open, tasks_url(year, requirement=pk, layer=layer.value, state="open"), layer.label)
        for layer, lag in line.layers
    ]
    whole = Figure(line.whole.open, tasks_url(year, requirement=pk, state="open"))
    return cells, whole, Figure(line.whole.slow, tasks_url(year, requirement=pk, state="open", slow="on"))


def _waiting(lag: counts.Lag, year: int, layer: Layer) -> Figure:
    return Figure(lag.waiting, tasks_url(year, layer=layer.value, state="waiting"))


def _returned(lag: counts.Lag, year: int, layer: Layer) -> Figure:
    return Figure(lag.returned, tasks_url(year, layer=layer.value, state="returned"))


def _slow(lag: counts.Lag, year: int, layer: Layer) -> Figure:
    return Figure(lag.slow, tasks_url(year, layer=layer.value, state="open", slow="on"))


class LagLine(NamedTuple):
    """One layer of 压力传导: its lag, and what each of its figures opens to."""

    layer: Layer
    lag: counts.Lag
    handed: Figure
    held: Figure
    slow: Figure
    waiting: Figure
    returned: Figure


@require_GET
def lag(request: SignedInRequest) -> HttpResponse:
    """压力传导: how soon each layer takes up what is handed down, over all tasks and by item (S004-12)."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    year = year_of(request.GET, today)
    items = counts.items_of(year)
    groups = counts.grouped(counts.tasks_of(items, scope), today)
    lines = [_lag_line(layer, found, year) for layer, found in counts.by_layer(groups) if found.handed]
    layers = [line.layer.label for line in lines]
    shown = {
        "year": year,
        "today": today,
        "days": rules.take_up_days(today),
        "lines": lines,
        "layers": layers,
        "rows": [
            (line.item, [cell for cell in cells_of(line, year) if cell.layer in layers])
            for line in counts.by_item(items, groups)
            if line.whole.handed
        ],
        "items_url": reverse("decomposition:items"),
        "crumbs": way(Crumb("压力传导")),
    }
    return render(request, "decomposition/lag.html", shown)


def _lag_line(layer: Layer, found: counts.Lag, year: int) -> LagLine:
    def figure(number: int, **filters: str) -> Figure:
        return Figure(number, tasks_url(year, layer=layer.value, **filters))

    return LagLine(
        layer,
        found,
        figure(found.handed),
        figure(found.held, state="held"),
        figure(found.slow, slow="on"),
        figure(found.waiting, state="waiting"),
        figure(found.returned, state="returned"),
    )
