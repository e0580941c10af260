"""How late a task may fall due: no later than what stands above it."""

from datetime import date

from heli.decomposition import rules
from heli.decomposition.models import Task
from heli.duties.models import Requirement
from heli.duties.queries.readings import readings


def most_of(task: Task) -> date:
    """The latest day of a task: its parent's, or the plan's own at level 1. At most two queries."""
    if task.parent is not None:
        return task.parent.due_on
    (reading,) = readings(Requirement.objects.filter(pk=task.requirement_id))
    return rules.plan_day(reading)
