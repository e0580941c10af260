"""The branches in sight: which plans what on which day of a month."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.almanac.forms import MonthForm
from heli.almanac.queries import beneath
from heli.almanac.sheets import beneath_sheet
from heli.almanac.views.addresses import way
from heli.kernel import clock
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def branches(request: SignedInRequest) -> HttpResponse:
    """A month of all branches in sight; whoever sees his own branch alone is led to its year."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    own = list(beneath.branches(scope, today).order_by("path")[:2])
    if len(own) == 1:
        return redirect("almanac:branch", own[0].pk)
    form = MonthForm(request.GET, today)
    page = Paginator(beneath.in_month(scope, form.asked, today), A_PAGE).get_page(request.GET.get("page"))
    planned, every = beneath.how_many(scope, form.asked, today)
    if form.only_unplanned:
        return _unplanned(request, form, every - planned)
    shown = {
        "form": form,
        "page": page,
        "chips": [],
        "lines": beneath.lines(list(page), today),
        "planned": planned,
        "every": every,
        "waiting": every - planned,
        "own": beneath.own_branches(request.actor, today),
        "export_url": f"{reverse('almanac:branches_export')}?month={form.asked:%Y-%m}",
        "crumbs": way(),
    }
    return render(request, "almanac/branches.html", shown)


def _unplanned(request: SignedInRequest, form: MonthForm, count: int) -> HttpResponse:
    """The branches in sight that have planned nothing in the month."""
    scope = request.actor.require(Permission.RECORD_SEE)
    found = beneath.unplanned(scope, form.asked, clock.today())
    address = f"{reverse('almanac:branches')}?month={form.asked:%Y-%m}"
    shown = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "count": count,
        "chips": [Chip("还没有安排的", address)],
        "address": address,
        "crumbs": way(Crumb("还没有安排的党支部")),
    }
    return render(request, "almanac/unplanned.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same month as a workbook."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    form, content = MonthForm(request.GET, today), BytesIO()
    rows = list(beneath.in_month(scope, form.asked, today))
    write_workbook(content, [beneath_sheet(beneath.lines(rows, today))])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="almanac-{form.asked:%Y-%m}.xlsx"'
    return response
