"""What a check came to, in figures: kept with the intake as JSON, shown by the page and the command."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from heli.intake.queries.tables import TABLES, table_named
from heli.sheets.faults import Kind

READY = "ready"
"""Beside the kinds of findings: the rows that are loaded, whatever was met in them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet that holds a table: the rows read, and how they were met.

    `rows` = `ready` + `refused`. `warned`, `undecided` and `tolerated` are rows that have at least one
    finding of that kind, whatever becomes of them; the row of headings counts where it has one.
    """

    workbook: str
    sheet: str
    table: str
    rows: int
    ready: int
    refused: int
    warned: int
    undecided: int
    tolerated: int

    @property
    def title(self) -> str:
        return table_named(self.table).title

    def of_kind(self, kind: str) -> int:
        """How many rows a list of that kind has."""
        return {
            READY: self.ready,
            Kind.WARN: self.warned,
            Kind.REFUSE: self.refused,
            Kind.DECIDE: self.undecided,
            Kind.TOLERATE: self.tolerated,
        }[kind]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Headings of a sheet that mean no column, and the keys of the table's columns that are still free."""

    workbook: str
    sheet: str
    table: str
    headings: tuple[str, ...]
    free: tuple[str, ...]

    @property
    def title(self) -> str:
        return table_named(self.table).title


@dataclass(frozen=True, slots=True)
class NotRead:
    """A workbook that could not be opened (`sheet` is empty), or a sheet that is no table: which, and why."""

    workbook: str
    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did with the rows of one table; `vanished` is what the office has to decide about."""

    table: str
    created: int
    updated: int
    unchanged: int
    vanished: int

    @property
    def title(self) -> str:
        return table_named(self.table).title

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Summary:
    """All of it: `lines` in the order of the workbooks, `outcomes` once it is loaded."""

    lines: tuple[Line, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def ready(self) -> int:
        return sum(line.ready for line in self.lines)

    @property
    def refused(self) -> int:
        return sum(line.refused for line in self.lines)

    @property
    def undecided(self) -> int:
        return sum(line.undecided for line in self.lines)

    def ready_by_table(self) -> dict[str, int]:
        """Rows that would be loaded, by the key of their table, in the order in which they are."""
        return {
            table.key: sum(line.ready for line in self.lines if line.table == table.key) for table in TABLES
        }

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The summary that `as_json` made; an empty one for an intake that was not checked yet."""
        return cls(
            lines=tuple(Line(**one) for one in _listed(stored, "lines")),
            unmapped=tuple(
                Unmapped(**{**one, "headings": tuple(one["headings"]), "free": tuple(one["free"])})
                for one in _listed(stored, "unmapped")
            ),
            not_read=tuple(NotRead(**one) for one in _listed(stored, "not_read")),
            outcomes=tuple(Outcome(**one) for one in _listed(stored, "outcomes")),
        )


def _listed(stored: Mapping[str, Any], name: str) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = stored.get(name, ())
    return found
