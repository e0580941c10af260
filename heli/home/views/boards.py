"""今日要务 and 挂图作战."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.actor import Actor
from heli.accounts.catalogue import SECRETARIES, Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.scope import PostHeld
from heli.appraisal.queries.scores import scheme_on
from heli.duties.catalogue import DutyState
from heli.home.catalogue import Chart
from heli.home.forms import BoardForm
from heli.home.queries import boards
from heli.home.queries.today import today_of
from heli.kernel import clock
from heli.ui.catalogue import Chip, Crumb, Tab

_WITHOUT_BUSINESS = (
    (Permission.AUDIT_READ, "accounts:audit"),
    (Permission.ACCOUNT_UNLOCK, "accounts:accounts"),
    (Permission.ACCOUNT_CLOSE, "accounts:accounts"),
)
_UNITS = {"corner": "单位", "unit": "个单位", "nothing": "没有这样的单位"}
_ORGANISATIONS = {"corner": "党组织", "unit": "个党组织", "nothing": "没有这样的党组织"}


@require_GET
def today(request: SignedInRequest) -> HttpResponse:
    """What the reader has to do, what falls due, what waits for others.

    Who sees no business, an administrator of the three or an account without a post, is sent to his own page.
    """
    if not request.actor.may_somewhere(Permission.RECORD_SEE):
        return redirect(_elsewhere(request.actor))
    on = clock.today()
    page = {
        "page": today_of(request.actor, on),
        "sentence": f"截至 {on}，{_reader(request.actor)}",
        "is_secretary": any(post.office in SECRETARIES for post in request.actor.posts),
        "tabs": _tabs(request.actor, "home:today"),
        "may_load": request.actor.may_somewhere(Permission.INTAKE_LOAD),
    }
    return render(request, "home/today.html", page)


@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    """The units of the city for who sees all of it, the organisations in sight for everybody else."""
    scope, form = request.actor.require(Permission.BOARD_SEE), BoardForm(request.GET)
    if scope.everything:
        chart = boards.chart_of_units(clock.today(), form.narrowed)
    else:
        chart = boards.chart_in_sight(scope, clock.today(), form.narrowed)
    page = {
        "title": f"挂图作战：{form.narrowed.group}" if form.narrowed.group else "挂图作战",
        **(_UNITS if scope.everything else _ORGANISATIONS),
        "scope": "全市各单位" if scope.everything else "您可以查看的党组织",
        "crumbs": [Crumb("今日要务", reverse("home:today")), Crumb("挂图作战")],
    }
    return _board(request, chart, form, page)


@require_GET
def unit_board(request: SignedInRequest, organ_id: int) -> HttpResponse:
    """The organisations of one unit."""
    scope, form = request.actor.require(Permission.BOARD_SEE), BoardForm(request.GET)
    name, chart = boards.chart_of_unit(organ_id, scope, clock.today(), form.narrowed)
    page = {
        "title": name,
        **_ORGANISATIONS,
        "scope": "本级和直属单位的党组织",
        "crumbs": [Crumb("挂图作战", reverse("home:board")), Crumb(name)],
    }
    return _board(request, chart, form, page)


def _board(
    request: SignedInRequest, chart: Chart, form: BoardForm, page: Mapping[str, object]
) -> HttpResponse:
    form.offer(chart.groups)
    shown = {
        **page,
        "chart": chart,
        "form": form,
        "chips": _chips(form),
        "sentence": f"{chart.year} 年，截至 {clock.today()}，{page['scope']}",
        "scheme": scheme_on(clock.today()),
        "states": [state.value for state in DutyState],
        "tabs": _tabs(request.actor, "home:board"),
    }
    return render(request, "home/board.html", shown)


def _elsewhere(actor: Actor) -> str:
    """The page of whoever has no business here: the audit, the accounts, else what he is."""
    held = (name for permission, name in _WITHOUT_BUSINESS if actor.may_somewhere(permission))
    return next(held, "accounts:mine")


def _reader(actor: Actor) -> str:
    """As what the reader reads: his posts, or his name where he holds none."""
    posts = [_said(post) for post in actor.posts]
    return "、".join(posts) or actor.label


def _tabs(actor: Actor, current: str) -> list[Tab]:
    """The two pages, where the reader may open both."""
    if not actor.may_somewhere(Permission.BOARD_SEE):
        return []
    pages = (("今日要务", "home:today"), ("挂图作战", "home:board"))
    return [Tab(label, reverse(name), name == current) for label, name in pages]


def _chips(form: BoardForm) -> list[Chip]:
    narrowed = form.narrowed
    told = {
        "group": f"重点任务：{narrowed.group}" if narrowed.group else "",
        "state": f"有{DutyState(narrowed.state).label}的" if narrowed.state else "",
    }
    return [Chip(label, form.without(name)) for name, label in told.items() if label]


def _said(post: PostHeld) -> str:
    """市教育局党组书记, and not 市教育局党组党组书记."""
    where, office = post.organisation_name, post.words
    if office.startswith("部务会（室务会）"):
        return where + office.removeprefix("部务会（室务会）")
    return where.removesuffix(office[:2]) + office if office[:2] in ("党组", "党委") else where + office
