"""Rows that a workbook states, checked and ready to be written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.duties.catalogue import Cadence, Trigger
from heli.duties.rules.owners import OwnerClass


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


@dataclass(frozen=True, slots=True)
class Said:
    """How a row of a plan was read, or settled by the office: what Requirement and its three tables hold.

    `owners` are keys of organisations (`orgs.rules.index.identity`). `open_points` are OpenPoint codes: what
    is open has no classes, no cadence or no kinds.
    """

    cadence: str = Cadence.UNDECIDED
    due_month: int | None = None
    due_day: int | None = None
    trigger: str = Trigger.NONE
    committee_only: bool = False
    chair_is_secretary: bool = False
    classes: frozenset[OwnerClass] = frozenset()
    owners: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    open_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A requirement as a plan states it: its texts as written, and how they were read.

    `title` is the plan's own; `weight` in points, to hundredths.
    """

    year: int
    title: str
    number: int
    group: str
    measure: str
    owner_text: str = ""
    person_text: str = ""
    deadline_text: str = ""
    evidence_text: str = ""
    weight: Decimal = Decimal(0)
    said: Said = Said()
