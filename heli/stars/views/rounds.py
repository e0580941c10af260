"""Rounds: the list, opening one, one round as a whole, its terms, 测算, adopting, settling, the workbook."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.schemes.catalogue import ReleaseState
from heli.schemes.rules.definition import as_written
from heli.stars import sheets
from heli.stars.actions import rounds as actions
from heli.stars.actions import taking_part
from heli.stars.catalogue import STARS, RoundState, Star
from heli.stars.forms.rounds import AdoptForm, NarrowForm, OpenForm, SettleForm, TermsForm
from heli.stars.models import Round
from heli.stars.queries import rounds as round_queries
from heli.stars.rules import keeping
from heli.stars.views.ways import asked, top, way_to, workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50


@require_GET
def rounds(request: SignedInRequest) -> HttpResponse:
    """Every round."""
    scope = request.actor.require(Permission.SCORE_SEE)
    page = {
        "lines": round_queries.rounds(scope),
        "may_open": request.actor.may_somewhere(Permission.STAR_KEEP),
        "crumbs": top(Crumb("星级评定")),
    }
    return render(request, "stars/rounds.html", page)


@require_http_methods(["GET", "POST"])
def open_round(request: SignedInRequest) -> HttpResponse:
    """Begin a round by a published result."""
    request.actor.require(Permission.STAR_KEEP)
    found = list(round_queries.releases_without())
    if not found:
        raise WrongState("no-release", "还没有可以依据的考核结果。请先在考核方案页面发布结果。")
    form = OpenForm(request.POST if request.method == "POST" else None, releases=found, today=clock.today())
    if request.method == "POST" and form.is_valid():
        held = actions.open_round(
            release=form.release_chosen,
            claim_until=form.cleaned_data["claim_until"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已开始{held.year}年度星级评定，规则按示例预填，请核对。")
        return redirect("stars:round", held.pk)
    crumbs = top(Crumb("星级评定", reverse("stars:rounds")), Crumb("开始评定"))
    return asked(request, form, "开始星级评定", "依据一次发布的考核结果，每类党组织一年一次", "开始", crumbs)


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One round: where it stands, its rules, how many of each star, and everybody in sight."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held, form = round_queries.round_of(pk, scope), NarrowForm(request.GET)
    filters = round_queries.Filters(**form.cleaned_data) if form.is_valid() else round_queries.Filters()
    rows = round_queries.assessed_in(held, request.actor, scope, filters)
    sees = round_queries.sees_all(held, request.actor)
    keeps = keeping.may_keep(request.actor, held.organiser)
    page = {
        "held": held,
        **_rules(held),
        "sees": sees,
        "counts": round_queries.counts(held, scope) if sees and held.state != RoundState.CLAIMING else [],
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "chips": _chips(filters),
        "reviews": round_queries.to_review(held, request.actor),
        "keeps": bool(keeps),
        "may_propose": _may_propose(held) if keeps else None,
        "crumbs": way_to(held),
    }
    return render(request, "stars/round.html", page)


def _rules(held: Round) -> dict[str, Any]:
    """The terms in words, for the foot of the page."""
    terms = held.said
    return {
        "terms": terms,
        "lines": [
            (star, as_written(terms.lines[star]), terms.quotas.get(star))
            for star in STARS
            if star in terms.lines
        ],
        "satisfaction_line": as_written(terms.satisfaction_line),
        "satisfaction_star": Star(terms.satisfaction_star).label,
    }


def _may_propose(held: Round) -> Verdict | None:
    if held.state not in (RoundState.CLAIMING, RoundState.REVIEWING):
        return None
    is_final = held.release.state == ReleaseState.FINAL
    return keeping.can_propose(held.state, held.claim_until, clock.today(), is_final)


def _chips(filters: round_queries.Filters) -> list[Chip]:
    told = []
    if filters.star is not None:
        told.append(Chip(f"星级：{dict(NarrowForm.base_fields['star'].choices)[filters.star]}", "?"))  # type: ignore[attr-defined]
    if filters.only:
        told.append(Chip(round_queries.ONLY[filters.only][0], "?"))
    if filters.name:
        told.append(Chip(f"名称：{filters.name}", "?"))
    return told


@require_http_methods(["GET", "POST"])
def terms(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rules of a round, until it is adopted."""
    held = _held(request, pk)
    keeping.can_change(held.state).require()
    form = TermsForm(request.POST if request.method == "POST" else None, terms=held.said)
    if request.method == "POST" and form.is_valid():
        actions.set_terms(round=held, terms=form.terms, by=request.actor, at=clock.now())
        messages.success(request, "评定规则已保存。已经测算的，按新规则重新测算。")
        return redirect("stars:round", pk)
    return asked(
        request,
        form,
        "评定规则",
        "没有全国统一标准（R11-01）；预填的都是示例，待工委确认",
        "保存",
        way_to(held, "评定规则"),
    )


@require_POST
def propose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Work out every star."""
    held = _held(request, pk)
    actions.propose(round=held, by=request.actor, at=clock.now())
    messages.success(request, "已测算，每个党组织的页面说明它的星级怎样得出。")
    return redirect("stars:round", pk)


@require_http_methods(["GET", "POST"])
def adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter that a meeting adopted the stars, and show them."""
    held, today = _held(request, pk), clock.today()
    form = AdoptForm(
        request.POST if request.method == "POST" else None,
        first=keeping.first_shown(today, held.said),
        own=Account.objects.get(pk=request.actor.account_id or 0).username,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        held = actions.adopt(round=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已审定，公示到 {held.shown_until}。")
        return redirect("stars:round", pk)
    sentence = "没有另行登记审定意见的，按测算的星级审定"
    return asked(request, form, "审定并公示", sentence, "审定并公示", way_to(held, "审定并公示"))


@require_http_methods(["GET", "POST"])
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the stars after 公示."""
    held = _held(request, pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.settle(round=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已定星。")
        return redirect("stars:round", pk)
    return asked(request, form, "定星", f"从今天起有效 {held.said.years} 年", "定星", way_to(held, "定星"))


@require_GET
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """A round as Excel, with the reasons."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = round_queries.round_of(pk, scope)
    if not round_queries.sees_all(held, request.actor):
        raise WrongState("not-shown-yet", "星级审定、公示以后才能导出。")
    rows = round_queries.assessed_in(held, request.actor, scope, round_queries.Filters())
    return workbook(sheets.round_sheet(rows), str(held))


@require_POST
def agree_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """A 机关党委 agrees to what it has given no other opinion of; `reviewer` says which one."""
    held = round_queries.round_of(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.require(Permission.STAR_REVIEW)
    waiting = {str(body.pk): body for body, _ in round_queries.to_review(held, request.actor)}
    reviewer = waiting.get(request.POST.get("reviewer", ""))
    if reviewer is None:
        raise WrongState("nothing-to-review", "现在没有等待审核的党组织。")
    number = taking_part.agree_all(round=held, reviewer=reviewer, by=request.actor, at=clock.now())
    messages.success(request, f"已同意 {number} 个党组织的测算。")
    return redirect("stars:round", pk)


def _held(request: SignedInRequest, pk: int) -> Round:
    """The round, for whoever keeps it."""
    held = round_queries.round_of(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_keep(request.actor, held.organiser).require()
    return held
