"""Last year's breakdown of the requirement with the same text, as a template for this year's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.decomposition.models import Task
from heli.decomposition.queries.below import below
from heli.kernel.periods import add_months
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Line:
    """What one organisation below was asked last year, and by when it would be this year."""

    organisation: Organisation
    asked: str
    office: str
    due_on: date


def last_year_of(task: Task, today: date) -> Sequence[Line]:
    """What the same organisation broke the same words down to a year before, to whom it may go today.

    Its day is the same of this year; where that is past, or later than the task's own, the task's own. Who
    holds it already is left out. Two queries.
    """
    before = Task.objects.filter(
        organisation=task.organisation_id,
        requirement__measure=task.requirement.measure,
        requirement__plan__year=task.requirement.plan.year - 1,
    )
    rows = Task.objects.standing().filter(parent__in=before.values("pk"))
    held = Task.objects.standing().filter(requirement=task.requirement_id).values("organisation")
    here = {one.pk: one for one in below(task.organisation, today).exclude(pk__in=held)}
    return [
        Line(here[one.organisation_id], one.asked, one.office, _this_year(one.due_on, task.due_on, today))
        for one in rows.order_by("organisation__path")
        if one.organisation_id in here
    ]


def _this_year(was: date, most: date, today: date) -> date:
    moved = add_months(was, 12)
    return moved if today <= moved <= most else most
