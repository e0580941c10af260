"""Addresses of lists with one filter more or less, the way to a page of the section, workbooks as answers."""

from datetime import date
from io import BytesIO

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from heli.sheets.writing import SheetOut, write_workbook
from heli.ui.catalogue import Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def query_with(query: QueryDict, **changes: str | None) -> str:
    """The address's own query with some parameters changed or, where None, left out."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return changed.urlencode()


def address_with(query: QueryDict, **changes: str | None) -> str:
    """The same with the question mark."""
    return f"?{query_with(query, **changes)}"


def crumbs(last: str) -> list[Crumb]:
    """The way to a page that hangs on 组织."""
    return [Crumb("组织", reverse("orgs:tree")), Crumb(last)]


def workbook(sheet: SheetOut, name: str, day: date) -> HttpResponse:
    """A sheet as an Excel file to download."""
    content = BytesIO()
    write_workbook(content, [sheet])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.xlsx"'
    return response
