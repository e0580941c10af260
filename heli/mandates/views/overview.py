"""责任清单: who has one and who has none yet, by actor and state; and all lists of one organisation."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.mandates.catalogue import KINDS_OF, Bearer
from heli.mandates.forms import FilterForm
from heli.mandates.models import Mandate
from heli.mandates.queries import one as one_queries
from heli.mandates.queries import overview as queries
from heli.mandates.queries.overview import Filters, Tally
from heli.mandates.sheets import overview_sheet
from heli.mandates.views.addresses import way, without, workbook
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50


@require_GET
def lists(request: SignedInRequest) -> HttpResponse:
    """The lists in sight, an actor at a time; every number opens to its rows."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    counted = queries.counted(scope, today)
    form = FilterForm(request.GET, queries.years(counted, today), today.year)
    tallies = queries.tallies(scope, form.year_asked, counted, today)
    filters = form.filters(tallies)
    page = Paginator(_rows(request, filters), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "filters": filters,
        "tallies": tallies,
        "tabs": _tabs(tallies, filters),
        "page": page,
        "lines": queries.lines(list(page), filters, today),
        "chips": _chips(request.GET, filters),
        "today": today,
        "crumbs": [*way()[:1], Crumb("责任清单")],
    }
    return render(request, "mandates/lists.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The rows that the overview shows, as a workbook."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    counted = queries.counted(scope, today)
    form = FilterForm(request.GET, queries.years(counted, today), today.year)
    filters = form.filters(queries.tallies(scope, form.year_asked, counted, today))
    rows = list(_rows(request, filters))
    name = f"{filters.year}年责任清单-{filters.bearer.label}"
    return workbook(overview_sheet(queries.lines(rows, filters, today), filters.year), name)


@require_GET
def of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every list of one organisation for a year, with those that are wanting."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    organisation = visible_organisation(pk, scope)
    form = FilterForm(request.GET, one_queries.years_of(organisation, today), today.year)
    year = form.year_asked
    versions: dict[tuple[str, int | None], list[Mandate]] = {}
    for one in one_queries.lists_of(organisation, year):
        versions.setdefault((one.bearer, one.post_id), []).append(one)
    lines = queries.lines_of(organisation, year, today)
    former = {key: kept for key, kept in versions.items() if key not in {line.key for line in lines}}
    shown = {
        "organisation": organisation,
        "form": form,
        "year": year,
        "lines": [(line, versions.get(line.key, [])) for line in lines],
        "former": [kept[-1] for kept in former.values()],
        "may_start": request.actor.may(Permission.RECORD_ENTER, organisation),
        "keeps_lists": any(organisation.kind in kinds for kinds in KINDS_OF.values()),
        "crumbs": [*way(), Crumb(organisation.short_name)],
    }
    return render(request, "mandates/of.html", shown)


def _rows(request: SignedInRequest, filters: Filters) -> Any:
    scope, today = request.actor.scope(Permission.REQUIREMENT_SEE), clock.today()
    if filters.bearer is Bearer.MEMBER:
        return queries.members(scope, filters, today)
    return queries.organisations(scope, filters, today)


def _tabs(tallies: list[Tally], filters: Filters) -> list[Tab]:
    return [
        Tab(
            one.bearer.label,
            f"?year={filters.year}&bearer={one.bearer}",
            one.bearer is filters.bearer,
            one.total,
        )
        for one in tallies
    ]


def _chips(query: QueryDict, filters: Filters) -> list[Chip]:
    told = {
        "state": f"状态：{queries.STATES[filters.state]}" if filters.state else "",
        "place": {"own": "机关本级", "attached": "直属单位"}.get(filters.place, ""),
        "q": f"名称：{filters.name}" if filters.name else "",
    }
    return [Chip(label, without(query, name)) for name, label in told.items() if label]
