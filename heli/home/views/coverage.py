"""覆盖情况: the blank spots among the 直属单位, by organ."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.home.catalogue import HAS, LACKS
from heli.home.forms import CoverageForm
from heli.home.queries.coverage import Coverage
from heli.home.queries.coverage import coverage as covered
from heli.kernel import clock
from heli.sheets.writing import Heading, SheetOut, write_workbook
from heli.ui.catalogue import Chip, Crumb
from heli.ui.days import Day, asked_day

A_PAGE = 50
_HEADINGS = (Heading("所属机关", 30), Heading("直属单位", 34), Heading("空白点", 40))


@require_GET
def coverage(request: SignedInRequest) -> HttpResponse:
    """The shares of a day, each opening to what has it and what lacks it; the units, blank spots first."""
    found, day, form = _asked(request)
    said = LACKS.get(form.lacking) or HAS.get(form.having)
    rows = found.narrowed(form.lacking, form.having)
    shown = {
        "found": found,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "chips": [Chip(said, _without(request.GET, "lacks", "has", "page"))] if said else [],
        "export_url": reverse("home:coverage_export") + _without(request.GET, "page"),
        "clear_url": request.path + day.query,
        "day": day,
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb("覆盖情况")],
    }
    return render(request, "home/coverage.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same units as the list shows, as a workbook."""
    found, day, form = _asked(request)
    rows = found.narrowed(form.lacking, form.having)
    sheet = SheetOut(
        "覆盖情况", _HEADINGS, ((row.organ, row.unit, "、".join(row.lacks) or None) for row in rows)
    )
    file = BytesIO()
    write_workbook(file, [sheet])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"覆盖情况-{day.on}.xlsx")


def _asked(request: SignedInRequest) -> tuple[Coverage, Day, CoverageForm]:
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    return covered(scope, day.on, past=day.is_past), day, CoverageForm(request.GET)


def _without(query: QueryDict, *names: str) -> str:
    """The address's own query without some parameters."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return f"?{rest.urlencode()}"
