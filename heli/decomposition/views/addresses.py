"""The year that a page shows, the way to it, and addresses of narrowed lists."""

from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from heli.decomposition.models import Task
from heli.duties.queries.plan import plan_year
from heli.ui.catalogue import Crumb

_DIGITS = 4


def year_of(query: QueryDict, today: date) -> int:
    """The year that the address asks for, else that of the plan."""
    asked = str(query.get("year", ""))
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == _DIGITS else plan_year(today)


def numbers_in(asked: str, most: int) -> set[int]:
    """Primary keys joined by commas; what is none is left out."""
    return {int(pk) for pk in asked.split(",")[:most] if pk.isascii() and pk.isdigit() and len(pk) < 19}


def tasks_url(year: int, **filters: object) -> str:
    """The list of tasks, narrowed; empty filters are left out."""
    asked = {name: str(value) for name, value in filters.items() if value not in (None, "", False)}
    return f"{reverse('decomposition:tasks')}?{urlencode({'year': str(year), **asked})}"


def way(*more: Crumb) -> list[Crumb]:
    """The way to a page of this section."""
    return [Crumb("明责", reverse("duties:plan")), Crumb("任务分解", reverse("decomposition:items")), *more]


def way_to(task: Task, *more: Crumb) -> list[Crumb]:
    """The way by one task."""
    one = task.requirement
    item = Crumb(f"第 {one.number} 条", reverse("decomposition:item", args=[one.pk]))
    here = Crumb(task.organisation.short_name, reverse("decomposition:task", args=[task.pk]))
    return way(item, here, *more)
