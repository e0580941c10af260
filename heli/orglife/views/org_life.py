"""组织生活会: the branch's four stages with what may be linked, and the list for superiors."""

from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may
from heli.kernel import clock
from heli.kernel.errors import Invalid
from heli.orglife import actions
from heli.orglife.catalogue import Preparation
from heli.orglife.forms.org_life import (
    ListForm,
    MeasureForm,
    ThemeForm,
    pk_of,
    year_of,
)
from heli.orglife.queries import org_life as life_queries
from heli.orglife.queries.minutes import any_record
from heli.orglife.queries.org_life import FILTERS, YEARS_SHOWN, LifePage
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50
Step = Callable[[SignedInRequest, LifePage, datetime], str]


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """The branches of the reader's scope with how far their 组织生活会 of a year is."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    year, form = year_of(request.GET, today), ListForm(request.GET)
    found = life_queries.branches(scope, year, today, form.asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "lines": life_queries.lines(list(page), year, today),
        "year": year,
        "tabs": _years(year, today),
        "chips": [Chip(FILTERS[form.asked], f"?year={year}")] if form.asked else [],
        "clear_url": f"{request.path}?year={year}",
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("组织生活会")],
    }
    return render(request, "orglife/org_lives.html", shown)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """A branch's 组织生活会 of `?year=`; POST with `do` takes one step."""
    today = clock.today()
    found = life_queries.life_page(pk, year_of(request.GET, today), request.actor, today)
    theme = found.life.theme if found.life else ""
    forms: dict[str, Form] = {"theme": ThemeForm(initial={"theme": theme}), "measure": MeasureForm()}
    if request.method == "POST":
        may(request.actor, Permission.RECORD_ENTER, found.organisation).require()
        step = _STEPS.get(request.POST.get("do", ""))
        said = step(request, found, clock.now()) if step else _by_form(request, found, forms)
        if said:
            messages.success(request, said)
            return redirect(f"{reverse('orglife:org_life', args=[pk])}?year={found.year}")
    wrong = any(form.errors for form in forms.values())
    return render(request, "orglife/org_life.html", _shown(found, forms, today), status=422 if wrong else 200)


def _shown(found: LifePage, forms: dict[str, Form], today: date) -> dict[str, object]:
    list_url = f"{reverse('orglife:org_lives')}?year={found.year}"
    return {
        "page": found,
        "forms": forms,
        "today": today,
        "tabs": _years(found.year, today),
        "crumbs": [
            Crumb("履责", reverse("duties:records")),
            Crumb("组织生活会", list_url),
            Crumb(found.organisation.short_name),
        ],
    }


def _years(chosen: int, today: date) -> list[Tab]:
    years = range(today.year, today.year - YEARS_SHOWN, -1)
    return [Tab(f"{each}年", f"?year={each}", active=each == chosen) for each in years]


def _by_form(request: SignedInRequest, found: LifePage, forms: dict[str, Form]) -> str:
    """A theme or a measure as typed; what was done in words, nothing where the form is not whole."""
    asked, at = request.POST.get("do", ""), clock.now()
    if asked == "theme":
        form = forms["theme"] = ThemeForm(request.POST)
        if form.is_valid():
            actions.set_theme(
                organisation=found.organisation, year=found.year, **form.cleaned_data, by=request.actor, at=at
            )
            return "主题已确定。"
    if asked == "measure" and found.life is not None:
        measure = forms["measure"] = MeasureForm(request.POST)
        if measure.is_valid():
            actions.add_measure(life=found.life, **measure.cleaned_data, by=request.actor, at=at)
            return "整改措施已登记。"
    return ""


def _link(request: SignedInRequest, found: LifePage, at: datetime) -> str:
    """Link every record that was ticked for a part of the preparation."""
    part = next((one for one in Preparation if one.value == request.POST.get("part")), None)
    records = [any_record(pk_of(pk), request.actor) for pk in request.POST.getlist("record")]
    if found.life is None or part is None or not records:
        raise Invalid("nothing-ticked", "没有选中要关联的记录。请先确定主题，再勾选记录后关联。")
    actions.link_evidence(life=found.life, preparation=part, records=records, by=request.actor, at=at)
    return f"“{part.label}”已关联 {len(records)} 条记录。"


def _meeting(request: SignedInRequest, found: LifePage, at: datetime) -> str:
    record = pk_of(request.POST.get("record"))
    if found.life is None or not record:
        raise Invalid("no-meeting-chosen", "请先确定主题，再选择组织生活会的会议记录。")
    actions.link_meeting(life=found.life, record=any_record(record, request.actor), by=request.actor, at=at)
    return "会议记录已关联。请据会上查摆的问题制定整改措施。"


def _unmeet(request: SignedInRequest, found: LifePage, at: datetime) -> str:
    if found.life is None:
        raise Invalid("no-life", "还没有确定主题，没有可以取消的关联。")
    actions.unlink_meeting(life=found.life, by=request.actor, at=at)
    return "已取消会议记录的关联。"


_STEPS: dict[str, Step] = {"link": _link, "meeting": _meeting, "unmeet": _unmeet}


@require_POST
def unlink(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the link of a record to a part of the preparation back."""
    evidence = life_queries.evidence_of(pk, request.actor.require(Permission.RECORD_ENTER))
    life = actions.unlink_evidence(evidence=evidence, by=request.actor, at=clock.now())
    messages.success(request, "已取消关联，记录本身没有变动。")
    return redirect(f"{reverse('orglife:org_life', args=[life.organisation_id])}?year={life.year}")


@require_POST
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tick a measure as done, saying how; or take it back, saying why."""
    held = life_queries.measure_of(pk, request.actor.require(Permission.RECORD_ENTER))
    by, at = request.actor, clock.now()
    if request.POST.get("do") == "withdraw":
        actions.withdraw_measure(measure=held, why=request.POST.get("why", ""), by=by, at=at)
        messages.success(request, "已撤销这项措施，仍可查看。")
    else:
        actions.finish_measure(measure=held, how=request.POST.get("how", ""), by=by, at=at)
        messages.success(request, "已办结。")
    life = held.life
    return redirect(f"{reverse('orglife:org_life', args=[life.organisation_id])}?year={life.year}")
