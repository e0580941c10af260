"""评: comments and the vote."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.ballots.catalogue import PollState
from heli.exchange import actions
from heli.exchange.catalogue import Mark, State
from heli.exchange.forms.judging import CommentForm
from heli.exchange.forms.voting import CountForm, HandsForm, UnitsForm
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.queries import gatherings as found
from heli.exchange.queries import judging
from heli.exchange.rules import acts
from heli.exchange.rules import judging as rules
from heli.exchange.views.addresses import form_page, way_to
from heli.exchange.views.arranging import held
from heli.kernel import clock
from heli.kernel.errors import WrongState
from heli.orgs.models import Organisation
from heli.ui.catalogue import Crumb


@require_GET
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was said, and how the units marked one another."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    participants = found.exhibits(one)
    speaking = _speaking(request, one, participants)
    here = acts.is_at(one.state, (State.JUDGING,), "点评")
    shown = {
        "one": one,
        "comments": judging.comments(one),
        "marked": judging.marked(one, participants),
        "marks": list(Mark),
        "weight": acts.number("vote_weight", one.as_of),
        "open": judging.marks_open(one),
        "may_comment": here if speaking and not one.is_frozen else None,
        "holds": bool(request.actor.may(Permission.GATHERING_HOLD, one.organiser)),
        "may_vote": rules.may_vote(
            speakers=sum(each.speak_order is not None and each.is_handed_in for each in participants),
            started=judging.vote_started(one),
        )
        and here,
        "voted": judging.vote_started(one),
        "crumbs": way_to(one, Crumb("评")),
    }
    return render(request, "exchange/judge.html", shown)


def _speaking(request: SignedInRequest, one: Gathering, participants: list[Exhibit]) -> list[Organisation]:
    """In whose name the reader may speak there: the organiser, or an organisation that takes part."""
    own = request.actor.scope(Permission.GATHERING_SPEAK).organisations
    there = [one.organiser, *(each.organisation for each in participants)]
    return [each for each in there if each.pk in own]


@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what a leader says: of one that shows (`?exhibit=`), or of the whole."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.require(Permission.GATHERING_SPEAK)
    participants = found.exhibits(one)
    speaking = _speaking(request, one, participants)
    if not speaking:
        raise WrongState("not-taking-part", "您所在的党组织没有参加这次晒比评，不能点评。")
    acts.is_at(one.state, (State.JUDGING,), "点评").require()
    asked = request.GET.get("exhibit", "")
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        speaking=speaking,
        exhibits=[each for each in participants if each.is_handed_in],
        said_by=_name(request, speaking[0]),
        exhibit=int(asked) if asked.isdecimal() else None,
    )
    if form.is_valid():
        actions.comment(gathering=one, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已登记点评。")
        return redirect("exchange:judge", pk)
    crumbs = way_to(one, Crumb("评", reverse("exchange:judge", args=[pk])), Crumb("点评"))
    return form_page(request, form, title="登记点评", sentence=one.title, button="登记", crumbs=crumbs)


def _name(request: SignedInRequest, where: Organisation) -> str:
    """The reader's own name and office there, to be changed where he enters for another."""
    post = next((each for each in request.actor.posts if each.organisation_id == where.pk), None)
    return f"{post.name}（{where.short_name}{post.words}）"[:60] if post is not None and post.name else ""


@require_http_methods(["GET", "POST"])
def prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Prepare a secret vote on paper."""
    one = held(request, pk)
    invited = one.exhibits.count()
    form = UnitsForm(request.POST if request.method == "POST" else None, invited=invited)
    if form.is_valid():
        actions.prepare_vote(gathering=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已准备选票，请打印后发放。")
        return redirect("exchange:ballot", pk)
    crumbs = way_to(one, Crumb("评", reverse("exchange:judge", args=[pk])), Crumb("无记名评议"))
    sentence = "参加单位对发言单位无记名评议，每个单位一张选票；不记谁投了什么"
    return form_page(
        request, form, title="组织无记名评议", sentence=sentence, button="准备选票", crumbs=crumbs
    )


@require_GET
def ballot(request: SignedInRequest, pk: int) -> HttpResponse:
    """A blank ballot to print: the same for everybody, without a number."""
    one = held(request, pk)
    crumbs = way_to(one, Crumb("评", reverse("exchange:judge", args=[pk])), Crumb("空白选票"))
    shown = {"one": one, "lines": judging.poll_lines(one), "crumbs": crumbs}
    return render(request, "exchange/ballot.html", shown)


@require_http_methods(["GET", "POST"])
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what the two tellers counted."""
    one = held(request, pk)
    lines = judging.poll_lines(one)
    issued = one.poll.issued if one.poll is not None else 0
    form = CountForm(request.POST if request.method == "POST" else None, lines=lines, issued=issued)
    if form.is_valid():
        poll = actions.count_vote(gathering=one, counted=form.counted(), by=request.actor, at=clock.now())
        void = poll.state == PollState.VOID
        words = "收回多于发出，本次评议无效，请重新组织。" if void else "已登记计票结果。"
        messages.add_message(request, messages.WARNING if void else messages.SUCCESS, words)
        return redirect("exchange:judge", pk)
    heads = [mark.label for mark in Mark] + ["弃权"]
    shown = {"form": form, "one": one, "heads": heads, "crumbs": _way_count(one)}
    return render(request, "exchange/count.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def hands(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter hands shown."""
    one = held(request, pk)
    form = HandsForm(
        request.POST if request.method == "POST" else None,
        speakers=judging.speakers(one),
        invited=one.exhibits.count(),
    )
    if form.is_valid():
        present = form.cleaned_data["present"]
        actions.count_hands(
            gathering=one, present=present, counts=form.counts(), by=request.actor, at=clock.now()
        )
        messages.success(request, "已登记举手评议结果。")
        return redirect("exchange:judge", pk)
    heads = [mark.label for mark in Mark]
    shown = {"form": form, "one": one, "heads": heads, "crumbs": _way_count(one)}
    return render(request, "exchange/hands.html", shown, status=422 if form.errors else 200)


def _way_count(one: Gathering) -> list[Crumb]:
    return way_to(one, Crumb("评", reverse("exchange:judge", args=[one.pk])), Crumb("录入评议结果"))
