"""One requirement that is handed down, and where of it something is recorded."""

from django.db.models import Count, Exists, OuterRef

from heli.accounts.scope import Scope
from heli.decomposition.catalogue import TaskState
from heli.decomposition.models import Task
from heli.duties.catalogue import RequirementState
from heli.duties.models import Requirement, Standing
from heli.kernel.errors import NotFound


def item_of(pk: int) -> Requirement:
    """A requirement that was issued, withdrawn ones included; NotFound (`requirement-unknown`) otherwise."""
    found = Requirement.objects.select_related("plan").exclude(state=RequirementState.DRAFT)
    one = found.filter(pk=pk).first()
    if one is None:
        raise NotFound("requirement-unknown", "没有这个条目，可能地址不完整。请从任务分解进入。")
    return one


def recorded(one: Requirement, scope: Scope) -> dict[str, int]:
    """By layer, how many organisations that hold it have a record that fulfils it in some period: one query.

    What was done is read from the duties' own counters (ADR 1), nothing is entered on a task.
    """
    done = Standing.objects.filter(
        year=one.plan.year,
        requirement=OuterRef("requirement_id"),
        organisation=OuterRef("organisation_id"),
        done__gt=0,
    )
    tasks = Task.objects.filter(requirement=one).exclude(state=TaskState.TAKEN_BACK).visible_to(scope)
    counted = tasks.filter(Exists(done)).order_by().values_list("layer")
    return dict(counted.annotate(number=Count("pk")))
