"""增减: the ledger of an organisation between two days, and the rows behind each of its figures."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.catalogue import Change
from heli.members.forms.figures import SpanForm
from heli.members.queries.counted import counted_on
from heli.members.queries.ledger import Ledger, ledger, movements, own_organisation
from heli.members.queries.ledger_lines import lines_of
from heli.members.sheets.ledger import ledger_sheets
from heli.members.views.addresses import address_with
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb
from heli.ui.days import asked_day

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """期初 + 增加 − 减少 = 期末 of an organisation; each number opens to its rows."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = SpanForm(request.GET, today)
    organisation = _organisation(request, form, scope)
    found = ledger(organisation, form.since, form.until)
    shown = {
        "form": form,
        "organisation": organisation,
        "ledger": found,
        "added": _cells(found, form, organisation, joins=True),
        "taken": _cells(found, form, organisation, joins=False),
        "opening_day": found.opening_day,
        "there_url": f"{reverse('members:ledger_there')}?{_span(form, organisation)}&on=",
        "export_url": reverse("members:ledger_export") + address_with(request.GET),
        "crumbs": [*_crumbs(), Crumb("增减")],
    }
    return render(request, "members/ledger.html", shown)


@require_GET
def there(request: SignedInRequest) -> HttpResponse:
    """Whom 期初 or 期末 counts: who belonged to the organisation or beneath it on the day `?on=`.

    Also those whose branch has left the reader's scope since: their names, without the way to their pages.
    """
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = SpanForm(request.GET, today)
    organisation = _organisation(request, form, scope)
    on = asked_day(request.GET, today).on
    paged = Paginator(counted_on(organisation, on), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "organisation": organisation,
        "on": on,
        "page": paged,
        "lines": [(row, scope.covers(row.member.organisation)) for row in paged],
        "crumbs": [
            *_crumbs(),
            Crumb("增减", f"{reverse('members:ledger')}?{_span(form, organisation)}"),
            Crumb("名单"),
        ],
    }
    return render(request, "members/ledger_there.html", shown)


@require_GET
def rows(request: SignedInRequest) -> HttpResponse:
    """Who came or went; `?joins=` 1 or 0 and `?change=` narrow."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = SpanForm(request.GET, today)
    organisation = _organisation(request, form, scope)
    change, joins = request.GET.get("change", ""), request.GET.get("joins", "")
    found = [
        one
        for one in movements(organisation, form.since, form.until)
        if change in ("", one.change.value) and joins in ("", "1" if one.joins else "0")
    ]
    paged = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    label = Change(change).label if change in Change.values else ""
    back = f"{reverse('members:ledger')}?{_span(form, organisation)}"
    shown = {
        "form": form,
        "organisation": organisation,
        "page": paged,
        "lines": lines_of(list(paged), scope),
        "chips": [Chip(label, address_with(request.GET, page=None, change=None))] if label else [],
        "ledger_url": back,
        "crumbs": [
            *_crumbs(),
            Crumb("增减", f"{reverse('members:ledger')}?{_span(form, organisation)}"),
            Crumb("明细"),
        ],
    }
    return render(request, "members/ledger_rows.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The ledger and its rows as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = SpanForm(request.GET, today)
    organisation = _organisation(request, form, scope)
    found = ledger(organisation, form.since, form.until)
    content = BytesIO()
    lines = lines_of(movements(organisation, form.since, form.until), scope)
    write_workbook(content, ledger_sheets(organisation.name, found, lines))
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ledger-{form.since}-{form.until}.xlsx"'
    return response


def _organisation(request: SignedInRequest, form: SpanForm, scope: Scope) -> Organisation:
    pk = form.asked("organisation")
    return org_queries.visible_organisation(pk, scope) if pk else own_organisation(scope)


def _cells(
    found: Ledger, form: SpanForm, organisation: Organisation, *, joins: bool
) -> list[tuple[str, int, str]]:
    where = f"{reverse('members:ledger_rows')}?{_span(form, organisation)}&joins={int(joins)}&change="
    return [
        (change.label, number, f"{where}{change.value}") for change, number in found.by_change(joins=joins)
    ]


def _span(form: SpanForm, organisation: Organisation) -> str:
    return urlencode(
        {"organisation": str(organisation.pk), "first": str(form.since), "last": str(form.until)}
    )


def _crumbs() -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb("党员", reverse("members:list"))]
