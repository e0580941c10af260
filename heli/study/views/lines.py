"""Lines of a plan, and what came of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.study.actions import plans as actions
from heli.study.catalogue import Outcome
from heli.study.forms import LineForm, ResultForm
from heli.study.models import StudyLine
from heli.study.queries import plans as queries
from heli.study.queries.places import seen
from heli.study.views.addresses import crumbs, with_year, year_of
from heli.ui.catalogue import Crumb

_FIELDS = ("topic", "tag", "way", "period", "activity", "material", "place")


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a topic into an organisation's plan; `?tag=` is chosen beforehand."""
    held, now = seen(request.actor, pk), clock.now()
    year = year_of(request, now.date(), ahead=1)
    request.actor.may(Permission.RECORD_ENTER, held).require()
    sent = request.POST if request.method == "POST" else None
    form = LineForm(year, sent, initial={"tag": request.GET.get("tag", "")})
    if form.is_valid():
        actions.add_line(organisation=held, year=year, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, f"已列入计划：{form.cleaned_data['topic']}。")
        return redirect(with_year("study:plan", year, pk))
    back = Crumb(f"{held.short_name}学习计划", with_year("study:plan", year, pk))
    shown = {
        "form": form,
        "title": "列入学习计划",
        "sentence": f"{held.short_name}，{year}年",
        "label": "列入",
        "crumbs": crumbs(back, "列入"),
    }
    return render(request, "study/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say a line otherwise."""
    line, now = _line(request, pk), clock.now()
    sent = request.POST if request.method == "POST" else None
    form = LineForm(line.plan.year, sent, initial={name: getattr(line, name) for name in _FIELDS})
    if form.is_valid():
        actions.change_line(line=line, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, "已修改。")
        return redirect(_back(line))
    shown = {
        "form": form,
        "title": "修改学习计划条目",
        "sentence": f"{line.plan}",
        "label": "保存",
        "crumbs": crumbs(Crumb(str(line.plan), _back(line)), "修改"),
    }
    return render(request, "study/form.html", shown, status=422 if form.errors else 200)


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a line out of the plan."""
    line = _line(request, pk)
    actions.drop_line(line=line, by=request.actor, at=clock.now())
    messages.success(request, f"已从计划中删去：{line.topic}。")
    return redirect(_back(line))


@require_http_methods(["GET", "POST"])
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say at which meeting a line was studied, or what came of it."""
    line, now = _line(request, pk), clock.now()
    meetings = queries.meetings_of(line.plan, now.date())
    sent = request.POST if request.method == "POST" else None
    form = ResultForm(meetings, now.date(), sent)
    if form.is_valid():
        given = {**form.cleaned_data, "outcome": Outcome(form.cleaned_data["outcome"])}
        actions.add_result(line=line, **given, by=request.actor, at=now)
        messages.success(request, f"已登记落实情况：{line.topic}。")
        return redirect(_back(line))
    shown = {
        "form": form,
        "title": "登记落实情况",
        "sentence": line.topic,
        "label": "登记",
        "crumbs": crumbs(Crumb(str(line.plan), _back(line)), "登记落实情况"),
    }
    return render(request, "study/form.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a result that was entered by mistake."""
    scope = request.actor.require(Permission.RECORD_ENTER)
    found = queries.result_to_withdraw(pk, scope)
    actions.withdraw_result(result=found, by=request.actor, at=clock.now())
    messages.success(request, "已作废这项落实情况。")
    return redirect(_back(found.line))


def _line(request: SignedInRequest, pk: int) -> StudyLine:
    return queries.line_to_change(pk, request.actor.require(Permission.RECORD_ENTER))


def _back(line: StudyLine) -> str:
    return with_year("study:plan", line.plan.year, line.plan.organisation_id)
