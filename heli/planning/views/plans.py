"""Writing a plan: the list, one plan with its burden, its items, issuing, taking back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties import actions as duty_actions
from heli.duties.models import Plan, Requirement
from heli.kernel import clock
from heli.planning import actions, forms
from heli.planning.models import Theme
from heli.planning.queries import plans as plan_queries
from heli.planning.queries import themes as theme_queries
from heli.planning.queries.issuers import issuer_of
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def plans(request: SignedInRequest) -> HttpResponse:
    """All plans; POST begins another."""
    request.actor.require(Permission.PLAN_KEEP)
    form = forms.PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = duty_actions.begin_plan(
            **form.cleaned_data, issuer=issuer_of(request.actor), by=request.actor, at=clock.now()
        )
        messages.success(request, "已建立，逐条填写以后再下达。")
        return redirect("planning:plan", made.pk)
    page = {
        "rows": plan_queries.plans(),
        "form": form,
        "crumbs": [Crumb("明责", _plans()), Crumb("计划编制")],
    }
    return render(request, "planning/plans.html", page, status=422 if form.errors else 200)


@require_GET
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan with its items, what each costs, what repeats and clashes."""
    request.actor.require(Permission.PLAN_KEEP)
    found = plan_queries.plan(pk)
    page = {
        "draft": plan_queries.draft(found, clock.today()),
        "plan": found,
        "is_draft": plan_queries.is_draft(found),
        "crumbs": [*_way(), Crumb(found.title)],
    }
    return render(request, "planning/plan.html", page)


@require_http_methods(["GET", "POST"])
def new_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another item of a plan."""
    request.actor.require(Permission.PLAN_KEEP)
    found = plan_queries.plan(pk)
    return _item(request, found, None)


@require_http_methods(["GET", "POST"])
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    """An item of a plan, to say something else."""
    request.actor.require(Permission.PLAN_KEEP)
    held = plan_queries.item(pk)
    return _item(request, held.plan, held)


def _item(request: SignedInRequest, plan: Plan, held: Requirement | None) -> HttpResponse:
    form = forms.ItemForm(request.POST if request.method == "POST" else None, initial=_initial(held))
    form.offer(plan_queries.groups_of(plan), theme_queries.choices())
    if form.is_valid():
        one = duty_actions.put_item(
            plan=plan,
            row=form.row(plan, clock.today()),
            item=held,
            optional=form.cleaned_data["optional"],
            line=form.cleaned_data["line"],
            by=request.actor,
            at=clock.now(),
        )
        _tag(request, one, form.cleaned_data["themes"])
        messages.success(request, f"已保存第 {one.number} 条。")
        return redirect("planning:plan", plan.pk)
    title = f"第 {held.number} 条" if held else "增加一条"
    page = {"form": form, "title": title, "plan": plan, "held": held, "crumbs": [*_way(plan), Crumb(title)]}
    return render(request, "planning/item.html", page, status=422 if form.errors else 200)


def _tag(request: SignedInRequest, one: Requirement, themes: list[int]) -> None:
    if set(one.themes.values_list("pk", flat=True)) != set(themes):
        chosen = list(Theme.objects.filter(pk__in=themes))
        actions.tag(requirement=one, themes=chosen, by=request.actor, at=clock.now())


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest, pk: int) -> HttpResponse:
    """Issue a draft, after its burden was seen."""
    request.actor.require(Permission.PLAN_KEEP)
    found = plan_queries.plan(pk)
    form = forms.IssueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        duty_actions.issue_plan(plan=found, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已下达，各组织的应办从现在起计算。")
        return redirect("duties:plan")
    page = {
        "form": form,
        "draft": plan_queries.draft(found, clock.today()),
        "plan": found,
        "crumbs": [*_way(found), Crumb("下达")],
    }
    return render(request, "planning/issue.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an item back."""
    request.actor.require(Permission.PLAN_KEEP)
    held = plan_queries.item(pk)
    form = forms.TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        duty_actions.take_back(requirement=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已撤回第 {held.number} 条。")
        return redirect("planning:plan", held.plan_id)
    page = {
        "form": form,
        "title": "撤回",
        "sentence": f"第 {held.number} 条 {held.measure}",
        "label": "撤回这一条",
        "crumbs": [*_way(held.plan), Crumb("撤回")],
    }
    return render(request, "planning/form.html", page, status=422 if form.errors else 200)


def _initial(held: Requirement | None) -> dict[str, object]:
    if held is None:
        return {}
    return {
        "group": held.group,
        "measure": held.measure,
        "owner": held.owner_text,
        "person": held.person_text,
        "deadline": held.deadline_text,
        "evidence": held.evidence_text,
        "weight": held.weight,
        "optional": held.optional,
        "line": held.line,
        "themes": list(held.themes.values_list("pk", flat=True)),
    }


def _plans() -> str:
    return reverse("duties:plan")


def _way(plan: Plan | None = None) -> list[Crumb]:
    way = [Crumb("明责", _plans()), Crumb("计划编制", reverse("planning:plans"))]
    return [*way, Crumb(plan.title, reverse("planning:plan", args=[plan.pk]))] if plan else way
