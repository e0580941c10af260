"""Deadlines proposed for one task: proposed, agreed to, differed from, insisted on, dropped."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions
from heli.decomposition.catalogue import ProposalState
from heli.decomposition.forms import ProposeForm, ReasonForm
from heli.decomposition.models import Proposal, Task
from heli.decomposition.queries.bounds import most_of
from heli.decomposition.queries.page import visible_proposal, visible_task
from heli.decomposition.views.addresses import way_to
from heli.kernel import clock
from heli.kernel.action import Doer
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose another deadline for a task that the reader's organisation handed down."""
    one = visible_task(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    request.actor.may(Permission.TASK_HAND_DOWN, one.giver).require()
    sent = request.POST if request.method == "POST" else None
    form = ProposeForm(sent, latest=most_of(one), today=clock.today())
    if form.is_valid():
        actions.propose(tasks=[one], **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已提出，承办组织同意后生效；现在的期限不变。")
        return redirect("decomposition:task", pk)
    return _form(request, one, form, "建议调整期限", f"现在的期限 {one.due_on}")


@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree to a deadline."""
    one = _proposal(request, pk)
    settled = actions.accept_day(proposal=one, by=request.actor, at=clock.now())
    in_force = settled.state == ProposalState.IN_FORCE
    said = (
        "已同意，新期限生效。" if in_force else "已同意。下级还有更晚的期限，正征求下级意见，全部同意后生效。"
    )
    messages.success(request, said)
    return redirect("decomposition:task", one.task_id)


@require_http_methods(["GET", "POST"])
def differ(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what speaks against it."""
    one = _proposal(request, pk)
    request.actor.may(Permission.RECORD_ENTER, one.task.organisation).require()
    return _reasoned(
        request, one, "提出不同意见", "不同意见",
        lambda answer, by, at: actions.answer_day(proposal=one, answer=answer, by=by, at=at),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def insist(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have it hold against a differing answer, or where none came in time."""
    one = _proposal(request, pk)
    request.actor.may(Permission.TASK_HAND_DOWN, one.task.giver).require()
    return _reasoned(
        request, one, "坚持调整", "坚持调整的理由",
        lambda reason, by, at: actions.insist_on_day(proposal=one, reason=reason, by=by, at=at),
    )  # fmt: skip


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back."""
    one = _proposal(request, pk)
    actions.drop_day(proposal=one, by=request.actor, at=clock.now())
    messages.success(request, "已撤回期限建议，期限不变。")
    return redirect("decomposition:task", one.task_id)


def _proposal(request: SignedInRequest, pk: int) -> Proposal:
    return visible_proposal(pk, request.actor.require(Permission.REQUIREMENT_SEE))


def _reasoned(
    request: SignedInRequest,
    one: Proposal,
    title: str,
    label: str,
    act: Callable[[str, Doer, datetime], object],
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, label=label, hint="对方会看到。")
    if form.is_valid():
        act(form.cleaned_data["reason"], request.actor, clock.now())
        messages.success(request, f"已{title}。")
        return redirect("decomposition:task", one.task_id)
    sentence = f"原期限 {one.was}，建议 {one.due_on}：{one.reason}"
    return _form(request, one.task, form, title, sentence)


def _form(
    request: SignedInRequest, one: Task, form: ProposeForm | ReasonForm, title: str, sentence: str
) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "sentence": f"{one.organisation.short_name}：{one.requirement.measure}，{sentence}",
        "button": title,
        "crumbs": way_to(one, Crumb(title)),
    }
    return render(request, "decomposition/form.html", shown, status=422 if form.errors else 200)
