"""学时: by branch in numbers, of a branch by name for its own officers, of oneself with its rows."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.queries import visible_organisation
from heli.sheets.writing import write_workbook
from heli.study import rules
from heli.study.actions import meetings as actions
from heli.study.forms import ListForm, MinutesForm
from heli.study.queries import hours as queries
from heli.study.queries.own import member_seen, own
from heli.study.sheets.going import hours_sheet
from heli.study.views.addresses import A_PAGE, crumbs, with_year, year_of, years
from heli.ui.catalogue import Chip, Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Branches in sight: how many of their members have reached the year's 学时 so far."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    page = Paginator(queries.branches(scope, today, form.words), A_PAGE).get_page(request.GET.get("page"))
    here = with_year("study:hours", year)
    shown = {
        "form": form,
        "page": page,
        "rows": queries.lines(list(page), year, today),
        "year": year,
        "until": rules.last_day(year, today),
        "tabs": years(request, year, today),
        "chips": [Chip(f"名称：{form.words}", here)] if form.words else [],
        "export_url": f"{with_year('study:hours_export', year)}&q={form.words}",
        "here": here,
        "rules": rules.rules_of(year),
        "crumbs": crumbs("学时"),
    }
    return render(request, "study/hours.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """Every branch of the list as a workbook, numbers only."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    year, form = year_of(request, today), ListForm(request.GET)
    content = BytesIO()
    write_workbook(content, [hours_sheet(queries.all_lines(scope, year, today, form.words), year)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="study-hours-{year}.xlsx"'
    return response


@require_GET
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """One branch: numbers, its meetings that count, and the members by name for its own officers."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    held, year = visible_organisation(pk, scope), year_of(request, today)
    if not held.is_branch:
        raise NotFound("no-branch", f"学时按党支部计，{held.get_kind_display()}没有党员名册。")
    is_own = bool(request.actor.may(Permission.RECORD_ENTER, held))
    page = Paginator(queries.meetings(held, year, today), A_PAGE).get_page(request.GET.get("page"))
    (line,) = queries.lines([held], year, today)
    members = queries.branch_members(held, year, today) if is_own else []
    shown = {
        "organisation": held,
        "line": line,
        "members": members,
        "unknown": {member.pk for member, one in members if one.might_reach(line.possible)},
        "is_own": is_own,
        "page": page,
        "meetings": queries.counted_meetings(list(page), year),
        "year": year,
        "until": rules.last_day(year, today),
        "tabs": years(request, year, today),
        "rules": rules.rules_of(year),
        "crumbs": crumbs(Crumb("学时", with_year("study:hours", year)), held.short_name),
    }
    return render(request, "study/branch.html", shown)


@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """State how long a meeting studied."""
    record = queries.meeting_seen(pk, request.actor.require(Permission.RECORD_ENTER))
    stated = queries.stated_minutes(record)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"minutes": stated})
    if form.is_valid():
        actions.state_minutes(record=record, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"“{record.topic}”的学习时间已填报，参加的党员学时随之更新。")
        return redirect(with_year("study:branch", record.happened_on.year, record.organisation_id))
    back = with_year("study:branch", record.happened_on.year, record.organisation_id)
    shown = {
        "form": form,
        "title": "填报学习时间",
        "sentence": f"{record.happened_on} {record.topic}",
        "label": "保存",
        "crumbs": crumbs(Crumb(f"{record.organisation.short_name}学时", back), "填报学习时间"),
    }
    return render(request, "study/form.html", shown, status=422 if form.errors else 200)


@require_GET
def member(request: SignedInRequest, pk: int) -> HttpResponse:
    """One member's year with the rows behind it, for the officers of his branch."""
    found, today = member_seen(pk, request.actor.require(Permission.RECORD_ENTER)), clock.today()
    year = year_of(request, today)
    back = Crumb(
        f"{found.organisation.short_name}学时", with_year("study:branch", year, found.organisation_id)
    )
    shown = {
        "own": own(found, year, today),
        "title": f"{found.name}的学时",
        "tabs": years(request, year, today),
        "rules": rules.rules_of(year),
        "crumbs": crumbs(Crumb("学时", reverse("study:hours")), back, found.name),
    }
    return render(request, "study/own.html", shown)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's own year with the rows behind it."""
    scope, today = request.actor.require(Permission.OWN_DATA), clock.today()
    found, year = member_seen(request.actor.member_id or 0, scope), year_of(request, today)
    shown = {
        "own": own(found, year, today),
        "title": "我的学时",
        "tabs": years(request, year, today),
        "rules": rules.rules_of(year),
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("我的学时")],
    }
    return render(request, "study/own.html", shown)
