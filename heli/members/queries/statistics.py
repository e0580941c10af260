"""Statistics of organisations and members as of a day, from the versions and belongings of that day.

S000-16 (organisations in 直属单位), S000-17 (serving members there), S000-18 (a past day's figures stay),
S001-10 (兼合式: never in a total).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet

from heli.accounts.actor import EVERYTHING, Scope
from heli.figures.catalogue import FigureRow
from heli.members.catalogue import Serving, Standing
from heli.members.models import Belonging, SecondMembership
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import OrganisationVersion
from heli.orgs.queries import as_of


class Cell(NamedTuple):
    """Members of one 党员类别 and 人员类别 at organisations of one kind and place."""

    kind: str
    attached: bool
    standing: str
    serving: str
    number: int


@dataclass(frozen=True, slots=True)
class Census:
    """The figures of a scope on a day. `second_branches` are 兼合式 branches, `second_people` those in any
    second membership: beside the totals, never in them."""

    on: date
    organisations: Sequence[tuple[str, bool, int]]
    cells: Sequence[Cell]
    second_branches: int
    second_people: int

    def bodies(self, *, attached: bool | None = None, kind: str | None = None) -> int:
        """Organisations of 隶属; leading bodies (党组) are counted by their kind alone."""
        return sum(
            number
            for one, place, number in self.organisations
            if (one == kind if kind else one not in LEADING_KINDS) and attached in (None, place)
        )

    def members(
        self,
        *,
        attached: bool | None = None,
        standing: str | None = None,
        serving: str | None = None,
        kind: str | None = None,
    ) -> int:
        return sum(
            one.number
            for one in self.cells
            if attached in (None, one.attached)
            and standing in (None, one.standing)
            and serving in (None, one.serving)
            and kind in (None, one.kind)
        )

    @property
    def kinds(self) -> list[Kind]:
        """Kinds that there are, by rank."""
        there = {kind for kind, _, _ in self.organisations}
        return [kind for kind in Kind if kind in there]


def census(scope: Scope, on: date) -> Census:
    """Organisations and members of a day, as they were on it: three queries.

    Whose they are follows today's tree; what they were follows the version and the belonging of the day.
    """
    versions = as_of(on, scope).order_by()
    rows = versions.values_list("organisation", "kind", "attached")
    were: dict[int, tuple[str, bool]] = {pk: (kind, attached) for pk, kind, attached in rows}
    bodies = Counter(were.values())
    return Census(
        on,
        tuple((kind, attached, number) for (kind, attached), number in sorted(bodies.items())),
        tuple(_cells(scope, on, were)),
        sum(number for (kind, _), number in bodies.items() if kind == Kind.DUAL_BRANCH),
        seconds_on(scope, on).values("member").distinct().count(),
    )


def seconds_on(scope: Scope, on: date) -> QuerySet[SecondMembership]:
    """Second memberships of a day, in organisations that the scope covers."""
    return SecondMembership.objects.visible_to(scope).valid(on)


def _cells(scope: Scope, on: date, were: Mapping[int, tuple[str, bool]]) -> Iterator[Cell]:
    """Members of the day, counted where they belong and then by what their organisation was.

    Not of branches alone: after 升格 members belong to the 总支 until its branches are founded.
    """
    there = members_on(scope, on).order_by().values_list("organisation", "standing", "serving")
    found: Counter[tuple[str, bool, str, str]] = Counter()
    for organisation, standing, serving, number in there.annotate(number=Count("pk")):
        was = were.get(organisation)
        if was is not None and was[0] not in LEADING_KINDS:
            found[*was, standing, serving] += number
    return (Cell(*cell, number) for cell, number in sorted(found.items()))


def first_day_known() -> date | None:
    """The first day of which both organisations and members are known; None where either is missing."""
    versions = OrganisationVersion.objects.aggregate(first=Min("valid_from"))["first"]
    belongings = Belonging.objects.aggregate(first=Min("valid_from"))["first"]
    return max(versions, belongings) if versions is not None and belongings is not None else None


def members_on(scope: Scope, on: date) -> QuerySet[Belonging]:
    """The belongings of a day at organisations that the scope covers today: the rows behind the figures."""
    return Belonging.objects.visible_to(scope).valid(on)


def figures(on: date) -> list[FigureRow]:
    """What a publication of the city's statistics holds, in the order of the page."""
    return rows_of(census(EVERYTHING, on))


def rows_of(found: Census) -> list[FigureRow]:
    """The census as rows with stable keys; shares with one decimal, None where there is nothing to share."""
    attached, bodies = found.bodies(attached=True), found.bodies()
    rows = [
        _row("organisations", "党组织", bodies, "个"),
        _row("organisations.own", "机关本级党组织", found.bodies(attached=False), "个"),
        _row("organisations.attached", "直属单位党组织", attached, "个"),
        share("organisations.attached.share", "直属单位党组织占比", attached, bodies),
    ]
    for kind in found.kinds:
        rows.append(_row(f"organisations.{kind.value}", kind.label, found.bodies(kind=kind), "个"))
    rows.append(_row("members", "党员", found.members(), "人"))
    for standing in Standing:
        rows.append(_row(f"members.{standing.value}", standing.label, found.members(standing=standing), "人"))
    for serving in Serving:
        number = found.members(serving=serving)
        rows.append(_row(f"members.{serving.value}", f"{serving.label}党员", number, "人"))
        for place, word, label in ((False, "own", "机关本级"), (True, "attached", "直属单位")):
            there = found.members(serving=serving, attached=place)
            rows.append(_row(f"members.{serving.value}.{word}", f"{label}{serving.label}党员", there, "人"))
    rows.append(
        share(
            "members.serving.attached.share",
            "直属单位在职党员占比",
            found.members(serving=Serving.SERVING, attached=True),
            found.members(serving=Serving.SERVING),
        )
    )
    rows.append(_row("seconds.branches", "兼合式党支部", found.second_branches, "个"))
    rows.append(_row("seconds.people", "兼合式编入党员（不计入党员总数）", found.second_people, "人"))
    return rows


def share(key: str, label: str, part: int, whole: int) -> FigureRow:
    value = (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None
    return FigureRow(key, label, value, "%")


def _row(key: str, label: str, number: int, measure: str) -> FigureRow:
    return FigureRow(key, label, Decimal(number), measure)
