"""The minutes of one meeting with what may be done about them, and the list of thin ones."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.kernel import clock
from heli.kernel.periods import PeriodKind, period_on
from heli.orglife import actions
from heli.orglife.forms.minutes import CorrectForm, NoteForm, VoteForm
from heli.orglife.forms.org_life import quarter_day
from heli.orglife.queries.minutes import minutes_page, read, remarked, thin_records, voted_matter
from heli.orglife.rules import minutes as minutes_rules
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
QUARTERS_SHOWN = 4
_DONE = {
    "begin": "已把现有内容作为会议记录草稿，请主持人或书记审签。",
    "sign": "已审签。归档锁定后不再改动。",
    "sign_lock": "已审签并归档锁定，不再改动。",
    "lock": "已归档锁定，不再改动。",
}


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting; POST with `do`: begin, sign, sign_lock, lock, or a note beside."""
    found = minutes_page(pk, request.actor)
    form = NoteForm(request.POST if "note" in request.POST else None)
    if request.method == "POST" and request.POST.get("do", "") in _DONE:
        return _move(request, found.record, request.POST["do"])
    if form.is_valid():
        actions.note_beside_minutes(
            record=found.record, text=form.cleaned_data["note"], by=request.actor, at=clock.now()
        )
        messages.success(request, "更正说明已写在记录旁边。")
        return redirect("orglife:minutes", pk)
    shown = {
        "page": found,
        "record": found.record,
        "form": form,
        "crumbs": [*_way(found.record), Crumb("会议记录")],
    }
    return render(request, "orglife/minutes.html", shown, status=422 if form.errors else 200)


def _move(request: SignedInRequest, record: Record, move: str) -> HttpResponse:
    by, at = request.actor, clock.now()
    if move == "begin":
        actions.begin_minutes(record=record, by=by, at=at)
    elif move == "lock":
        actions.lock_minutes(record=record, by=by, at=at)
    else:
        actions.sign_minutes(record=record, and_lock=move == "sign_lock", by=by, at=at)
    messages.success(request, _DONE[move])
    return redirect("orglife:minutes", record.pk)


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the minutes and the attendance right, with a reason; the version before stays readable."""
    found = minutes_page(pk, request.actor)
    record = found.record
    may(request.actor, Permission.RECORD_ENTER, record.organisation).require()
    may(request.actor, Permission.MEMBER_SEE, record.organisation).require()
    form = CorrectForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_valid():
        why = form.cleaned_data["why"]
        actions.correct_minutes(record=record, said=form.said, why=why, by=request.actor, at=clock.now())
        messages.success(request, "已更正，原来的版本照留可查。")
        return redirect("orglife:minutes", pk)
    shown = {
        "page": found,
        "record": record,
        "form": form,
        "crumbs": [*_way(record), Crumb("更正")],
    }
    return render(request, "orglife/correct.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """A matter put to the vote at a meeting."""
    found = minutes_page(pk, request.actor)
    record = found.record
    may(request.actor, Permission.RECORD_ENTER, record.organisation).require()
    minutes_rules.has_majority_rule(found.majority, found.kind).require()
    form = VoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.record_vote(
            record=record,
            matter=form.cleaned_data["matter"],
            votes=form.votes,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已记录：{'通过' if made.passed else '未通过'}。")
        return redirect("orglife:minutes", pk)
    shown = {"page": found, "record": record, "form": form, "crumbs": [*_way(record), Crumb("记录表决")]}
    return render(request, "orglife/vote.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw_vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a vote that was wrongly recorded back, with a reason."""
    voted = voted_matter(pk, request.actor.require(Permission.RECORD_ENTER))
    why = request.POST.get("why", "")
    actions.withdraw_vote(voted=voted, why=why, by=request.actor, at=clock.now())
    messages.success(request, "已撤销这项表决记录，仍可查看。")
    return redirect("orglife:minutes", voted.minutes.record_id)


@require_GET
def thin(request: SignedInRequest) -> HttpResponse:
    """Meetings of a quarter whose minutes are thin: advice for whoever writes them."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    period = period_on(PeriodKind.QUARTER, min(quarter_day(request.GET, today), today))
    found = thin_records(scope, period.start, min(period.end, today))
    page = Paginator(found.values_list("pk", flat=True), A_PAGE).get_page(request.GET.get("page"))
    quarters = [period_on(PeriodKind.QUARTER, today)]
    while len(quarters) < QUARTERS_SHOWN:
        quarters.append(quarters[-1].previous())
    shown = {
        "page": page,
        "rows": remarked(read(list(page))),
        "period": period,
        "tabs": [Tab(each.name, f"?day={each.start}", active=each == period) for each in quarters],
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("记录质量")],
    }
    return render(request, "orglife/thin.html", shown)


def _way(record: Record) -> list[Crumb]:
    return [
        Crumb("履责", reverse("duties:records")),
        Crumb(record.topic, reverse("duties:record", args=[record.pk])),
    ]
