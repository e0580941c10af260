"""民主测评: holding the vote, casting one's own, printing blank ballots, counting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.ballots import actions as ballot_actions
from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import PollState
from heli.ballots.forms import CountForm, VoteForm
from heli.kernel import clock
from heli.reviews import actions, queries, rules
from heli.reviews.catalogue import MARKS
from heli.reviews.forms.ballots import HoldForm
from heli.reviews.models import Review
from heli.reviews.views.lists import crumbs
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Prepare the vote: paper by default."""
    held, now = _held(request, pk), clock.now()
    rules.can_poll(queries.standing(held)).require()
    members = ballot_queries.members_with_a_vote(held.organisation, now.date())
    form = HoldForm(request.POST if request.method == "POST" else None, members=members, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.hold_vote(review=held, **form.asked(), by=request.actor, at=now)
        messages.success(request, "已准备民主测评。")
        return redirect("reviews:review", held.pk)
    shown = {"form": form, "review": held, "crumbs": crumbs(held, "组织民主测评")}
    return render(request, "reviews/ballot.html", shown, status=422 if form.errors else 200)


@require_GET
def blank(request: SignedInRequest, pk: int) -> HttpResponse:
    """A blank ballot to print: the same for everybody, without a number."""
    held = _held(request, pk)
    poll = queries.poll_of(held)
    shown = {
        "review": held,
        "poll": poll,
        "lines": ballot_queries.ballot(poll),
        "crumbs": crumbs(held, "空白选票"),
    }
    return render(request, "reviews/blank.html", shown)


@require_http_methods(["GET", "POST"])
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what the two tellers counted."""
    held, now = _held(request, pk), clock.now()
    poll = queries.poll_of(held)
    ballot_queries.may_count(poll, now.date()).require()
    form = CountForm(
        request.POST if request.method == "POST" else None, poll=poll, lines=ballot_queries.ballot(poll)
    )
    if request.method == "POST" and form.is_valid():
        counted = actions.count_vote(review=held, counted=form.counted(), by=request.actor, at=now)
        void = counted.state == PollState.VOID
        words = "收回多于发出，本次投票无效，请重新组织民主测评。" if void else "已登记计票结果。"
        messages.add_message(request, messages.WARNING if void else messages.SUCCESS, words)
        return redirect("reviews:review", held.pk)
    way = crumbs(held, "录入计票结果")
    shown = {"form": form, "review": held, "poll": poll, "marks": MARKS, "whom": "党员", "crumbs": way}
    return render(request, "reviews/count.html", shown, status=422 if form.errors else 200)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count the electronic vote."""
    held = _held(request, pk)
    counted = actions.close_vote(review=held, by=request.actor, at=clock.now())
    if counted.is_open:
        words = "参加网上投票的人数太少，票数容易对应到人，没有计票；请改用纸质选票重新投票。"
        messages.warning(request, words)
    else:
        messages.success(request, f"已计票：发出 {counted.issued} 张，收回 {counted.returned} 张。")
    return redirect("reviews:review", held.pk)


@require_POST
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Vote on paper instead."""
    held = actions.take_vote_to_paper(review=_held(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已改用纸质选票，网上已投的票全部作废，没有人看到过。")
    return redirect("reviews:review", held.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """A member's own ballot."""
    held, now = queries.review(pk, request.actor.require(Permission.OWN_DATA)), clock.now()
    poll = queries.poll_of(held)
    ballot_queries.may_vote(poll, request.actor.member_id, now.date()).require()
    form = VoteForm(request.POST if request.method == "POST" else None, lines=ballot_queries.ballot(poll))
    if request.method == "POST" and form.is_valid():
        ballot_actions.vote(poll=poll, ballot=form.ballot, by=request.actor, at=now)
        messages.success(request, "已投票。系统只记您投过票，不记您选了什么。")
        return redirect("reviews:mine")
    way = [Crumb("我的评议", reverse("reviews:mine")), Crumb("民主测评")]
    shown = {"title": "民主测评", "form": form, "review": held, "poll": poll, "crumbs": way}
    return render(request, "reviews/vote.html", shown, status=422 if form.errors else 200)


def _held(request: SignedInRequest, pk: int) -> Review:
    return queries.review(pk, request.actor.require(Permission.REVIEW_HOLD))
