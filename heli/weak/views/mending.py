"""What the listed organisation, its helper and whoever accepts do with a listing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.queries.records import RecordFilters, records
from heli.kernel import clock
from heli.weak.actions import accepting
from heli.weak.actions import mending as actions
from heli.weak.forms.listing import AnswerForm
from heli.weak.forms.mending import TaskForm, TellForm, WordsForm
from heli.weak.models import Listing, Rectification
from heli.weak.queries import listings as queries
from heli.weak.queries.page import may_answer
from heli.weak.rules import listing as rules
from heli.weak.views.ways import asked, way_to

MOST_RECORDS = 100


@require_http_methods(["GET", "POST"])
def add_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """One line of the plan more."""
    held = _own(request, pk)
    form = TaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_task(listing=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, "已加入整改任务。")
    sentence = f"{held.organisation.short_name}；改进期限 {held.due_on}"
    return asked(request, form, "增加整改任务", sentence, "加入", way_to(held, "增加整改任务"))


@require_POST
def drop_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a line off a plan that does not stand yet."""
    task = _task(request, pk)
    actions.drop_task(task=task, by=request.actor, at=clock.now())
    return _told(request, task.listing, "已删去这项任务。")


@require_POST
def settle_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """确定整改方案."""
    held = _own(request, pk)
    actions.settle_plan(listing=held, by=request.actor, at=clock.now())
    return _told(request, held, "整改方案已确定，按时限登记进展。")


@require_http_methods(["GET", "POST"])
def tell(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress on a task, with a record that is there already."""
    task = _task(request, pk)
    held = task.listing
    filters = RecordFilters(organisation=held.organisation_id, first=held.listed_on)
    known = list(records(request.actor.scope(Permission.RECORD_SEE), filters)[:MOST_RECORDS])
    data = request.POST if request.method == "POST" else None
    form = TellForm(data, records=known, is_done=task.done_on is not None)
    if data is not None and form.is_valid():
        said = form.cleaned_data
        actions.tell(
            task=task, words=said["words"], done_on=said.get("done_on"), record=form.chosen,
            by=request.actor, at=clock.now(),
        )  # fmt: skip
        return _told(request, held, "已登记进展。")
    return asked(request, form, "登记整改进展", task.problem, "登记", way_to(held, "登记整改进展"))


@require_http_methods(["GET", "POST"])
def tell_help(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the helper did."""
    held = queries.helped_by(pk, request.actor, request.actor.require(Permission.WEAK_SEE))
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, label="帮带情况", help_text="一句话：做了什么，解决了什么")
    if data is not None and form.is_valid():
        actions.tell_help(listing=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, "已登记帮带情况。")
    return asked(request, form, "登记帮带情况", held.organisation.name, "登记", way_to(held, "登记帮带情况"))


@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """申请验收."""
    held = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, label="整改情况", help_text="几句话写要点；各项任务的进展和记录已在名下，不用再附")
    if data is not None and form.is_valid():
        actions.apply(listing=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, f"已申请，等{held.lister.short_name}验收。")
    return asked(request, form, "申请验收", held.organisation.name, "申请", way_to(held, "申请验收"))


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """验收: accepted, or sent back."""
    held = queries.listing(pk, request.actor.require(Permission.WEAK_SEE))
    may_answer(held, request.actor).require()
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"looked_on": clock.today()})
    if data is not None and form.is_valid():
        said, by, at = form.cleaned_data, request.actor, clock.now()
        day, opinion = said["looked_on"], said["opinion"]
        if said["accepted"] == "yes":
            accepting.accept(listing=held, looked_on=day, opinion=opinion, by=by, at=at)
            return _told(request, held, "验收通过，已销号。")
        accepting.send_back(
            listing=held, looked_on=day, opinion=opinion, new_due_on=said["new_due_on"], by=by, at=at
        )
        return _told(request, held, "已退回整改。")
    return asked(request, form, "验收", held.organisation.name, "登记", way_to(held, "验收"))


def _own(request: SignedInRequest, pk: int) -> Listing:
    held = queries.listing(pk, request.actor.require(Permission.WEAK_SEE))
    rules.may_mend(request.actor, held.organisation).require()
    return held


def _task(request: SignedInRequest, pk: int) -> Rectification:
    task = queries.rectification(pk, request.actor.require(Permission.WEAK_SEE))
    rules.may_mend(request.actor, task.listing.organisation).require()
    return task


def _told(request: SignedInRequest, held: Listing, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("weak:listing", held.pk)
