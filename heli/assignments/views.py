"""设岗定责: numbers by branch, a branch's page with names for its officers, three short forms, one's own."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.assignments import actions, queries, rules, sheets
from heli.assignments.catalogue import AssignmentKind
from heli.assignments.forms import AssignForm, EndForm, ListForm, WithdrawForm
from heli.assignments.models import Assignment
from heli.kernel import clock
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """How many members of each branch in sight have a post or a task; names stay with the branch."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = ListForm(request.GET)
    page = Paginator(queries.branches(scope, today, form.words), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": queries.lines_of(page, today),
        "chips": [Chip(f"名称：{form.words}", request.path)] if form.words else [],
        "export_url": f"{reverse('assignments:export')}?{urlencode({'q': form.words})}",
        "crumbs": [Crumb("设岗定责")],
    }
    return render(request, "assignments/list.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same numbers as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    content, found = BytesIO(), queries.branches(scope, today, ListForm(request.GET).words)
    write_workbook(content, [sheets.assignments_sheet(queries.lines(found, today))])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="assignments.xlsx"'
    return response


@require_GET
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """A branch's posts and tasks: with names for its own officers, in numbers by title for all others."""
    held, today = queries.seen_branch(request.actor, pk), clock.today()
    keeps = bool(rules.may_keep(request.actor, held))
    shown = {
        "organisation": held,
        "today": today,
        "keeps": keeps,
        "line": queries.line_of(held, today),
        "crumbs": [_top(), Crumb(held.short_name)],
    }
    if not keeps:
        return render(request, "assignments/branch.html", {**shown, "titles": queries.titles(held, today)})
    is_past = bool(request.GET.get("past"))
    running, past = queries.running(held, today), queries.past(held, today)
    page = Paginator(past if is_past else running, A_PAGE).get_page(request.GET.get("page"))
    tabs = [
        Tab("进行中", request.path, not is_past, running.count()),
        Tab("已结束、已撤回", f"{request.path}?past=1", is_past, past.count()),
    ]
    named = {"page": page, "rows": queries.as_held(page, today), "tabs": tabs, "is_past": is_past}
    return render(request, "assignments/branch.html", {**shown, **named})


@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """One title for several members of the branch."""
    held, now = queries.kept_branch(request.actor, pk), clock.now()
    today = now.date()
    people = queries.people_of(held, today)
    given = request.POST if request.method == "POST" else None
    form = AssignForm(given, branch=held, people=people, today=today)
    if form.is_valid():
        said = form.entered
        actions.assign(
            organisation=held,
            kind=AssignmentKind(form.cleaned_data["kind"]),
            title=said.title,
            about=said.about,
            begins_on=said.begins_on,
            ends_on=said.ends_on,
            members=list(Member.objects.filter(pk__in=said.members)),
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已登记“{said.title}”，由 {len(said.members)} 名党员负责。")
        return redirect("assignments:branch", held.pk)
    shown = {"form": form, "organisation": held, "crumbs": _way(held, "登记")}
    return render(request, "assignments/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say until when a member answered for it; of one who left, his last day in the branch is filled in."""
    found, now = queries.kept_assignment(request.actor, pk), clock.now()
    form = EndForm(
        request.POST if request.method == "POST" else None,
        initial={"ends_on": queries.last_day(found, now.date())},
    )
    if form.is_valid():
        done = actions.end(assignment=found, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, f"已登记“{done.title}”于 {done.ends_on} 结束。")
        return redirect("assignments:branch", done.organisation_id)
    return _asked(request, found, form, "结束")


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what was entered by mistake, with the reason."""
    found = queries.kept_assignment(request.actor, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw(assignment=found, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已撤回“{found.title}”的这项登记。")
        return redirect("assignments:branch", found.organisation_id)
    return _asked(request, found, form, "撤回")


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """What the reader himself answers for, part of 我的数据."""
    request.actor.require(Permission.OWN_DATA)
    page = Paginator(queries.own(request.actor.member_id or 0), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": queries.as_held(page, clock.today()),
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("岗位和任务")],
    }
    return render(request, "assignments/mine.html", shown)


def _asked(
    request: SignedInRequest, found: Assignment, form: EndForm | WithdrawForm, label: str
) -> HttpResponse:
    """The form for one assignment, with what it is about."""
    shown = {"form": form, "found": found, "label": label, "crumbs": _way(found.organisation, label)}
    return render(request, "assignments/change.html", shown, status=422 if form.errors else 200)


def _top() -> Crumb:
    return Crumb("设岗定责", reverse("assignments:list"))


def _way(held: Organisation, here: str) -> list[Crumb]:
    return [_top(), Crumb(held.short_name, reverse("assignments:branch", args=[held.pk])), Crumb(here)]
