"""覆盖情况: the blank spots among the 直属单位, by organ."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.home.catalogue import LACKS
from heli.home.forms import CoverageForm
from heli.home.queries.coverage import coverage as covered
from heli.kernel import clock
from heli.sheets.writing import Heading, SheetOut, write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
_HEADINGS = (Heading("所属机关", 30), Heading("直属单位", 34), Heading("空白点", 40))


@require_GET
def coverage(request: SignedInRequest) -> HttpResponse:
    """The four shares, each opening to what is missing, and the units, blank spots first."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    lacks, found = CoverageForm(request.GET).asked, covered(scope, today)
    export = reverse("home:coverage_export")
    shown = {
        "found": found,
        "page": Paginator(found.lacking(lacks), A_PAGE).get_page(request.GET.get("page")),
        "chips": [Chip(LACKS[lacks], "?")] if lacks else [],
        "export_url": f"{export}?{urlencode({'lacks': lacks})}" if lacks else export,
        "today": today,
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb("覆盖情况")],
    }
    return render(request, "home/coverage.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same units as the list shows, as a workbook."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    rows = covered(scope, today).lacking(CoverageForm(request.GET).asked)
    sheet = SheetOut(
        "覆盖情况", _HEADINGS, ((row.organ, row.unit, "、".join(row.lacks) or None) for row in rows)
    )
    file = BytesIO()
    write_workbook(file, [sheet])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"覆盖情况-{today}.xlsx")
