"""One gathering: where it stands, its next step, who takes part, what each act holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange import actions
from heli.exchange.catalogue import ACTS, GATHERINGS, RUNNING, Act, GatheringKind, State
from heli.exchange.models import Gathering
from heli.exchange.queries import exhibiting, judging, lists
from heli.exchange.queries import gatherings as found
from heli.exchange.rules import acts as rules
from heli.exchange.views.addresses import way
from heli.kernel import clock
from heli.kernel.verdict import Verdict
from heli.ui.catalogue import Crumb

STEPS = {State.PREPARING: Act.SHOW, State.SHOWING: Act.COMPARE, State.COMPARING: Act.JUDGE}


@require_GET
def gathering(request: SignedInRequest, pk: int) -> HttpResponse:
    """The acts as steps, the next of them as the one button, participants beneath."""
    one, today = found.gathering(pk, request.actor.require(Permission.SCORE_SEE)), clock.today()
    participants, numbers = found.exhibits(one), exhibiting.numbers(one)
    holds = bool(request.actor.may(Permission.GATHERING_HOLD, one.organiser))
    own = set(found.own(request.actor))
    objections = numbers["objections"]
    place = ACTS.index(State(one.state)) if one.state in ACTS else -1
    shown = {
        "one": one,
        "participants": participants,
        "numbers": numbers,
        "missing": numbers["invited"] - numbers["shown"],
        "holds": holds,
        "own": [exhibit for exhibit in participants if exhibit.organisation_id in own],
        "steps": [
            (act.label, index < place or one.state == State.ARCHIVED, index == place)
            for index, act in enumerate(ACTS)
        ],
        "next": _next(one, numbers, judging.marks_open(one)) if holds else None,
        "archive": rules.may_be_archived(until=one.objections_until, open_objections=objections, today=today),
        "publish": rules.may_be_published(one.as_of, today),
        "running": one.state in RUNNING,
        "changeable": bool(rules.can_be_changed(one.state)),
        "looks_back": lists.to_look_back(one) if one.kind == GatheringKind.YEAR_END else [],
        "crumbs": way(Crumb(one.title)),
    }
    return render(request, "exchange/gathering.html", shown)


def _next(one: Gathering, numbers: dict[str, int], marks_open: bool) -> tuple[Act, Verdict] | None:
    """The next act that is no page of its own, and what stands against it."""
    act = STEPS.get(State(one.state))
    if act is None:
        return None
    against = rules.may_move_on(
        one.state, invited=numbers["invited"], handed_in=numbers["shown"], marks_open=marks_open
    )
    return act, against and GATHERINGS.may(State(one.state), act)


@require_POST
def move_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the next act."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_HOLD, one.organiser).require()
    act = STEPS.get(State(one.state), Act.PUBLISH)
    moved = actions.move_on(gathering=one, act=act, by=request.actor, at=clock.now())
    messages.success(request, f"已进入“{moved.get_state_display()}”。")
    return redirect("exchange:gathering", pk)
