"""对账: comparing an export of the nation-wide system, and deciding its differences, one or many."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.actions import comparisons as actions
from heli.members.catalogue import DecisionMade, DifferenceKind
from heli.members.forms.comparisons import CompareForm, SettleForm
from heli.members.models import Comparison, Difference
from heli.members.queries import comparisons as queries
from heli.members.sheets import national
from heli.members.sheets.comparisons import differences_sheet
from heli.orgs import queries as org_queries
from heli.orgs.catalogue import LEADING_KINDS, Kind
from heli.orgs.models import Organisation
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
MOST_NAMED = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COMPARED = (Kind.WORK_COMMITTEE, Kind.ORGAN_COMMITTEE, Kind.COMMITTEE, Kind.GENERAL_BRANCH)


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Comparisons so far."""
    scope = request.actor.require(Permission.MEMBER_RECONCILE)
    page = Paginator(queries.comparisons(scope), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/comparisons.html", {"page": page, "crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Compare an export; nothing is changed by it, and the file is not kept."""
    scope, now = request.actor.require(Permission.MEMBER_RECONCILE), clock.now()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CompareForm(*sent, organisations=_organisations(scope), initial={"as_of": now.date()})
    if form.is_valid():
        chosen = form.cleaned_data["workbook"]
        read = national.read(chosen.name, chosen.read(), index=org_queries.name_index(now.date()))
        comparison = actions.compare(
            organisation=form.chosen,
            file_name=chosen.name,
            as_of=form.cleaned_data["as_of"],
            rows=read.rows,
            refused=len(read.refused),
            by=request.actor,
            at=now,
        )
        _tell(request, read)
        return redirect("members:comparison", comparison.pk)
    shown = {"form": form, "crumbs": [*_crumbs(), Crumb("上传名册")]}
    return render(request, "members/comparison_new.html", shown)


@require_http_methods(["GET", "POST"])
def comparison(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its differences of one kind, with a form to settle those that are ticked."""
    scope, now = request.actor.require(Permission.MEMBER_RECONCILE), clock.now()
    found = queries.comparison_seen(pk, scope)
    counts = queries.counts(found)
    kind = _kind(request.GET.get("kind", ""), counts)
    form = SettleForm(kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = actions.decide(
            comparison=found,
            differences=_ticked(request, found, kind),
            settling=form.settling,
            by=request.actor,
            at=now,
        )
        messages.success(
            request, f"已处理 {number} 项：{DecisionMade(form.cleaned_data['decision']).label}。"
        )
        return redirect(f"{reverse('members:comparison', args=[pk])}?kind={kind.value}")
    rows = queries.differences(found, kind.value, request.GET.get("decision", ""), request.GET.get("q", ""))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "comparison": found,
        "form": form,
        "kind": kind,
        "page": page,
        "lines": [(one, queries.in_words(one.ours), _theirs(one)) for one in page],
        "tabs": _tabs(pk, kind, counts),
        "open_count": next(one.open for one in counts if one.kind is kind),
        "has_field": kind in (DifferenceKind.MOVED, DifferenceKind.CHANGED),
        "export_url": reverse("members:comparison_export", args=[pk]),
        "crumbs": [*_crumbs(), Crumb(str(found))],
    }
    return render(request, "members/comparison.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """All differences of a comparison as a workbook."""
    found = queries.comparison_seen(pk, request.actor.require(Permission.MEMBER_RECONCILE))
    content = BytesIO()
    write_workbook(content, [differences_sheet(queries.differences(found))])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="comparison-{pk}.xlsx"'
    return response


def _ticked(request: SignedInRequest, found: Comparison, kind: DifferenceKind) -> list[Difference]:
    """Those that are ticked, or all of the kind that are not decided."""
    if "all" in request.POST:
        return list(queries.differences(found, kind.value, DecisionMade.OPEN.value))
    return queries.chosen(found, [int(one) for one in request.POST.getlist("difference") if one.isdigit()])


def _organisations(scope: Scope) -> list[Organisation]:
    """What may be compared: committees of the scope, the topmost first."""
    visible = Organisation.objects.visible_to(scope).live(clock.today()).exclude(kind__in=LEADING_KINDS)
    return list(visible.filter(kind__in=_COMPARED).order_by("path"))


def _tell(request: SignedInRequest, read: national.NationalRoster) -> None:
    messages.success(request, f"已比较 {len(read.rows)} 人，下面逐项处理。")
    if read.refused:
        named = read.refused[:MOST_NAMED]
        some = "；".join(f"{one.sheet} 第 {one.row} 行：{one.message.rstrip('。')}" for one in named)
        messages.warning(request, f"有 {len(read.refused)} 处读不出，未比较。{some}。")


def _kind(text: str, counts: list[queries.KindCount]) -> DifferenceKind:
    """The kind that is asked for, or the first with anything open."""
    if text in DifferenceKind.values:
        return DifferenceKind(text)
    return next((one.kind for one in counts if one.open), DifferenceKind.JOINED)


def _tabs(pk: int, kind: DifferenceKind, counts: list[queries.KindCount]) -> list[Tab]:
    here = reverse("members:comparison", args=[pk])
    return [
        Tab(one.kind.label, f"{here}?kind={one.kind.value}", one.kind is kind, one.total) for one in counts
    ]


def _theirs(one: Difference) -> str:
    if one.kind == DifferenceKind.JOINED:
        return one.organisation.short_name if one.organisation else "所在党支部本系统没有"
    return queries.in_words(one.theirs)


def _crumbs() -> list[Crumb]:
    return [
        Crumb("组织", reverse("orgs:tree")),
        Crumb("党员", reverse("members:list")),
        Crumb("对账", reverse("members:comparisons")),
    ]
