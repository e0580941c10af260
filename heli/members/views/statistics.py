"""统计: organisations and members as of a day, each figure open to its list, and publishing them."""

from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.figures import actions as figure_actions
from heli.figures import queries as figure_queries
from heli.figures.catalogue import PublicationKind
from heli.kernel import clock
from heli.members.catalogue import Serving, Standing
from heli.members.forms.figures import DayForm, PublishForm
from heli.members.queries.ledger import own_organisation
from heli.members.queries.statistics import Census, census, figures, first_day_known, share
from heli.members.rules.statistics import day_known, day_readable
from heli.members.sheets.statistics import statistics_sheet
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Crumb

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Cell(NamedTuple):
    """A number and the list behind it."""

    number: int
    url: str


class Row(NamedTuple):
    """A line of a table: all, 机关本级, 直属单位, and the share of the last in percent."""

    label: str
    total: Cell
    own: Cell
    attached: Cell
    share: str


@require_GET
def statistics(request: SignedInRequest) -> HttpResponse:
    """The figures of the reader's scope on a day (`?on=`), today's where none is asked for."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = DayForm(request.GET, today)
    found = census(scope, form.day)
    past = form.day.isoformat() if form.day != today else ""
    shown = {
        "form": form,
        "on": form.day,
        "is_past": bool(past),
        "organisations": _organisation_rows(found, past),
        "members": _member_rows(found, past),
        "census": found,
        "published": _published(request, form.day),
        "may_publish": request.actor.scope(Permission.STATISTICS_PUBLISH).everything,
        "export_url": f"{reverse('members:statistics_export')}?on={form.day}",
        "crumbs": _crumbs(),
    }
    return render(request, "members/statistics.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The figures of the day as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form, content = DayForm(request.GET, today), BytesIO()
    write_workbook(content, [statistics_sheet(census(scope, form.day))])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="statistics-{form.day}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest) -> HttpResponse:
    """Publish the city's figures of a day for good; later findings stand beside them (S000-18)."""
    scope, now = request.actor.require(Permission.STATISTICS_PUBLISH), clock.now()
    asked = DayForm(request.GET, now.date())
    day_readable("；".join(map(str, asked.errors.get("on", [])))).require()
    day, publisher = asked.day, own_organisation(scope)
    day_known(day, first_day_known()).require()
    rows = figures(day)
    title = f"截至 {day} 的党组织和党员统计"
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"title": title})
    if form.is_valid():
        publication = figure_actions.publish(
            kind=PublicationKind.STATISTICS,
            title=form.cleaned_data["title"],
            publisher=publisher,
            period_start=None,
            as_of=day,
            rows=rows,
            document_number=form.cleaned_data["document_number"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已发布《{publication.title}》，共 {len(rows)} 个数字。")
        return redirect("figures:publication", publication.pk)
    shown = {
        "form": form,
        "on": day,
        "rows": rows,
        "publisher": publisher,
        "crumbs": [*_crumbs(), Crumb("发布")],
    }
    return render(request, "members/statistics_publish.html", shown)


def _published(request: SignedInRequest, day: date) -> dict[str, Any] | None:
    """What was published for the day, with how many of its figures were corrected since."""
    scope = request.actor.scope(Permission.ORGANISATION_SEE)
    found = figure_queries.latest(PublicationKind.STATISTICS, scope, as_of=day)
    if found is None:
        return None
    return {"publication": found, "corrected": sum(bool(one.changes) for one in figure_queries.lines(found))}


def _organisation_rows(found: Census, past: str) -> list[Row]:
    def row(label: str, kind: str | None) -> Row:
        numbers = [found.bodies(kind=kind, attached=place) for place in (None, False, True)]
        cells = [
            Cell(number, _address("orgs:tree", on=past, kind=kind or "", place=place))
            for number, place in zip(numbers, ("", "own", "attached"), strict=True)
        ]
        return Row(label, cells[0], cells[1], cells[2], _percent(numbers[2], numbers[0]))

    return [row("党组织（不含党组等领导机构）", None), *(row(kind.label, kind.value) for kind in found.kinds)]


def _member_rows(found: Census, past: str) -> list[Row]:
    def row(label: str, **narrowed: str) -> Row:
        numbers = [found.members(attached=place, **narrowed) for place in (None, False, True)]
        cells = [
            Cell(number, _address("members:list", on=past, place=place, **narrowed))
            for number, place in zip(numbers, ("", "own", "attached"), strict=True)
        ]
        return Row(label, cells[0], cells[1], cells[2], _percent(numbers[2], numbers[0]))

    return [
        row("党员"),
        *(row(one.label, serving=one.value) for one in Serving),
        *(row(one.label, standing=one.value) for one in Standing),
    ]


def _percent(part: int, whole: int) -> str:
    value = share("", "", part, whole).value
    return "无" if value is None else f"{value}%"


def _address(name: str, **query: str) -> str:
    said = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{said}" if said else reverse(name)


def _crumbs() -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb("统计", reverse("members:statistics"))]
