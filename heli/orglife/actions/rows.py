"""Rows that a workbook states, checked and ready to be written."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Named(NamedTuple):
    """What a record is known by; `organisation` is its key (`orgs.rules.index.identity`)."""

    organisation: str
    happened_on: date
    kind: str
    topic: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as a ledger states it.

    `organisation` is its key, `kind` the id of a RecordKind; `due` and `present` count persons.
    """

    organisation: str
    kind: str
    happened_on: date
    topic: str
    due: int | None = None
    present: int | None = None
    chair: str = ""
    recorder: str = ""
    text: str = ""

    @property
    def named(self) -> Named:
        return Named(self.organisation, self.happened_on, self.kind, self.topic)
