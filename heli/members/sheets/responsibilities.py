"""一岗双责 of all leading bodies as a sheet."""

from collections.abc import Iterable

from heli.members.queries.answered import BodyLine
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组（党委）", 44),
    Heading("班子成员", 10, ValueKind.WHOLE),
    Heading("已明确分管", 12, ValueKind.WHOLE),
    Heading("没有人分管的直属单位", 22, ValueKind.WHOLE),
    Heading("失效", 8, ValueKind.WHOLE),
)


def bodies_sheet(lines: Iterable[BodyLine]) -> SheetOut:
    rows = ((line.body.name, line.officers, line.assigned, line.blank, line.void) for line in lines)
    return SheetOut("一岗双责", _HEADINGS, rows)
