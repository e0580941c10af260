"""谈心谈话: numbers by branch, a branch's page for its officers, the short form, and one's own talks."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.models import Member
from heli.sheets.writing import write_workbook
from heli.talks import actions, queries, sheets
from heli.talks.forms import TalkForm, YearForm
from heli.talks.models import Talk
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def talks(request: SignedInRequest) -> HttpResponse:
    """How many members each branch has talked with in a year; names stay with the branch."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = YearForm(request.GET, today)
    lines = queries.by_branch(scope, form.asked, today)
    found = [one for one in lines if one.open or not form.only_open]
    kept = {one.pk for one in queries.kept_branches(request.actor)}
    year = f"?year={form.asked}"
    shown = {
        "form": form,
        "page": (page := Paginator(found, A_PAGE).get_page(request.GET.get("page"))),
        "rows": [(one, one.organisation in kept) for one in page],
        "members": sum(one.members for one in lines),
        "talked": sum(one.talked for one in lines),
        "kept": kept,
        "chips": [Chip("还有没谈过的", request.path + year)] if form.only_open else [],
        "export_url": f"{reverse('talks:export')}{year}{'&open=on' if form.only_open else ''}",
        "crumbs": _way(),
    }
    return render(request, "talks/list.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same numbers as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form, content = YearForm(request.GET, today), BytesIO()
    lines = queries.by_branch(scope, form.asked, today)
    found = [one for one in lines if one.open or not form.only_open]
    write_workbook(content, [sheets.talks_sheet(found, form.asked)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="talks-{form.asked}.xlsx"'
    return response


@require_GET
def branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """A branch's talks of a year, whom it has not talked with, and 政治生日: for its own officers."""
    held, today = queries.kept_branch(request.actor, pk), clock.today()
    form = YearForm(request.GET, today)
    shown = {
        "organisation": held,
        "form": form,
        "today": today,
        "found": queries.branch_page(held, form.asked, today),
        "page": Paginator(queries.talks_of(held, form.asked), A_PAGE).get_page(request.GET.get("page")),
        "crumbs": _way(Crumb(held.short_name)),
    }
    return render(request, "talks/branch.html", shown)


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """The short form: one member talked with several others."""
    held, now = queries.kept_branch(request.actor, pk), clock.now()
    today = now.date()
    people = queries.people_of(held, today)
    untalked = {one.member for one in queries.coverage_of(held, today.year, today).untalked}
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        branch=held,
        people=people,
        untalked=untalked,
        today=today,
        own=request.actor.member_id,
    )
    if request.method == "POST" and form.is_valid():
        said, chosen = form.entered, Member.objects.in_bulk([form.entered.leads or 0, *form.entered.others])
        talk = actions.enter_talk(
            organisation=held,
            kind=said.kind,
            held_on=said.held_on,
            leads=chosen[said.leads or 0],
            others=[chosen[one] for one in said.others],
            together=form.cleaned_data["together"],
            by=request.actor,
            at=now,
        )
        messages.success(request, _said(talk, len(said.others)))
        return redirect("talks:branch", held.pk)
    way = _way(Crumb(held.short_name, reverse("talks:branch", args=[held.pk])), Crumb("登记"))
    shown = {"form": form, "organisation": held, "crumbs": way}
    return render(request, "talks/form.html", shown, status=422 if form.errors else 200)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a talk that was entered by mistake."""
    talk = queries.kept_talk(request.actor, pk)
    actions.withdraw_talk(talk=talk, by=request.actor, at=clock.now())
    messages.success(request, f"已撤回 {talk.held_on} 的登记。")
    return redirect("talks:branch", talk.organisation_id)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The talks that the reader himself took part in, part of 我的数据."""
    request.actor.require(Permission.OWN_DATA)
    own = request.actor.member_id or 0
    page = Paginator(queries.own_talks(own), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": [(one, queries.with_whom(one, own)) for one in page],
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("谈心谈话")],
    }
    return render(request, "talks/mine.html", shown)


def _said(talk: Talk, people: int) -> str:
    """What was entered, and what it fulfilled."""
    done = f"已登记 {talk.held_on} 与 {people} 名党员的谈心谈话。"
    return f"{done}已记入履职记录：{talk.record.topic}。" if talk.record is not None else done


def _way(*further: Crumb) -> list[Crumb]:
    return [Crumb("履责", reverse("duties:records")), Crumb("谈心谈话", reverse("talks:list")), *further]
