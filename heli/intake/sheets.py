"""What an office gets back: the report, its own workbooks with their results, the list of decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from heli.intake import rules
from heli.intake.models import Decision
from heli.intake.queries.opening import File, parts_of
from heli.kernel.clock import SHANGHAI
from heli.sheets.annotating import annotate
from heli.sheets.faults import Fault, Kind, as_report
from heli.sheets.recognising import Mappings
from heli.sheets.rows import read_rows, rows_passed_over
from heli.sheets.writing import Heading, SheetOut, ValueKind


def report_json(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The findings as report.json: one dictionary each, in the order of workbooks, sheets and rows."""
    return as_report(faults)


def annotated(
    file: File, faults: Sequence[Fault], *, mapping: Mappings, loaded: bool
) -> tuple[str, bytes] | None:
    """The office's own workbook with a column 导入结果; None where no table was found in it.

    `faults` are those of this workbook. Returns the file's name and bytes. Invalid as `open_workbook`.
    """
    parts = parts_of(file, mapping)
    if not parts:
        return None
    met: dict[tuple[str, int], list[tuple[Kind, str]]] = {}
    for fault in faults:
        met.setdefault((fault.sheet, fault.row), []).append((fault.kind, fault.message))
    results: dict[tuple[str, int], str] = {}
    for part in parts:
        for passed in rows_passed_over(part):
            if passed.code != "hidden-rows":
                results[part.sheet.name, passed.row] = f"未读取：{passed.message}"
        for row in read_rows(part):
            place = (part.sheet.name, row.number)
            results[place] = rules.result_of(met.get(place, ()), loaded=loaded)
    return annotate(file.name, file.content, parts, results, faults=faults)


def decisions_sheet(decisions: Iterable[Decision]) -> SheetOut:
    """待定清单 as an Excel sheet; times are the office's own."""
    return SheetOut(
        "待定清单",
        (
            Heading("类别", 26),
            Heading("对象", 44),
            Heading("待定事项", 60),
            Heading("提出时间", 17, ValueKind.MOMENT),
            Heading("处理结果", 40),
            Heading("处理人", 12),
            Heading("处理时间", 17, ValueKind.MOMENT),
        ),
        (
            (
                decision.get_kind_display(),
                decision.subject,
                decision.question,
                decision.raised_at.astimezone(SHANGHAI),
                decision.outcome or None,
                decision.settled_by or None,
                decision.settled_at.astimezone(SHANGHAI) if decision.settled_at else None,
            )
            for decision in decisions
        ),
    )
