"""Short ways to hand tasks down among the standing cast."""

from collections.abc import Sequence
from datetime import date, datetime

from heli.decomposition import actions
from heli.decomposition.catalogue import Way
from heli.decomposition.models import Task
from heli.duties.models import Requirement
from heli.kernel.action import SYSTEM, Doer
from heli.orgs.models import Organisation
from tests.people import NOW, City, People


def issue(
    city: City,
    *requirements: Requirement,
    way: str = Way.LEADING,
    by: Doer = SYSTEM,
    at: datetime = NOW,
    to: Sequence[Organisation] | None = None,
    due_on: date | None = None,
) -> int:
    return actions.issue(
        requirements=requirements,
        issuer=city.work_committee,
        way=way,
        organisations=None if to is None else [one.pk for one in to],
        due_on=due_on,
        by=by,
        at=at,
    )


def task_of(requirement: Requirement, organisation: Organisation) -> Task:
    """The standing task of an organisation."""
    found: Task = Task.objects.standing().get(requirement=requirement, organisation=organisation)
    return found


def take_up(*tasks: Task, by: Doer = SYSTEM, at: datetime = NOW) -> int:
    return actions.take_up(tasks=tasks, by=by, at=at)


def break_down(task: Task, by: Doer = SYSTEM, at: datetime = NOW, **said: object) -> int:
    return actions.break_down(tasks=[task], by=by, at=at, **said)  # type: ignore[arg-type]


def at_committee(city: City, people: People, requirement: Requirement, at: datetime = NOW) -> Task:
    """Handed down by the 党组 of 市教育局, and taken up by its 机关党委."""
    issue(city, requirement, at=at)
    top = task_of(requirement, city.education_group)
    take_up(top, by=people.lead_secretary.actor, at=at)
    break_down(top, people.lead_secretary.actor, at=at)
    held = task_of(requirement, city.education_committee)
    take_up(held, by=people.deputy.actor, at=at)
    return task_of(requirement, city.education_committee)


def at_first_branch(city: City, requirement: Requirement, at: datetime = NOW) -> Task:
    """Handed down by way of 党组 and 机关党委 of 市教育局, and waiting at the first branch."""
    issue(city, requirement, at=at, to=[city.education_group])
    for holder in (city.education_group, city.education_committee):
        held = task_of(requirement, holder)
        take_up(held, at=at)
        break_down(held, at=at)
    return task_of(requirement, city.first_branch)
