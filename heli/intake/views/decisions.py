"""待定清单: what only the office can decide."""

import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.intake import actions
from heli.intake.catalogue import DecisionKind
from heli.intake.forms import DecisionFilterForm, SettleForm
from heli.intake.queries import decisions as decision_queries
from heli.intake.sheets import decisions_sheet
from heli.kernel import clock
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb, Tab

PER_PAGE = 50


@require_GET
def decisions(request: SignedInRequest) -> HttpResponse:
    """Requirements with open points, then questions that loads have raised; `?settled=1` those answered."""
    scope = request.actor.require(Permission.INTAKE_LOAD)
    settled, form = request.GET.get("settled") == "1", DecisionFilterForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    found = decision_queries.listed(scope, settled=settled, kind=kind)
    here = reverse("intake:decisions")
    page = {
        "form": form,
        "settled": settled,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "requirements": [] if settled or kind else decision_queries.open_requirements(scope),
        "chips": [Chip(f"类别：{DecisionKind(kind).label}", f"{here}?settled={int(settled)}")]
        if kind
        else [],
        "tabs": [Tab("待处理", here, not settled), Tab("已处理", f"{here}?settled=1", settled)],
        "crumbs": [Crumb("导入", reverse("intake:start")), Crumb("待定清单")],
    }
    return render(request, "intake/decisions.html", page)


@require_http_methods(["GET", "POST"])
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question, and its answer."""
    found = decision_queries.one(pk, request.actor.require(Permission.INTAKE_LOAD))
    form = SettleForm(request.POST or None, decision=found)
    if form.is_valid():
        actions.settle_decision(decision=found, outcome=form.outcome(), by=request.actor, at=clock.now())
        messages.success(request, f"已记下“{found.subject}”的处理结果。")
        return redirect("intake:decisions")
    here = reverse("intake:decisions")
    crumbs = [Crumb("导入", reverse("intake:start")), Crumb("待定清单", here), Crumb(found.subject)]
    return render(request, "intake/decision.html", {"decision": found, "form": form, "crumbs": crumbs})


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The whole list as Excel, answered ones after the open ones."""
    scope = request.actor.require(Permission.INTAKE_LOAD)
    lists = [decision_queries.listed(scope, settled=settled) for settled in (False, True)]
    stream = io.BytesIO()
    write_workbook(stream, [decisions_sheet(one for found in lists for one in found.iterator())])
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename="待定清单.xlsx")
