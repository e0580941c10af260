"""换届: the list to work off with its workbook, and one organisation's terms, and what is entered on them."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.elections import actions, queries, sheets
from heli.elections.forms import BeginForm, DecideForm, OnTermForm, RemindForm, RequestForm, StateForm
from heli.kernel import clock
from heli.orgs.actions import elections as org_actions
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.orgs.queries.term_list import term_list
from heli.orgs.queries.terms import STATES, term_work
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb
from heli.ui.days import asked_day

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def terms(request: SignedInRequest) -> HttpResponse:
    """Organisations with terms, the most urgent first; `state` narrows, `on` asks for another day."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    form = StateForm(request.GET)
    state = form.state_asked
    found, counted = term_list(scope, day.on, state, past=day.is_past)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    carried = queries.carried_over(list(page), day.on)
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, carried.get(one.organisation.pk, 0)) for one in page],
        "counts": [(label, counted[name], f"?state={name}{day.also}") for name, label in STATES.items()],
        "chips": [Chip(f"状态：{STATES[state]}", request.path + day.query)] if state else [],
        "export_url": f"{reverse('elections:export')}?state={state}{day.also}",
        "clear_url": request.path + day.query,
        "day": day,
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb("换届")],
    }
    return render(request, "elections/terms.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same rows as the list shows, as a workbook."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    found = term_work(scope, day.on, StateForm(request.GET).state_asked, past=day.is_past)
    content = BytesIO()
    write_workbook(content, [sheets.terms_sheet(found, queries.carried_over(found, day.on))])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="terms-{day.on}.xlsx"'
    return response


@require_GET
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's present term, its seats, and every term with decisions and steps."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    held = visible_organisation(pk, scope)
    page = queries.terms_page(held, today)
    shown = {
        "organisation": held,
        "page": page,
        "keeping": queries.may_keep(request.actor, page.line.superior),
        "entering": queries.may_enter(request.actor, held),
        "today": today,
        "crumbs": [
            Crumb("组织", reverse("orgs:tree")),
            Crumb("换届", reverse("elections:terms")),
            Crumb(held.short_name),
        ],
    }
    return render(request, "elections/organisation.html", shown)


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """延期 or 提前, entered by who keeps terms over the superior."""
    held, now = _held(request, pk), clock.now()
    queries.may_keep(request.actor, held.parent or held.leader).require()
    term = queries.present_term(held)
    form = DecideForm(request.POST or None, organisation=held, term=term, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.decide(term=term, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "延期、提前换届")
    return _asked(request, held, form, "延期、提前换届", "登记上级党组织的批复")


@require_http_methods(["GET", "POST"])
def remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """换届提醒, by who keeps terms over the superior."""
    held, now = _held(request, pk), clock.now()
    queries.may_keep(request.actor, held.parent or held.leader).require()
    term = queries.present_term(held)
    form = RemindForm(request.POST or None, organisation=held, term=term, today=now.date())
    if request.method == "POST" and form.is_valid():
        org_actions.remind_of_election(term=term, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "换届提醒")
    return _asked(request, held, form, "换届提醒", "届满前六个月以发函或电话提醒")


@require_http_methods(["GET", "POST"])
def request_election(request: SignedInRequest, pk: int) -> HttpResponse:
    """换届请示, by the organisation itself or who keeps its terms."""
    held, now = _held(request, pk), clock.now()
    queries.may_enter(request.actor, held).require()
    term = queries.present_term(held)
    form = RequestForm(request.POST or None, organisation=held, term=term, today=now.date())
    if request.method == "POST" and form.is_valid():
        org_actions.request_election(term=term, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "换届请示")
    return _asked(request, held, form, "换届请示", "登记已向上级党组织报送的请示")


@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new term after an election."""
    held, now = _held(request, pk), clock.now()
    queries.may_enter(request.actor, held).require()
    last = queries.latest_term(held)
    form = BeginForm(request.POST or None, organisation=held, term=last, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.begin(organisation=held, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "新一届")
    return _asked(request, held, form, "登记新一届", "选举产生新一届班子后登记")


def _held(request: SignedInRequest, pk: int) -> Organisation:
    return visible_organisation(pk, request.actor.require(Permission.ORGANISATION_SEE))


def _told(request: SignedInRequest, held: Organisation, what: str) -> HttpResponse:
    messages.success(request, f"已登记{held.short_name}的{what}。")
    return redirect("elections:organisation", held.pk)


def _asked(
    request: SignedInRequest, held: Organisation, form: OnTermForm, title: str, sentence: str
) -> HttpResponse:
    """The form, with what stands against it where it was sent."""
    way = [
        Crumb("换届", reverse("elections:terms")),
        Crumb(held.short_name, reverse("elections:organisation", args=[held.pk])),
        Crumb(title),
    ]
    shown = {"form": form, "title": title, "sentence": sentence, "organisation": held, "crumbs": way}
    return render(request, "elections/form.html", shown, status=422 if form.errors else 200)
