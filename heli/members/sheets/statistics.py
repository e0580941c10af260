"""Statistics of a day as a sheet, with the day that they are of."""

from heli.members.queries.statistics import Census, rows_of
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("指标", 36),
    Heading("数值", 12, ValueKind.DECIMAL),
    Heading("计量单位", 10),
    Heading("截至", 12, ValueKind.DATE),
)


def statistics_sheet(found: Census) -> SheetOut:
    rows = ((row.label, row.value, row.measure, found.on) for row in rows_of(found))
    return SheetOut("统计", _HEADINGS, rows)
