"""Arranging a gathering, inviting, speakers, calling off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange import actions
from heli.exchange.forms.arranging import GatheringForm, InviteForm, ReasonForm, SpeakersForm
from heli.exchange.models import Gathering
from heli.exchange.queries import gatherings as found
from heli.exchange.rules import acts
from heli.exchange.views.addresses import form_page, way, way_to
from heli.kernel import clock
from heli.kernel.errors import WrongState
from heli.ui.catalogue import Crumb


def held(request: SignedInRequest, pk: int) -> Gathering:
    """A gathering that the reader holds."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_HOLD, one.organiser).require()
    return one


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin one, pre-filled for the half-year."""
    request.actor.require(Permission.GATHERING_HOLD)
    today, organisers = clock.today(), found.organisers(request.actor)
    if not organisers:
        raise WrongState("no-organiser", "您任职的组织还不能组织晒比评。请由机关工委办理。")
    organiser = organisers[0]
    sent = request.POST if request.method == "POST" else None
    form = GatheringForm(sent, answerers=found.answerers(organiser, today), today=today)
    if form.is_valid():
        made = actions.arrange(organiser=organiser, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已登记。接着选择参加单位。")
        return redirect("exchange:invite", made.pk)
    sentence = f"{organiser.short_name}组织；开始晒以前不会通知任何单位"
    return form_page(
        request, form, title="组织晒比评", sentence=sentence, button="登记", crumbs=way(Crumb("组织晒比评"))
    )


@require_http_methods(["GET", "POST"])
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what was arranged."""
    one, today = held(request, pk), clock.today()
    sent = request.POST if request.method == "POST" else None
    form = GatheringForm(sent, answerers=found.answerers(one.organiser, today), today=today, gathering=one)
    if form.is_valid():
        actions.amend(gathering=one, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已保存。")
        return redirect("exchange:gathering", pk)
    crumbs = way_to(one, Crumb("修改安排"))
    return form_page(request, form, title="修改安排", sentence=one.title, button="保存", crumbs=crumbs)


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who takes part."""
    one, today = held(request, pk), clock.today()
    acts.can_be_changed(one.state).require()
    form = InviteForm(request.POST if request.method == "POST" else None, offered=found.invitable(today))
    if form.is_valid():
        words = form.cleaned_data
        chosen = found.chosen(today, words["kinds"], words.get("organisations") or [])
        new = actions.invite(gathering=one, organisations=chosen, by=request.actor, at=clock.now())
        messages.success(request, f"已增加 {new} 个参加单位。")
        return redirect("exchange:gathering", pk)
    crumbs = way_to(one, Crumb("参加单位"))
    shown = {"form": form, "one": one, "crumbs": crumbs}
    return render(request, "exchange/invite.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an organisation off the list of those that take part."""
    one = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE))
    name = one.organisation.short_name
    of = actions.withdraw_invitation(exhibit=one, by=request.actor, at=clock.now())
    messages.success(request, f"{name}不再参加。")
    return redirect("exchange:gathering", of.pk)


@require_http_methods(["GET", "POST"])
def speakers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who speaks, in which order (S001-02)."""
    one = held(request, pk)
    form = SpeakersForm(request.POST if request.method == "POST" else None, exhibits=found.exhibits(one))
    if form.is_valid():
        actions.set_speakers(gathering=one, speakers=form.speakers(), by=request.actor, at=clock.now())
        messages.success(request, f"已确定 {len(form.speakers())} 个发言单位，其余单位书面交流。")
        return redirect("exchange:gathering", pk)
    shown = {"form": form, "one": one, "crumbs": way_to(one, Crumb("发言单位"))}
    return render(request, "exchange/speakers.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it up, with a reason."""
    one = held(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.call_off(gathering=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已取消，参加单位不用再报送。")
        return redirect("exchange:gathering", pk)
    crumbs = way_to(one, Crumb("取消"))
    return form_page(
        request, form, title="取消晒比评", sentence=one.title, button="取消这次晒比评", crumbs=crumbs
    )
