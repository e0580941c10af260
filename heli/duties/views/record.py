"""履责: the list of records, and one record with what it fulfilled."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.actions.withdraw import withdraw
from heli.duties.catalogue import RECORD_KINDS
from heli.duties.forms.deciding import WithdrawForm
from heli.duties.forms.lists import RecordFilterForm
from heli.duties.queries import fulfilled
from heli.duties.queries.judging import judgements_of, versions_of
from heli.duties.queries.records import RecordFilters, records_somewhere
from heli.duties.queries.records import record as record_in
from heli.duties.queries.records import records as records_in
from heli.duties.rules import judging
from heli.duties.rules.kinds import kind_name
from heli.duties.rules.recording import may_withdraw
from heli.duties.sheets.exports import record_sheet
from heli.duties.views.addresses import chip, workbook
from heli.kernel import clock
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Records, newest first, fifty a page."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    form = record_form(request)
    page = Paginator(records_in(scope, form.filters), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, kind_name(one.kind, today)) for one in page],
        "today": today,
        "chips": chips_of(request.GET, form.filters),
        "export_url": f"{reverse('duties:export_records')}?{request.GET.urlencode()}",
        "may_enter": request.actor.may_somewhere(Permission.RECORD_ENTER),
        "records_here": records_somewhere(request.actor.scope(Permission.RECORD_ENTER), today),
        "crumbs": [Crumb("履责")],
    }
    return render(request, "duties/records.html", shown)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """One record; POST declares it void with a reason."""
    found = record_in(pk, request.actor.require(Permission.RECORD_SEE))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        withdraw(record=found, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        messages.success(request, "已作废。它单独完成的应办已恢复为未完成。")
        return redirect("duties:record", pk)
    may_judge = judging.may_judge(request.actor, found.organisation, found.entered_by)
    page = {
        "record": found,
        "kind": kind_name(found.kind, found.happened_on),
        "fulfilled": fulfilled(found),
        "form": form,
        "turn": judging.turn_of(
            checked=found.checked,
            withdrawn=found.withdrawn_at is not None,
            may_enter=bool(request.actor.may(Permission.RECORD_ENTER, found.organisation)),
            may_judge=bool(may_judge),
        ),
        "may_judge": may_judge,
        "judgements": judgements_of(found),
        "versions": versions_of(found),
        "may_withdraw": may_withdraw(request.actor, found.source, found.organisation),
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb(found.topic)],
    }
    return render(request, "duties/record.html", page)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same records as the list shows, as a workbook."""
    scope = request.actor.require(Permission.RECORD_SEE)
    return workbook(record_sheet(records_in(scope, record_form(request).filters)), "履职记录")


def record_form(request: SignedInRequest) -> RecordFilterForm:
    """What the address narrows a list of records to."""
    form = RecordFilterForm(request.GET)
    form.offer([(kind.id, kind.name) for kind in RECORD_KINDS().on(clock.today())])
    return form


def chips_of(query: QueryDict, filters: RecordFilters) -> list[Chip]:
    """The filters of a list of records, each removable."""
    words = {
        "kind": f"类型：{kind_name(filters.kind, clock.today())}" if filters.kind else "",
        "first": f"自 {filters.first}" if filters.first else "",
        "last": f"至 {filters.last}" if filters.last else "",
        "late": "只看补录" if filters.late else "",
        "odd": "只看有提示的" if filters.odd else "",
        "checked": {"open": "未核实", "verified": "已核实", "returned": "已退回"}.get(filters.checked, ""),
        "organisation": "一个党组织" if filters.organisation else "",
        "organ": "一个单位" if filters.organ else "",
    }
    return [Chip(text, chip(query, name, None)) for name, text in words.items() if text]
