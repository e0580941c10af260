"""四项检查 (S004-21): numbers by unit, each of them opening to its rows; a list to work off at any time."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.models import EventBatch
from heli.reorganisation.catalogue import CHECK_SAID, Check
from heli.reorganisation.forms.lists import CheckFilterForm
from heli.reorganisation.queries import checks, listing
from heli.reorganisation.queries.checks import Looking
from heli.reorganisation.sheets.writing import checks as check_sheets
from heli.reorganisation.views.addresses import A_PAGE, crumbs, without, workbook
from heli.ui.catalogue import Chip, Crumb, Tab
from heli.ui.days import only_today


@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """The four checks, and the units where anything is amiss."""
    looking, form = _looking(request)
    lines = checks.by_unit(looking)
    query = without(request.GET)
    totals = [
        (check, CHECK_SAID[check], sum(line.numbers[check] for line in lines), _address(check, query))
        for check in Check
    ]
    shown = {
        "form": form,
        "totals": totals,
        "lines": [
            (
                line.organ,
                [(line.numbers[one], _address(one, f"{query}&organ={line.organ.pk}")) for one in Check],
            )
            for line in lines
        ],
        "headings": Check.labels,
        "today": looking.on,
        "day": only_today(request.GET, looking.on),
        "chips": _chips(request.GET, looking, form),
        "export": f"{reverse('reorganisation:export_checks')}{query}",
        "crumbs": crumbs("四项检查"),
    }
    return render(request, "reorganisation/checks.html", shown)


@require_GET
def rows(request: SignedInRequest, check: str) -> HttpResponse:
    """The rows of one check, each with the way to where it is mended."""
    if check not in Check.values:
        raise NotFound("check-unknown", "没有这项检查。")
    one, (looking, form) = Check(check), _looking(request)
    page = Paginator(checks.findings(one, looking), A_PAGE).get_page(request.GET.get("page"))
    query = without(request.GET)
    shown = {
        "check": one,
        "sentence": CHECK_SAID[one],
        "form": form,
        "page": page,
        "day": only_today(request.GET, looking.on),
        "findings": [checks.finding(one, row) for row in page],
        "tabs": [Tab(other.label, _address(other, query), other is one) for other in Check],
        "chips": _chips(request.GET, looking, form),
        "export": f"{reverse('reorganisation:export_checks')}{query}",
        "crumbs": crumbs(Crumb("四项检查", reverse("reorganisation:checks")), one.label),
    }
    return render(request, "reorganisation/check.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The four lists as a workbook."""
    looking, _ = _looking(request)
    return workbook(f"机构改革四项检查-{looking.on}.xlsx", check_sheets(looking))


def _looking(request: SignedInRequest) -> tuple[Looking, CheckFilterForm]:
    scope = request.actor.require(Permission.ORGANISATION_SEE)
    form = CheckFilterForm(request.GET, listing.organs(scope))
    members = request.actor.scope(Permission.MEMBER_SEE)
    return Looking(scope, members, clock.today(), form.asked("organ"), form.asked("batch")), form


def _address(check: Check, query: str) -> str:
    return f"{reverse('reorganisation:check', args=(check.value,))}{query}"


def _chips(query: QueryDict, looking: Looking, form: CheckFilterForm) -> list[Chip]:
    organ = dict(form.fields["organ"].choices).get(looking.organ)  # type: ignore[attr-defined]
    batch = EventBatch.objects.filter(pk=looking.batch or 0).values_list("title", flat=True).first()
    told = {
        "organ": f"单位：{organ}" if organ and looking.organ else "",
        "batch": f"批次：{batch}" if batch else "",
    }
    return [Chip(label, without(query, name)) for name, label in told.items() if label]
