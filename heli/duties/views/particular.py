"""One duty with what was waived or extended, and the windows of a year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties import actions
from heli.duties.catalogue import Dispensing
from heli.duties.forms.deciding import CloseWindowForm, DispenseForm, ReasonForm, WindowForm
from heli.duties.queries import particulars
from heli.duties.queries.plan import plan_year
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def duty(request: SignedInRequest, organisation: int, requirement: int, period: int) -> HttpResponse:
    """One duty: where it stands, what answered it, what was granted, and what may be done."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    found = particulars.duty_page(organisation, requirement, period, scope, today)
    page = {
        "found": found,
        "may_dispense": particulars.may_dispense(request.actor, found),
        "may_enter": request.actor.may(Permission.RECORD_ENTER, found.organisation),
        "crumbs": [
            Crumb("履责", reverse("duties:records")),
            Crumb(found.organisation.short_name, reverse("duties:of_organisation", args=[organisation])),
            Crumb(found.duty.reading.measure),
        ],
    }
    return render(request, "duties/duty.html", page)


@require_http_methods(["GET", "POST"])
def dispense(request: SignedInRequest, organisation: int, requirement: int, period: int) -> HttpResponse:
    """Waive or extend one duty."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    found = particulars.duty_page(organisation, requirement, period, scope, today)
    particulars.may_dispense(request.actor, found).require()
    form = DispenseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data, kind=Dispensing(form.cleaned_data["kind"]))
        actions.dispense(
            requirement=found.requirement,
            organisation=found.organisation,
            period=period,
            **given,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已登记{given['kind'].label}，即时生效。")
        return redirect("duties:duty", organisation, requirement, period)
    words = f"{found.duty.reading.measure} {found.duty.period_name}"
    return _asked(
        request, form, "免除、延期", f"{found.organisation.short_name}：{words}", found.organisation.pk
    )


@require_http_methods(["GET", "POST"])
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a waiver or an extension back."""
    held = particulars.dispensation(pk, request.actor.require(Permission.DUTY_DISPENSE))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.revoke_dispensation(dispensation=held, reason=reason, by=request.actor, at=clock.now())
        messages.success(request, "已撤销，这一项按原来的期限计算。")
        return redirect("duties:duty", held.organisation_id, held.requirement_id, held.period)
    words = f"撤销{held.get_kind_display()}：{held.requirement.measure}"
    return _asked(request, form, "撤销免除、延期", words, held.organisation_id)


@require_GET
def dispensations(request: SignedInRequest) -> HttpResponse:
    """Everything that is waived or extended now, of the organisations in sight."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    page = {
        "rows": particulars.in_force(scope, plan_year(today), today),
        "year": plan_year(today),
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("免除和延期")],
    }
    return render(request, "duties/dispensations.html", page)


@require_http_methods(["GET", "POST"])
def windows(request: SignedInRequest) -> HttpResponse:
    """The windows of the plan's year; POST opens or moves one."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    may_keep = request.actor.may_at_all(Permission.PLAN_KEEP)
    plan = particulars.plan_of(plan_year(today))
    form = WindowForm(request.POST if request.method == "POST" else None)
    form.offer(particulars.yearly_kinds(plan_year(today), today))
    if form.is_valid():
        actions.open_window(plan=plan, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已登记开展时限，各组织的期限已按新的日期计算。")
        return redirect("duties:windows")
    page = {
        "rows": particulars.windows(scope, plan_year(today), today),
        "year": plan_year(today),
        "form": form,
        "may_keep": may_keep,
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb("开展时限")],
    }
    return render(request, "duties/windows.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def close_window(request: SignedInRequest, pk: int) -> HttpResponse:
    """An earlier end of a window."""
    request.actor.require(Permission.PLAN_KEEP)
    held = particulars.window(pk)
    form = CloseWindowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close_window(window=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已提前截止。")
        return redirect("duties:windows")
    way = [
        Crumb("明责", reverse("duties:plan")),
        Crumb("开展时限", reverse("duties:windows")),
        Crumb("提前截止"),
    ]
    shown = {"form": form, "title": "提前截止", "sentence": f"现在截止到 {held.closes_on}", "crumbs": way}
    return render(request, "duties/form.html", shown, status=422 if form.errors else 200)


def _asked(
    request: SignedInRequest,
    form: DispenseForm | ReasonForm,
    title: str,
    sentence: str,
    organisation: int,
) -> HttpResponse:
    way = [
        Crumb("履责", reverse("duties:records")),
        Crumb("全年应办", reverse("duties:of_organisation", args=[organisation])),
        Crumb(title),
    ]
    shown = {"form": form, "title": title, "sentence": sentence, "crumbs": way}
    return render(request, "duties/form.html", shown, status=422 if form.errors else 200)
