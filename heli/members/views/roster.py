"""党员: the roster with its workbook, and 班子与任期 of an organisation."""

from datetime import date
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members import queries
from heli.members.catalogue import Serving, Standing
from heli.members.forms import RosterForm
from heli.members.queries import Filters
from heli.members.queries.roster import SORTS, listed_left, listed_on, past_lines
from heli.members.queries.seconds import seconds
from heli.members.sheets import export as roster_sheet
from heli.members.sheets.export import past as past_sheet
from heli.members.views.addresses import address_with
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.orgs.queries import past
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb
from heli.ui.days import asked_day

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def roster(request: SignedInRequest) -> HttpResponse:
    """The members in the reader's scope, of today, of a past day (`?on=`), or those who left (`?left=1`).

    `?organisation=` narrows to one and what is beneath it.
    """
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = RosterForm(request.GET)
    filters, on, left = _filters(request.GET, form, scope), _day(form, today), bool(form.asked("left"))
    page = Paginator(_found(scope, filters, on, left, today), A_PAGE).get_page(request.GET.get("page"))
    identity = request.actor.scope(Permission.MEMBER_IDENTITY)
    rows = list(page)
    as_now = on == today and not left
    shown = {
        "form": form,
        "filters": filters,
        "today": today,
        "on": on,
        "is_past": on != today,
        "left": left,
        "page": page,
        "lines": queries.lines(rows, on, identity) if as_now else past_lines(rows, on, identity, scope),
        "shows_identity": not identity.is_empty,
        "may_change": request.actor.may_somewhere(Permission.MEMBER_CHANGE),
        "may_invite": request.actor.may_somewhere(Permission.ACCOUNT_INVITE),
        "contacts_url": _contacts_url(request, filters),
        "seconds": seconds(scope, on, filters.organisation).count() if filters.organisation else 0,
        "chips": _chips(request.GET, filters, on if on != today else None, left),
        "sorts": _sorts(request.GET, filters.sort),
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb("党员")],
        "export_url": reverse("members:export") + address_with(request.GET, page=None),
    }
    return render(request, "members/roster.html#list" if request.htmx else "members/roster.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same members as the list shows, as a workbook."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    form = RosterForm(request.GET)
    filters, on, left = _filters(request.GET, form, scope), _day(form, today), bool(form.asked("left"))
    content = BytesIO()
    if left or on != today:
        sheet = past_sheet(listed_left(scope, filters) if left else listed_on(scope, filters, on), left=left)
    else:
        sheet = roster_sheet(scope, queries.listed(scope, filters, today))
    write_workbook(content, [sheet])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="members-{on}.xlsx"'
    return response


def _found(scope: Scope, filters: Filters, on: date, left: bool, today: date) -> QuerySet[Any, Any]:
    if left:
        return listed_left(scope, filters)
    return queries.listed(scope, filters, on) if on == today else listed_on(scope, filters, on)


def _day(form: RosterForm, today: date) -> date:
    """The day that is asked for; none to come."""
    asked = form.asked("on") or today
    return min(asked, today)


@require_GET
def posts(request: SignedInRequest, pk: int) -> HttpResponse:
    """班子与任期 of one organisation, on any day; what may be done about it only today."""
    scope, day = request.actor.require(Permission.MEMBER_SEE), asked_day(request.GET, clock.today())
    find = org_queries.organisation_as_of if day.is_past else _held_today
    organisation = find(pk, scope, day.on)
    terms_of = past.terms_on if day.is_past else org_queries.terms_of
    now = not day.is_past
    shown = {
        "organisation": organisation,
        "day": day,
        "bearers": queries.bearers_of(organisation, day.on),
        "term": terms_of([organisation], day.on)[organisation.pk],
        "may_invite": now and request.actor.may(Permission.ACCOUNT_INVITE, organisation),
        "may_keep": now and request.actor.may(Permission.POST_KEEP, organisation),
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb(organisation.short_name)],
    }
    return render(request, "members/posts.html", shown)


def _held_today(pk: int, scope: Scope, today: date) -> Organisation:
    return org_queries.visible_organisation(pk, scope)


def _contacts_url(request: SignedInRequest, filters: Filters) -> str:
    """Where the telephone list of the organisation that the roster is narrowed to is handed out."""
    where = filters.organisation
    if where is None or not request.actor.scope(Permission.MEMBER_SENSITIVE).covers(where):
        return ""
    return reverse("members:contacts", args=[where.pk])


def _filters(query: QueryDict, form: RosterForm, scope: Scope) -> Filters:
    pk = form.asked("organisation")
    sort = query.get("sort", "")
    return Filters(
        words=form.asked("q"),
        standing=form.asked("standing"),
        serving=form.asked("serving"),
        bearers=bool(form.asked("bearers")),
        place=form.asked("place"),
        organisation=org_queries.visible_organisation(pk, scope) if pk else None,
        sort=sort if sort in SORTS else "",
    )


def _chips(query: QueryDict, filters: Filters, on: date | None, left: bool) -> list[Chip]:
    organisation = filters.organisation
    beneath = organisation is not None and not organisation.is_branch
    told = {
        "organisation": f"{organisation.short_name}{'及下级' if beneath else ''}" if organisation else "",
        "q": f"查找：{filters.words}" if filters.words else "",
        "standing": Standing(filters.standing).label if filters.standing else "",
        "serving": Serving(filters.serving).label if filters.serving else "",
        "bearers": "有党内职务" if filters.bearers else "",
        "place": {"own": "机关本级", "attached": "直属单位"}.get(filters.place, ""),
        "on": f"截至 {on}" if on else "",
        "left": "离开的党员" if left else "",
    }
    return [
        Chip(label, address_with(query, page=None, **{name: None})) for name, label in told.items() if label
    ]


def _sorts(query: QueryDict, sort: str) -> dict[str, dict[str, Any]]:
    """For each heading that sorts: where it leads, and how the list is sorted by it now."""
    sorts: dict[str, dict[str, Any]] = {}
    for name in ("name", "joined"):
        direction = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        onward = f"-{name}" if sort == name else name
        sorts[name] = {"url": address_with(query, page=None, sort=onward), "direction": direction}
    return sorts
