"""组织关系转接: the list on both sides, requesting one, one with its steps."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.members.actions import transfers as actions
from heli.members.catalogue import TransferAct, TransferReach
from heli.members.forms.transfers import StepForm, TransferFilterForm, TransferForm
from heli.members.models import Transfer
from heli.members.queries import transfers as queries
from heli.members.queries.transfers import TransferLine
from heli.members.rules import transfers as rules
from heli.members.sheets.transfers import transfer_sheet
from heli.members.views.addresses import address_with
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50
TABS = (("mine", "待我办理"), ("waiting", "等对方"), ("closed", "已办结"))


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Open items of the reader's sides: whose turn it is his, whose others', and what is closed."""
    request.actor.require(Permission.MEMBER_TRANSFER)
    form, today = TransferFilterForm(request.GET), clock.today()
    tab, opened, closed = _asked(request, form, today)
    rows: Any = {"mine": opened[0], "waiting": opened[1], "closed": closed}[tab]
    page: Any = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = page.object_list
    if tab == "closed":
        lines = queries.transfer_lines(list(lines), request.actor, today)
    shown = {
        "form": form,
        "page": page,
        "lines": lines,
        "tab": tab,
        "tabs": _tabs(request, tab, opened),
        "chips": _chips(request, form),
        "clear_url": address_with(request.GET, page=None, q=None, reach=None, overdue=None),
        "export_url": reverse("members:transfers_export") + address_with(request.GET, page=None),
        "crumbs": [*_crumbs()[:2], Crumb("转接")],
    }
    return render(request, "members/transfers.html#list" if request.htmx else "members/transfers.html", shown)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The same transfers as the list shows, as a workbook."""
    request.actor.require(Permission.MEMBER_TRANSFER)
    today = clock.today()
    tab, opened, closed = _asked(request, TransferFilterForm(request.GET), today)
    lines = {"mine": opened[0], "waiting": opened[1]}.get(tab)
    if lines is None:
        lines = queries.transfer_lines(list(closed), request.actor, today)
    file = BytesIO()
    write_workbook(file, [transfer_sheet(lines)])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"组织关系转接-{today}.xlsx")


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Ask that `?member=` be transferred."""
    scope, now = request.actor.require(Permission.MEMBER_TRANSFER), clock.now()
    asked = request.GET.get("member", "")
    if not asked.isdigit():
        return render(request, "members/transfer_whom.html", {"crumbs": [*_crumbs(), Crumb("申请转接")]})
    member = queries.member_to_transfer(int(asked), scope)
    form = TransferForm(request.POST if request.method == "POST" else None, member=member, on=now.date())
    if form.is_valid():
        transfer = actions.request_transfer(
            member=member,
            destination=form.found,
            destination_name=form.outside_name,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已申请转接{member.name}的组织关系；接收以前仍由原党支部管理。")
        return redirect("members:transfer", transfer.pk)
    shown = {"member": member, "form": form, "crumbs": [*_crumbs(), Crumb("申请转接")]}
    return render(request, "members/transfer_new.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One transfer: its steps, and what the reader may do next; `act` names the step that is posted."""
    now = clock.now()
    page = queries.transfer_page(pk, request.actor, now.date())
    found, sent = page.line.transfer, None
    if request.method == "POST":
        sent = _act_asked(request, page.line)
        form = StepForm(sent, request.POST, transfer=found, today=now.date())
        if form.is_valid():
            _take(sent, found, form.cleaned_data, request, now)
            messages.success(request, f"已登记：{sent.label}。")
            return redirect("members:transfer", pk)
    shown = {
        "page": page,
        "line": page.line,
        "transfer": found,
        "may_next": page.line.next_act in page.line.acts,
        "steps": [
            (act, form if sent is act else _step_form(act, found, now.date())) for act in page.line.acts
        ],
        "crumbs": [*_crumbs(), Crumb(found.member.name)],
    }
    return render(request, "members/transfer.html", shown, status=422 if sent else 200)


def _act_asked(request: SignedInRequest, line: TransferLine) -> TransferAct:
    """The step that is posted; one that is not the reader's is for the action to refuse."""
    asked = request.POST.get("act", "")
    if asked not in TransferAct.values or asked == TransferAct.REQUEST:
        raise NotFound("act-unknown", "没有这个步骤，请回到转接页面重新选择。")
    act = TransferAct(asked)
    rules.is_move(line.transfer.reach, line.transfer.state, act).require()
    return act


def _take(act: TransferAct, found: Transfer, said: Any, request: SignedInRequest, at: datetime) -> None:
    common: dict[str, Any] = {"transfer": found, "on": said["on"], "by": request.actor, "at": at}
    match act:
        case TransferAct.RELEASE:
            words = {name: said[name] for name in ("letter_number", "until", "reason")}
            actions.release_transfer(**common, **words)
        case TransferAct.ACCEPT:
            actions.accept_transfer(**common, reason=said["reason"])
        case TransferAct.RECEIPT:
            actions.receive_receipt(**common)
        case TransferAct.REFUSE:
            actions.refuse_transfer(**common, reason=said["reason"])
        case TransferAct.WITHDRAW:
            actions.withdraw_transfer(**common)
        case TransferAct.PROLONG:
            actions.prolong_transfer(**common, until=said["until"], reason=said["reason"])


def _step_form(act: TransferAct, found: Transfer, today: date) -> StepForm:
    start: dict[str, Any] = {"on": today}
    if act in (TransferAct.RELEASE, TransferAct.PROLONG):
        start["until"] = rules.letter_until(found.reach, today)
    return StepForm(act, transfer=found, today=today, initial=start)


def _asked(
    request: SignedInRequest, form: TransferFilterForm, today: date
) -> tuple[str, tuple[Sequence[TransferLine], Sequence[TransferLine]], Any]:
    """The tab, the open lines (the reader's turn, others' turn), and the closed ones not yet made lines."""
    scope = request.actor.scope(Permission.MEMBER_TRANSFER)
    narrowed = {"words": form.asked("q"), "reach": form.asked("reach")}
    found = queries.transfers(scope, is_open=True, **narrowed)
    lines = queries.transfer_lines(list(found), request.actor, today)
    if form.asked("overdue"):
        lines = [line for line in lines if line.is_overdue]
    mine = [line for line in lines if line.is_mine]
    waiting = [line for line in lines if not line.is_mine]
    tab = request.GET.get("tab", "")
    if tab not in dict(TABS):
        tab = "mine" if mine or not waiting else "waiting"
    return tab, (mine, waiting), queries.transfers(scope, is_open=False, **narrowed)


def _tabs(
    request: SignedInRequest, current: str, opened: tuple[Sequence[TransferLine], Sequence[TransferLine]]
) -> list[Tab]:
    numbers = {"mine": len(opened[0]), "waiting": len(opened[1])}
    return [
        Tab(label, address_with(request.GET, page=None, tab=name), name == current, numbers.get(name))
        for name, label in TABS
    ]


def _chips(request: SignedInRequest, form: TransferFilterForm) -> list[Chip]:
    words, reach = form.asked("q"), form.asked("reach")
    told = {
        "q": f"查找：{words}" if words else "",
        "reach": TransferReach(reach).label if reach else "",
        "overdue": "介绍信已过有效期" if form.asked("overdue") else "",
    }
    return [
        Chip(label, address_with(request.GET, page=None, **{name: None}))
        for name, label in told.items()
        if label
    ]


def _crumbs() -> list[Crumb]:
    return [
        Crumb("组织", reverse("orgs:tree")),
        Crumb("党员", reverse("members:list")),
        Crumb("转接", reverse("members:transfers")),
    ]
