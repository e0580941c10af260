"""What organisations hold: the list by star, its workbook, one organisation's history, entering, lowering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation
from heli.orgs.queries.page import visible_organisation
from heli.stars import sheets
from heli.stars.actions import holding as actions
from heli.stars.catalogue import PARAMETERS, STARS, Star
from heli.stars.forms.organisations import EnterForm, HeldFilter, LowerForm
from heli.stars.queries import holdings
from heli.stars.rules import keeping
from heli.stars.views.ways import asked, top, workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def stars(request: SignedInRequest) -> HttpResponse:
    """What each organisation in sight holds, stars from above."""
    scope, today = request.actor.require(Permission.SCORE_SEE), clock.today()
    form, filters = _filters(request)
    rows = holdings.listed(scope, filters, today)
    page = {
        "counts": holdings.by_star(scope, today),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "chips": _chips(filters),
        "today": today,
        "crumbs": top(),
    }
    return render(request, "stars/stars.html", page)


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The list as narrowed, as Excel."""
    scope, today = request.actor.require(Permission.SCORE_SEE), clock.today()
    rows = holdings.listed(scope, _filters(request)[1], today)
    return workbook(sheets.held_sheet(rows, today), f"星级 {today}")


def _filters(request: SignedInRequest) -> tuple[HeldFilter, holdings.Filters]:
    form = HeldFilter(request.GET)
    return form, holdings.Filters(**form.cleaned_data) if form.is_valid() else holdings.Filters()


def _chips(filters: holdings.Filters) -> list[Chip]:
    told = [Chip(Star(filters.star).label, "?")] if filters.star is not None else []
    if filters.validity:
        told.append(Chip("已过期" if filters.validity == holdings.EXPIRED else "有效", "?"))
    if filters.name:
        told.append(Chip(f"名称：{filters.name}", "?"))
    return told


@require_GET
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's star with its history, and its honour."""
    body = visible_organisation(pk, request.actor.require(Permission.SCORE_SEE))
    today = clock.today()
    rows, honours = holdings.history(body), holdings.honours_of(body)
    now = rows[0] if rows else None
    keeps = bool(keeping.may_keep(request.actor, body))
    page = {
        "organisation": body,
        "now": now,
        "expired": now is not None and now.has_expired(today),
        "rows": rows,
        "honours": honours,
        "may_enter": keeps,
        "may_lower": keeps and now is not None and now.star >= Star.ONE,
        "may_apply": _may_apply(request, body),
        "least": Star(PARAMETERS().get("pioneer_star", today).value).label,
        "crumbs": top(Crumb(body.short_name)),
    }
    return render(request, "stars/organisation.html", page)


def _may_apply(request: SignedInRequest, body: Organisation) -> Verdict | None:
    """Whether its own officer may apply, with the reason where not; None for anybody else."""
    if not body.is_branch or not keeping.may_claim(request.actor, body):
        return None
    return holdings.may_apply(body, "申报", clock.today())


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a star that an earlier document gave."""
    body = visible_organisation(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_keep(request.actor, body).require()
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        star = Star(said.pop("star"))
        actions.enter_held(organisation=body, star=star, **said, by=request.actor, at=clock.now())
        messages.success(request, f"已登记{star.label}。")
        return redirect("stars:organisation", pk)
    sentence = f"{body.short_name}；启用以前由文件评定的星级，逐级晋升从这里算起"
    return asked(request, form, "登记已有星级", sentence, "登记", _way(pk, body.short_name, "登记已有星级"))


@require_http_methods(["GET", "POST"])
def lower(request: SignedInRequest, pk: int) -> HttpResponse:
    """降星 or 摘星 during the year."""
    body = visible_organisation(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_keep(request.actor, body).require()
    now = holdings.latest(body)
    held = now.star if now is not None else 0
    offered = [star for star in (*STARS, Star.NONE) if star < held]
    form = LowerForm(request.POST if request.method == "POST" else None, stars=offered)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        star = Star(said.pop("star"))
        actions.lower(organisation=body, star=star, **said, by=request.actor, at=clock.now())
        messages.success(request, f"已调整为{star.label}。")
        return redirect("stars:organisation", pk)
    sentence = f"{body.short_name}，现在{Star(held).label}；原来的星级留在沿革里"
    return asked(request, form, "降星、摘星", sentence, "登记", _way(pk, body.short_name, "降星、摘星"))


def _way(pk: int, name: str, last: str) -> list[Crumb]:
    return top(Crumb(name, reverse("stars:organisation", args=[pk])), Crumb(last))
