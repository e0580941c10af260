"""What is asked of a calamine sheet, by every format that goes through calamine."""

from __future__ import annotations

from typing import cast

import python_calamine

from heli.sheets.cells import Cell
from heli.sheets.workbook import Merge


def rows_of(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    """All rows from row 1 and column A on, each equally long."""
    return cast(list[list[Cell]], sheet.to_python(skip_empty_area=False))


def merges_of(sheet: python_calamine.CalamineSheet) -> tuple[Merge, ...]:
    """Its merged ranges."""
    return tuple(Merge(*start, *end) for start, end in sheet.merged_cell_ranges or ())
