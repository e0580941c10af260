"""又要报一遍: reported on a request, listed by organisation, answered by the issuer, taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.burden import actions
from heli.burden.catalogue import RequestKind
from heli.burden.forms import AnswerForm, ReportForm
from heli.burden.models import ReportQuerySet
from heli.burden.queries import reports as queries
from heli.burden.queries.reporting import Reporting, reporting
from heli.burden.views.addresses import way
from heli.kernel import clock
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
MOST_DIGITS = 18


@require_GET
def reports(request: SignedInRequest) -> HttpResponse:
    """Reports for the organisations in sight, those that wait first."""
    scope = request.actor.require(Permission.RECORD_SEE)
    return _list(request, queries.in_sight(scope), "reports")


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's own reports with their answers."""
    request.actor.require(Permission.RECORD_SEE)
    return _list(request, queries.own(request.actor), "mine")


@require_GET
def answers(request: SignedInRequest) -> HttpResponse:
    """Reports that wait for the reader's answer."""
    request.actor.require(Permission.RECORD_SEE)
    return _list(request, queries.to_answer(request.actor), "answers")


def _list(request: SignedInRequest, found: ReportQuerySet, current: str) -> HttpResponse:
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "current": current,
        "tabs": _tabs(request.actor, current),
        "crumbs": way("", Crumb("又要报一遍")),
    }
    return render(request, "burden/reports.html", shown)


def _tabs(actor: Actor, current: str) -> list[Tab]:
    pages = [("您可以查看的", "reports"), ("我反映的", "mine")]
    if actor.may_somewhere(Permission.PLAN_KEEP) or actor.may_somewhere(Permission.NOTICE_SEND):
        pages.append(("等您答复的", "answers"))
    return [Tab(label, reverse(f"burden:{name}"), name == current) for label, name in pages]


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report with its answer; its issuer answers it here."""
    scope = request.actor.require(Permission.RECORD_SEE)
    found = queries.report_page(pk, request.actor, scope)
    if request.method == "POST":
        found.may_answer.require()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.answer_repeat(report=found.report, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已答复，反映的人会看到。")
        return redirect("burden:report", pk)
    shown = {
        "found": found,
        "form": form,
        "crumbs": way("", Crumb("又要报一遍", reverse("burden:reports")), Crumb(found.report.request_name)),
    }
    return render(request, "burden/report.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an own report back."""
    request.actor.require(Permission.RECORD_SEE)
    actions.withdraw_report(report=queries.own_report(pk, request.actor), by=request.actor, at=clock.now())
    messages.success(request, "已收回，不再等答复。")
    return redirect("burden:mine")


@require_http_methods(["GET", "POST"])
def of_requirement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report an item of the year's plan; `?organisation=` for which organisation."""
    return _new(request, RequestKind.REQUIREMENT, pk)


@require_http_methods(["GET", "POST"])
def of_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report a notice."""
    return _new(request, RequestKind.NOTICE, pk)


def _new(request: SignedInRequest, kind: RequestKind, pk: int) -> HttpResponse:
    scope = request.actor.require(Permission.RECORD_SEE)
    asked = request.GET.get("organisation", "")
    place = int(asked) if asked.isdecimal() and len(asked) <= MOST_DIGITS else None
    found = reporting(kind, pk, place, request.actor, scope, clock.today())
    found.may.require()
    form = ReportForm(request.POST if request.method == "POST" else None, others=found.others)
    if form.is_valid():
        made = actions.report_repeat(
            request=found.request,
            organisation=found.organisation,
            **form.cleaned_data,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, "已反映，由提出要求的组织答复。")
        return redirect("burden:report", made.pk)
    shown = {"form": form, "found": found, "crumbs": _way(found)}
    return render(request, "burden/new.html", shown, status=422 if form.errors else 200)


def _way(found: Reporting) -> list[Crumb]:
    name = "circulation:notice" if found.kind is RequestKind.NOTICE else "duties:requirement"
    return [Crumb(found.name, reverse(name, args=[found.request.pk])), Crumb("又要报一遍")]
