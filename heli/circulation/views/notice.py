"""One notice that went out: its words, who answered and who has not."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.circulation import actions
from heli.circulation.catalogue import Asked
from heli.circulation.forms import ReasonForm
from heli.circulation.queries import page as pages
from heli.circulation.sheets import audience_sheet
from heli.circulation.views.addresses import way_received
from heli.kernel import clock
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
SHOWN = {"waiting": "还没有登记的", "done": "已登记的", "late": "逾期登记的"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The notice and the organisations in sight that it went to; `?show=` narrows to waiting, done, late."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    found, show = pages.notice_page(pk, request.actor), request.GET.get("show", "")
    rows = pages.audience_lines(found, scope, show)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = pages.lines_of(found.notice, list(page), request.actor, today)
    shown = {
        "found": found,
        "page": page,
        "lines": lines,
        "answers": any(line.may_answer for line in lines),
        "asks_number": found.notice.asked == Asked.MEMBERS,
        "chips": [Chip(SHOWN[show], request.path)] if show in SHOWN else [],
        "export_url": f"{reverse('circulation:export', args=[pk])}?show={show if show in SHOWN else ''}",
        "today": today,
        "crumbs": way_received(Crumb(found.notice.title)),
    }
    return render(request, "circulation/notice.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same organisations as the page shows, as a workbook."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    found = pages.notice_page(pk, request.actor)
    rows = list(pages.audience_lines(found, scope, request.GET.get("show", "")))
    lines = pages.lines_of(found.notice, rows, request.actor, today)
    content = BytesIO()
    write_workbook(content, [audience_sheet(found.notice, lines)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="notice-{pk}-{today}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the notice back, with a reason that those who received it see."""
    request.actor.require(Permission.RECORD_SEE)
    found = pages.notice_page(pk, request.actor)
    found.may_withdraw.require()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.withdraw(notice=found.notice, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已撤回，收到的党组织不需要再办理。")
        return redirect("circulation:notice", pk)
    shown = {
        "form": form,
        "title": "撤回通知",
        "sentence": f"{found.notice.title}，发给 {found.notice.addressed} 个党组织",
        "button": "撤回",
        "crumbs": way_received(
            Crumb(found.notice.title, reverse("circulation:notice", args=[pk])), Crumb("撤回")
        ),
    }
    return render(request, "circulation/form.html", shown, status=422 if form.errors else 200)
