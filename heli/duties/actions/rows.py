"""Rows that a workbook states, checked and ready to be written."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as a ledger states it. `kind` is the id of a RecordKind; `due` and `present` count persons.

    `remarks` are what the check found odd (补台账 of a meeting without quorum): named, never refused.
    """

    organisation_id: int
    kind: str
    happened_on: date
    topic: str
    due: int | None = None
    present: int | None = None
    chair: str = ""
    recorder: str = ""
    text: str = ""
    remarks: str = ""
