"""Promises: making one, handing several down as duties, reporting, settling."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange import actions
from heli.exchange.forms.exhibiting import PromiseForm, ReportForm, SettleForm
from heli.exchange.models import Promise
from heli.exchange.queries import exhibiting, lists
from heli.exchange.queries import gatherings as found
from heli.exchange.views.addresses import form_page, way, way_to, way_to_exhibit
from heli.exchange.views.arranging import held
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a promise of one organisation, or hand a problem on to it (`?problem=`)."""
    one, today = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE)), clock.today()
    if not request.actor.may(Permission.RECORD_ENTER, one.organisation):
        request.actor.may(Permission.GATHERING_HOLD, one.gathering.organiser).require()
    asked = request.GET.get("problem", "")
    problem = one.problems.filter(pk=asked).first() if asked.isdecimal() else None
    form = PromiseForm(
        request.POST if request.method == "POST" else None, exhibit=one, problem=problem, today=today
    )
    if form.is_valid():
        actions.promise(exhibit=one, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已登记承诺，到期前会列入今日要务。")
        return redirect("exchange:exhibit", pk)
    crumbs = way_to_exhibit(one, Crumb("作出承诺"))
    sentence = f"{one.organisation.short_name}：到期由组织方回头看"
    return form_page(request, form, title="作出承诺", sentence=sentence, button="登记承诺", crumbs=crumbs)


@require_http_methods(["GET", "POST"])
def hand_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make duties of the ticked promises."""
    one = held(request, pk)
    request.actor.require(Permission.PLAN_KEEP)
    made = Promise.objects.filter(exhibit__gathering=one, requirement=None, outcome="")
    offered = list(made.select_related("exhibit__organisation").order_by("exhibit__organisation__path", "pk"))
    if request.method == "POST":
        ticked = [each for each in offered if str(each.pk) in request.POST.getlist("promises")]
        new = actions.hand_down(gathering=one, promises=ticked, by=request.actor, at=clock.now())
        messages.success(request, f"已把 {new} 项承诺列为应办，完成情况从履职记录读取。")
        return redirect(f"{reverse('exchange:promises')}?gathering={pk}")
    crumbs = way_to(one, Crumb("承诺列为应办"))
    return render(request, "exchange/hand_down.html", {"one": one, "offered": offered, "crumbs": crumbs})


def _way(one: Promise, last: str) -> list[Crumb]:
    return way(
        Crumb("承诺事项", reverse("exchange:promises")),
        Crumb(one.exhibit.organisation.short_name, reverse("exchange:exhibit", args=[one.exhibit_id])),
        Crumb(last),
    )


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how one's own promise was carried out."""
    one = lists.promise(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.RECORD_ENTER, one.exhibit.organisation).require()
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, records=exhibiting.evidence_of(one.exhibit))
    if form.is_valid():
        actions.report(promise=one, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已报告，等组织方回头看时认定。")
        return redirect("exchange:exhibit", one.exhibit_id)
    return form_page(
        request,
        form,
        title="报告承诺完成情况",
        sentence=f"{one.text}（{one.measure}，{one.due_on} 前）",
        button="报告",
        crumbs=_way(one, "报告"),
    )


@require_http_methods(["GET", "POST"])
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what came of a promise."""
    one = lists.promise(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_HOLD, one.exhibit.gathering.organiser).require()
    form = SettleForm(
        request.POST if request.method == "POST" else None,
        records=exhibiting.evidence_of(one.exhibit),
        reported=one.record_id is not None,
    )
    if form.is_valid():
        actions.settle(promise=one, **form.asked(), by=request.actor, at=clock.now())
        messages.success(request, "已认定。")
        return redirect(f"{reverse('exchange:promises')}?gathering={one.exhibit.gathering_id}")
    said = f"。报告：{one.report}" if one.report else ""
    return form_page(
        request,
        form,
        title="认定承诺",
        sentence=f"{one.exhibit.organisation.short_name}：{one.text}（{one.measure}）{said}",
        button="认定",
        crumbs=_way(one, "认定"),
    )
