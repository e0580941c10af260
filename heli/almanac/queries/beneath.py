"""Which branch in sight plans what on which day: a month's list, for committees and whoever sees several."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.almanac.catalogue import WEEKDAYS
from heli.almanac.models import PlannedDate
from heli.almanac.queries.calendar import kind_names, kind_of
from heli.duties.models import RequirementKind, Standing
from heli.kernel.periods import add_months
from heli.orgs.catalogue import BRANCH_KINDS
from heli.orgs.models import Organisation, OrganisationQuerySet


@dataclass(frozen=True)
class Line:
    """A branch on a day: what it plans, each with whether it is done."""

    day: date
    organisation: int
    name: str
    meetings: tuple[tuple[str, bool], ...]

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]

    @property
    def is_done(self) -> bool:
        return all(done for _, done in self.meetings)

    @property
    def words(self) -> str:
        return "、".join(dict.fromkeys(name for name, _ in self.meetings))


def branches(scope: Scope, today: date) -> OrganisationQuerySet:
    """The branches in scope that stand today."""
    found: OrganisationQuerySet = Organisation.objects.visible_to(scope).branches().live(today)
    return found


def own_branches(actor: Actor, today: date) -> list[Organisation]:
    """The branches whose days the actor plans, in the order of the tree."""
    scope = actor.scope(Permission.RECORD_ENTER)
    return [] if scope.is_empty else list(branches(scope, today).order_by("path"))


def in_month(scope: Scope, month: date, today: date) -> QuerySet[PlannedDate, Any]:
    """One row for each day and branch in the month, by day and the order of the tree."""
    planned = PlannedDate.objects.filter(
        organisation__in=branches(scope, today).values("pk"),
        organisation__kind__in=BRANCH_KINDS,
        day__gte=month,
        day__lt=add_months(month, 1),
    )
    return (
        planned.order_by("day", "organisation__path")
        .values("day", "organisation", "organisation__short_name", "organisation__path")
        .distinct()
    )


def unplanned(scope: Scope, month: date, today: date) -> OrganisationQuerySet:
    """The branches that have planned nothing in the month, in the order of the tree."""
    planned = PlannedDate.objects.filter(day__gte=month, day__lt=add_months(month, 1))
    found: OrganisationQuerySet = branches(scope, today).exclude(pk__in=planned.values("organisation"))
    return found.order_by("path")


def how_many(scope: Scope, month: date, today: date) -> tuple[int, int]:
    """How many branches have planned anything in the month, of how many: two queries."""
    planned = in_month(scope, month, today).order_by().values("organisation").distinct().count()
    return planned, branches(scope, today).count()


def lines(rows: Sequence[dict[str, Any]], today: date) -> list[Line]:
    """The rows of a page with what is planned: three queries."""
    if not rows:
        return []
    organisations = {row["organisation"] for row in rows}
    planned = list(
        PlannedDate.objects.filter(
            organisation__in=organisations, day__range=(rows[0]["day"], rows[-1]["day"])
        )
        .order_by("requirement__plan__year", "requirement__number", "period")
        .values_list("organisation", "organisation__kind", "day", "requirement", "period")
    )
    requirements = {row[3] for row in planned}
    kinds: dict[int, list[str]] = defaultdict(list)
    of_them = RequirementKind.objects.filter(requirement__in=requirements)
    for requirement, kind in of_them.values_list("requirement", "record_kind"):
        kinds[requirement].append(kind)
    standings = Standing.objects.filter(organisation__in=organisations, requirement__in=requirements)
    done = {
        (one, what): mask for one, what, mask in standings.values_list("organisation", "requirement", "done")
    }
    names = kind_names(today)
    held: dict[tuple[date, int], list[tuple[str, bool]]] = defaultdict(list)
    for organisation, org_kind, day, requirement, period in planned:
        kind = kind_of(kinds[requirement], org_kind, today)
        is_done = bool(done.get((organisation, requirement), 0) >> period & 1)
        held[day, organisation].append((names.get(kind, "其他"), is_done))
    return [
        Line(
            row["day"],
            row["organisation"],
            row["organisation__short_name"],
            tuple(held[row["day"], row["organisation"]]),
        )
        for row in rows
    ]
