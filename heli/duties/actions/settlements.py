"""What a requirement lays on whom, as its tables hold it: read from a plan, or settled by the office."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from heli.duties.actions.rows import Said
from heli.duties.catalogue import Cadence, OpenPoint, PlanState, RequirementState, Trigger
from heli.duties.models import Occurrence, Requirement, RequirementClass, RequirementKind, RequirementOwner
from heli.duties.rules import planning
from heli.duties.rules.owners import OwnerClass

READ_FIELDS = ("cadence", "due_month", "due_day", "trigger", "committee_only", "chair_is_secretary")


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who owes (`owners` are primary keys), how often, by when, and which kinds of record answer."""

    cadence: str = Cadence.UNDECIDED
    due_month: int | None = None
    due_day: int | None = None
    trigger: str = Trigger.NONE
    committee_only: bool = False
    chair_is_secretary: bool = False
    classes: frozenset[OwnerClass] = frozenset()
    owners: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What is still to be decided."""
        found = {
            OpenPoint.OWNER: not (self.classes or self.owners),
            OpenPoint.DEADLINE: self.cadence == Cadence.UNDECIDED,
            OpenPoint.EVIDENCE: not self.kinds,
        }
        return tuple(point for point, is_open in found.items() if is_open)


def settlement_of(said: Said, organisations: Mapping[str, int]) -> Settlement:
    """What a row says, its owners found by key; where one is not there, who owes is open."""
    found = {key: organisations[key] for key in said.owners if key in organisations}
    whole = len(found) == len(said.owners)
    return Settlement(
        **{name: getattr(said, name) for name in READ_FIELDS},
        classes=said.classes if whole else frozenset(),
        owners=frozenset(found.values()) if whole else frozenset(),
        kinds=said.kinds,
    )


def settlements(requirements: Collection[Requirement]) -> dict[int, Settlement]:
    """What the tables hold of requirements, by primary key: three queries."""
    keys = [one.pk for one in requirements]
    classes: dict[int, set[OwnerClass]] = defaultdict(set)
    for one in RequirementClass.objects.filter(requirement__in=keys):
        classes[one.requirement_id].add(OwnerClass(one.kind, one.attached))
    owners: dict[int, set[int]] = defaultdict(set)
    for owner in RequirementOwner.objects.filter(requirement__in=keys, handed_from=None):
        owners[owner.requirement_id].add(owner.organisation_id)
    kinds: dict[int, set[str]] = defaultdict(set)
    for kind in RequirementKind.objects.filter(requirement__in=keys):
        kinds[kind.requirement_id].add(kind.record_kind)
    return {
        one.pk: Settlement(
            **{name: getattr(one, name) for name in READ_FIELDS},
            classes=frozenset(classes[one.pk]),
            owners=frozenset(owners[one.pk]),
            kinds=frozenset(kinds[one.pk]),
        )
        for one in requirements
    }


def put(requirement: Requirement, settlement: Settlement) -> None:
    """Set the requirement's own fields; the caller saves it, and then its parts by `write_parts`.

    An item of a draft plan stays a draft, however well it is read.
    """
    for name in READ_FIELDS:
        setattr(requirement, name, getattr(settlement, name))
    points = tuple(point.value for point in settlement.open_points)
    requirement.open_points = ",".join(points)
    draft = requirement.plan.state == PlanState.DRAFT
    requirement.state = RequirementState.DRAFT if draft else planning.state_with(points)


def write_parts(requirement: Requirement, settlement: Settlement) -> None:
    """Write classes, owners and kinds anew; duties of ending terms go where they trigger it no more.

    An owner that has been handed over keeps its days, and so does who took over.
    """
    if settlement.trigger != Trigger.TERM_END:
        Occurrence.objects.filter(requirement=requirement).delete()
    for model in (RequirementClass, RequirementKind):
        model._default_manager.filter(requirement=requirement).delete()
    RequirementClass.objects.bulk_create(
        RequirementClass(requirement=requirement, kind=one.kind, attached=one.attached)
        for one in sorted(settlement.classes, key=str)
    )
    _write_owners(requirement, settlement.owners)
    RequirementKind.objects.bulk_create(
        RequirementKind(requirement=requirement, record_kind=kind) for kind in sorted(settlement.kinds)
    )


def _write_owners(requirement: Requirement, owners: Collection[int]) -> None:
    """Rows of one duty hang together by `handed_from`; named may be who had it first or who has it now."""
    rows = list(RequirementOwner.objects.filter(requirement=requirement).order_by("pk"))
    taken_from = {row.organisation_id: row.handed_from_id for row in rows if row.handed_from_id}
    named: set[int] = set()
    kept: set[int] = set()
    for pk in owners:
        first = pk
        while first in taken_from and taken_from[first] not in (None, pk):
            first = taken_from[first] or first
        line = {first}
        for _ in rows:
            line |= {one for one, before in taken_from.items() if before in line}
        if any(row.organisation_id in line for row in rows):
            kept |= line
        else:
            named.add(pk)
    RequirementOwner.objects.filter(requirement=requirement).exclude(organisation__in=kept).delete()
    RequirementOwner.objects.bulk_create(
        RequirementOwner(requirement=requirement, organisation_id=pk) for pk in sorted(named)
    )
