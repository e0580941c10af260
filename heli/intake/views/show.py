"""One intake: its check, the columns that it could not place, its confirmation, what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.intake import actions, rules, tasks
from heli.intake.catalogue import IntakeMove, IntakeState
from heli.intake.forms import ColumnsForm
from heli.intake.models import Intake
from heli.intake.queries import decisions, intakes
from heli.intake.queries.summary import Summary
from heli.intake.queries.tables import UNITS
from heli.kernel import clock
from heli.ui.catalogue import Crumb

_WORKING = (IntakeState.WAITING, IntakeState.LOADING)


def _found(request: SignedInRequest, pk: int) -> Intake:
    return intakes.one(pk, request.actor.require(Permission.INTAKE_LOAD))


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """The intake as it stands. While a job is at it the page asks again; then it is reloaded."""
    intake = _found(request, pk)
    working = intake.state in _WORKING
    if request.htmx and not working:
        return HttpResponseClientRefresh()
    page = {"intake": intake, "working": working, "queue": intakes.queue_of(intake) if working else None}
    if request.htmx:
        return render(request, "intake/show.html#waiting", page)
    summary = Summary.from_json(intake.summary)
    columns = ColumnsForm(unmapped=summary.unmapped) if intake.state == IntakeState.CHECKED else None
    return render(request, "intake/show.html", page | _about(request, intake, summary, columns))


def _about(
    request: SignedInRequest, intake: Intake, summary: Summary, columns: ColumnsForm | None
) -> dict[str, object]:
    """What the page says beyond the state of the job."""
    kept = intakes.are_kept(intake)
    will = "、".join(f"{ready} {UNITS[table]}" for table, ready in summary.ready_by_table().items() if ready)
    return {
        "title": f"第 {intake.pk} 次上传",
        "sentence": _sentence(intake),
        "summary": summary,
        "will": will,
        "kept": kept,
        "columns": columns if columns is not None and columns.fields else None,
        "with_tables": {line.workbook for line in summary.lines},
        "workbooks": intake.workbooks.order_by("pk").defer("content"),
        "may_confirm": rules.may_confirm(intake.state, ready=summary.ready, kept=kept),
        "may_recheck": rules.may_recheck(intake.state, kept=kept),
        "may_discard": rules.may_move(intake.state, IntakeMove.DISCARD),
        "open_decisions": decisions.open_count(request.actor.scope(Permission.INTAKE_LOAD)),
        "crumbs": [Crumb("导入", reverse("intake:start")), Crumb(f"第 {intake.pk} 次上传")],
    }


def _sentence(intake: Intake) -> str:
    """Who handed it in and when, and how it stands."""
    who = intake.made_by.name if intake.made_by else "命令行"
    made = localtime(intake.made_at)
    return f"{intake.get_state_display()}，{who} {made:%Y-%m-%d %H:%M} 上传"


@require_POST
def choose_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remember what headings mean and check again; an answer that cannot be is shown with its form."""
    intake = _found(request, pk)
    summary = Summary.from_json(intake.summary)
    form = ColumnsForm(request.POST, unmapped=summary.unmapped)
    if not form.is_valid():
        page = {"intake": intake, "working": False, "queue": None}
        return render(request, "intake/show.html", page | _about(request, intake, summary, form), status=422)
    actions.choose_columns(intake=intake, mapping=form.mapping(), by=request.actor, at=clock.now())
    tasks.check_intake.enqueue(intake.pk)
    return redirect("intake:show", pk)


@require_POST
def recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    intake = _found(request, pk)
    actions.recheck(intake=intake, by=request.actor, at=clock.now())
    tasks.check_intake.enqueue(intake.pk)
    return redirect("intake:show", pk)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    intake = _found(request, pk)
    actions.confirm(intake=intake, by=request.actor, at=clock.now())
    tasks.load_intake.enqueue(intake.pk)
    return redirect("intake:show", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    intake = _found(request, pk)
    actions.discard(intake=intake, by=request.actor, at=clock.now())
    messages.success(request, "已放弃这次导入，上传的文件内容已删除，没有写入任何数据。")
    return redirect("intake:start")
