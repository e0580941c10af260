"""四同: business tied to tasks of the plan, and the records that show the four steps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.models import Record, Requirement
from heli.duties.queries.plan import plan_year
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.queries import visible_organisation
from heli.planning import actions, forms
from heli.planning.queries import ties as tie_queries
from heli.ui.catalogue import Crumb


@require_GET
def ties(request: SignedInRequest) -> HttpResponse:
    """The ties in sight, those with gaps first."""
    scope = request.actor.require(Permission.RECORD_SEE)
    year = plan_year(clock.today())
    page = {
        "rows": tie_queries.of_year(scope, year),
        "year": year,
        "may_tie": request.actor.may_at_all(Permission.RECORD_ENTER),
        "own": {post.organisation_id for post in request.actor.posts},
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb("四同")],
    }
    return render(request, "planning/ties.html", page)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Tie a project to a task."""
    scope, today = request.actor.require(Permission.RECORD_ENTER), clock.today()
    form = forms.TieForm(request.POST if request.method == "POST" else None)
    forms.offered(form, "organisation", [*tie_queries.offered_organisations(scope, today)])
    forms.offered(form, "requirement", [*tie_queries.offered_requirements(plan_year(today))])
    if form.is_valid():
        given = form.cleaned_data
        actions.tie(
            requirement=Requirement.objects.get(pk=given["requirement"]),
            organisation=visible_organisation(given["organisation"], scope),
            project=given["project"],
            goal=given["goal"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, "已关联。四个环节分别选择体现它的履职记录。")
        return redirect("planning:ties")
    return _asked(request, form, "关联业务项目", "党建任务与业务工作同谋划、同部署、同推进、同考核", "保存")


@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Which record shows one of the four."""
    scope, today = request.actor.require(Permission.RECORD_ENTER), clock.today()
    held = tie_queries.tie(pk, scope)
    name = dict(tie_queries.STEPS).get(step)
    if name is None:
        raise NotFound("step-unknown", "没有这个环节。请从“四同”页面进入。")
    year = held.requirement.plan.year
    form = forms.StepForm(request.POST if request.method == "POST" else None)
    records = tie_queries.offered_records(held.organisation, year, today)
    forms.offered(form, "record", [("", "还没有"), *records])
    if form.is_valid():
        chosen = Record.objects.filter(pk=form.cleaned_data["record"] or 0).first()
        actions.show_together(tie=held, step=step, record=chosen, by=request.actor, at=clock.now())
        messages.success(request, f"已登记{name}。")
        return redirect("planning:ties")
    return _asked(request, form, name, f"{held.project}（{held.requirement.measure}）", "保存")


@require_POST
def untie(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo a tie."""
    held = tie_queries.tie(pk, request.actor.require(Permission.RECORD_ENTER))
    actions.untie(tie=held, by=request.actor, at=clock.now())
    messages.success(request, f"已解除与“{held.project}”的关联。")
    return redirect("planning:ties")


def _asked(
    request: SignedInRequest, form: forms.TieForm | forms.StepForm, title: str, sentence: str, label: str
) -> HttpResponse:
    way = [Crumb("明责", reverse("duties:plan")), Crumb("四同", reverse("planning:ties")), Crumb(title)]
    shown = {"form": form, "title": title, "sentence": sentence, "label": label, "crumbs": way}
    return render(request, "planning/form.html", shown, status=422 if form.errors else 200)
