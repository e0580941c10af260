"""The rows of a kept workbook that are loaded, as the office wrote them: read from the workbook itself."""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

from heli.intake.queries.opening import File, parts_of
from heli.kernel.errors import NotFound
from heli.sheets.cells import shown
from heli.sheets.recognising import Mappings
from heli.sheets.rows import read_rows

MOST_COLUMNS = 6


class ReadyRow(NamedTuple):
    """A row by its number in Excel, with heading and text of its first cells that are not private."""

    number: int
    cells: Sequence[tuple[str, str]]


class ReadyRows(NamedTuple):
    """One page of them under the office's own headings."""

    headings: Sequence[str]
    rows: Sequence[ReadyRow]


def ready_rows(
    file: File, sheet: str, *, mapping: Mappings, refused: Collection[int], skip: int, take: int
) -> ReadyRows:
    """`take` rows of a sheet after the first `skip`, those of `refused` (row numbers) left out.

    NotFound where the sheet holds no table.
    """
    part = next((part for part in parts_of(file, mapping) if part.sheet.name == sheet), None)
    if part is None:
        raise NotFound("sheet-unknown", f"“{file.name}”里没有可以导入的工作表“{sheet}”。")
    keys = [key for key in part.columns if not part.table.column(key).private][:MOST_COLUMNS]
    ready = (row for row in read_rows(part) if row.number not in refused)
    rows = [
        ReadyRow(row.number, [(part.headings[key], shown(row.raw[key])) for key in keys])
        for row in islice(ready, skip, skip + take)
    ]
    return ReadyRows([part.headings[key] for key in keys], rows)
