"""支部书记台账: the list, and as a workbook."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.sheets.writing import write_workbook
from heli.study import rules
from heli.study.forms import ListForm
from heli.study.queries import secretaries as queries
from heli.study.queries.hours import branches
from heli.study.sheets.going import secretaries_sheet
from heli.study.views.addresses import A_PAGE, crumbs, with_year, year_of, years
from heli.study.views.hours import XLSX
from heli.ui.catalogue import Chip


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Branches in sight with their secretaries, in the order of the tree."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    page = Paginator(branches(scope, today, form.words), A_PAGE).get_page(request.GET.get("page"))
    here = with_year("study:secretaries", year)
    shown = {
        "form": form,
        "page": page,
        "rows": queries.led(list(page), year, today),
        "year": year,
        "until": rules.last_day(year, today),
        "tabs": years(request, year, today),
        "chips": [Chip(f"名称：{form.words}", here)] if form.words else [],
        "export_url": f"{with_year('study:secretaries_export', year)}&q={form.words}",
        "here": here,
        "rules": rules.rules_of(year),
        "crumbs": crumbs("支部书记台账"),
    }
    return render(request, "study/secretaries.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The whole list as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    content = BytesIO()
    write_workbook(content, [secretaries_sheet(queries.all_led(scope, year, today, form.words), year)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="secretaries-{year}.xlsx"'
    return response
