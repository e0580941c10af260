"""OrgRow: one organisation as a workbook states it, checked and ready to be written."""

from dataclasses import dataclass
from datetime import date

from heli.orgs.catalogue import Kind, LeadershipSystem, Leading, Nature


@dataclass(frozen=True, slots=True)
class OrgRow:
    """What the row makes of the organisation, whole: what a workbook leaves blank stands as Heli holds it.

    `key` is `rules.index.identity`; `parent` and `leader` are such keys, of another row or of an organisation
    that Heli holds. `pk` is the organisation that the row is about, None for a new one. `secretary` and
    `member_count` are for `heli.members`: nothing of them is written here.
    """

    key: str
    name: str
    kind: Kind
    unit: str
    code: str | None = None
    parent: str | None = None
    leader: str | None = None
    leading: Leading = Leading.LEADS
    outside: bool = False
    nature: Nature = Nature.UNSTATED
    system: LeadershipSystem = LeadershipSystem.UNSTATED
    founded_on: date | None = None
    term_begins_on: date | None = None
    term_ends_on: date | None = None
    secretary: str = ""
    member_count: int | None = None
    note: str = ""
    pk: int | None = None
