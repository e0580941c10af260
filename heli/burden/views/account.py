"""减负账 of everything in sight and of one organisation, with the lists that its numbers open to."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.scope import Scope
from heli.burden.forms import DayForm
from heli.burden.queries import account as accounts
from heli.burden.queries.each import each, organisations_in
from heli.burden.queries.forms import forms_on
from heli.burden.queries.refused import refused as refused_in
from heli.burden.queries.reports import counted
from heli.burden.sheets import account_sheet
from heli.burden.views.addresses import way
from heli.duties.catalogue import PARAMETERS
from heli.duties.queries.plan import plan_year
from heli.kernel import clock
from heli.kernel.periods import Period, PeriodKind
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: SignedInRequest) -> DayForm:
    """The day that the address asks for; today, or the last day of the newest plan's year."""
    today = clock.today()
    year = plan_year(today)
    return DayForm(request.GET, today if year == today.year else date(year, 12, 31))


@require_GET
def account(request: SignedInRequest) -> HttpResponse:
    """All organisations in sight together."""
    scope = request.actor.require(Permission.RECORD_SEE)
    of = "全市各党组织" if scope.everything else "您可以查看的党组织"
    crumbs = way("")
    return _account(request, scope, {"title": "减负账", "of": of, "crumbs": crumbs, "organisation": None})


@require_GET
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation."""
    held = visible_organisation(pk, request.actor.require(Permission.RECORD_SEE))
    name = held.short_name
    crumbs = way("", Crumb(name))
    shown = {"title": f"{name}：减负账", "of": name, "crumbs": crumbs, "organisation": held}
    return _account(request, Scope(organisations=(pk,)), shown)


def _account(request: SignedInRequest, scope: Scope, shown: Mapping[str, object]) -> HttpResponse:
    form = _asked(request)
    day, held = form.day, shown["organisation"]
    found = accounts.account(scope, day.year, day, clock.today())
    also = {"organisation": held.pk} if isinstance(held, Organisation) else {}
    page = {
        **shown,
        "form": form,
        "day": day,
        "found": found,
        "lines": found.lines(form.asked_month),
        "requests": len(found.lines()),
        "chips": _chips(request, form),
        "months": (months := found.months),
        "tallest": max(one.times + one.ahead for one in months),
        "refused": len(refused_in(scope, day.year, day)),
        "reports": counted(scope, day.year, day),
        "duties_url": f"{reverse('duties:list')}?{urlencode({'year': day.year, **_due(form), **also})}",
        "export_url": f"{reverse('burden:export')}?{urlencode({'on': day, **also})}",
        "minutes_a_field": PARAMETERS().get("minutes_a_field", day).value,
    }
    return render(request, "burden/account.html", page, status=422 if form.errors else 200)


def _due(form: DayForm) -> dict[str, date]:
    """Which duties the list of them is narrowed to: those due by the day, or in the month asked for."""
    if form.asked_month is None:
        return {"due_to": form.day}
    month = Period(PeriodKind.MONTH, form.day.year, form.asked_month - 1)
    return {"due_from": month.start, "due_to": min(month.end, form.day)}


def _chips(request: SignedInRequest, form: DayForm) -> list[Chip]:
    return [Chip(f"{form.asked_month}月", request.path + form.query)] if form.asked_month else []


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same requests and months as a workbook; `?organisation=` of one organisation."""
    scope, form = request.actor.require(Permission.RECORD_SEE), _asked(request)
    asked = request.GET.get("organisation", "")
    if asked.isdecimal():
        scope = Scope(organisations=(visible_organisation(int(asked), scope).pk,))
    found = accounts.account(scope, form.day.year, form.day, clock.today())
    content = BytesIO()
    write_workbook(content, account_sheet(found))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="burden-{form.day}.xlsx"'
    return response


@require_GET
def organisations(request: SignedInRequest) -> HttpResponse:
    """The organisations in sight in the order of the tree, each with what is asked of it."""
    scope, form = request.actor.require(Permission.RECORD_SEE), _asked(request)
    day, today = form.day, clock.today()
    page = Paginator(organisations_in(scope, day.year, today), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "day": day,
        "page": page,
        "rows": each(list(page), day.year, day, today),
        "crumbs": way(form.query, Crumb("各党组织")),
    }
    return render(request, "burden/organisations.html", shown, status=422 if form.errors else 200)


@require_GET
def forms(request: SignedInRequest) -> HttpResponse:
    """What each kind of record asks for, and what of it Heli fills in."""
    request.actor.require(Permission.RECORD_SEE)
    today = clock.today()
    shown = {
        "forms": forms_on(today),
        "minutes_a_field": PARAMETERS().get("minutes_a_field", today).value,
        "crumbs": way("", Crumb("填写项")),
    }
    return render(request, "burden/forms.html", shown)


@require_GET
def refused(request: SignedInRequest) -> HttpResponse:
    """What is asked no more because it repeats."""
    scope, form = request.actor.require(Permission.RECORD_SEE), _asked(request)
    found = refused_in(scope, form.day.year, form.day)
    shown = {
        "form": form,
        "day": form.day,
        "rows": found,
        "crumbs": way(form.query, Crumb("不再重复要求的")),
    }
    return render(request, "burden/refused.html", shown, status=422 if form.errors else 200)
