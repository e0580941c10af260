"""组织: the tree opened branch by branch, the list that a search gives, and its workbook."""

from io import BytesIO
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs import queries, sheets
from heli.orgs.catalogue import Kind, Nature
from heli.orgs.forms import PLACES, FilterForm
from heli.orgs.queries import Filters, Node, Tree
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
MOST_OPEN = 60
MOST_DIGITS = 19
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def tree(request: SignedInRequest) -> HttpResponse:
    """The tree; with words or a filter in the address the list of what they let through."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    form = FilterForm(request.GET)
    shown: dict[str, Any] = {
        "form": form,
        "filtered": not form.filters.is_empty,
        "today": today,
        "census": queries.census(scope, today),
        "crumbs": [Crumb("组织")],
        "export_url": f"{reverse('orgs:export')}?{_query(request.GET, page=None, open=None)}",
    }
    if form.filters.is_empty:
        shown["lines"], shown["bodies"] = _lines(queries.tree(scope, today, _opened(request.GET)))
    else:
        found = queries.listed(scope, today, form.filters)
        shown["page"] = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        terms = queries.terms_of(shown["page"].object_list, today)
        shown["found"] = [(one, terms[one.pk]) for one in shown["page"]]
        shown["chips"] = _chips(request.GET, form.filters, queries.names_of(form.filters, scope))
    return render(request, "orgs/tree.html#list" if request.htmx else "orgs/tree.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same organisations as the list shows, as a workbook that can be loaded again."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    content = BytesIO()
    found = queries.listed(scope, today, FilterForm(request.GET).filters)
    write_workbook(content, [sheets.export(scope, found)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="organisations-{today}.xlsx"'
    return response


class Line(NamedTuple):
    """A node of the tree with the address that opens or closes it."""

    node: Node
    switch_url: str


def _lines(shown: Tree) -> tuple[list[Line], list[Line]]:
    def line(node: Node) -> Line:
        opened = sorted(shown.opened ^ {node.organisation.pk})[-MOST_OPEN:]
        return Line(node, f"?open={','.join(map(str, opened))}")

    return [line(node) for node in shown.nodes], [line(node) for node in shown.bodies]


def _opened(query: QueryDict) -> set[int] | None:
    """What `?open=12,34` asks to see opened; None where the address does not say."""
    if "open" not in query:
        return None
    asked = str(query["open"]).split(",")[:MOST_OPEN]
    return {int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < MOST_DIGITS}


def _query(query: QueryDict, **changes: str | None) -> str:
    """The address's own query with some parameters changed or, where None, left out."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return changed.urlencode()


def _chips(query: QueryDict, filters: Filters, names: dict[int, str]) -> list[Chip]:
    told = {
        "q": f"查找：{filters.words}" if filters.words else "",
        "kind": f"类别：{Kind(filters.kind).label}" if filters.kind else "",
        "nature": f"性质：{Nature(filters.nature).label}" if filters.nature else "",
        "place": dict(PLACES).get(filters.place, ""),
        "under": f"{names.get(filters.under, '该组织')}的下级" if filters.under else "",
        "leader": f"{names.get(filters.leader, '该组织')}领导的党组织" if filters.leader else "",
    }
    return [
        Chip(label, f"?{_query(query, page=None, **{name: None})}") for name, label in told.items() if label
    ]
