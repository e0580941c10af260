"""How organisations stand, one sheet and what is behind it, points by hand, facts, and who scores."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound, WrongState
from heli.kernel.periods import Period
from heli.orgs.queries.page import visible_organisation
from heli.schemes.actions import scoring as actions
from heli.schemes.catalogue import Definition, Measure, RaterKind, Times
from heli.schemes.forms.results import MarkForm, NotedForm, RatersForm, WithdrawForm
from heli.schemes.models import Version
from heli.schemes.queries import definitions, organisers, pictures
from heli.schemes.queries import raters as rater_queries
from heli.schemes.queries.periods import chosen
from heli.schemes.queries.scoring import in_points
from heli.schemes.queries.standing import class_of, classes, reckoned
from heli.schemes.queries.standing import sheet as sheet_of
from heli.schemes.queries.telling import limits, told
from heli.schemes.rules import keeping
from heli.schemes.views.writing import periods_tabs, way
from heli.ui.catalogue import Crumb

A_PAGE = 100


def version_in_force(request: SignedInRequest, pk: int) -> Version:
    """The version by which one scores today: the one in force, or the draft where none was adopted."""
    held = definitions.scheme(pk, request.actor.require(Permission.SCORE_SEE))
    version = definitions.in_force(held)
    if version is None:
        raise WrongState("none-in-force", "这个方案还没有审定，没有得分。起草的人可以先试算。")
    return version


def period_of(request: SignedInRequest, version: Version) -> Period:
    return chosen(request.GET.get("period", ""), version, clock.today())


@require_GET
def standing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Classes with their tiers; with `?class=` one class, tiers before order. Live."""
    version, today = version_in_force(request, pk), clock.today()
    period = period_of(request, version)
    code = request.GET.get("class", "")
    whole = reckoned(version, period, min(period.end, today), full=bool(code))
    found = classes(whole, request.actor.scope(Permission.SCORE_SEE))
    shown = next((one for one in found if one.code == code), None)
    rows = Paginator(shown.rows if shown else (), A_PAGE).get_page(request.GET.get("page"))
    groups = [one for one in whole.definition.groups if _earns(whole.definition, one)]
    here = reverse("schemes:standing", args=[pk])
    page = {
        "version": version,
        "period": period,
        "on": min(period.end, today),
        "classes": found,
        "shown": shown,
        "page": rows,
        "groups": groups,
        "heat": pictures.heat(list(rows), groups),
        "boxes": pictures.boxes(found),
        "periods": periods_tabs(version, period, here),
        "crumbs": way(Crumb(version.scheme.name, reverse("schemes:scheme", args=[pk])), Crumb("得分")),
    }
    return render(request, "schemes/class.html" if shown else "schemes/standing.html", page)


@require_GET
def sheet(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """One organisation's score, line by line; every line opens to its rows."""
    version, today = version_in_force(request, pk), clock.today()
    scope = request.actor.require(Permission.SCORE_SEE)
    held = visible_organisation(organisation, scope)
    period = period_of(request, version)
    whole = reckoned(version, period, min(period.end, today), full=True)
    found = sheet_of(whole, held)
    groups = [one for one in whole.definition.groups if _earns(whole.definition, one)]
    alike = [one for one in whole.scores if class_of(one) == class_of(found.score)]
    lines = [told(line, found.medians.get(line.indicator.code), held.pk, period, pk) for line in found.lines]
    page = {
        "version": version,
        "organisation": held,
        "period": period,
        "on": min(period.end, today),
        "sheet": found,
        "total": in_points(found.score.total),
        "known": in_points(found.score.known),
        "open": in_points(found.score.open),
        "limits": limits(whole.definition),
        "earning": [one for one in lines if one.indicator.part.earns],
        "others": [one for one in lines if not one.indicator.part.earns],
        "radar": pictures.radar(found.score, alike, groups),
        "waterfall": pictures.waterfall(found.score, whole.definition),
        "trend": pictures.trend(version.scheme, held.pk),
        "by_hand": rater_queries.by_hand(version, held, period, request.actor),
        "noted": rater_queries.noted_of(version.scheme, held, period),
        "periods": periods_tabs(version, period, reverse("schemes:sheet", args=[pk, organisation])),
        "crumbs": way(back_to(version, period), Crumb(held.short_name)),
    }
    return render(request, "schemes/sheet.html", page)


def _earns(definition: Definition, group: str) -> bool:
    """Whether a 指标组 has what earns points, not 加分 and 扣分 alone."""
    return any(one.part.earns for one in definition.indicators if one.group == group)


def back_to(version: Version, period: Period) -> Crumb:
    here = reverse("schemes:standing", args=[version.scheme_id])
    return Crumb(version.scheme.name, f"{here}?period={period.code}")


@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, pk: int, organisation: int, code: str, group: int) -> HttpResponse:
    """Give points by hand."""
    version = version_in_force(request, pk)
    held = visible_organisation(organisation, request.actor.require(Permission.SCORE_SEE))
    period = period_of(request, version)
    row = definitions.indicator_row(version, code)
    raters = version.scheme.rater_groups.filter(pk=group).first()
    if raters is None:
        raise NotFound("raters-not-found", "没有这一组评分人，可能已经改动。请从得分明细重新进入。")
    keeping.is_bound(organisers.bounds(version.scheme), held).require()
    who = rater_queries.judged(held, version.scheme)
    setters = rater_queries.setters(version)
    keeping.may_score(request.actor, rater_queries.rater_of(raters), who, setters).require()
    own = rater_queries.own_marks(version, held, period, raters, code, request.actor.account_id or 0)
    keeping.can_mark_again(Times(row.times), own.count()).require()
    form = MarkForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('schemes:sheet', args=[pk, organisation])}?period={period.code}"
    if request.method == "POST" and form.is_valid():
        actions.give(
            version=version,
            period=period,
            organisation=held,
            code=code,
            group=raters,
            points=form.cleaned_data["points"],
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已为{held.short_name}的“{row.name}”评分。")
        return redirect(back)
    page = {
        "form": form,
        "title": f"{row.name}：{raters.name}",
        "sentence": f"{held.short_name}，{period.name}，满分 {row.points} 分；{row.get_times_display()}",
        "crumbs": way(back_to(version, period), Crumb(held.short_name, back), Crumb("评分")),
    }
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back an own mark with a reason."""
    mark = rater_queries.mark(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.is_own_mark(request.actor, mark.rater_id, mark.replaced_at is None).require()
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('schemes:sheet', args=[mark.scheme_id, mark.organisation_id])}?period={mark.period}"
    if request.method == "POST" and form.is_valid():
        actions.take_back(mark=mark, why=form.cleaned_data["why"], by=request.actor, at=clock.now())
        messages.success(request, "已撤回这次评分。")
        return redirect(back)
    page = {
        "form": form,
        "title": "撤回评分",
        "sentence": f"{mark.organisation.short_name}：{mark.group.name} {mark.shown} 分",
        "crumbs": way(Crumb(mark.organisation.short_name, back), Crumb("撤回评分")),
    }
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


@require_GET
def noted(request: SignedInRequest, pk: int) -> HttpResponse:
    """Facts that add, take away, reset or bar."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = definitions.scheme(pk, scope)
    version = definitions.in_force(held)
    names = {one.code: one.name for one in version.indicators.all()} if version is not None else {}
    rows = [(one, names.get(one.code, "")) for one in rater_queries.noted(held, scope)]
    page = {
        "scheme": held,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "keeps": bool(keeping.may_write(request.actor, held.organiser)) and version is not None,
        "crumbs": way(Crumb(held.name, reverse("schemes:scheme", args=[pk])), Crumb("登记事项")),
    }
    return render(request, "schemes/noted.html", page)


@require_http_methods(["GET", "POST"])
def note_fact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note a fact with its document."""
    version = version_in_force(request, pk)
    keeping.may_write(request.actor, version.scheme.organiser).require()
    rows = list(version.indicators.filter(measure=Measure.NOTED).order_by("position"))
    form = NotedForm(request.POST if request.method == "POST" else None, rows=rows, scheme=version.scheme)
    if request.method == "POST" and form.is_valid():
        actions.note_fact(scheme=version.scheme, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已登记{form.cleaned_data['organisation'].short_name}的事项。")
        return redirect("schemes:noted", pk)
    crumbs = way(Crumb("登记事项", reverse("schemes:noted", args=[pk])), Crumb("登记"))
    page = {"form": form, "title": "登记事项", "sentence": version.scheme.name, "crumbs": crumbs}
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw_fact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what was noted by mistake."""
    request.actor.require(Permission.SCHEME_KEEP)
    found = rater_queries.noted_fact(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_write(request.actor, found.scheme.organiser).require()
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_fact(noted=found, why=form.cleaned_data["why"], by=request.actor, at=clock.now())
        messages.success(request, "已撤销这项登记。")
        return redirect("schemes:noted", found.scheme_id)
    crumbs = way(Crumb("登记事项", reverse("schemes:noted", args=[found.scheme_id])), Crumb("撤销"))
    page = {"form": form, "title": "撤销登记", "sentence": f"{found.organisation.short_name}：{found.what}"}
    return render(
        request, "schemes/form.html", {**page, "crumbs": crumbs}, status=422 if form.errors else 200
    )


@require_GET
def raters(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who scores by hand under a scheme, by group; nothing of what anybody gave."""
    held = definitions.scheme(pk, request.actor.require(Permission.SCORE_SEE))
    groups = held.rater_groups.prefetch_related("seats__account").order_by("-weight", "pk")
    page = {
        "scheme": held,
        "groups": [
            (one, in_points(one.weight), [seat.account.name for seat in one.seats.all()]) for one in groups
        ],
        "keeps": bool(keeping.may_write(request.actor, held.organiser)),
        "crumbs": way(Crumb(held.name, reverse("schemes:scheme", args=[pk])), Crumb("评分人")),
    }
    return render(request, "schemes/raters.html", page)


@require_http_methods(["GET", "POST"])
def set_raters(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a group of raters."""
    held = definitions.scheme(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_write(request.actor, held.organiser).require()
    form = RatersForm(request.POST if request.method == "POST" else None, scheme=held, today=clock.today())
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": RaterKind(form.cleaned_data["kind"])}
        actions.set_raters(scheme=held, **told, by=request.actor, at=clock.now())
        messages.success(request, f"已保存“{told['name']}”。")
        return redirect("schemes:raters", pk)
    crumbs = way(Crumb("评分人", reverse("schemes:raters", args=[pk])), Crumb("一组评分人"))
    page = {
        "form": form,
        "title": "一组评分人",
        "sentence": "名称与已有的一组相同时，按这次填写的修改",
        "crumbs": crumbs,
    }
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)
