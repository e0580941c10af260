"""One version of a list: by person, by date, by the three sides of a 机关党委; compared; taken out."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.mandates import papers, rules
from heli.mandates.catalogue import LISTS, Bearer, ListState, Move
from heli.mandates.queries import drafting, facts, one
from heli.mandates.queries.one import ListPage
from heli.mandates.sheets import list_sheet
from heli.mandates.views.addresses import way_to, way_within, workbook
from heli.ui.catalogue import Crumb, Tab
from heli.ui.days import Day, asked_day

VIEWS = {"person": "按责任人", "time": "任务—时间对照表", "lane": "三栏"}


@require_GET
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """A version with who bears each item on the day (`?on=`); `?view=` is person, time or lane."""
    mandate = one.mandate_of(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    day = asked_day(request.GET, clock.today())
    page, organisation = one.list_page(mandate, day.on), mandate.organisation
    is_draft = mandate.state == ListState.DRAFT
    items = [*(row.item for row in page.rows), *page.left_out]
    told = mandate.bearer == Bearer.SECRETARY and facts.may_see(request.actor, organisation)
    view = _view(request, page)
    shown = {
        "mandate": mandate,
        "page": page,
        "day": day,
        "view": view,
        "tabs": _tabs(page, view, day),
        "in_force": page.in_force(day.on),
        "facts": facts.facts(organisation, mandate.year, day.on) if told else [],
        "is_draft": is_draft,
        "may_enter": request.actor.may(Permission.RECORD_ENTER, organisation),
        "may_adopt": request.actor.may(Permission.MANDATE_ADOPT, organisation),
        "may_revise": LISTS.may(mandate.state_now, Move.REVISE),
        "adopting": drafting.against_adopting(mandate, items, clock.today()) if is_draft else None,
        "lacking": drafting.lacking(mandate, items, clock.today()) if is_draft else [],
        "is_secretary": mandate.bearer == Bearer.SECRETARY,
        "crumbs": way_to(organisation, Crumb(mandate.title)),
    }
    return render(request, "mandates/one.html", shown)


@require_GET
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """A version beside the one that it revises, or last year's: added, dropped with the reason, changed."""
    mandate = one.mandate_of(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    before = drafting.before(mandate)
    found = []
    if before is not None:
        found = rules.compare(one.items_of(before), one.items_of(mandate), mandate.organisation.kind)
    counts = [(what, sum(row.what is what for row in found)) for what in rules.Difference]
    shown = {
        "mandate": mandate,
        "before": before,
        "rows": [row for row in found if row.what is not rules.Difference.SAME],
        "counts": counts,
        "crumbs": way_within(mandate, Crumb("对照")),
    }
    return render(request, "mandates/compare.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """A version as a workbook."""
    mandate = one.mandate_of(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    page = one.list_page(mandate, asked_day(request.GET, clock.today()).on)
    return workbook(list_sheet(page), f"{mandate.organisation.short_name}{mandate.title}")


@require_GET
def paper(request: SignedInRequest, pk: int, form: str) -> FileResponse:
    """A version as Word or PDF."""
    mandate = one.mandate_of(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    if form not in papers.MEDIA_TYPES:
        raise NotFound("no-such-form", "只有 Word（docx）和 PDF 两种文件。")
    day = asked_day(request.GET, clock.today()).on
    made = papers.render(one.list_page(mandate, day), day, form)
    name = f"{mandate.organisation.short_name}{mandate.title}.{form}"
    return FileResponse(
        BytesIO(made), as_attachment=True, filename=name, content_type=papers.MEDIA_TYPES[form]
    )


def _view(request: SignedInRequest, page: ListPage) -> str:
    asked = request.GET.get("view", "")
    fits = asked in VIEWS and (asked != "lane" or page.has_lanes)
    return asked if fits else "lane" if page.has_lanes else "person"


def _tabs(page: ListPage, view: str, day: Day) -> list[Tab]:
    here = reverse("mandates:one", args=[page.mandate.pk])
    names = {"lane": VIEWS["lane"], **VIEWS} if page.has_lanes else {"person": "", "time": ""}
    return [Tab(VIEWS[name], f"{here}?view={name}{day.also}", name == view) for name in names]
