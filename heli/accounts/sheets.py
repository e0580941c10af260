"""The audit as an Excel sheet."""

from collections.abc import Iterable
from datetime import date

from heli.accounts.queries.audit import MOST_EXPORTED, AuditLine
from heli.sheets.writing import Heading, SheetOut, ValueKind

HEADINGS = (
    Heading("序号", 10, ValueKind.WHOLE),
    Heading("时间", 18, ValueKind.MOMENT),
    Heading("谁", 20),
    Heading("受谁委托", 30),
    Heading("做了什么", 20),
    Heading("对什么", 50),
)


def audit_sheet(lines: Iterable[AuditLine], today: date) -> SheetOut:
    """A row an entry, newest first."""
    note = f"审计记录，{today.isoformat()} 导出，新的在前，最多 {MOST_EXPORTED} 条。"
    rows = ([one.pk, one.at, one.who, one.behalf, one.what, one.thing] for one in lines)
    return SheetOut("审计", HEADINGS, rows, note)
