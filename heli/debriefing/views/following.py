"""After the grade: feedback and its confirmation, the list of rectification and its items."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.debriefing import actions, queries
from heli.debriefing.forms.reporters import FeedbackForm, FinishForm, ItemForm
from heli.debriefing.models import Reporter
from heli.debriefing.queries import reporters as reporter_queries
from heli.debriefing.queries import rounds as round_queries
from heli.debriefing.rules import reports
from heli.debriefing.views.ways import asked, way_to_reporter
from heli.kernel import clock


@require_http_methods(["GET", "POST"])
@never_cache
def feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a feedback face to face."""
    held, now = _held(request, pk), clock.now()
    reports.can_feed_back(queries.state(held)).require()
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        known=reporter_queries.feedback_of(held),
        remark=reporter_queries.remark_of(held),
        speakers=round_queries.speakers(held.debriefing, now.date()),
        today=now.date(),
    )
    if request.method == "POST" and form.is_valid():
        actions.feed_back(reporter=held, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "已登记反馈，请反馈人和述职人各自确认。")
    sentence = "双方确认后才能办结；一方没有账号的，登记纸质签字"
    return asked(request, form, "登记面对面反馈", way_to_reporter(held, "反馈"), sentence=sentence)


@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The reporter confirms."""
    held = reporter_queries.own_reporter(pk, request.actor)
    actions.sign_feedback(reporter=held, as_giver=False, by=request.actor, at=clock.now())
    return _told(request, held, "已确认反馈。")


@require_POST
def sign_giver(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who gave the feedback confirms."""
    held = _held(request, pk)
    actions.sign_feedback(reporter=held, as_giver=True, by=request.actor, at=clock.now())
    return _told(request, held, "已确认反馈。")


@require_POST
def sign_on_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both signed on paper."""
    held = _held(request, pk)
    actions.sign_on_paper(reporter=held, by=request.actor, at=clock.now())
    return _told(request, held, "已登记纸质签字。")


@require_http_methods(["GET", "POST"])
def item_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a problem on the own list; the next of the feedback's problems is filled in."""
    held = reporter_queries.own_reporter(pk, request.actor)
    reports.can_list(queries.state(held)).require()
    problem = reporter_queries.next_problem(held)
    form = ItemForm(request.POST if request.method == "POST" else None, held=held, problem=problem)
    if request.method == "POST" and form.is_valid():
        actions.list_item(reporter=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, "已列入整改清单。")
    sentence = "一个问题一项；清单由组织方批准下达后，记入本组织应办"
    return asked(
        request,
        form,
        "填写整改事项",
        way_to_reporter(held, "整改事项", own=True),
        sentence=sentence,
        button="列入清单",
    )


@require_POST
def item_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an item off the own list."""
    item = reporter_queries.mending(pk, request.actor)
    actions.drop_item(item=item, by=request.actor, at=clock.now())
    return _told(request, item.reporter, "已从整改清单中去掉。")


@require_POST
def hand_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve the list."""
    held = actions.hand_down(reporter=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, "已批准下达整改清单，并记入该党组织应办。")


@require_http_methods(["GET", "POST"])
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what came of an item."""
    item, now = reporter_queries.mending(pk, request.actor), clock.now()
    form = FinishForm(request.POST if request.method == "POST" else None, today=now.date())
    if request.method == "POST" and form.is_valid():
        actions.finish_item(item=item, **form.cleaned_data, by=request.actor, at=now)
        held = reporter_queries.own_reporter(item.reporter_id, request.actor)
        whole = held.mended_id is not None
        return _told(
            request, held, "已登记。整改清单全部完成，已记入履职记录。" if whole else "已登记整改结果。"
        )
    way = way_to_reporter(item.reporter, "整改结果", own=True)
    return asked(request, form, "登记整改结果", way, sentence=f"{item.problem}：{item.measure}")


def _held(request: SignedInRequest, pk: int) -> Reporter:
    return queries.reporter(pk, request.actor.require(Permission.DEBRIEFING_HOLD))


def _told(request: SignedInRequest, held: Reporter, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("debriefing:reporter", held.pk)
