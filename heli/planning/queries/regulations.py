"""The regulation catalogue of a year: what is carried by which requirement, what could be taken up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.duties.models import Requirement
from heli.duties.queries.readings import readings
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.readings import Reading
from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import BRANCH_KINDS
from heli.planning import rules
from heli.planning.catalogue import GROUPS, HEADS, REGULATIONS, Regulation

MANY_BRANCHES = 4
"""From how many kinds of branch on they are not named one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A regulation in a year: what carries it, which kinds are not reached, whether it may be taken up."""

    regulation: Regulation
    group: str
    owners: str
    when: str
    records: str
    carriers: Sequence[Reading]
    missing: Sequence[str]
    verdict: Verdict

    @property
    def is_carried(self) -> bool:
        return bool(self.carriers) and not self.missing

    @property
    def is_offered(self) -> bool:
        """Chosen beforehand on the page: seen in its document, binding generally, and not carried yet."""
        return self.regulation.is_default and bool(self.verdict)


@dataclass(frozen=True, slots=True)
class Head:
    """The regulations under one head."""

    name: str
    lines: Sequence[Line]


def in_force_readings(year: int) -> tuple[Reading, ...]:
    """The requirements of a year that make duties. Two queries."""
    return readings(Requirement.objects.owed().of_year(year))


def catalogue(year: int, on: date) -> list[Head]:
    """All regulations of a day against what a year's plans ask, by head. Two queries."""
    found = in_force_readings(year)
    groups = {one.id: one.name for one in GROUPS().on(on)}
    lines = [_line(one, found, groups.get(one.group, ""), on) for one in REGULATIONS().on(on)]
    heads = ((name, [one for one in lines if one.regulation.head == head]) for head, name in HEADS.items())
    return [Head(name, inside) for name, inside in heads if inside]


def _line(one: Regulation, found: Sequence[Reading], group: str, on: date) -> Line:
    covered = rules.covered_kinds(one, found)
    return Line(
        regulation=one,
        group=group,
        owners=_owners(one),
        when=rules.when_words(one.cadence, one.month, one.day) if one.trigger or one.month else _often(one),
        records="或".join(kind_name(kind, on) for kind in one.records),
        carriers=rules.carriers(one, found),
        missing=[kind.label for kind in one.kinds if kind not in covered],
        verdict=rules.can_be_taken_up(one, covered),
    )


def _owners(one: Regulation) -> str:
    """各类党支部 where all ordinary kinds of branch owe it, and the other kinds by name."""
    branches = [kind for kind in one.kinds if kind in BRANCH_KINDS]
    if len(branches) < MANY_BRANCHES:
        return "、".join(kind.label for kind in one.kinds)
    return "、".join([*(kind.label for kind in one.kinds if kind not in branches), "各类党支部"])


def _often(one: Regulation) -> str:
    return "事项触发" if one.cadence == "triggered" else rules.when_words(one.cadence, one.month, one.day)
