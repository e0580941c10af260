"""The check of an office's workbooks: everything is read and judged before anything is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from heli.duties import sheets as duty_sheets
from heli.intake.queries import intakes
from heli.intake.queries.checked import Checked
from heli.intake.queries.mapping import merged, remembered
from heli.intake.queries.opening import File, Opened, open_all
from heli.intake.queries.summary import Summary
from heli.intake.queries.tables import LEDGER, MEMBERS, ORGANISATIONS, PLAN, TABLES
from heli.intake.queries.tallying import Doubt, Tally
from heli.members import sheets as member_sheets
from heli.members.queries.belongings import gone
from heli.orglife import sheets as meeting_sheets
from heli.orgs import sheets as org_sheets
from heli.sheets.faults import Fault
from heli.sheets.recognising import Mappings, Part
from heli.sheets.rows import Row, read_rows, rows_passed_over
from heli.sheets.table import Table

Progress = Callable[[str, int, int], None]


def check(
    workbooks: Sequence[tuple[str, bytes]],
    *,
    today: date,
    mapping: Mappings | None = None,
    progress: Progress = lambda step, done, total: None,
) -> Checked:
    """Recognise every sheet of the workbooks (name, content) and check all rows; nothing is written.

    In the order of `tables.TABLES`, so that each finds the names of those before it beside what Heli holds.
    `mapping` is added to the columns that the office has chosen before. Rows are let go table by table: what
    stays are those ready to be loaded, and the faults.
    """
    loads = intakes.loads()
    files = tuple(File(*workbook) for workbook in workbooks)
    progress("读取文件", 0, 0)
    reading = _Reading(open_all(files, merged(remembered(), mapping or {})), progress)
    org_rows = reading.rows(ORGANISATIONS)
    orgs = org_sheets.check(org_rows, today=today)
    with reading.of(MEMBERS) as rows:
        members = member_sheets.check(
            rows, index=orgs.index, today=today, secretaries=orgs.secretaries, gone=gone() if rows else {}
        )
        if rows:
            org_sheets.compare_counts(orgs, members.counts)
    reading.finish(org_rows)
    with reading.of(PLAN) as rows:
        plan = duty_sheets.check(rows, index=orgs.index, today=today)
    with reading.of(LEDGER) as rows:
        meetings = meeting_sheets.check(rows, index=orgs.index, today=today)
    return Checked(
        files=files,
        mapping=mapping or {},
        loads=loads,
        summary=reading.summary(),
        faults=reading.faults(),
        doubts=reading.doubts(),
        orgs=orgs,
        members=members,
        plan=plan,
        meetings=meetings,
    )


class _Reading:
    """Reads the rows of one table after another and forgets their sheets."""

    def __init__(self, opened: Opened, progress: Progress) -> None:
        self._opened = opened
        self._progress = progress
        self._tally = Tally()
        for part in self._in_order():
            self._tally.begin(part)
        self._tally.add(opened.faults)

    def _in_order(self) -> list[Part]:
        parts = [part for table in TABLES for part in self._opened.parts.get(table.key, ())]
        return sorted(parts, key=lambda part: self._opened.order[part.workbook, part.sheet.name])

    def rows(self, table: Table) -> list[Row]:
        """The rows of a table on all sheets; the sheets are held by the rows alone from now on."""
        parts = self._opened.parts.pop(table.key, [])
        rows: list[Row] = []
        for done, part in enumerate(parts):
            self._progress(f"检查{table.title}", done, len(parts) if len(parts) > 1 else 0)
            self._tally.add(rows_passed_over(part))
            rows.extend(read_rows(part))
        return rows

    @contextmanager
    def of(self, table: Table) -> Iterator[list[Row]]:
        """The rows of a table while they are checked; counted and emptied afterwards, so that they can go."""
        rows = self.rows(table)
        yield rows
        self.finish(rows)
        rows.clear()

    def finish(self, rows: Sequence[Row]) -> None:
        """Count rows that no check will look at again."""
        self._tally.take(rows)

    def summary(self) -> Summary:
        return Summary(
            lines=self._tally.lines(),
            unmapped=tuple(self._opened.unmapped),
            not_read=tuple(self._opened.not_read),
        )

    def doubts(self) -> tuple[Doubt, ...]:
        """Those of a plan are its requirements' own open points, and listed as such."""
        return tuple(doubt for doubt in self._tally.doubts if doubt.table != PLAN.key)

    def faults(self) -> tuple[Fault, ...]:
        order = self._opened.order
        return tuple(
            sorted(self._tally.faults, key=lambda fault: (order[fault.workbook, fault.sheet], fault.row))
        )
