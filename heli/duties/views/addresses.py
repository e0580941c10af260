"""Addresses of narrowed lists, and workbooks as answers."""

from io import BytesIO

from django.http import FileResponse, QueryDict

from heli.sheets.writing import SheetOut, write_workbook


def chip(query: QueryDict, name: str, value: str | None) -> str:
    """The same list with one filter set, or taken away (None); always from its first page."""
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value is not None:
        changed[name] = value
    return f"?{changed.urlencode()}"


def workbook(sheet: SheetOut, name: str) -> FileResponse:
    """A sheet as an Excel file to download."""
    file = BytesIO()
    write_workbook(file, [sheet])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
