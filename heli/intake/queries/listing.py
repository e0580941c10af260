"""The rows behind a figure of a check: those that were met in one way, or those that are loaded."""

from collections.abc import Sequence
from typing import NamedTuple

from heli.intake.models import Finding, Intake
from heli.intake.queries import intakes, mapping
from heli.intake.queries.ready import ready_rows
from heli.intake.queries.summary import READY, Line
from heli.kernel.errors import NotFound
from heli.sheets.faults import Kind

LABELS: dict[str, str] = {
    READY: "可导入",
    Kind.WARN: "提醒",
    Kind.REFUSE: "不能导入",
    Kind.DECIDE: "待定",
    Kind.TOLERATE: "已按原意读取",
}


class RowShown(NamedTuple):
    """A row by its number in Excel: what was met in it, and for rows that are loaded its cells by heading."""

    number: int
    findings: Sequence[Finding]
    cells: Sequence[tuple[str, str]] = ()


class Listing(NamedTuple):
    """`headings` are the office's own, for rows with cells."""

    rows: Sequence[RowShown]
    headings: Sequence[str] = ()


def listing(intake: Intake, line: Line, kind: str, *, skip: int, take: int) -> Listing:
    """`take` rows of a sheet after the first `skip` of that kind, a key of LABELS.

    NotFound where rows that are loaded are asked for and the workbook's content is kept no more.
    """
    place = {"workbook": line.workbook, "sheet": line.sheet}
    if kind != READY:
        numbers = intakes.rows_met(intake, kind=kind, **place)[skip : skip + take]
        met = intakes.met_in(intake, kind=kind, rows=numbers, **place)
        return Listing([RowShown(number, met[number]) for number in numbers])
    workbook = intake.workbooks.filter(name=line.workbook).first()
    if workbook is None:
        raise NotFound("workbook-unknown", "这次导入没有这个文件。")
    ready = ready_rows(
        intakes.file(workbook),
        line.sheet,
        mapping=mapping.remembered(),
        refused=frozenset(intakes.rows_met(intake, kind=Kind.REFUSE, **place)),
        skip=skip,
        take=take,
    )
    met = intakes.met_in(intake, kind=None, rows=[row.number for row in ready.rows], **place)
    rows = [RowShown(row.number, met[row.number], row.cells) for row in ready.rows]
    return Listing(rows, ready.headings)
