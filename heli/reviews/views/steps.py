"""One review as a checklist, and the steps that its branch's officers take."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs.queries import visible_organisation
from heli.reviews import actions, queries, rules
from heli.reviews.catalogue import MARKS, StageKind
from heli.reviews.forms.stages import DecideForm, OpenForm, StageForm, TellForm
from heli.reviews.models import Review
from heli.reviews.views.lists import crumbs
from heli.ui.catalogue import Crumb


@require_GET
@never_cache
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its stages and, for the branch's own officers, the members with ballot and grade."""
    held = queries.review(pk, request.actor.require(Permission.REVIEW_SEE))
    found = queries.page(held, request.actor, clock.today())
    shown = {"found": found, "review": held, "marks": MARKS, "crumbs": crumbs(held)}
    return render(request, "reviews/review.html", shown)


@require_http_methods(["GET", "POST"])
def open_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the review of a year."""
    branch, now = visible_organisation(pk, request.actor.require(Permission.REVIEW_HOLD)), clock.now()
    form = OpenForm(request.POST if request.method == "POST" else None, rules.years_to_hold(now.date()))
    if request.method == "POST" and form.is_valid():
        made = actions.open_review(
            organisation=branch, year=form.cleaned_data["year"], by=request.actor, at=now
        )
        messages.success(request, f"已建立{made.title}，请按步骤办理。")
        return redirect("reviews:review", made.pk)
    way = [
        Crumb("履责", reverse("duties:records")),
        Crumb("民主评议", reverse("reviews:years")),
        Crumb(branch.short_name),
        Crumb("开始评议"),
    ]
    shown = {"form": form, "title": "开始民主评议", "sentence": branch.name, "crumbs": way, "act": "开始"}
    return render(request, "reviews/form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def stage(request: SignedInRequest, pk: int, kind: StageKind) -> HttpResponse:
    """自评 or 互评, as it was held."""
    held, now = _held(request, pk), clock.now()
    rules.can_enter(kind, queries.standing(held)).require()
    known = held.stages.filter(kind=kind).first()
    due = held.evaluations.count()
    form = StageForm(
        request.POST if request.method == "POST" else None, due=due, stage=known, today=now.date()
    )
    if request.method == "POST" and form.is_valid():
        actions.enter_stage(review=held, kind=kind, **form.asked(), by=request.actor, at=now)
        return _told(request, held, f"已登记{kind.label}。")
    sentence = "登记进行的日期和参加人数；会上谈的内容不用录入"
    return _asked(request, held, form, f"登记{kind.label}", sentence, act="登记")


@require_http_methods(["GET", "POST"])
@never_cache
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grades as the meeting decided them, with the ballot beside each name."""
    held, now = _held(request, pk), clock.now()
    found = queries.standing(held)
    rules.can_decide(found).require()
    people = queries.evidence(held, queries.evaluations(held))
    meetings = queries.meetings(held, found, now.date())
    form = DecideForm(request.POST if request.method == "POST" else None, people=people, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        actions.decide(review=held, **form.asked(), by=request.actor, at=now)
        return _told(request, held, "已登记评定的等次。")
    most = rules.most_excellent(len(people), now.date())
    shown = {
        "form": form,
        "review": held,
        "marks": MARKS,
        "most": most,
        "pioneer": queries.kept(held) is not None,
        "record_url": f"{reverse('orglife:record')}?organisation={held.organisation_id}",
        "crumbs": crumbs(held, "评定等次"),
    }
    return render(request, "reviews/decide.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def tell(request: SignedInRequest, pk: int) -> HttpResponse:
    """That a member was told of his grade."""
    held, now = _held(request, pk), clock.now()
    people = queries.page(held, request.actor, now.date()).untold
    form = TellForm(request.POST if request.method == "POST" else None, people=people, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.tell(review=held, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "已登记告知日期。")
    return _asked(request, held, form, "登记告知本人", "基本合格、不合格的，由支部当面告知", act="登记")


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close it, with its record."""
    held = actions.close_review(review=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, f"已办结，并记入履职记录：{held.title}。")


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open it again, to put a grade right."""
    held = actions.reopen(review=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, "已重新打开，更正后请再次办结；履职记录不会重复。")


def _held(request: SignedInRequest, pk: int) -> Review:
    return queries.review(pk, request.actor.require(Permission.REVIEW_HOLD))


def _told(request: SignedInRequest, held: Review, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("reviews:review", held.pk)


def _asked(
    request: SignedInRequest, held: Review, form: forms.Form, title: str, sentence: str, **further: Any
) -> HttpResponse:
    """The form, with what stands against it where it was sent."""
    shown = {"form": form, "title": title, "sentence": sentence, "crumbs": crumbs(held, title), **further}
    return render(request, "reviews/form.html", shown, status=422 if form.errors else 200)
