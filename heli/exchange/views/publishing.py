"""公示, objections and answers, archiving, and the 通报 as a file."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange import actions, papers
from heli.exchange.catalogue import About, PaperForm
from heli.exchange.forms.judging import AnswerForm, ObjectionForm, PublishForm
from heli.exchange.models import Objection
from heli.exchange.queries import exhibiting, objections
from heli.exchange.queries import gatherings as found
from heli.exchange.rules import acts
from heli.exchange.views.addresses import form_page, way_to, way_to_exhibit
from heli.exchange.views.arranging import held
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Freeze the figures and begin 公示."""
    one, today = held(request, pk), clock.today()
    request.actor.may(Permission.STATISTICS_PUBLISH, one.organiser).require()
    acts.may_be_published(one.as_of, today).require()
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.publish(gathering=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已公示到 {made.objections_until}。数字不再改变，以后的更正记在旁边。")
        return redirect("exchange:gathering", pk)
    days = acts.number("notice_days", today)
    sentence = f"计分办法、数字和截至日期（{one.as_of}）从此固定；公示 {days} 天，期内参加单位可以提出异议"
    crumbs = way_to(one, Crumb("公示"))
    return form_page(request, form, title="公示", sentence=sentence, button="公示这些数字", crumbs=crumbs)


@require_POST
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close it."""
    actions.archive(gathering=held(request, pk), by=request.actor, at=clock.now())
    messages.success(request, "已归档。")
    return redirect("exchange:gathering", pk)


@require_GET
def all_objections(request: SignedInRequest, pk: int) -> HttpResponse:
    """Objections to figures of a gathering with their answers and what changed: seen by all who take part."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    rows = objections.of_gathering(one)
    shown = {
        "one": one,
        "rows": rows,
        "open": sum(row.answered_at is None for row in rows),
        "answers": one.answerer.account_id is not None
        and one.answerer.account_id == request.actor.account_id,
        "about": dict(About.choices),
        "today": clock.today(),
        "crumbs": way_to(one, Crumb("公示和异议")),
    }
    return render(request, "exchange/objections.html", shown)


@require_http_methods(["GET", "POST"])
def object_to(request: SignedInRequest, pk: int) -> HttpResponse:
    """Object to a figure of one's own organisation."""
    one = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_SPEAK, one.organisation).require()
    page = exhibiting.page(one, request.actor, clock.today())
    page.may_object.require()
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = form.cleaned_data
        made = actions.object_to(
            exhibit=one, about=About(words["about"]), claim=words["claim"], by=request.actor, at=clock.now()
        )
        messages.success(request, f"已提出，由{one.gathering.answerer.name}在 {made.due_on} 前答复。")
        return redirect("exchange:exhibit", pk)
    crumbs = way_to_exhibit(one, Crumb("提出异议"))
    sentence = f"{one.organisation.short_name}：由{one.gathering.answerer.name}答复"
    return form_page(request, form, title="提出异议", sentence=sentence, button="提出", crumbs=crumbs)


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer an objection, by the person named."""
    one = objections.objection(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_HOLD, one.exhibit.gathering.organiser).require()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.answer(objection=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, _told(made))
        return redirect("exchange:objections", one.exhibit.gathering_id)
    crumbs = way_to(
        one.exhibit.gathering,
        Crumb("公示和异议", reverse("exchange:objections", args=[one.exhibit.gathering_id])),
        Crumb("答复"),
    )
    sentence = f"{one.exhibit.organisation.short_name}对“{one.get_about_display()}”：{one.claim}"
    return form_page(request, form, title="答复异议", sentence=sentence, button="答复", crumbs=crumbs)


def _told(made: Objection) -> str:
    return "已答复，数字已按台账更正，原数留痕。" if made.upheld else "已答复，数字不变。"


@require_POST
def download(request: SignedInRequest, pk: int, form: PaperForm) -> FileResponse:
    """The 通报 as a file; taking it out stands in the audit."""
    one = held(request, pk)
    made = actions.hand_out(gathering=one, form=form, render=papers.render, by=request.actor, at=clock.now())
    name = f"{one.title}通报.{form.value}"
    return FileResponse(BytesIO(made), as_attachment=True, filename=name, content_type=form.media_type)
