"""概况 of one organisation, at /orgs/<pk>/: the one page that needs what every package knows of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.catalogue import DutyState
from heli.home.queries.organisation import MONTHS, overview
from heli.home.queries.report import may_report
from heli.kernel import clock
from heli.members.catalogue import Serving, Standing
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.orgs.rules.special import closed_functions
from heli.orgs.templatetags.orgs import address
from heli.ui.catalogue import Crumb
from heli.ui.days import Day, asked_day

REPORT = "向党组报告"
_WAYS = (
    ("补充信息", "orgs:describe", "", Permission.ORGANISATION_CHANGE),
    ("办理组织变动", "reorganisation:new", "organisation", Permission.ORGANISATION_CHANGE),
    ("上级下达的任务", "decomposition:tasks", "organisation", Permission.RECORD_ENTER),
    ("换届", "elections:organisation", "", Permission.TERM_KEEP),
    ("登记任职", "members:appoint", "", Permission.POST_KEEP),
    ("减负账", "burden:organisation", "", Permission.RECORD_SEE),
    ("星级", "stars:organisation", "", Permission.SCORE_SEE),
    (REPORT, "home:report", "", Permission.RECORD_SEE),
)


@require_GET
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both superiors, figures, leadership, setting, the year's duties, latest records, what is beneath."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    find = org_queries.organisation_page_on if day.is_past else org_queries.organisation_page
    page = find(pk, scope, day.on)
    seen = overview(page.organisation, day, request.actor)
    shown = {
        "page": page,
        "organisation": page.organisation,
        "seen": seen,
        "day": day,
        "members_url": _members(pk, day) if seen.sees_members else "",
        "members_of": _members_by(pk, day, seen.sees_members),
        "closed": sorted(one.label for one in closed_functions(page.organisation.kind)),
        "months": range(1, MONTHS + 1),
        "states": [state.value for state in DutyState],
        "ways": [] if day.is_past else _ways(page.organisation, request.actor),
        "crumbs": [Crumb("组织", reverse("orgs:tree") + day.query), Crumb(page.organisation.short_name)],
    }
    return render(request, "home/organisation.html", shown)


def _ways(organisation: Organisation, actor: Actor) -> list[tuple[str, str]]:
    """What the reader may do with it, as far as the pages exist."""
    if organisation.closed_on is not None or organisation.outside:
        return []
    return [
        (label, url)
        for label, name, query, permission in _WAYS
        if (label != REPORT or may_report(organisation))
        and actor.may(permission, organisation)
        and (url := address(name, organisation.pk, query))
    ]


def _members(pk: int, day: Day) -> str:
    return address("members:list", pk, "organisation") + day.also


def _members_by(pk: int, day: Day, sees: bool) -> dict[str, str]:
    """Where each figure of members opens to; nowhere for who may not see them."""
    parts = (
        ("standing", Standing.FULL),
        ("standing", Standing.PROBATIONARY),
        ("serving", Serving.SERVING),
        ("serving", Serving.RETIRED),
    )
    base = _members(pk, day)
    return {value.value: f"{base}&{name}={value.value}" if sees else "" for name, value in parts}
