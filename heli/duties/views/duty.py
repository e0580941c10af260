"""应办: a list over what the reader may see, and one organisation's year."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.catalogue import DutyState
from heli.duties.forms.lists import DutyFilterForm
from heli.duties.queries.listing import Duty, Filters, duties, duties_of
from heli.duties.queries.plan import plan_year
from heli.duties.sheets.exports import duty_sheet
from heli.duties.views.addresses import chip, workbook
from heli.kernel import clock
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """The duties that the address asks for, fifty a page."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    form = DutyFilterForm(request.GET)
    year = form.asked("year") or plan_year(today)
    found = duties(scope, year, today, form.filters)
    form.offer([(one.pk, f"{one.number}. {one.measure}") for one in found.book.readings])
    page = Paginator(cast("Sequence[Duty]", found), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": page.object_list,
        "year": year,
        "today": today,
        "counts": [
            (state, number, chip(request.GET, "state", state.value))
            for state, number in found.counts.items()
            if number
        ],
        "chips": _chips(request.GET, form.filters),
        "export_url": f"{reverse('duties:export')}?{request.GET.urlencode()}",
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("应办")],
    }
    return render(request, "duties/list.html", shown)


@require_GET
def of_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's duties of the year by 重点任务."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    organisation = visible_organisation(pk, scope)
    year = plan_year(today)
    rows = duties_of(organisation, year, today)
    page = {
        "organisation": organisation,
        "year": year,
        "today": today,
        "groups": [
            (group, [(one, list(inside)) for one, inside in groupby(duties, key=lambda row: row.reading)])
            for group, duties in ((g, list(r)) for g, r in groupby(rows, key=lambda row: row.reading.group))
        ],
        "rows_url": f"{reverse('duties:list')}?year={year}&organisation={pk}",
        "counts": [(s, n) for s in DutyState if (n := sum(row.state == s for row in rows))],
        "may_enter": request.actor.may(Permission.RECORD_ENTER, organisation),
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb(organisation.short_name)],
    }
    return render(request, "duties/of_organisation.html", page)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same duties as the list shows, as a workbook."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    form = DutyFilterForm(request.GET)
    year = form.asked("year") or plan_year(today)
    return workbook(duty_sheet(duties(scope, year, today, form.filters), year, today), f"{year}年应办")


def _chips(query: QueryDict, filters: Filters) -> list[Chip]:
    found = []
    if filters.state is not None:
        found.append(Chip(f"状态：{filters.state.label}", chip(query, "state", None)))
    if filters.requirement is not None:
        found.append(Chip("一个责任条目", chip(query, "requirement", None)))
    if filters.group:
        found.append(Chip(f"重点任务：{filters.group}", chip(query, "group", None)))
    if filters.organ is not None:
        found.append(Chip("一个单位", chip(query, "organ", None)))
    if filters.organisation is not None:
        found.append(Chip("一个党组织", chip(query, "organisation", None)))
    if filters.due_from != date.min:
        found.append(Chip(f"到期自 {filters.due_from}", chip(query, "due_from", None)))
    if filters.due_to != date.max:
        found.append(Chip(f"到期至 {filters.due_to}", chip(query, "due_to", None)))
    return found
