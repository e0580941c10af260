"""核实: one record judged, or many together with a sample that was opened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties import actions
from heli.duties.forms.deciding import JudgeForm, VerifyManyForm
from heli.duties.forms.lists import RecordFilterForm
from heli.duties.models import Record
from heli.duties.queries.judging import together
from heli.duties.queries.records import record as record_in
from heli.duties.rules import judging
from heli.duties.rules.kinds import kind_name
from heli.duties.views.record import chips_of, record_form
from heli.kernel import clock
from heli.ui.catalogue import Crumb

_SAID = {
    "verified": "已核实，它完成的应办计为已核实。",
    "returned": "已退回，补正以前不计入应办。录入的同志在今日要务里会看到。",
    "open": "已撤回评判，恢复为未核实。",
}


@require_http_methods(["GET", "POST"])
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """One record: verify it, return it with a reason, or take a judgement back."""
    found = record_in(pk, request.actor.require(Permission.RECORD_VERIFY))
    judging.may_judge(request.actor, found.organisation, found.entered_by).require()
    form = JudgeForm(request.POST if request.method == "POST" else None)
    form.offer(found.checked)
    if form.is_valid():
        _judge(request, found, form.cleaned_data["says"], form.cleaned_data["reason"])
        messages.success(request, _SAID[form.cleaned_data["says"]])
        return redirect("duties:record", pk)
    page = {
        "record": found,
        "kind": kind_name(found.kind, found.happened_on),
        "form": form,
        "crumbs": [
            Crumb("履责", reverse("duties:records")),
            Crumb(found.topic, reverse("duties:record", args=[pk])),
            Crumb("核实"),
        ],
    }
    return render(request, "duties/judge.html", page, status=422 if form.errors else 200)


def _judge(request: SignedInRequest, record: Record, says: str, reason: str) -> None:
    by, at = request.actor, clock.now()
    if says == "verified":
        actions.verify(record=record, by=by, at=at)
    elif says == "returned":
        actions.send_back(record=record, reason=reason, by=by, at=at)
    else:
        actions.take_back_judgement(record=record, reason=reason, by=by, at=at)


@require_http_methods(["GET", "POST"])
def verify_many(request: SignedInRequest) -> HttpResponse:
    """What waits for the reader's judgement, narrowed by the address; POST verifies all that is shown."""
    request.actor.require(Permission.RECORD_VERIFY)
    filters: RecordFilterForm = record_form(request)
    found = together(request.actor, filters.filters, clock.today())
    form = VerifyManyForm(request.POST if request.method == "POST" else None)
    form.offer([one.pk for one in found.rows], list(found.sample))
    if form.is_valid():
        count = actions.verify_many(**form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已核实 {count} 条。")
        return redirect(f"{reverse('duties:verify')}?{request.GET.urlencode()}")
    page = {
        "form": filters,
        "found": found,
        "rows": [(one, kind_name(one.kind, one.happened_on), one.pk in found.sample) for one in found.rows],
        "chips": chips_of(request.GET, filters.filters),
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("待核实")],
    }
    return render(request, "duties/verify.html", page, status=422 if form.errors else 200)
