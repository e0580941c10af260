"""Reads .xlsx and .xlsm: cells through calamine, the rest from the XML. ECMA-376."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element

import python_calamine
from defusedxml import ElementTree

from heli.sheets import sheet_xml
from heli.sheets.calamine_sheets import merges_of, rows_of
from heli.sheets.cells import column_letter
from heli.sheets.workbook import MOST_CELLS, Sheet, Workbook, put, too_scattered

_DATE_1904 = "date1904"
_RECALCULATES = "fullCalcOnLoad"


def read(name: str, content: bytes) -> Workbook:
    """The workbook. Raises what zipfile, calamine and the XML parser raise where it is broken."""
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book,
    ):
        package = _Package(archive)
        said = package.said_by_workbook()
        return Workbook(
            name,
            tuple(
                _sheet(book, index, package, said)
                for index, sheet in enumerate(book.sheets_metadata)
                if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ),
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What xl/workbook.xml says: the part of each sheet by its name, and two settings."""

    parts: Mapping[str, str]
    counts_from_1904: bool
    recalculates: bool


class _Package:
    """The parts of the package, by name without regard to case, as Excel takes them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {entry.replace("\\", "/").lower(): entry for entry in archive.namelist()}

    def open(self, part: str) -> IO[bytes]:
        return self._archive.open(self._names[part.lower()])

    def said_by_workbook(self) -> _Said:
        workbook = self._xml("xl/workbook.xml")
        targets = {link.get("Id"): link.get("Target", "") for link in self._xml("xl/_rels/workbook.xml.rels")}
        sheets = [element for element in workbook.iter() if _local(element) == "sheet"]
        return _Said(
            parts={sheet.get("name", ""): _part(targets[_relation(sheet)]) for sheet in sheets},
            counts_from_1904=_is_set(workbook, "workbookPr", _DATE_1904),
            recalculates=_is_set(workbook, "calcPr", _RECALCULATES),
        )

    def _xml(self, part: str) -> Element:
        with self.open(part) as stream:
            return ElementTree.fromstring(stream.read())


def _sheet(book: python_calamine.CalamineWorkbook, index: int, package: _Package, said: _Said) -> Sheet:
    metadata = book.sheets_metadata[index]
    hidden = metadata.visible is not python_calamine.SheetVisibleEnum.Visible
    facts = _facts(package, said, metadata.name)
    if facts.area > MOST_CELLS:
        problem = too_scattered(facts.last_row + 1, column_letter(facts.last_column))
        return Sheet(metadata.name, [], hidden=hidden, problem=problem)
    source = book.get_sheet_by_index(index)
    rows = rows_of(source)
    put(rows, facts.errors)
    return Sheet(
        name=metadata.name,
        rows=rows,
        hidden=hidden,
        merges=merges_of(source),
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        counts_from_1904=said.counts_from_1904,
    )


def _facts(package: _Package, said: _Said, name: str) -> sheet_xml.SheetFacts:
    for exact in (False, True):
        with package.open(said.parts[name]) as stream:
            facts = sheet_xml.scan(stream, zero_is_no_result=said.recalculates, exact=exact)
        if facts.area <= MOST_CELLS:
            break
    return facts


def _part(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _relation(sheet: Element) -> str:
    return next(value for name, value in sheet.attrib.items() if name.endswith("}id"))


def _is_set(workbook: Element, element: str, attribute: str) -> bool:
    return any(found.get(attribute) in ("1", "true") for found in workbook.iter() if _local(found) == element)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
