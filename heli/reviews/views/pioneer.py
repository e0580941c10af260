"""先锋指数 of one review, for the branch's own officers alone: items, members, confirming (R14-10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.reviews import actions, queries
from heli.reviews.forms.pioneer import ChooseForm, MarkForm
from heli.reviews.models import Evaluation, Review
from heli.reviews.views.lists import crumbs
from heli.ui.catalogue import Crumb


@require_GET
@never_cache
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The members of the review in the order of the roster, and how far each is marked."""
    held = _held(request, pk)
    found = queries.sheet(held, request.actor)
    shown = {"review": held, "found": found, "crumbs": crumbs(held, "先锋指数")}
    return render(request, "reviews/pioneer.html", shown)


@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which items, with how many points."""
    held, now = _held(request, pk), clock.now()
    found = queries.sheet(held, request.actor)
    found.choosing.require()
    sent = request.POST if request.method == "POST" else None
    form = ChooseForm(sent, using=found.kept, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.choose_pioneer(review=held, points=form.points, by=request.actor, at=now)
        messages.success(request, "已选用先锋指数条目，可以逐人评分；开始评分以前还能调整。")
        return redirect("reviews:pioneer", held.pk)
    shown = {"form": form, "crumbs": _way(held, "条目")}
    return render(request, "reviews/pioneer_items.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def mark(request: SignedInRequest, pk: int, evaluation: int) -> HttpResponse:
    """One member's marks: a form while they may be changed, to read afterwards."""
    held, now = _held(request, pk), clock.now()
    one, card = queries.card(held, evaluation, request.actor)
    found = queries.sheet(held, request.actor)
    sent = request.POST if request.method == "POST" else None
    form = MarkForm(sent, card=card) if found.marking else None
    following = found.following(one)
    if request.method == "POST":
        found.marking.require()
        if form is not None and form.is_valid():
            actions.mark_member(review=held, evaluation=one.pk, marks=form.marks, by=request.actor, at=now)
            messages.success(request, f"已保存{one.member.name}的评分。")
            return _onwards(held, following if "next" in request.POST else None)
    shown = {"one": one, "card": card, "form": form, "found": found, "following": following}
    shown["crumbs"] = _way(held, one.member.name)
    return render(request, "reviews/pioneer_mark.html", shown, status=422 if form and form.errors else 200)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirmed with the grades."""
    held = actions.confirm_pioneer(review=_held(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已确认先锋指数，不再改动；党员本人可以看到自己的各项评分。")
    return redirect("reviews:review", held.pk)


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Given up, with all marks."""
    held = actions.drop_pioneer(review=_held(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已停用先锋指数，条目和评分全部删除。")
    return redirect("reviews:review", held.pk)


def _held(request: SignedInRequest, pk: int) -> Review:
    return queries.review(pk, request.actor.require(Permission.REVIEW_HOLD))


def _way(held: Review, here: str) -> list[Crumb]:
    return [
        *crumbs(held, "先锋指数")[:-1],
        Crumb("先锋指数", reverse("reviews:pioneer", args=[held.pk])),
        Crumb(here),
    ]


def _onwards(held: Review, following: Evaluation | None) -> HttpResponse:
    if following is None:
        return redirect("reviews:pioneer", held.pk)
    return redirect("reviews:pioneer_mark", held.pk, following.pk)
