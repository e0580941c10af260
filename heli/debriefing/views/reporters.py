"""One reporter: himself writes and hands in, the organiser receives, comments and enters the 党建考核."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.debriefing import actions, papers, queries
from heli.debriefing.forms.reporters import RemarkForm, ReportForm, WorkForm
from heli.debriefing.models import Reporter
from heli.debriefing.queries import filling, pages, waiting
from heli.debriefing.queries import reporters as reporter_queries
from heli.debriefing.queries import rounds as round_queries
from heli.debriefing.rules import reports
from heli.debriefing.views.ways import asked, way_to_reporter
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.ui.catalogue import Crumb


@require_GET
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's own reports of all years, and the votes that wait for him."""
    request.actor.may_at_all(Permission.DEBRIEFING_GIVE) or request.actor.require(Permission.OWN_DATA)
    found = queries.own_reporters(request.actor)
    shown = {
        "own": [(one, one.record is not None, getattr(one, "feedback", None)) for one in found],
        "votes": waiting.open_votes(request.actor.member_id, clock.today()),
        "crumbs": [Crumb("考责", reverse("debriefing:mine")), Crumb("我的述职")],
    }
    return render(request, "debriefing/mine.html", shown)


@require_GET
@never_cache
def reporter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One reporter, as he himself or as his superior sees him."""
    held = queries.reporter_of(pk, request.actor)
    found = pages.reporter_page(held, request.actor, clock.today())
    shown = {
        "found": found,
        "held": held,
        "today": clock.today(),
        "crumbs": way_to_reporter(held, own=found.is_own),
    }
    return render(request, "debriefing/reporter.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report on its template, filled in with what Heli knows."""
    held, now = reporter_queries.own_reporter(pk, request.actor), clock.now()
    reports.can_write(queries.state(held)).require()
    found = filling.report(held, now.date())
    form = ReportForm(request.POST if request.method == "POST" else None, parts=found.parts)
    if request.method == "POST" and form.is_valid():
        actions.write_report(reporter=held, texts=form.texts(), by=request.actor, at=now)
        return _told(request, held, "已保存述职报告草稿。核对后请报送。")
    shown = {
        "form": form,
        "report": found,
        "held": held,
        "crumbs": way_to_reporter(held, "起草述职报告", own=True),
    }
    return render(request, "debriefing/write.html", shown, status=422 if form.errors else 200)


@require_POST
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the report in."""
    held = reporter_queries.own_reporter(pk, request.actor)
    actions.hand_in(reporter=held, by=request.actor, at=clock.now())
    return _told(request, held, "已报送述职报告，并记入履职记录，不用再录。")


@require_POST
def receive(request: SignedInRequest, pk: int) -> HttpResponse:
    """A report came on paper."""
    held = actions.receive(reporter=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, "已登记收到纸质述职报告。")


@require_POST
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the report back to be put right."""
    held = actions.give_back(reporter=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, "已退回述职报告，述职人修改后再报送。")


@require_POST
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    held = _held(request, pk)
    actions.strike(reporter=held, by=request.actor, at=clock.now())
    messages.success(request, f"已从名单中去掉{held.name}。")
    return redirect("debriefing:round", held.debriefing_id)


@require_GET
def paper(request: SignedInRequest, pk: int, form: str) -> FileResponse:
    """The written report as Word or PDF; a draft is its writer's alone."""
    held, today = queries.reporter_of(pk, request.actor), clock.today()
    if form not in papers.MEDIA_TYPES:
        raise NotFound("no-such-form", "只有 Word（docx）和 PDF 两种文件。")
    if not held.has_handed_in and not reporter_queries.is_own(held, request.actor):
        raise NotFound("report-not-there", "述职报告还没有报送，报送后再查看。")
    made = papers.render(held, filling.report(held, today), form)
    name = f"{held.debriefing.year}年度述职报告（{held.organisation.short_name}{held.name}）.{form}"
    return FileResponse(
        BytesIO(made), as_attachment=True, filename=name, content_type=papers.MEDIA_TYPES[form]
    )


@require_http_methods(["GET", "POST"])
def work(request: SignedInRequest, pk: int) -> HttpResponse:
    """The result of the 党建考核."""
    held = _held(request, pk)
    form = WorkForm(request.POST if request.method == "POST" else None, held=held)
    if request.method == "POST" and form.is_valid():
        actions.mark_work(reporter=held, **form.cleaned_data, by=request.actor, at=clock.now())
        return _told(request, held, "已登记党建考核得分。")
    rest = 100 - held.debriefing.rating_share
    sentence = f"{held.organisation.name}，{held.debriefing.year}年度；按方案占测算的 {rest}%"
    return asked(request, form, "登记党建考核得分", way_to_reporter(held, "党建考核得分"), sentence=sentence)


@require_http_methods(["GET", "POST"])
@never_cache
def remark(request: SignedInRequest, pk: int) -> HttpResponse:
    """一述一评."""
    held, now = _held(request, pk), clock.now()
    reports.can_remark(queries.state(held)).require()
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        known=reporter_queries.remark_of(held),
        speakers=round_queries.speakers(held.debriefing, now.date()),
        today=now.date(),
    )
    if request.method == "POST" and form.is_valid():
        actions.remark(reporter=held, **form.cleaned_data, by=request.actor, at=now)
        return _told(request, held, "已登记点评。")
    sentence = f"{held.organisation.short_name}{held.get_office_display()} {held.name}"
    return asked(request, form, "登记点评", way_to_reporter(held, "点评"), sentence=sentence)


def _held(request: SignedInRequest, pk: int) -> Reporter:
    """A reporter of a round that the reader organises."""
    return queries.reporter(pk, request.actor.require(Permission.DEBRIEFING_HOLD))


def _told(request: SignedInRequest, held: Reporter, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("debriefing:reporter", held.pk)
