"""What was met in a workbook that a person should know of: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a fault is met."""

    TOLERATE = "tolerate"  # read as it was meant, and named
    WARN = "warn"  # loaded, and somebody should look at it
    REFUSE = "refuse"  # the row is not loaded
    DECIDE = "decide"  # a person has to decide


WHOLE_SHEET = 0
"""The row of a fault that concerns a sheet as a whole."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing met at one place.

    `row` is counted as Excel counts it (from 1; `WHOLE_SHEET` for the whole sheet), `column` is the column's
    heading (empty for the whole row), `value` what the cell shows, `message` Chinese.
    """

    workbook: str
    sheet: str
    row: int
    column: str
    value: str
    kind: Kind
    code: str
    message: str


def as_report(faults: Iterable[Fault]) -> list[dict[str, str | int]]:
    """The faults as plain JSON values, one dictionary each with exactly the eight fields of `Fault`."""
    return [
        {
            "workbook": fault.workbook,
            "sheet": fault.sheet,
            "row": fault.row,
            "column": fault.column,
            "value": fault.value,
            "kind": fault.kind.value,
            "code": fault.code,
            "message": fault.message,
        }
        for fault in faults
    ]
