"""Counts how the rows of each sheet were met, and gathers their faults, so that the rows can be let go."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from heli.intake.queries.summary import Line
from heli.intake.queries.tables import SUBJECTS
from heli.sheets.cells import shown
from heli.sheets.faults import Fault, Kind
from heli.sheets.recognising import Part
from heli.sheets.rows import Row

Place = tuple[str, str]
"""Workbook and sheet."""


class Doubt(NamedTuple):
    """A finding that the office has to decide, in a row that is loaded: of which table, about what."""

    table: str
    subject: str
    fault: Fault


@dataclass(slots=True)
class _Count:
    """The rows of one sheet, and by kind the row numbers that have a finding of that kind."""

    table: str
    rows: int = 0
    refused: int = 0
    marked: dict[Kind, set[int]] = field(default_factory=lambda: {kind: set() for kind in Kind})


@dataclass(slots=True)
class Tally:
    """Sheets in the order in which they were begun, every fault that was given to `add`, and every doubt."""

    counts: dict[Place, _Count] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def begin(self, part: Part) -> None:
        """A sheet that holds a table; its line is there even when it has no row."""
        self.counts[part.workbook, part.sheet.name] = _Count(part.table.key)

    def take(self, rows: Iterable[Row]) -> None:
        """Count rows whose check is finished, and keep their faults."""
        part, count = None, None
        for row in rows:
            if row.part is not part or count is None:
                part = row.part
                count = self.counts[part.workbook, part.sheet.name]
            count.rows += 1
            if row.faults:
                count.refused += row.refused
                self.add(row.faults)
                self._doubt(row)

    def add(self, faults: Iterable[Fault]) -> None:
        """Keep faults, of rows or of headings."""
        for fault in faults:
            self.faults.append(fault)
            count = self.counts.get((fault.workbook, fault.sheet))
            if count is not None:
                count.marked[fault.kind].add(fault.row)

    def _doubt(self, row: Row) -> None:
        if not row.refused:
            table = row.part.table.key
            self.doubts += [
                Doubt(table, _subject(row), fault) for fault in row.faults if fault.kind is Kind.DECIDE
            ]

    def lines(self) -> tuple[Line, ...]:
        """The figures of each sheet."""
        return tuple(
            Line(
                workbook=workbook,
                sheet=sheet,
                table=count.table,
                rows=count.rows,
                ready=count.rows - count.refused,
                refused=count.refused,
                warned=len(count.marked[Kind.WARN]),
                undecided=len(count.marked[Kind.DECIDE]),
                tolerated=len(count.marked[Kind.TOLERATE]),
            )
            for (workbook, sheet), count in self.counts.items()
        )


def _subject(row: Row) -> str:
    """What a row is about, in the office's own words."""
    raw = row.raw
    told = (" ".join(shown(raw[key]).split()) for key in SUBJECTS[row.part.table.key] if key in raw)
    return "，".join(filter(None, told))
