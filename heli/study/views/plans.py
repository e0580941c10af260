"""Plans of study: which organisations have one and what it lacks; one organisation's plan of a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import Invalid
from heli.study import rules
from heli.study.actions import plans as actions
from heli.study.catalogue import TAGS, TEMPLATES
from heli.study.forms import ListForm, SecretaryForm, TemplateForm
from heli.study.queries import plans as queries
from heli.study.queries.groups import GROUP_KINDS
from heli.study.queries.places import seen
from heli.study.views.addresses import A_PAGE, crumbs, with_year, year_of, years
from heli.ui.catalogue import Chip, Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Organisations in sight with their plan of the year, and which required topics it lacks."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    year, form = year_of(request, today, ahead=1), ListForm(request.GET, without=True)
    found = queries.planning(scope, year, today, form.words, without=form.is_without)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    here = with_year("study:plans", year)
    without = "&without=1" if form.is_without else ""
    chips = [Chip(f"名称：{form.words}", here + without)] if form.words else []
    chips += [Chip("还没有计划", f"{here}&q={form.words}")] if form.is_without else []
    shown = {
        "form": form,
        "page": page,
        "rows": queries.plan_states(list(page), year),
        "year": year,
        "tabs": years(request, year, today, ahead=1),
        "chips": chips,
        "here": here,
        "required": [one for one in TAGS().on(today.replace(year=year, month=1, day=1)) if one.required],
        "crumbs": crumbs("学习计划"),
    }
    return render(request, "study/plans.html", shown)


@require_GET
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's plan of a year: lines with what came of them, what is missing, who is in charge."""
    held, today = seen(request.actor, pk), clock.today()
    year = year_of(request, today, ahead=1)
    may_enter = bool(request.actor.may(Permission.RECORD_ENTER, held))
    page = queries.plan_page(held, year, today)
    shown = {
        "organisation": held,
        "page": page,
        "year": year,
        "tabs": years(request, year, today, ahead=1),
        "may_enter": may_enter,
        "is_group": held.kind in GROUP_KINDS,
        "templates": TEMPLATES().on(today.replace(year=year, month=1, day=1)) if may_enter else (),
        "form": SecretaryForm(initial={"name": page.secretary}),
        "crumbs": crumbs(Crumb("学习计划", with_year("study:plans", year)), held.short_name),
    }
    return render(request, "study/plan.html", shown)


@require_POST
def secretary(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who is in charge of studying."""
    held, now = seen(request.actor, pk), clock.now()
    year = year_of(request, now.date(), ahead=1)
    form = SecretaryForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    actions.name_secretary(organisation=held, year=year, name=name, by=request.actor, at=now)
    messages.success(request, f"{year}年的学习秘书：{name}。")
    return redirect(with_year("study:plan", year, pk))


@require_POST
def template(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the lines of a template into the plan."""
    held, now = seen(request.actor, pk), clock.now()
    year, form = year_of(request, now.date(), ahead=1), TemplateForm(request.POST)
    request.actor.may(Permission.RECORD_ENTER, held).require()
    if not form.is_valid():
        raise Invalid("template-missing", "请选择要套用的模板。")
    chosen = form.cleaned_data["template"]
    made = actions.use_template(organisation=held, year=year, template=chosen, by=request.actor, at=now)
    lacking = rules.missing_tags(set(made.lines.standing().values_list("tag", flat=True)), year)
    tail = f"还缺必修内容：{'、'.join(one.name for one in lacking)}。" if lacking else "必修内容已齐。"
    messages.success(request, f"已列入计划，各条都可以修改。{tail}")
    return redirect(f"{reverse('study:plan', args=[pk])}?year={year}")
