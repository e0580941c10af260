"""The roster as a workbook, beside XlsxWriter with the same cells."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from heli.accounts.scope import EVERYTHING
from heli.bench.catalogue import Figure, at_most_times
from heli.bench.ground import Ground
from heli.bench.timing import middle_of, timed
from heli.members.sheets.export import export
from heli.sheets.writing import write_workbook

RUNS = 3
MEMBERS_OUT = at_most_times(2)


def exporting(ground: Ground) -> Iterator[Figure]:
    cells = [tuple(row) for row in export(EVERYTHING).rows]
    with TemporaryDirectory(dir=ground.folder) as scratch:
        ours, alone = Path(scratch) / "ours.xlsx", Path(scratch) / "alone.xlsx"
        pairs = [
            (timed(lambda: write_workbook(ours, [export(EVERYTHING)])), timed(lambda: _write(alone, cells)))
            for _ in range(RUNS)
        ]
    yield Figure.of(
        "导出全部在册党员",
        middle_of([measured for measured, _ in pairs]),
        middle_of([floor for _, floor in pairs]),
        "XlsxWriter 写同样的单元格",
        MEMBERS_OUT,
        f"{len(cells)} 行 × {len(cells[0])} 列",
    )


def _write(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """The library alone, row by row, in its leanest mode."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif value:
                    page.write_string(number, column, value)
