"""What the 工委 issues: items of its plan, who answers for the units, and to whom it went last year."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.decomposition.catalogue import TaskState
from heli.decomposition.models import Task
from heli.duties.models import Requirement
from heli.kernel.errors import NotAllowed
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Offered:
    """An item that may be issued, and at how many units it stands already."""

    item: Requirement
    issued: int


def issuer_of(actor: Actor) -> Organisation:
    """The 工委 whose plan the reader keeps and hands down; NotAllowed where there is none."""
    actor.require(Permission.PLAN_KEEP)
    own = actor.scope(Permission.TASK_HAND_DOWN).organisations
    found = Organisation.objects.filter(pk__in=own, kind=Kind.WORK_COMMITTEE).order_by("path").first()
    if found is None:
        raise NotAllowed(
            "no-work-committee", "计划条目由机关工委下达到单位；本组织收到的任务，请从“本组织任务”分解。"
        )
    return found


def offered(year: int) -> list[Offered]:
    """The items of a year in force, in the plan's order: two queries."""
    items = Requirement.objects.owed().of_year(year).select_related("plan").order_by("plan", "number")
    issued = Task.objects.filter(level=1, requirement__plan__year=year).exclude(state=TaskState.TAKEN_BACK)
    numbers = dict(issued.order_by().values_list("requirement").annotate(number=Count("pk")))
    return [Offered(one, numbers.get(one.pk, 0)) for one in items]


def last_years_units(items: Collection[Requirement], year: int) -> dict[str, list[int]]:
    """By the words of an item, the organisations that held it at level 1 a year before: one query."""
    rows = Task.objects.filter(
        level=1,
        requirement__plan__year=year - 1,
        requirement__measure__in=[one.measure for one in items],
    ).exclude(state=TaskState.TAKEN_BACK)
    found: dict[str, list[int]] = {}
    for measure, organisation in rows.order_by("pk").values_list("requirement__measure", "organisation_id"):
        found.setdefault(measure, []).append(organisation)
    return found
