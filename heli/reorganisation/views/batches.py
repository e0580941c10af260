"""机构改革: a sheet of events uploaded, checked, confirmed and carried out together."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.reorganisation import rules, tasks
from heli.reorganisation.actions import drafts as actions
from heli.reorganisation.catalogue import DraftMove, DraftState
from heli.reorganisation.forms.lists import UploadForm
from heli.reorganisation.models import Draft
from heli.reorganisation.queries import drafts, listing
from heli.reorganisation.sheets.writing import example, template
from heli.reorganisation.views.addresses import A_PAGE, crumbs, workbook
from heli.sheets.faults import Kind
from heli.ui.catalogue import Crumb

_WORKING = (DraftState.WAITING, DraftState.WORKING)


@require_http_methods(["GET", "POST"])
def batches(request: SignedInRequest) -> HttpResponse:
    """The sheets so far, and the upload of another one; what is sent goes to its check at once."""
    scope = request.actor.require(Permission.ORGANISATION_CHANGE)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        given = form.cleaned_data
        draft = actions.upload_batch(
            title=given["title"],
            document_number=given["document_number"],
            file_name=given["workbook"].name or "未命名",
            content=given["workbook"].read(),
            by=request.actor,
            at=clock.now(),
        )
        tasks.check_draft.enqueue(draft.pk)
        return redirect("reorganisation:draft", draft.pk)
    found = drafts.drafts(scope, request.actor.account_id)
    shown = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "done": listing.batches(scope)[:A_PAGE],
        "crumbs": crumbs("机构改革批次"),
    }
    return render(request, "reorganisation/batches.html", shown)


@require_GET
def give_template(request: SignedInRequest, filled: bool) -> FileResponse:
    """The empty workbook, or the example."""
    request.actor.require(Permission.ORGANISATION_CHANGE)
    name = "组织变动表（示例）.xlsx" if filled else "组织变动表（空白）.xlsx"
    return workbook(name, example() if filled else template())


@require_GET
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """A sheet as it stands: what it would do, row by row, or what stands against it, cell by cell."""
    found = _found(request, pk)
    working = found.state in _WORKING
    if request.htmx and not working:
        return HttpResponseClientRefresh()
    if request.htmx:
        return render(request, "reorganisation/draft.html#waiting", {"draft": found})
    checked: dict[str, Any] = found.checked
    lines = checked.get("lines", [])
    shown = {
        "draft": found,
        "working": working,
        "checked": checked,
        "standing": found.get_state_display(),
        "may_confirm": rules.may_confirm(found.state, faults=checked.get("refused", 0), rows=len(lines)),
        "may_recheck": rules.may_move(found.state, DraftMove.RECHECK),
        "may_discard": rules.may_move(found.state, DraftMove.DISCARD),
        "crumbs": crumbs(Crumb("机构改革批次", reverse("reorganisation:batches")), found.title),
    }
    return render(request, "reorganisation/draft.html", shown | _found_out(checked))


def _found_out(checked: dict[str, Any]) -> dict[str, Any]:
    """What a check came to, as its page says it: what refuses, what only reminds, the numbers together."""
    faults = checked.get("faults", [])
    refused = [one for one in faults if one["kind"] == Kind.REFUSE]
    rows = len({(one["sheet"], one["row"]) for one in refused})
    told = {
        "refused": refused,
        "refused_rows": rows,
        "reminders": [one for one in faults if one["kind"] != Kind.REFUSE],
        "totals": [f"{label} {number}" for label, number in checked.get("total", {}).items() if number],
    }
    return told | ({"standing": f"有 {rows} 行不能办理"} if rows else {})


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.confirm_batch(draft=_found(request, pk), by=request.actor, at=clock.now())
    tasks.carry_out_draft.enqueue(pk)
    return redirect("reorganisation:draft", pk)


@require_POST
def recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.recheck_batch(draft=_found(request, pk), by=request.actor, at=clock.now())
    tasks.check_draft.enqueue(pk)
    return redirect("reorganisation:draft", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.discard_batch(draft=_found(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已放弃这张变动表，没有办理任何事项。")
    return redirect("reorganisation:batches")


def _found(request: SignedInRequest, pk: int) -> Draft:
    scope = request.actor.require(Permission.ORGANISATION_CHANGE)
    return drafts.draft(pk, scope, request.actor.account_id)
