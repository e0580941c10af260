"""What waits to be studied at the organisations that the reader enters for: for 今日要务."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.kernel.periods import Period, PeriodKind, period_on
from heli.orgs.models import Organisation
from heli.study import rules
from heli.study.catalogue import Way
from heli.study.models import StudyLine, StudyPlan
from heli.study.queries.groups import GROUP_KINDS, group_lines
from heli.ui.catalogue import State


class OpenItem(NamedTuple):
    """Something to do: what, for which organisation, by when, and the name of the page that does it."""

    what: str
    organisation: Organisation
    due_on: date
    page: str


def open_items(actor: Actor, today: date) -> list[OpenItem]:
    """Lines due by the end of this month, a session of the 中心组 this quarter, topics missing in a plan.

    The earliest first. 自学 is voluntary and waits for nobody. Six queries at most; none without the right.
    """
    scope = actor.scope(Permission.RECORD_ENTER)
    if scope.is_empty:
        return []
    places = {one.pk: one for one in Organisation.objects.visible_to(scope).live(today)}
    found = [*_lines(places, today), *_sessions(places, today)]
    return sorted(found, key=lambda one: (one.due_on, one.organisation.path, one.what))


def _lines(places: dict[int, Organisation], today: date) -> list[OpenItem]:
    end = period_on(PeriodKind.MONTH, today).end
    plans = {one.pk: one for one in StudyPlan.objects.filter(organisation__in=places, year=today.year)}
    tags: dict[int, set[str]] = defaultdict(set)
    found = []
    lines = StudyLine.objects.standing().filter(plan__in=plans).order_by("pk")
    done = set(lines.filter(results__isnull=False, results__withdrawn_at=None).values_list("pk", flat=True))
    for line in lines:
        tags[line.plan_id].add(line.tag)
        due = Period.parse(line.period).end
        if due <= end and line.pk not in done and line.way != Way.SELF:
            place = places[plans[line.plan_id].organisation_id]
            found.append(OpenItem(f"学习：{line.topic}", place, due, "study:plan"))
    for pk, plan in plans.items():
        missing = "、".join(one.name for one in rules.missing_tags(tags[pk], today.year))
        if missing:
            place, last = places[plan.organisation_id], date(today.year, 12, 31)
            found.append(OpenItem(f"学习计划补上必修内容：{missing}", place, last, "study:plan"))
    return found


def _sessions(places: dict[int, Organisation], today: date) -> list[OpenItem]:
    bodies = [one for one in places.values() if one.kind in GROUP_KINDS]
    if not bodies:
        return []
    return [
        OpenItem(f"中心组学习（{quarter.name}）", line.organisation, quarter.period.end, "study:group")
        for line in group_lines(bodies, today.year, today)
        for quarter in line.quarters
        if quarter.state is State.OPEN
    ]
