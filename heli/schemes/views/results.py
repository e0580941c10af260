"""Publishing results, the results as published, objections and their answers, and making results final."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period
from heli.orgs.queries.page import visible_organisation
from heli.schemes import sheets
from heli.schemes.actions import releasing as actions
from heli.schemes.forms.results import AnswerForm, ObjectForm, PublishForm
from heli.schemes.forms.writing import FindForm
from heli.schemes.queries import definitions
from heli.schemes.queries import results as result_queries
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.organisers import answerers
from heli.schemes.queries.periods import offered
from heli.schemes.queries.telling import how, said
from heli.schemes.rules import keeping
from heli.schemes.views.listing import found_chips
from heli.schemes.views.writing import way
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb

A_PAGE = 100


@require_GET
def releases(request: SignedInRequest) -> HttpResponse:
    """What was published of scores: by the 工委's schemes, and by those of 机关党委, searched and paged."""
    scope, find = request.actor.require(Permission.SCORE_SEE), FindForm(request.GET)
    theirs = result_queries.releases(scope, citys=False, words=find.words)
    page = {
        "citys": list(result_queries.releases(scope, citys=True)),
        "page": Paginator(theirs, A_PAGE).get_page(request.GET.get("page")),
        "everything": scope.everything,
        "find": find,
        "chips": found_chips(find.words),
        "crumbs": way(Crumb("考核结果")),
    }
    return render(request, "schemes/releases.html", page)


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Freeze the scores of a period and show them."""
    held = definitions.scheme(pk, request.actor.require(Permission.SCORE_SEE))
    keeping.may_adopt(request.actor, held.organiser).require()
    version = definitions.in_force(held)
    if version is None:
        raise WrongState("none-in-force", "这个方案还没有审定，不能发布结果。请先审定方案。")
    today = clock.today()
    own = Account.objects.filter(pk=request.actor.account_id or 0).values_list("username", flat=True)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        periods=offered(version, today),
        answerers=answerers(held.organiser, today),
        today=today,
        own="".join(own),
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = actions.publish(
            version=version,
            period=Period.parse(told["period"]),
            shown_until=told["shown_until"],
            document_number=told["document_number"],
            answerer=told["answerer"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已发布《{made.publication.title}》，公示到 {made.shown_until}。")
        return redirect("schemes:release", made.pk)
    page = {
        "form": form,
        "title": "发布考核结果",
        "sentence": "发布以后方案、得分和明细不再改变；查明有误的，更正记在旁边",
        "crumbs": way(Crumb(held.name, reverse("schemes:scheme", args=[pk])), Crumb("发布结果")),
    }
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


@require_GET
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Results as published, with corrections beside them: classes, or with `?class=` one of them."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = result_queries.release(pk, scope)
    waiting = held.objections.filter(answered_at=None).count()
    classes = result_queries.result_classes(held, scope)
    shown = next((one for one in classes if one.code == request.GET.get("class")), None)
    may = bool(keeping.may_adopt(request.actor, held.version.scheme.organiser))
    page = {
        "held": held,
        "period": Period.parse(held.period),
        "classes": classes,
        "shown": shown,
        "page": Paginator(shown.rows if shown else (), A_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting,
        "may_finalise": may
        and bool(keeping.can_be_final(held.state, held.shown_until, clock.today(), waiting)),
        "crumbs": way(Crumb("考核结果", reverse("schemes:releases")), Crumb(Period.parse(held.period).name)),
    }
    return render(request, "schemes/release.html", page)


@require_GET
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """The results that one may see as Excel (S003-65)."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = result_queries.release(pk, scope)
    file = BytesIO()
    classes = result_queries.result_classes(held, scope)
    write_workbook(file, [sheets.results_sheet(classes, held.version.scheme.organiser.name)])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{held.publication.title}.xlsx")


@require_POST
def finalise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make results final after 公示."""
    held = result_queries.release(pk, request.actor.require(Permission.SCORE_SEE))
    actions.finalise(release=held, by=request.actor, at=clock.now())
    messages.success(request, "结果已经确定。")
    return redirect("schemes:release", pk)


@require_GET
def result(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """One organisation's result as published, with its lines, corrections and objections."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = result_queries.release(pk, scope)
    body = visible_organisation(organisation, scope)
    found = result_queries.result(held, body, request.actor, clock.today())
    indicators = {one.code: one for one in definition_of(held.version).indicators}
    lines = [
        (
            one,
            said(indicators[one.indicator.code], one.line.a, one.line.b, one.line.u),
            how(indicators[one.indicator.code]),
        )
        for one in found.lines
    ]
    page = {
        "held": held,
        "organisation": body,
        "period": Period.parse(held.period),
        "found": found,
        "lines": lines,
        "names": {one.indicator.code: one.indicator.name for one in found.lines},
        "crumbs": way(
            Crumb("考核结果", reverse("schemes:releases")),
            Crumb(Period.parse(held.period).name, reverse("schemes:release", args=[pk])),
            Crumb(body.short_name),
        ),
    }
    return render(request, "schemes/result.html", page)


@require_http_methods(["GET", "POST"])
def object_to(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """An organisation objects to its own published score."""
    scope = request.actor.require(Permission.SCORE_SEE)
    held = result_queries.release(pk, scope)
    body = visible_organisation(organisation, scope)
    request.actor.may(Permission.SCORE_OBJECT, body).require()
    found = result_queries.result(held, body, request.actor, clock.today())
    lines = [(one.indicator, one.line) for one in found.lines]
    form = ObjectForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        made = actions.object_to(
            release=held,
            organisation=body,
            code=form.cleaned_data["code"],
            text=form.cleaned_data["text"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"异议已提交，由{made.answerer.name}在 {made.due_on} 前答复。")
        return redirect("schemes:result", pk, organisation)
    page = {
        "form": form,
        "title": "提出异议",
        "sentence": f"{body.short_name}，{held.publication.title}，公示到 {held.shown_until}",
        "crumbs": way(
            Crumb(body.short_name, reverse("schemes:result", args=[pk, organisation])), Crumb("提出异议")
        ),
    }
    return render(request, "schemes/form.html", page, status=422 if form.errors else 200)


@require_GET
def objections(request: SignedInRequest) -> HttpResponse:
    """Objections that one may see, those that wait first."""
    scope = request.actor.require(Permission.SCORE_SEE)
    rows = result_queries.objections(scope, request.actor.account_id)
    page = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "today": clock.today(),
        "own": request.actor.account_id,
        "crumbs": way(Crumb("异议")),
    }
    return render(request, "schemes/objections.html", page)


@require_http_methods(["GET", "POST"])
def objection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One objection; the named person answers it here."""
    held = result_queries.objection(pk, request.actor.require(Permission.SCORE_SEE))
    mine = held.answerer_id == request.actor.account_id and held.answered_at is None
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer(
            objection=held,
            upheld=form.cleaned_data["upheld"] == "yes",
            words=form.cleaned_data["words"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, "已答复。")
        return redirect("schemes:objection", pk)
    row = held.release.version.indicators.filter(code=held.code).first() if held.code else None
    page = {
        "held": held,
        "about": row.name if row is not None else "总分",
        "form": form,
        "mine": mine,
        "crumbs": way(Crumb("异议", reverse("schemes:objections")), Crumb(held.organisation.short_name)),
    }
    return render(request, "schemes/objection.html", page, status=422 if form.errors else 200)
