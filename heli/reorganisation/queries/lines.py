"""Lines of a sheet of events: what an office wrote, read but not yet given a meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from heli.orgs.catalogue import EventKind, Kind, Leading
from heli.sheets.faults import Fault
from heli.sheets.faults import Kind as FaultKind


@dataclass(frozen=True, slots=True)
class Line:
    """One row. Organisations are as written; several in one cell are apart already.

    `headings` are the office's own by column key, `written` what its cells show, for faults.
    """

    workbook: str
    sheet: str
    row: int
    kind: EventKind
    happened_on: date
    document_number: str
    organisations: tuple[str, ...] = ()
    new_names: tuple[str, ...] = ()
    new_kind: Kind | None = None
    parent: str = ""
    leader: str = ""
    leading: Leading | None = None
    unit: str = ""
    successor: str = ""
    ends_on: date | None = None
    covered: tuple[str, ...] = ()
    outside: bool = False
    reason: str = ""
    why: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    def fault(self, code: str, message: str, key: str = "", kind: FaultKind = FaultKind.REFUSE) -> Fault:
        """Something met at this row, in the column of `key` where it is one."""
        heading, value = self.headings.get(key, ""), self.written.get(key, "")
        return Fault(self.workbook, self.sheet, self.row, heading, value, kind, code, message)

    @property
    def words(self) -> str:
        """The row in one line: 撤销 市水利局机关第一党支部."""
        subject = "、".join(self.organisations or self.new_names)
        return f"{self.kind.label} {subject}".strip()


@dataclass(frozen=True, slots=True)
class Going:
    """One row of 《人员去向》: which member of a split organisation goes to which of the new ones."""

    workbook: str
    sheet: str
    row: int
    name: str
    last4: str
    origin: str
    destination: str

    def fault(self, code: str, message: str) -> Fault:
        return Fault(self.workbook, self.sheet, self.row, "", self.name, FaultKind.REFUSE, code, message)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a workbook of events holds, in its order; `faults` are what could not be read."""

    lines: Sequence[Line]
    goings: Sequence[Going]
    faults: Sequence[Fault]
