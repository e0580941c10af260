"""理论学习中心组: who met in which quarter, and one body's sessions."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.study import rules
from heli.study.catalogue import GROUP_STUDY
from heli.study.forms import ListForm
from heli.study.queries import groups as queries
from heli.study.queries.places import seen
from heli.study.queries.plans import plan_page
from heli.study.views.addresses import A_PAGE, crumbs, with_year, year_of, years
from heli.ui.catalogue import Chip, Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """The leading bodies in sight, their four quarters, and which is missing."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    page = Paginator(queries.groups(scope, today, form.words), A_PAGE).get_page(request.GET.get("page"))
    here = with_year("study:groups", year)
    shown = {
        "form": form,
        "page": page,
        "rows": queries.group_lines(list(page), year, today),
        "year": year,
        "tabs": years(request, year, today),
        "chips": [Chip(f"名称：{form.words}", here)] if form.words else [],
        "here": here,
        "target": rules.rules_of(year).targets["group_sessions"],
        "crumbs": crumbs("中心组学习"),
    }
    return render(request, "study/groups.html", shown)


@require_GET
def group(request: SignedInRequest, pk: int) -> HttpResponse:
    """One 中心组's year: sessions by quarter with attendance in numbers, its plan, 组长 and 学习秘书."""
    held, today = seen(request.actor, pk), clock.today()
    if held.kind not in queries.GROUP_KINDS:
        raise NotFound("no-study-group", f"{held.get_kind_display()}没有理论学习中心组。")
    year = year_of(request, today)
    page = queries.group_page(held, year, today)
    shown = {
        "organisation": held,
        "page": page,
        "plan": plan_page(held, year, today),
        "year": year,
        "tabs": years(request, year, today),
        "may_enter": bool(request.actor.may(Permission.RECORD_ENTER, held)),
        "record_url": f"{reverse('orglife:record')}?organisation={pk}&kind={GROUP_STUDY}",
        "plan_url": with_year("study:plan", year, pk),
        "target": rules.rules_of(year).targets["group_sessions"],
        "crumbs": crumbs(Crumb("中心组学习", with_year("study:groups", year)), held.short_name),
    }
    return render(request, "study/group.html", shown)
