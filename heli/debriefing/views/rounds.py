"""The rounds in sight, and one round as a checklist with the steps that its organiser takes."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.debriefing import actions, queries, sheets
from heli.debriefing.catalogue import CHAPTERS, GRADES, RELATIONS
from heli.debriefing.forms.rounds import DecideForm, EnlistForm, IssueForm, PlanForm, StartForm, WhoForm
from heli.debriefing.models import Debriefing
from heli.debriefing.queries import pages, results
from heli.debriefing.queries import rounds as round_queries
from heli.debriefing.rules import rounds as round_rules
from heli.debriefing.views.ways import asked, top, way_to
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import UNRECORDED_KINDS
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Tab


@require_GET
def rounds(request: SignedInRequest) -> HttpResponse:
    """Every round in sight, by year."""
    scope, today = request.actor.require(Permission.DEBRIEFING_SEE), clock.today()
    known = round_queries.years(scope, today)
    year = next((one for one in known if str(one) == request.GET.get("year")), None)
    organisers = round_queries.organisers(request.actor, today)
    shown = {
        "lines": round_queries.lines(scope, year),
        "tabs": [Tab("全部", reverse("debriefing:rounds"), year is None)]
        + [Tab(f"{one}年度", f"?year={one}", one == year) for one in known],
        "may_start": bool(organisers),
        "crumbs": top(),
    }
    return render(request, "debriefing/rounds.html", shown)


@require_GET
def relations(request: SignedInRequest) -> HttpResponse:
    """Who reports to whom, on what template: as `dated/` says today (S000-05)."""
    request.actor.may_at_all(Permission.DEBRIEFING_GIVE) or request.actor.require(Permission.DEBRIEFING_SEE)
    today = clock.today()
    shown = {
        "relations": [
            (one, [chapter for chapter in CHAPTERS().on(today) if one.level in chapter.levels])
            for one in RELATIONS().on(today)
        ],
        "grades": GRADES().on(today),
        "rule": round_rules.round_rule(today),
        "crumbs": top("述职关系和模板"),
    }
    return render(request, "debriefing/relations.html", shown)


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Begin the round of a year."""
    request.actor.require(Permission.DEBRIEFING_HOLD)
    now = clock.now()
    organisers = round_queries.organisers(request.actor, now.date())
    if not organisers:
        raise NotFound("nobody-reports", "您任职的党组织没有向它述职的下级书记，不用组织述职评议。")
    form = StartForm(
        request.POST if request.method == "POST" else None, organisers=organisers, today=now.date()
    )
    if request.method == "POST" and form.is_valid():
        made = actions.start(**form.asked(), by=request.actor, at=now)
        messages.success(request, f"已建立{made.title}，请按步骤办理。")
        return redirect("debriefing:round", made.pk)
    sentence = "时间、等次分数线、测评主体和权重按示例预填，印发方案前可以修改"
    return asked(request, form, "建立述职评议", top("建立"), sentence=sentence, button="建立")


@require_GET
@never_cache
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One round: 述前, 述中, 述后."""
    held = queries.debriefing(pk, request.actor.require(Permission.DEBRIEFING_SEE))
    found = pages.page(held, request.actor, clock.today())
    shown = {"found": found, "held": held, "crumbs": way_to(held)}
    return render(request, "debriefing/round.html", shown)


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Days, share, lines, groups and weights, until the first vote."""
    held = _held(request, pk)
    round_rules.can_change_plan(queries.standing(held)).require()
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        held=held,
        scale=round_queries.scale(held),
        groups=results.groups_of(held),
    )
    if request.method == "POST" and form.is_valid():
        actions.change_plan(debriefing=held, planned=form.asked(), by=request.actor, at=clock.now())
        return _told(request, held, "已修改方案。")
    shown = {"form": form, "held": held, "crumbs": way_to(held, "方案")}
    return render(request, "debriefing/plan.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def enlist(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put secretaries on the list; `?who=` says by which relation and in which office."""
    held, now = _held(request, pk), clock.now()
    round_rules.can_change_plan(queries.standing(held)).require()
    who = WhoForm(request.GET, round_rules.relations_to(held.organiser.kind, held.last_on))
    relation, office = who.asked
    found = round_queries.candidates(held, relation, office)
    form = EnlistForm(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        made = actions.enlist(
            debriefing=held, relation=relation.id, office=office, **form.asked(), by=request.actor, at=now
        )
        return _told(request, held, f"已列入 {len(made)} 名述职人。")
    shown = {
        "form": form,
        "who": who,
        "relation": relation,
        "vacant": [one.organisation for one in found if not one.name],
        "number": len(found),
        "held": held,
        "crumbs": way_to(held, "确定述职人"),
    }
    return render(request, "debriefing/enlist.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest, pk: int) -> HttpResponse:
    """Issue the plan."""
    held = _held(request, pk)
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        actions.issue(debriefing=held, document=document, by=request.actor, at=clock.now())
        return _told(request, held, "已印发方案，述职人可以报送述职报告。")
    sentence = "印发以后，述职人的“今日要务”会提示报送述职报告"
    return asked(request, form, "印发方案", way_to(held, "印发方案"), sentence=sentence, button="印发")


@require_http_methods(["GET", "POST"])
@never_cache
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grades as the meeting adopted them, with the proposal beside each."""
    held, now = _held(request, pk), clock.now()
    round_rules.can_decide(queries.standing(held)).require()
    recorded = held.organiser.kind not in UNRECORDED_KINDS
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        held=held,
        found=results.results(held),
        meetings=round_queries.meetings(held, now.date()) if recorded else None,
    )
    if request.method == "POST" and form.is_valid():
        actions.decide(debriefing=held, **form.asked(), by=request.actor, at=now)
        return _told(request, held, "已登记审定的等次，请当面反馈。")
    shown = {
        "form": form,
        "held": held,
        "record_url": f"{reverse('orglife:record')}?organisation={held.organiser_id}" if recorded else "",
        "crumbs": way_to(held, "审定等次"),
    }
    return render(request, "debriefing/decide.html", shown, status=422 if form.errors else 200)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """办结."""
    held = actions.close_round(debriefing=_held(request, pk), by=request.actor, at=clock.now())
    return _told(request, held, "已办结。整改事项继续由各党组织落实。")


@require_GET
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """The reporters of a round as a workbook."""
    held = queries.debriefing(pk, request.actor.require(Permission.DEBRIEFING_SEE))
    file = BytesIO()
    write_workbook(file, [sheets.round_sheet(held, results.results(held))])
    file.seek(0)
    name = f"{held.organiser.short_name}{held.year}年度述职评议汇总.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


def _held(request: SignedInRequest, pk: int) -> Debriefing:
    return queries.debriefing(pk, request.actor.require(Permission.DEBRIEFING_HOLD))


def _told(request: SignedInRequest, held: Debriefing, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("debriefing:round", held.pk)
