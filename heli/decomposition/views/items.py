"""What was handed down in a year, and one requirement as a tree (鸟瞰)."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition.catalogue import Layer
from heli.decomposition.queries import counts
from heli.decomposition.queries.items import item_of, recorded
from heli.decomposition.queries.tree import Node, grove, lag_of, tree
from heli.decomposition.views.addresses import numbers_in, tasks_url, way, year_of
from heli.kernel import clock
from heli.ui.catalogue import Crumb

MOST_OPEN = 60


class Cell(NamedTuple):
    """What stands at one layer, and the list of it."""

    layer: str
    lag: counts.Lag
    url: str


@require_GET
def items(request: SignedInRequest) -> HttpResponse:
    """Every item of the year with its tasks over the layers, as far as the reader sees them."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    year = year_of(request.GET, today)
    found = counts.items_of(year)
    lines = counts.by_item(found, counts.counted(counts.tasks_of(found, scope)))
    rows = [
        (line, cells_of(line, year), tasks_url(year, requirement=line.item.pk, state="open"))
        for line in lines
        if line.whole.handed
    ]
    shown = {
        "year": year,
        "today": today,
        "layers": [layer.label for layer in Layer],
        "rows": rows,
        "not_handed": [line.item for line in lines if not line.whole.handed],
        "may_issue": request.actor.may_somewhere(Permission.PLAN_KEEP),
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb("任务分解")],
    }
    return render(request, "decomposition/items.html", shown)


def cells_of(line: counts.ItemLine, year: int) -> list[Cell]:
    """An item at each layer."""
    return [
        Cell(layer.label, lag, tasks_url(year, requirement=line.item.pk, layer=layer.value))
        for layer, lag in line.layers
    ]


class Line(NamedTuple):
    """A node of the tree with the address that opens or closes it."""

    node: Node
    switch_url: str


@require_GET
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    """One requirement from above: at each layer, and as a tree that opens where `?open=12,34` says."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    one = item_of(pk)
    done = recorded(one, scope)
    found = grove(pk, scope, today)
    opened = numbers_in(request.GET["open"], MOST_OPEN) if "open" in request.GET else set()
    if "open" not in request.GET and len(found.roots) == 1:
        opened = set(found.roots)
    every = list(found.tasks.values())
    shown = {
        "one": one,
        "lines": [Line(node, _switch(opened, node.row.task.pk)) for node in tree(found, opened, today)],
        "whole": lag_of(every),
        "duties_url": f"{reverse('duties:list')}?year={one.plan.year}&requirement={pk}",
        "layers": [
            (
                layer,
                lag_of(part),
                tasks_url(one.plan.year, requirement=pk, layer=layer.value),
                done.get(layer, 0),
            )
            for layer in Layer
            if (part := [task for task in every if task.layer == layer])
        ],
        "today": today,
        "crumbs": way(Crumb(f"第 {one.number} 条")),
    }
    return render(
        request, "decomposition/item.html#list" if request.htmx else "decomposition/item.html", shown
    )


def _switch(opened: set[int], pk: int) -> str:
    return f"?open={','.join(map(str, sorted(opened ^ {pk})[-MOST_OPEN:]))}"
