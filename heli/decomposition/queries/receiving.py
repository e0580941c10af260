"""Tasks that are to be broken down together, and who lies below their organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from heli.accounts.scope import Scope
from heli.decomposition.models import Task
from heli.decomposition.queries.below import below
from heli.kernel.errors import Invalid, NotFound
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class ToBreakDown:
    """Tasks of one organisation; `below` are those who do not hold all of them yet, in the tree's order."""

    tasks: Sequence[Task]
    below: Sequence[Organisation]

    @property
    def organisation(self) -> Organisation:
        return self.tasks[0].organisation

    @property
    def kinds(self) -> list[str]:
        """The kinds below."""
        return list(dict.fromkeys(one.kind for one in self.below))

    @property
    def latest(self) -> date:
        """The latest day that may be set: that of the earliest task."""
        return min(one.due_on for one in self.tasks)


def to_break_down(pks: Collection[int], scope: Scope, today: date) -> ToBreakDown:
    """Three queries. NotFound where one is not in `scope`, Invalid where they are not of one organisation."""
    related = Task.objects.visible_to(scope).select_related("organisation", "giver", "requirement__plan")
    tasks = list(related.filter(pk__in=pks).order_by("requirement__number", "pk"))
    if not tasks or len(tasks) != len(pks):
        raise NotFound("task-unknown", "没有选择任务，或所选任务不在您的范围内。请从本组织任务中选择。")
    if len({one.organisation_id for one in tasks}) > 1:
        raise Invalid("several-organisations", "请一次选择同一个组织的任务来分解。")
    held = Task.objects.standing().filter(requirement__in=[one.requirement_id for one in tasks])
    everything = held.order_by().values("organisation").annotate(number=Count("pk"))
    full = everything.filter(number=len(tasks)).values("organisation")
    return ToBreakDown(tasks, list(below(tasks[0].organisation, today).exclude(pk__in=full)))
