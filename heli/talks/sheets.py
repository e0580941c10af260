"""谈心谈话 in numbers by branch, as a sheet; no name is in it."""

from collections.abc import Sequence

from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.talks.queries import Line

_HEADINGS = (
    Heading("党支部", 36),
    Heading("党员", 10, ValueKind.WHOLE),
    Heading("本年已谈", 10, ValueKind.WHOLE),
    Heading("还没有谈", 10, ValueKind.WHOLE),
    Heading("年度", 8, ValueKind.WHOLE),
)


def talks_sheet(lines: Sequence[Line], year: int) -> SheetOut:
    """One row a branch."""
    rows = ((one.name, one.members, one.talked, one.open, year) for one in lines)
    return SheetOut("谈心谈话", _HEADINGS, rows)
