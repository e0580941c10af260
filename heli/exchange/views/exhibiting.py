"""What one organisation shows; problems pasted for many; a problem's category."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange import actions
from heli.exchange.catalogue import Source, State
from heli.exchange.forms.exhibiting import CategoryForm, PasteForm, ShowForm
from heli.exchange.models import Exhibit
from heli.exchange.queries import exhibiting, lists
from heli.exchange.queries import gatherings as found
from heli.exchange.rules import acts, problems
from heli.exchange.views.addresses import figure_urls, form_page, way, way_to, way_to_exhibit
from heli.exchange.views.arranging import held
from heli.kernel import clock
from heli.ui.catalogue import Crumb

NO_URLS = {"duties_url": "", "sheet_url": ""}


def actor_sees(request: SignedInRequest, one: Exhibit) -> bool:
    """Whether the rows behind the figures are the reader's to see: of others he sees the figures alone."""
    return bool(request.actor.may(Permission.SCORE_SEE, one.organisation))


@require_GET
def exhibit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Results, figures, problems, promises, comments, objections of one organisation."""
    one, today = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE)), clock.today()
    page = exhibiting.page(one, request.actor, today)
    shown = {
        "page": page,
        "one": one,
        "measured": exhibiting.of_exhibit(one),
        "problems": [(row, exhibiting.category_name(row.category, today)) for row in page.problems],
        **(figure_urls(one) if actor_sees(request, one) else NO_URLS),
        "today": today,
        "crumbs": way_to(one.gathering, Crumb(one.organisation.short_name)),
    }
    return render(request, "exchange/exhibit.html", shown)


@require_http_methods(["GET", "POST"])
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form of 晒: both sides asked, figures filled in."""
    one, today = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE)), clock.today()
    request.actor.may(Permission.RECORD_ENTER, one.organisation).require()
    acts.is_at(one.gathering.state, (State.SHOWING,), "报送材料").require()
    form = ShowForm(
        request.POST if request.method == "POST" else None,
        exhibit=one,
        own=list(one.problems.filter(source=Source.OWN).order_by("pk")),
        suggested=exhibiting.suggested(one),
        today=today,
    )
    if form.is_valid():
        actions.hand_in(exhibit=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已报送。晒的阶段内可以再改。")
        return redirect("exchange:exhibit", pk)
    shown = {
        "form": form,
        "one": one,
        "measured": exhibiting.filled_in(one.gathering, one.organisation_id),
        **figure_urls(one),
        "least": exhibiting.least(today),
        "crumbs": way_to_exhibit(one, Crumb("报送材料")),
    }
    return render(request, "exchange/hand_in.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paste(request: SignedInRequest, pk: int) -> HttpResponse:
    """大检视: paste lines, see what each means, enter those without fault (S001-04)."""
    one, today = held(request, pk), clock.today()
    form = PasteForm(request.POST if request.method == "POST" else None)
    read: list[problems.Pasted] = []
    if form.is_valid():
        text = form.cleaned_data["text"]
        if "lines" in request.POST:
            sent = request.POST["lines"]
            lines = int(sent) if sent.isdecimal() else 0
            new = actions.enter_problems(
                gathering=one, text=text, lines=lines, by=request.actor, at=clock.now()
            )
            messages.success(request, f"已录入 {new} 条问题。请逐条交办整改。")
            return redirect(f"{_problems_url()}?gathering={pk}")
        read = problems.pasted(text, lists.names_of(one), lists.known_problems(one), today)
    shown = {
        "form": form,
        "one": one,
        "rows": [(row, exhibiting.category_name(row.problem.category, today)) for row in read],
        "good": sum(not row.fault for row in read),
        "bad": sum(bool(row.fault) for row in read),
        "crumbs": way_to(one, Crumb("批量录入问题")),
    }
    return render(request, "exchange/paste.html", shown, status=422 if form.errors else 200)


def _problems_url() -> str:
    return reverse("exchange:problems")


@require_http_methods(["GET", "POST"])
def classify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what a problem is about."""
    one = lists.problem(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.GATHERING_HOLD, one.exhibit.gathering.organiser).require()
    sent = request.POST if request.method == "POST" else None
    form = CategoryForm(sent, problem=one, today=clock.today())
    if form.is_valid():
        actions.classify(problem=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已归类。")
        return redirect(f"{_problems_url()}?gathering={one.exhibit.gathering_id}")
    crumbs = way(Crumb("大检视", _problems_url()), Crumb("归类"))
    return form_page(request, form, title="归类", sentence=one.text, button="保存", crumbs=crumbs)


@require_POST
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter once that the organisation took part."""
    one = found.exhibit(pk, request.actor.require(Permission.SCORE_SEE))
    request.actor.may(Permission.RECORD_ENTER, one.organisation).require()
    made = actions.record_taking_part(exhibit=one, by=request.actor, at=clock.now())
    messages.success(request, "已记入“履职情况交流”，不用再录。")
    return redirect("duties:record", made.pk)
