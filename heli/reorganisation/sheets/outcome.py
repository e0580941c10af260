"""What the check of a sheet came to, as JSON: kept with the draft, shown on its page, told by the command."""

from typing import Any

from heli.reorganisation.actions.batches import BatchCheck
from heli.sheets.faults import as_report


def as_json(check: BatchCheck) -> dict[str, Any]:
    """Rows that pass with their numbers, faults at their cells, and the numbers of all together."""
    return {
        "lines": [
            {
                "sheet": one.line.sheet,
                "row": one.line.row,
                "kind": str(one.line.kind.label),
                "words": one.line.words,
                "happened_on": str(one.line.happened_on),
                "numbers": _told(one.effects.numbers),
            }
            for one in check.passed
        ],
        "faults": as_report(check.faults),
        "refused": check.refused,
        "total": check.total.numbers,
    }


def _told(numbers: dict[str, int]) -> dict[str, int]:
    return {label: number for label, number in numbers.items() if number}
