"""测评: fixing who votes in a group, the ballot, blank ballots to print, counting."""

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
from heli.debriefing import actions, queries
from heli.debriefing.catalogue import MARKS
from heli.debriefing.forms.reporters import HoldForm
from heli.debriefing.models import RaterGroup
from heli.debriefing.queries import raters, results
from heli.debriefing.rules import rounds
from heli.debriefing.views.ways import asked, way_to
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fix who may vote, on paper by default."""
    group, now = _group(request, pk), clock.now()
    held = group.debriefing
    polling = group.poll is not None and group.poll.state != PollState.VOID
    rounds.can_hold_vote(queries.standing(held), polling=polling).require()
    form = HoldForm(
        request.POST if request.method == "POST" else None,
        suggested=raters.suggested(group),
        today=now.date(),
    )
    if request.method == "POST" and form.is_valid():
        made = actions.hold_vote(group=group, **form.asked(), by=request.actor, at=now)
        number = made.poll.issued if made.poll is not None else 0
        messages.success(request, f"已确定{group.name}投票人 {number} 人。方案从现在起不能再改。")
        return redirect("debriefing:round", held.pk)
    title = f"确定投票人：{group.name}"
    sentence = "投票人在第一张票投出以前确定；名单之外的人不能投票，票上人人相同"
    return asked(request, form, title, way_to(held, title), sentence=sentence, button="确定投票人")


@require_GET
def blank(request: SignedInRequest, pk: int) -> HttpResponse:
    """A blank ballot to print: the same for everybody, without a number."""
    group = _group(request, pk)
    poll = results.poll_of(group)
    shown = {
        "group": group,
        "held": group.debriefing,
        "poll": poll,
        "lines": ballot_queries.ballot(poll),
        "crumbs": way_to(group.debriefing, "空白测评票"),
    }
    return render(request, "debriefing/blank.html", shown)


@require_http_methods(["GET", "POST"])
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what the two tellers counted."""
    group, now = _group(request, pk), clock.now()
    poll = results.poll_of(group)
    ballot_queries.may_count(poll, now.date()).require()
    lines = ballot_queries.ballot(poll)
    form = CountForm(request.POST if request.method == "POST" else None, poll=poll, lines=lines)
    if request.method == "POST" and form.is_valid():
        counted = actions.count_vote(group=group, counted=form.counted(), by=request.actor, at=now)
        void = counted.state == PollState.VOID
        words = "收回多于发出，本次测评无效，请重新确定投票人。" if void else "已登记计票结果。"
        messages.add_message(request, messages.WARNING if void else messages.SUCCESS, words)
        return redirect("debriefing:round", group.debriefing_id)
    crumbs = way_to(group.debriefing, f"录入计票结果：{group.name}")
    shown = {"form": form, "group": group, "poll": poll, "marks": MARKS, "whom": "述职人", "crumbs": crumbs}
    return render(request, "ballots/count.html", shown, status=422 if form.errors else 200)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count the electronic vote of a group."""
    group = _group(request, pk)
    counted = actions.close_vote(group=group, by=request.actor, at=clock.now())
    if counted.is_open:
        messages.warning(
            request, "参加网上投票的人数太少，票数容易对应到人，没有计票；请改用纸质测评票重新投票。"
        )
    else:
        messages.success(request, f"已计票：发出 {counted.issued} 张，收回 {counted.returned} 张。")
    return redirect("debriefing:round", group.debriefing_id)


@require_POST
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Vote on paper instead."""
    group = actions.take_vote_to_paper(group=_group(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已改用纸质测评票，网上已投的票全部作废，没有人看到过。")
    return redirect("debriefing:round", group.debriefing_id)


@require_http_methods(["GET", "POST"])
@never_cache
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """A rater's own ballot."""
    request.actor.require(Permission.OWN_DATA)
    now = clock.now()
    group = raters.group_of_rater(pk, request.actor.member_id)
    poll = results.poll_of(group)
    ballot_queries.may_vote(poll, request.actor.member_id, now.date()).require()
    lines = ballot_queries.ballot(poll)
    form = VoteForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        ballot_actions.vote(poll=poll, ballot=form.ballot, by=request.actor, at=now)
        messages.success(request, "已投票。系统只记您投过票，不记您选了什么。")
        return redirect("debriefing:mine")
    way = [Crumb("考责"), Crumb("我的述职", reverse("debriefing:mine")), Crumb("述职测评")]
    about = {"title": "述职测评", "group": group, "held": group.debriefing, "poll": poll}
    shown = {**about, "form": form, "crumbs": way}
    return render(request, "debriefing/vote.html", shown, status=422 if form.errors else 200)


def _group(request: SignedInRequest, pk: int) -> RaterGroup:
    """A group of a round that the reader organises."""
    scope = request.actor.require(Permission.DEBRIEFING_HOLD)
    return results.group(pk, scope)
