"""组织: the tree opened branch by branch, the list that a search gives, and its workbook; any day's."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs import queries, sheets
from heli.orgs.catalogue import Dictionary, Kind, Leading, Nature
from heli.orgs.forms import PLACES, FilterForm
from heli.orgs.forms.lists import ORDERS
from heli.orgs.queries import Filters, Node, Tree, past
from heli.orgs.queries.tree import STATES
from heli.orgs.queries.units import choices_of
from heli.orgs.views.addresses import address_with, workbook
from heli.ui.catalogue import Chip, Crumb
from heli.ui.days import Day, asked_day

A_PAGE = 50
MOST_OPEN = 60
MOST_DIGITS = 19


@require_GET
def tree(request: SignedInRequest) -> HttpResponse:
    """The tree; with words or a filter in the address the list of what they let through."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    form = _form(request.GET)
    shown: dict[str, Any] = {
        "form": form,
        "filtered": not form.filters.is_empty,
        "day": day,
        "census": (queries.census_as_of if day.is_past else queries.census)(scope, day.on),
        "clear_url": request.path + day.query,
        "crumbs": [Crumb("组织")],
        "export_url": reverse("orgs:export") + address_with(request.GET, page=None, open=None),
    }
    if form.filters.is_empty:
        opened = _opened(request.GET)
        found = past.tree(scope, day.on, opened) if day.is_past else queries.tree(scope, day.on, opened)
        shown["lines"], shown["bodies"] = _lines(found, day)
    else:
        shown |= _list(scope, day, form.filters, request.GET)
        shown["chips"] = _chips(request.GET, form, queries.names_of(form.filters, scope))
    return render(request, "orgs/tree.html#list" if request.htmx else "orgs/tree.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The organisations that the list shows: today's can be loaded again, a past day's are to be read."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    filters = _form(request.GET).filters
    if day.is_past:
        found = past.shown(past.listed(scope, day.on, filters))
        return workbook(sheets.past_sheet(found, day.on), "organisations", day.on)
    return workbook(sheets.export(scope, queries.listed(scope, day.on, filters)), "organisations", day.on)


def _form(query: QueryDict) -> FilterForm:
    offered = choices_of()
    return FilterForm(query, offered[Dictionary.FUNCTION], offered[Dictionary.INNER])


def _list(scope: Scope, day: Day, filters: Filters, query: QueryDict) -> dict[str, Any]:
    """The page of the list that the address asks for, with the term of each."""
    if day.is_past:
        then = Paginator(past.listed(scope, day.on, filters), A_PAGE).get_page(query.get("page"))
        laid = past.shown(then.object_list)
        terms = past.terms_on(laid, day.on)
        return {"page": then, "found": [(one, terms[one.pk]) for one in laid]}
    page = Paginator(queries.listed(scope, day.on, filters), A_PAGE).get_page(query.get("page"))
    terms = queries.terms_of(list(page), day.on)
    return {"page": page, "found": [(one, terms[one.pk]) for one in page]}


class Line(NamedTuple):
    """A node of the tree with the address that opens or closes it."""

    node: Node
    switch_url: str


def _lines(shown: Tree, day: Day) -> tuple[list[Line], list[Line]]:
    def line(node: Node) -> Line:
        opened = sorted(shown.opened ^ {node.organisation.pk})[-MOST_OPEN:]
        return Line(node, f"?open={','.join(map(str, opened))}{day.also}")

    return [line(node) for node in shown.nodes], [line(node) for node in shown.bodies]


def _opened(query: QueryDict) -> set[int] | None:
    """What `?open=12,34` asks to see opened; None where the address does not say."""
    if "open" not in query:
        return None
    asked = str(query["open"]).split(",")[:MOST_OPEN]
    return {int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < MOST_DIGITS}


def _chips(query: QueryDict, form: FilterForm, names: dict[int, str]) -> list[Chip]:
    asked = form.filters
    told = {
        "q": f"查找：{asked.words}" if asked.words else "",
        "kind": f"类别：{Kind(asked.kind).label}" if asked.kind else "",
        "nature": f"性质：{Nature(asked.nature).label}" if asked.nature else "",
        "place": dict(PLACES).get(asked.place, ""),
        "leading": f"领导关系：{Leading(asked.leading).label}" if asked.leading else "",
        "function": f"职能：{form.said('function')}" if asked.function else "",
        "inner": f"内设类别：{form.said('inner')}" if asked.inner else "",
        "state": STATES.get(asked.state, ""),
        "sort": dict(ORDERS)[asked.sort] if asked.sort else "",
        "under": f"{names.get(asked.under, '该组织')}的下级" if asked.under else "",
        "leader": f"{names.get(asked.leader, '该组织')}领导的党组织" if asked.leader else "",
    }
    return [
        Chip(label, address_with(query, page=None, **{name: None})) for name, label in told.items() if label
    ]
