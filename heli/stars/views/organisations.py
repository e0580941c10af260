"""One organisation in a round: why its star, 自评, facts, opinion, decision, objection and its answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.schemes.rules.definition import as_written
from heli.stars.actions import rounds as round_actions
from heli.stars.actions import taking_part as actions
from heli.stars.catalogue import RoundState, Star
from heli.stars.forms.organisations import AnswerForm, FactsForm, ObjectForm, StarForm
from heli.stars.models import Assessed
from heli.stars.queries import rounds as queries
from heli.stars.rules import keeping
from heli.stars.views.ways import asked, way_to_assessed


@require_GET
def assessed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why an organisation has its star, and what one may do about it."""
    held = _held(request, pk)
    actor, state = request.actor, held.round.state
    under_review = state == RoundState.REVIEWING
    keeps = bool(keeping.may_keep(actor, held.round.organiser))
    claims = bool(keeping.may_claim(actor, held.organisation))
    sees = queries.sees_all(held.round, actor)
    today = clock.today()
    page = {
        "held": held,
        "sees": sees,
        "previous": "" if held.previous is None else Star(held.previous).label,
        "satisfaction": as_written(held.satisfaction or 0),
        "objections": queries.objections_of(held) if sees else [],
        "may_claim": claims and state == RoundState.CLAIMING and today <= held.round.claim_until,
        "may_keep_facts": keeps and bool(keeping.can_change(state)),
        "may_review": under_review and bool(_reviews(request, held)),
        "may_decide": keeps and under_review,
        "may_object": claims and queries.round_shown_to(held, today),
        "crumbs": way_to_assessed(held),
    }
    return render(request, "stars/assessed.html", page)


@require_http_methods(["GET", "POST"])
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """自评."""
    held = _held(request, pk)
    keeping.may_claim(request.actor, held.organisation).require()
    form = StarForm(
        request.POST if request.method == "POST" else None,
        stars=queries.claimable(held.round),
        labels=("自评星级", "一句话说明"),
        help_text="不用附材料，不用照片",
        star=held.claim,
        words=held.claim_words,
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        actions.claim(assessed=held, star=form.chosen, words=words, by=request.actor, at=clock.now())
        messages.success(request, f"已自评{form.chosen.label}。")
        return redirect("stars:assessed", pk)
    sentence = f"可以不自评；自评到 {held.round.claim_until} 为止，期内可以修改"
    return asked(request, form, "自评星级", sentence, "保存", way_to_assessed(held, "自评"))


@require_http_methods(["GET", "POST"])
def facts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Satisfaction, 破格, 一票否决, each with its source."""
    held = _held(request, pk)
    keeping.may_keep(request.actor, held.round.organiser).require()
    form = FactsForm(request.POST if request.method == "POST" else None, held=held)
    if request.method == "POST" and form.is_valid():
        actions.keep_facts(assessed=held, entered=form.entered, by=request.actor, at=clock.now())
        messages.success(request, "已登记，重新测算以后生效。")
        return redirect("stars:assessed", pk)
    sentence = f"{held.organisation.short_name}；系统里已有的情况不用再填"
    return asked(request, form, "登记情况", sentence, "保存", way_to_assessed(held, "登记情况"))


@require_http_methods(["GET", "POST"])
def opinion(request: SignedInRequest, pk: int) -> HttpResponse:
    """The 机关党委's opinion."""
    held = _held(request, pk)
    _reviews(request, held).require()
    form = StarForm(
        request.POST if request.method == "POST" else None,
        stars=queries.stars_offered(held),
        labels=("审核意见", "理由"),
        help_text="与测算不同的要写",
        star=held.advised if held.advised is not None else held.proposed,
        words=held.advised_why,
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        actions.give_opinion(assessed=held, star=form.chosen, words=words, by=request.actor, at=clock.now())
        messages.success(request, "审核意见已保存。")
        return redirect("stars:assessed", pk)
    return asked(request, form, "审核意见", _proposal(held), "保存", way_to_assessed(held, "审核意见"))


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the adopting body decides otherwise than proposed, or on a tie."""
    held = _held(request, pk)
    keeping.may_keep(request.actor, held.round.organiser).require()
    form = StarForm(
        request.POST if request.method == "POST" else None,
        stars=queries.stars_offered(held),
        labels=("审定意见", "理由"),
        help_text="与测算不同的、名额处同分的，都要写明理由",
        star=held.standing,
        words=held.decided_why,
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        round_actions.decide(assessed=held, star=form.chosen, why=words, by=request.actor, at=clock.now())
        messages.success(request, "审定意见已登记。")
        return redirect("stars:assessed", pk)
    return asked(request, form, "审定意见", _proposal(held), "保存", way_to_assessed(held, "审定意见"))


@require_http_methods(["GET", "POST"])
def object_to(request: SignedInRequest, pk: int) -> HttpResponse:
    """An organisation objects to its own star."""
    held = _held(request, pk)
    keeping.may_claim(request.actor, held.organisation).require()
    if held.star is None:
        raise WrongState("not-shown-yet", "星级还没有公示，公示期内可以提出异议。")
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        made = actions.object_to(assessed=held, text=text, by=request.actor, at=clock.now())
        messages.success(request, f"异议已提交，由{made.answerer.name}在 {made.due_on} 前答复。")
        return redirect("stars:assessed", pk)
    sentence = f"公示的星级：{held.standing_words}，公示到 {held.round.shown_until}"
    return asked(request, form, "提出异议", sentence, "提交", way_to_assessed(held, "提出异议"))


@require_http_methods(["GET", "POST"])
def objection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One objection; the named person answers it here."""
    held = queries.objection(pk, request.actor.require(Permission.SCORE_SEE))
    one = held.assessed
    stars = [star for star in queries.stars_offered(one) if star != one.star]
    form = AnswerForm(request.POST if request.method == "POST" else None, stars=stars)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        actions.answer(objection=held, star=form.chosen, words=words, by=request.actor, at=clock.now())
        messages.success(request, "已答复。")
        return redirect("stars:objection", pk)
    page = {
        "held": held,
        "before": "" if held.before is None else Star(held.before).label,
        "after": "" if held.after is None else Star(held.after).label,
        "mine": held.answerer_id == request.actor.account_id and held.answered_at is None,
        "form": form,
        "crumbs": way_to_assessed(one, "异议"),
    }
    return render(request, "stars/objection.html", page, status=422 if form.errors else 200)


def _held(request: SignedInRequest, pk: int) -> Assessed:
    return queries.assessed(pk, request.actor.require(Permission.SCORE_SEE))


def _reviews(request: SignedInRequest, held: Assessed) -> Verdict:
    return keeping.may_review(request.actor, held.reviewer)


def _proposal(held: Assessed) -> str:
    """What was worked out, with its reasons, as the sentence above a form."""
    if held.proposed is None:
        return f"{held.organisation.short_name}，还没有测算"
    return f"{held.organisation.short_name}，测算{Star(held.proposed).label}：{'；'.join(held.reasons)}"
