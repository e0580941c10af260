"""领导干部执行情况 by organ, its names, the records behind each, and the workbook."""

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orglife.forms.leading import LeadingForm
from heli.orglife.queries.evidence import evidence
from heli.orglife.queries.leading import leading as found_leading
from heli.orglife.rules.leading import SORTS
from heli.orglife.sheets.leading import leading_sheets
from heli.orgs.models import Organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        "crumbs": _way(form),
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
        "crumbs": _way(form, Crumb("名单")),
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
        "crumbs": _way(form, Crumb("名单", _leading_names(form)), Crumb(found.cadre.name)),
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


def _way(form: LeadingForm, *further: Crumb) -> list[Crumb]:
    here = Crumb("领导干部执行情况", f"{reverse('orglife:leading')}?{_span(form)}")
    return [Crumb("履责", reverse("duties:records")), here, *further]
