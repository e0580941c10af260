"""Change: a 组织变动 as it is asked for, before anything is weighed or written.

`Founding` is an organisation to be set up by it, `Restored` a field that an undoing puts back.
"""

from dataclasses import dataclass
from datetime import date

from heli.orgs.catalogue import EventKind, Kind, LeadershipSystem, Leading, Nature

NOBODY = 0
"""For `new_parent` and `new_leader`: none any more. None leaves the superior as it is."""

VERSIONED = (
    "name",
    "kind",
    "nature",
    "system",
    "unit_id",
    "organ_id",
    "attached",
    "parent_id",
    "leader_id",
    "leading",
    "path",
)
"""What a version of an organisation keeps, as attributes of the organisation."""

LABELS = {
    "name": "名称",
    "kind": "组织类别",
    "nature": "单位性质",
    "system": "领导体制",
    "unit_id": "所在单位",
    "parent_id": "上级党组织",
    "leader_id": "领导党组（党委）",
    "leading": "领导关系",
    "organ_id": "所属机关",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """An organisation to be set up. `unit` and `covered` are names of units, the rest primary keys.

    `ends_on`: the last day of a temporary or project organisation; `inner`: its DictionaryEntry.
    `outside`: a body of another place or system, a name without accounts or duties.
    """

    name: str
    kind: Kind
    unit: str
    parent: int | None = None
    leader: int | None = None
    leading: Leading = Leading.LEADS
    nature: Nature = Nature.UNSTATED
    system: LeadershipSystem = LeadershipSystem.UNSTATED
    code: str | None = None
    ends_on: date | None = None
    covered: tuple[str, ...] = ()
    inner: int | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """One field of an organisation that an undoing puts back to `before`, where it still is `after`.

    `field` is one of VERSIONED that an event changes by itself; values are what the attribute holds.
    """

    organisation: int
    field: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an event does; organisations are primary keys, `happened_on` the day of the document.

    By kind, `subjects` are: the one renamed or raised, those moved (`new_parent`, `new_leader`, …), merged
    into `successor` or into the one `founding`, closed, reopened, or the one split into the foundings. A
    split one stays where it is its own `successor`, else it is closed. What hangs on a closed organisation
    goes to `new_parent`, what it leads to `new_leader`; else to the successor where it may.

    `new_*` None leaves as it is; NOBODY takes a superior away. `new_unit` is a name. `restored` and `ended`
    (organisations closed besides) are for undoings: `queries.changes.inverse` writes them.
    """

    kind: EventKind
    happened_on: date
    document_number: str
    reason: str
    subjects: tuple[int, ...] = ()
    successor: int | None = None
    founding: tuple[Founding, ...] = ()
    new_name: str | None = None
    new_kind: Kind | None = None
    new_parent: int | None = None
    new_leader: int | None = None
    new_leading: Leading | None = None
    new_unit: str | None = None
    new_nature: Nature | None = None
    new_system: LeadershipSystem | None = None
    restored: tuple[Restored, ...] = ()
    ended: tuple[int, ...] = ()

    @property
    def closing(self) -> tuple[int, ...]:
        """The organisations that are no more from `happened_on` on."""
        closes = self.kind in {EventKind.CLOSED, EventKind.MERGED} or (
            self.kind is EventKind.SPLIT and self.successor not in self.subjects
        )
        return (*(self.subjects if closes else ()), *self.ended)

    @property
    def reopening(self) -> tuple[int, ...]:
        """The organisations that live again from `happened_on` on."""
        return self.subjects if self.kind is EventKind.REOPENED else ()

    @property
    def unit_names(self) -> tuple[str, ...]:
        """Every unit that the change names."""
        founded = [name for one in self.founding for name in (one.unit, *one.covered)]
        return tuple(filter(None, [self.new_unit, *founded]))
