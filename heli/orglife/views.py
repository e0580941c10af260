"""The page 记录会议, and what it says after saving; 领导干部执行情况 with its names and records."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.models import Record
from heli.kernel import clock
from heli.members import queries as member_queries
from heli.orglife import actions, queries
from heli.orglife.forms import LeadingForm, MeetingForm, read
from heli.orglife.queries.evidence import evidence
from heli.orglife.queries.leading import leading as found_leading
from heli.orglife.queries.mine import own_attendances
from heli.orglife.rules.leading import SORTS
from heli.orglife.sheets.leading import leading_sheets
from heli.orgs.models import Organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What htmx asks for by its target → the part of the page that answers it.
_PARTS = {"particulars": "#changed", "standing": "#standing"}


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """Record a meeting or a document filed of `?organisation=`; `?kind=` and `?day=` are chosen beforehand.

    A POST without `do=save` weighs what was sent and draws the page, or the part that htmx asks for, anew.
    """
    today = clock.today()
    places = queries.places(request.actor, today)
    place = queries.place(request.actor, places, request.GET.get("organisation", ""))
    saving = request.POST.get("do") == "save"
    form = read(request.POST or request.GET, place, today, saving=saving)
    if form.is_valid():
        return redirect("orglife:saved", _save(form, request.actor, clock.now()).pk)
    page = {
        "form": form,
        "entered_for": member_queries.entered_for(request.actor, place, today),
        "address": f"{reverse('orglife:record')}?organisation={place.pk}",
        "places": [
            Tab(one.short_name, f"{reverse('orglife:record')}?organisation={one.pk}", one == place)
            for one in places
        ],
        "crumbs": [Crumb(place.short_name), Crumb("记录会议")],
    }
    part = _PARTS.get(request.htmx.target or "", "") if request.htmx else ""
    return render(request, f"orglife/record.html{part}", page)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The meetings that the reader himself was due at, part of 我的数据."""
    request.actor.require(Permission.OWN_DATA)
    found = own_attendances(request.actor.member_id or 0)
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("组织生活")],
    }
    return render(request, "orglife/mine.html", shown)


def _save(form: MeetingForm, by: Actor, at: datetime) -> Record:
    if form.setting.is_meeting:
        return actions.record_meeting(**form.meeting(), by=by, at=at)
    return actions.file_document(**form.document(), by=by, at=at)


@require_GET
def saved(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a record fulfilled, what is still owed, and what may be recorded next."""
    found = queries.after(pk, request.actor, clock.today())
    crumbs = [Crumb(found.record.organisation.short_name), Crumb("记录会议", reverse("orglife:record"))]
    return render(request, "orglife/saved.html", {"found": found, "crumbs": [*crumbs, Crumb("已保存")]})


@require_GET
def leading(request: SignedInRequest) -> HttpResponse:
    """领导干部执行情况 by organ, beside the other members of the same branches (S001-44, R01-26, R01-16)."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = LeadingForm(request.GET, today)
    found = found_leading(scope, form.since, form.until)
    page = Paginator(list(found.organs), A_PAGE).get_page(request.GET.get("page"))
    lines = [(found.organs[organ], found.figures(organ), _leading_names(form, organ)) for organ in page]
    shown = {
        "form": form,
        "page": page,
        "total": ("合计", found.figures(), _leading_names(form)),
        "lines": lines,
        "span": _span(form),
        "last_year": f"?first={today.year - 1}-01-01&last={today.year - 1}-12-31",
        "export_url": f"{reverse('orglife:leading_export')}?{_span(form)}",
        "crumbs": [Crumb("领导干部执行情况")],
    }
    return render(request, "orglife/leading.html", shown)


@require_GET
def leading_names(request: SignedInRequest) -> HttpResponse:
    """Who is behind a number, by name: `what` says which, `organ` of which unit."""
    scope = request.actor.require(Permission.MEMBER_SEE)
    form = LeadingForm(request.GET, clock.today())
    found = found_leading(scope, form.since, form.until)
    sort, organ = SORTS[form.sort], form.asked("organ")
    named = [one for one in found.of(organ) if sort.counts(one)]
    page = Paginator(named, A_PAGE).get_page(request.GET.get("page"))
    branches = Organisation.objects.in_bulk({one.branch for one in page if one.branch is not None})
    chips = (
        [Chip(f"单位：{found.organs[organ]}", _leading_names(form, what=form.sort))]
        if organ in found.organs
        else []
    )
    if form.sort != "all":
        chips.append(Chip(sort.label, _leading_names(form, organ)))
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, branches.get(one.branch or 0), found.organs[one.organ]) for one in page],
        "chips": chips,
        "span": _span(form),
        "clear_url": _leading_names(form),
        "crumbs": [Crumb("领导干部执行情况", f"{reverse('orglife:leading')}?{_span(form)}"), Crumb("名单")],
    }
    return render(request, "orglife/leading_names.html", shown)


@require_GET
def leading_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """The records on which the figures rest for whoever holds a post."""
    scope = request.actor.require(Permission.MEMBER_SEE)
    form = LeadingForm(request.GET, clock.today())
    found = evidence(scope, pk, form.since, form.until)
    shown = {
        "form": form,
        "found": found,
        "page": Paginator(found.attended, A_PAGE).get_page(request.GET.get("page")),
        "crumbs": [
            Crumb("领导干部执行情况", f"{reverse('orglife:leading')}?{_span(form)}"),
            Crumb("名单", _leading_names(form)),
            Crumb(found.cadre.name),
        ],
    }
    return render(request, "orglife/leading_person.html", shown)


@require_GET
def leading_export(request: SignedInRequest) -> HttpResponse:
    """The figures by organ and the names as a workbook: the summary of a year (S001-42)."""
    scope = request.actor.require(Permission.MEMBER_SEE)
    form, content = LeadingForm(request.GET, clock.today()), BytesIO()
    write_workbook(content, leading_sheets(found_leading(scope, form.since, form.until)))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="leading-{form.since}-{form.until}.xlsx"'
    return response


def _span(form: LeadingForm) -> str:
    return urlencode({"first": form.since.isoformat(), "last": form.until.isoformat()})


def _leading_names(form: LeadingForm, organ: int | None = None, what: str = "") -> str:
    """The address of the names; "what" is added by who links to it."""
    query: dict[str, Any] = {"organ": organ, "what": what}
    said = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse('orglife:leading_names')}?{_span(form)}" + (f"&{said}" if said else "")
