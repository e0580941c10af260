"""明责: the year's plan, and one requirement with who owes it and where it stands."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.catalogue import DutyState
from heli.duties.queries import plan as plan_queries
from heli.duties.queries.listing import Filters, duties
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def plan(request: SignedInRequest) -> HttpResponse:
    """The requirements by 重点任务; `?open=1` shows those that leave something open."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    year = plan_queries.plan_year(today)
    every = plan_queries.items(scope, year, today)
    only_open = bool(request.GET.get("open"))
    shown = [one for one in every if one.is_open] if only_open else every
    page = {
        "year": year,
        "title": every[0].requirement.plan.title if every else "",
        "groups": [
            (name, list(inside)) for name, inside in groupby(shown, key=lambda one: one.requirement.group)
        ],
        "count": len(shown),
        "open_count": sum(one.is_open for one in every),
        "only_open": only_open,
        "has_plan": bool(every),
        "may_settle": request.actor.may_somewhere(Permission.REQUIREMENT_SETTLE),
        "crumbs": [Crumb("明责")],
    }
    return render(request, "duties/plan.html", page)


@require_GET
def requirement(request: SignedInRequest, pk: int) -> HttpResponse:
    """One requirement: the office's own words, how they were read, and how its duties stand."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    item = plan_queries.item(pk, scope, today)
    year = item.requirement.plan.year
    found = duties(scope, year, today, Filters(requirement=pk))
    rows = f"{reverse('duties:list')}?year={year}&requirement={pk}"
    page = {
        "item": item,
        "one": item.requirement,
        "today": today,
        "counts": [
            (state, found.counts[state], f"{rows}&state={state.value}")
            for state in DutyState
            if found.counts[state]
        ],
        "rows_url": rows,
        "may_settle": request.actor.may_somewhere(Permission.REQUIREMENT_SETTLE),
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb(f"第 {item.requirement.number} 项")],
    }
    return render(request, "duties/requirement.html", page)
