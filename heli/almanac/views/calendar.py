"""支部年历: a branch's year with its days, on the page, on paper, as a workbook; planning the days."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.almanac import actions
from heli.almanac.forms import DayForm, HabitForm, YearForm
from heli.almanac.queries.calendar import calendar_of, habit_of
from heli.almanac.queries.shown import Calendar
from heli.almanac.rules import planning as rules
from heli.almanac.rules.placing import Key
from heli.almanac.sheets import calendar_sheet
from heli.almanac.views.addresses import way
from heli.kernel import clock
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the branch owes in every month, with the days."""
    held, found = _found(request, pk)
    may_plan = rules.may_plan(request.actor, held)
    shown = {
        "organisation": held,
        "found": found,
        "form": YearForm(request.GET, found.today),
        "may_plan": may_plan,
        "can_accept": may_plan and rules.can_be_accepted(found.proposed),
        "can_anew": may_plan and rules.can_be_proposed_anew(len(found.planned_ahead)),
        "crumbs": way(Crumb(held.short_name)),
    }
    return render(request, "almanac/branch.html", shown)


@require_GET
def printed(request: SignedInRequest, pk: int) -> HttpResponse:
    """The year on one A4 page."""
    held, found = _found(request, pk)
    shown = {"organisation": held, "found": found, "crumbs": _way(held, "打印")}
    return render(request, "almanac/print.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The year as a workbook."""
    _, found = _found(request, pk)
    content = BytesIO()
    write_workbook(content, [calendar_sheet(found)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="almanac-{pk}-{found.year}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def fixed_day(request: SignedInRequest, pk: int) -> HttpResponse:
    """The relatively fixed day of the month."""
    held, now = _planned_by(request, pk), clock.now()
    sent = request.POST if request.method == "POST" else None
    form = HabitForm(sent, habit=habit_of(held, now.date()))
    if form.is_valid():
        actions.set_fixed_day(organisation=held, habit=form.habit, by=request.actor, at=now)
        messages.success(
            request, f"主题党日固定在{form.habit.words}，{form.habit.on_day_off_words}。已安排的日期不变。"
        )
        return redirect("almanac:branch", pk)
    shown = {"organisation": held, "form": form, "crumbs": _way(held, "固定党日")}
    return render(request, "almanac/fixed_day.html", shown, status=422 if form.errors else 200)


@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan everything as proposed."""
    held, now = _planned_by(request, pk), clock.now()
    year = YearForm(request.GET, now.date()).asked
    planned = actions.accept_proposal(organisation=held, year=year, by=request.actor, at=now)
    messages.success(request, f"已按建议安排 {planned} 项。需要改的，点“改日期”。")
    return redirect(_address(pk, year))


@require_POST
def anew(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give up all planned days to come."""
    held, now = _planned_by(request, pk), clock.now()
    year = YearForm(request.GET, now.date()).asked
    given_up = actions.propose_anew(organisation=held, year=year, by=request.actor, at=now)
    messages.success(request, f"已取消 {given_up} 项的安排，下面是重新推算的建议。")
    return redirect(_address(pk, year))


@require_http_methods(["GET", "POST"])
def day(request: SignedInRequest, pk: int, requirement: int, period: int) -> HttpResponse:
    """The day of one duty, and of those that move along."""
    held, now = _planned_by(request, pk), clock.now()
    year = YearForm(request.GET, now.date()).asked
    found = calendar_of(held, year, now.date())
    entry = found.find(Key(requirement, period))
    form = DayForm(request.POST if request.method == "POST" else None, calendar=found, entry=entry)
    if form.is_valid():
        said = form.cleaned_data
        actions.plan_day(
            organisation=held,
            year=year,
            keys=form.keys,
            day=said["day"],
            day_off=said["day_off"],
            apart=said["apart"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"{entry.name}安排在 {said['day']}。")
        return redirect(_address(pk, year))
    shown = {
        "organisation": held,
        "entry": entry,
        "found": found,
        "form": form,
        "crumbs": _way(held, entry.name),
    }
    return render(request, "almanac/day.html", shown, status=422 if form.errors else 200)


@require_POST
def give_up(request: SignedInRequest, pk: int, requirement: int, period: int) -> HttpResponse:
    """Give up the planned day of one duty; it is proposed anew."""
    held, now = _planned_by(request, pk), clock.now()
    year = YearForm(request.GET, now.date()).asked
    key = Key(requirement, period)
    actions.propose_anew(organisation=held, year=year, keys=[key], by=request.actor, at=now)
    messages.success(request, "已取消这一项的安排，日期重新推算。")
    return redirect(_address(pk, year))


def _found(request: SignedInRequest, pk: int) -> tuple[Organisation, Calendar]:
    """A branch in sight with the year that the address asks for."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    held = visible_organisation(pk, scope)
    rules.is_branch(held.is_branch).require()
    return held, calendar_of(held, YearForm(request.GET, today).asked, today)


def _planned_by(request: SignedInRequest, pk: int) -> Organisation:
    """A branch in sight whose days the reader plans."""
    held = visible_organisation(pk, request.actor.require(Permission.RECORD_SEE))
    rules.may_plan(request.actor, held).require()
    rules.is_branch(held.is_branch).require()
    return held


def _address(pk: int, year: int) -> str:
    return f"{reverse('almanac:branch', args=[pk])}?year={year}"


def _way(held: Organisation, last: str) -> list[Crumb]:
    return way(Crumb(held.short_name, reverse("almanac:branch", args=[held.pk])), Crumb(last))
