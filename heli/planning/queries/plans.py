"""Plans as they are written: items with how they are read, what each costs, what repeats or clashes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from heli.duties.catalogue import Cadence, OpenPoint, PlanState, RequirementState
from heli.duties.models import Plan, Requirement
from heli.duties.queries.briefs import Brief
from heli.duties.queries.plan import class_in_words, when_in_words
from heli.duties.queries.readings import readings
from heli.duties.rules.burden import Burden, burden, hours
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.readings import Reading
from heli.kernel.errors import NotFound
from heli.orgs.models import Organisation
from heli.planning import rules
from heli.planning.rules import Clash


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list."""

    plan: Plan
    items: int
    open_items: int


def plans() -> list[PlanLine]:
    """All plans, newest year first. One query."""
    standing = Q(requirements__state=RequirementState.WITHDRAWN)
    found = Plan.objects.annotate(
        items=Count("requirements", filter=~standing),
        open_items=Count("requirements", filter=~standing & ~Q(requirements__open_points="")),
    ).order_by("-year", "pk")
    return [PlanLine(one, one.items, one.open_items) for one in found]


def plan(pk: int) -> Plan:
    """One plan; NotFound (`plan-unknown`) where there is none."""
    found = Plan.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("plan-unknown", "没有这份计划，可能地址不完整。请从计划编制进入。")
    return found


def item(pk: int) -> Requirement:
    """One item of a plan, drafts too; NotFound (`requirement-unknown`) where there is none."""
    found = Requirement.objects.select_related("plan").filter(pk=pk).first()
    if found is None:
        raise NotFound("requirement-unknown", "没有这个条目，可能地址不完整。请从计划编制进入。")
    return found


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its reading in words, its burden, what it repeats, and the strategic tasks it serves."""

    one: Requirement
    owners: str
    when: str
    kinds: str
    open_points: str
    burden: Burden
    repeats: Sequence[Reading]
    themes: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as it is written, with the burden of all its items and where 条 and 块 clash."""

    plan: Plan
    items: Sequence[Item]
    clashes: Sequence[Clash]

    @property
    def times(self) -> int:
        """How often something has to be entered for it, all organisations together."""
        return sum(one.burden.times for one in self.items)

    @property
    def hours(self) -> int:
        """What that takes, all organisations together, in hours."""
        return hours(sum(one.burden.minutes for one in self.items))

    @property
    def open_items(self) -> int:
        return sum(bool(one.open_points) for one in self.items)


def draft(found: Plan, today: date) -> Draft:
    """A plan with everything its issuer should see before it goes out. Eight queries."""
    asked = Requirement.objects.filter(
        ~Q(state=RequirementState.WITHDRAWN) & Q(plan=found) | _in_force(found.year)
    )
    rows = list(asked.select_related("plan").prefetch_related("themes").order_by("number", "pk"))
    every = {one.pk: one for one in readings(asked)}
    names = _names({pk for one in every.values() for pk in one.owners})
    holders = _holders(today)
    items = [
        _item(row, every[row.pk], list(every.values()), holders, names, today)
        for row in rows
        if row.plan_id == found.pk
    ]
    return Draft(found, items, rules.clashes([(every[row.pk], row.line) for row in rows]))


def _in_force(year: int) -> Q:
    return Q(plan__year=year, state=RequirementState.ACTIVE) & ~Q(cadence=Cadence.UNDECIDED)


def _holders(today: date) -> list[tuple[Brief, int]]:
    """Organisations that owe alike, and how many there are of each. One query."""
    columns = ("kind", "attached", "has_committee")
    grouped = Organisation.objects.live(today).filter(outside=False).order_by().values_list(*columns)
    return [
        (Brief(0, "", kind, "", "", attached, 0, committee, None, None), count)
        for kind, attached, committee, count in grouped.annotate(count=Count("pk"))
    ]


def _names(organisations: Collection[int]) -> dict[int, str]:
    """What single owners are called. One query, none where none is named."""
    if not organisations:
        return {}
    return dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "short_name"))


def _owners(own: Reading, names: Mapping[int, str]) -> str:
    words = [class_in_words(one.kind, one.attached) for one in own.classes]
    words += [names[pk] for pk in sorted(own.owners)]
    return "、".join(dict.fromkeys(words)) + ("，仅设支委会的党支部" if own.committee_only else "")


def _item(
    row: Requirement,
    own: Reading,
    others: Sequence[Reading],
    holders: Sequence[tuple[Brief, int]],
    names: Mapping[int, str],
    today: date,
) -> Item:
    named = [(Brief(pk, "", "", "", "", False, 0, True, None, None), 1) for pk in own.owners]
    return Item(
        one=row,
        owners=_owners(own, names),
        when=when_in_words(row),
        kinds="或".join(kind_name(kind, today) for kind in sorted(own.kinds)),
        open_points="、".join(OpenPoint(code).label for code in row.open_points.split(",") if code),
        burden=burden(own, [*holders, *named], today),
        repeats=list(rules.overlaps(own, others)),
        themes="、".join(theme.name for theme in row.themes.all()),
    )


def is_draft(found: Plan) -> bool:
    """Whether nothing of the plan is owed yet."""
    return found.state == PlanState.DRAFT


def groups_of(found: Plan) -> list[str]:
    """The 重点任务 that a plan has by now, in its order."""
    rows = Requirement.objects.filter(plan=found).exclude(group="").order_by("number")
    return list(dict.fromkeys(rows.values_list("group", flat=True)))
