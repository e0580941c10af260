"""Addresses with a parameter changed or left out, and what is handed out as a workbook."""

from collections.abc import Sequence
from io import BytesIO

from django.http import FileResponse, QueryDict
from django.urls import reverse

from heli.sheets.writing import SheetOut, write_workbook
from heli.ui.catalogue import Crumb

A_PAGE = 50


def without(query: QueryDict, *names: str) -> str:
    """The address's own query without some parameters, and from its first page."""
    rest = query.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}"


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """The way to a page beneath 组织变动."""
    way = [Crumb("组织", reverse("orgs:tree"))]
    way.append(Crumb("组织变动", reverse("reorganisation:events") if last else ""))
    return [*way, *(one if isinstance(one, Crumb) else Crumb(one) for one in last)]


def workbook(name: str, sheets: Sequence[SheetOut]) -> FileResponse:
    """Sheets as a file to download."""
    file = BytesIO()
    write_workbook(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
