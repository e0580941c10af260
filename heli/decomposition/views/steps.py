"""Steps of one task: taking it up, returning it; amending it, insisting on it, taking it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions
from heli.decomposition.forms import AmendForm, ReasonForm
from heli.decomposition.models import Task
from heli.decomposition.queries.bounds import most_of
from heli.decomposition.queries.page import visible_task
from heli.decomposition.views.addresses import way_to
from heli.kernel import clock
from heli.kernel.action import Doer
from heli.ui.catalogue import Crumb


@dataclass(frozen=True, slots=True)
class Step:
    """A step that asks for nothing but a reason: its words, and the action."""

    title: str
    label: str
    hint: str
    done: str
    act: Callable[[Task, str, Doer, datetime], object]


_RETURN = Step(
    "退回", "退回的理由", "下达组织会看到，可以修改后重新下达、坚持下达或收回。", "已退回，等下达组织答复。",
    lambda task, reason, by, at: actions.give_back(tasks=[task], reason=reason, by=by, at=at),
)  # fmt: skip
_INSIST = Step(
    "坚持下达", "坚持下达的理由", "承办组织会看到；坚持下达的不能再退回。", "已坚持下达，等承办组织签收。",
    lambda task, reason, by, at: actions.insist(task=task, reason=reason, by=by, at=at),
)  # fmt: skip
_TAKE_BACK = Step(
    "收回", "收回的理由", "承办组织会看到。收回后可以另行下达。", "已收回，承办组织不必再办。",
    lambda task, reason, by, at: actions.take_back(tasks=[task], reason=reason, by=by, at=at),
)  # fmt: skip
_DIRECTLY = Step(
    "改为直接下达", "直接下达的理由", "用于承办组织暂时没有人登录的情形；仍显示为未签收，可以代为分解。",
    "已改为直接下达，可以代为分解到下级。",
    lambda task, reason, by, at: actions.hand_directly(tasks=[task], reason=reason, by=by, at=at),
)  # fmt: skip


@require_POST
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one task up."""
    one = _task(request, pk)
    actions.take_up(tasks=[one], by=request.actor, at=clock.now())
    messages.success(request, "已签收。请填写本级措施和责任岗位；需要下级落实的，接着分解。")
    return redirect("decomposition:task", pk)


@require_http_methods(["GET", "POST"])
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return it with a reason."""
    one = _task(request, pk)
    request.actor.may(Permission.RECORD_ENTER, one.organisation).require()
    return _reasoned(request, one, _RETURN)


@require_http_methods(["GET", "POST"])
def insist(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a returned one down again as it was."""
    return _reasoned(request, _given(request, pk), _INSIST)


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return _reasoned(request, _given(request, pk), _TAKE_BACK)


@require_http_methods(["GET", "POST"])
def hand_directly(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have it hold without waiting for its receiver."""
    return _reasoned(request, _given(request, pk), _DIRECTLY)


@require_http_methods(["GET", "POST"])
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a returned one down again with other words or another deadline."""
    one = _given(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = AmendForm(sent, task=one, latest=most_of(one), today=clock.today())
    if form.is_valid():
        actions.amend(task=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已修改并重新下达，等承办组织签收。")
        return redirect("decomposition:task", pk)
    return _form(request, one, form, "修改后重新下达")


def _task(request: SignedInRequest, pk: int) -> Task:
    return visible_task(pk, request.actor.require(Permission.REQUIREMENT_SEE))


def _given(request: SignedInRequest, pk: int) -> Task:
    """A task that the reader's organisation handed down."""
    one = _task(request, pk)
    request.actor.may(Permission.TASK_HAND_DOWN, one.giver).require()
    return one


def _reasoned(request: SignedInRequest, one: Task, step: Step) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None, label=step.label, hint=step.hint)
    if form.is_valid():
        step.act(one, form.cleaned_data["reason"], request.actor, clock.now())
        messages.success(request, step.done)
        return redirect("decomposition:task", one.pk)
    return _form(request, one, form, step.title)


def _form(request: SignedInRequest, one: Task, form: ReasonForm | AmendForm, title: str) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "sentence": f"{one.organisation.short_name}：{one.requirement.measure}",
        "button": title,
        "crumbs": way_to(one, Crumb(title)),
    }
    return render(request, "decomposition/form.html", shown, status=422 if form.errors else 200)
