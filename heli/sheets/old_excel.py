"""Reads .xls and WPS's .et: cells through calamine, the rest from the records."""

from __future__ import annotations

import io

import python_calamine

from heli.sheets import biff, compound
from heli.sheets.calamine_sheets import merges_of, rows_of
from heli.sheets.workbook import Sheet, Workbook, broken, locked, put


def read(name: str, content: bytes) -> Workbook:
    """The workbook. Raises Invalid where it is broken or locked."""
    try:
        facts = biff.scan(compound.stream(content, "Workbook", "Book"))
    except compound.Damaged:
        raise broken(name) from None
    if facts.is_locked:
        raise locked(name)
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        metadata = book.sheets_metadata
        if len(metadata) != len(facts.sheets):
            raise broken(name)
        return Workbook(
            name,
            tuple(
                _sheet(book, index, facts)
                for index, sheet in enumerate(metadata)
                if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ),
        )


def _sheet(book: python_calamine.CalamineWorkbook, index: int, facts: biff.BookFacts) -> Sheet:
    said = facts.sheets[index]
    source = book.get_sheet_by_index(index)
    rows = rows_of(source)
    put(rows, said.errors)
    return Sheet(
        name=source.name,
        rows=rows,
        hidden=book.sheets_metadata[index].visible is not python_calamine.SheetVisibleEnum.Visible,
        merges=merges_of(source),
        hidden_rows=frozenset(said.hidden_rows),
        hidden_columns=frozenset(said.hidden_columns),
        counts_from_1904=facts.counts_from_1904,
    )
