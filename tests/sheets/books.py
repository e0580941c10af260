"""Builds workbooks for the tests: by XlsxWriter, from raw XML, and .ods."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

Row = Sequence[Any]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def moment(day: str) -> dt.datetime:
    """The moment as Excel keeps it: without a zone. `2021-06-18 09:30`."""
    return dt.datetime.fromisoformat(day)


def xlsx(*sheets: Sequence[Row], names: Sequence[str] = (), options: dict[str, Any] | None = None) -> bytes:
    """A workbook with the given rows of plain values, None for an empty cell."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[number] if names else None)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value)
                    elif value is not None:
                        sheet.write(r, c, value)

    return drawn(fill, options)


def drawn(fill: Callable[[xlsxwriter.Workbook], None], options: dict[str, Any] | None = None) -> bytes:
    """What `fill` draws with XlsxWriter."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd", **(options or {})}) as book:
        fill(book)
    return stream.getvalue()


def raw(
    sheet_xml: str, *, workbook_parts: str = "", strings: str = "", sheet_path: str = "worksheets/s.xml"
) -> bytes:
    """An .xlsx of one sheet whose XML is given; `workbook_parts` stands before <sheets> in the workbook."""
    inside = sheet_path.removeprefix("/xl/")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/{inside}" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{_DOCUMENT}">{workbook_parts}'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="{sheet_path}"/>'
        f'<Relationship Id="rId2" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        f"xl/{inside}": sheet_xml,
    }
    return zipped(parts)


def sheet_data(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet's XML around the rows."""
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def ods(tables: str, *, styles: str = "", settings: str = "", encrypted: bool = False) -> bytes:
    """An .ods with the given <table:table> elements."""
    prefixes = {"office", "table", "text", "style"}
    spaces = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in sorted(prefixes))
    calcext = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    secret = "<manifest:encryption-data/>" if encrypted else ""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="'
            "urn:oasis:names:tc:opendocument:xmlns:"
            f'manifest:1.0"><manifest:file-entry manifest:full-path="/">{secret}</manifest:file-entry>'
            "</manifest:manifest>",
            "content.xml": f"<office:document-content {spaces} {calcext}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{settings}{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        }
    )
