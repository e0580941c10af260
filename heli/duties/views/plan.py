"""明责: the year's plan, and one requirement with who owes it and where it stands."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.actions import settle
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.forms.deciding import SettleForm
from heli.duties.models import Requirement
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


@require_http_methods(["GET", "POST"])
def requirement(request: SignedInRequest, pk: int) -> HttpResponse:
    """One requirement: the office's own words, how they were read, how its duties stand; POST settles it."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    item = plan_queries.item(pk, scope, today)
    form = _settle_form(request, item.requirement)
    if form.is_valid():
        _settle(request, item.requirement, form)
        messages.success(request, "已明确，从现在起按这个办法计算；已有的履职记录同时对应。")
        return redirect("duties:requirement", pk)
    year = item.requirement.plan.year
    found = duties(scope, year, today, Filters(requirement=pk))
    rows = f"{reverse('duties:list')}?year={year}&requirement={pk}"
    page = {
        "item": item,
        "one": item.requirement,
        "form": form,
        "counts": [(s, n, f"{rows}&state={s.value}") for s, n in found.counts.items() if n],
        "rows_url": rows,
        "asks_own": found.asks({holding.organisation_id for holding in request.actor.own_holdings}),
        "may_settle": request.actor.may_somewhere(Permission.REQUIREMENT_SETTLE),
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb(f"第 {item.requirement.number} 项")],
    }
    return render(request, "duties/requirement.html", page)


def _settle_form(request: SignedInRequest, one: Requirement) -> SettleForm:
    sent = request.POST if request.method == "POST" else None
    form = SettleForm(sent, initial=plan_queries.initial_settlement(one))
    form.offer([(kind.id, kind.name) for kind in RECORD_KINDS().on(clock.today())])
    return form


def _settle(request: SignedInRequest, one: Requirement, form: SettleForm) -> None:
    month, day = form.due or (None, None)
    settle(
        requirement=one,
        classes=form.owner_classes,
        owners=plan_queries.organisations_named(form.owner_names, clock.today()),
        kinds=form.cleaned_data["kinds"],
        cadence=form.cleaned_data["cadence"] or one.cadence,
        due_month=month,
        due_day=day,
        trigger=one.trigger,
        committee_only=form.cleaned_data["committee_only"],
        chair_is_secretary=form.cleaned_data["chair_is_secretary"],
        by=request.actor,
        at=clock.now(),
    )
