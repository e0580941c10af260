"""设岗定责 in numbers by branch, as a sheet; no name is in it."""

from collections.abc import Sequence

from heli.assignments.queries import Line
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党支部", 36),
    Heading("党员", 10, ValueKind.WHOLE),
    Heading("有岗位或任务", 14, ValueKind.WHOLE),
)


def assignments_sheet(lines: Sequence[Line]) -> SheetOut:
    """One row a branch."""
    rows = ((one.name, one.members, one.assigned) for one in lines)
    return SheetOut("设岗定责", _HEADINGS, rows)
