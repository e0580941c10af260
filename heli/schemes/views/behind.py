"""What is behind one indicator of a sheet: the organisations that it sums up, or the counts of votes."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.queries.page import visible_organisation
from heli.schemes.queries import definitions
from heli.schemes.queries.behind import behind as parts_behind
from heli.schemes.queries.counted import counts as vote_counts
from heli.schemes.queries.telling import how
from heli.schemes.views.scoring import A_PAGE, back_to, period_of, version_in_force
from heli.schemes.views.writing import way
from heli.ui.catalogue import Crumb


@require_GET
def behind(request: SignedInRequest, pk: int, organisation: int, code: str) -> HttpResponse:
    """The organisations beneath that one indicator sums up."""
    version, today = version_in_force(request, pk), clock.today()
    held = visible_organisation(organisation, request.actor.require(Permission.SCORE_SEE))
    period = period_of(request, version)
    one = next((x for x in definitions.definition_of(version).indicators if x.code == code), None)
    if one is None:
        raise NotFound("indicator-not-found", "这一版方案里没有这个指标，可能已经删去。")
    rows = parts_behind(version, one, held, period, min(period.end, today))
    to_sheet = f"{reverse('schemes:sheet', args=[pk, organisation])}?period={period.code}"
    page = {
        "indicator": one,
        "organisation": held,
        "period": period,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "crumbs": way(back_to(version, period), Crumb(held.short_name, to_sheet), Crumb(one.name)),
    }
    return render(request, "schemes/behind.html", page)


@require_GET
def counts(request: SignedInRequest, pk: int, organisation: int, code: str) -> HttpResponse:
    """The counts of votes behind one indicator."""
    version, today = version_in_force(request, pk), clock.today()
    held = visible_organisation(organisation, request.actor.require(Permission.SCORE_SEE))
    period = period_of(request, version)
    one = next((x for x in definitions.definition_of(version).indicators if x.code == code), None)
    if one is None or not one.measure.of_votes:
        raise NotFound("indicator-not-found", "这一版方案里没有按得票计分的这个指标。请从得分明细重新进入。")
    to_sheet = f"{reverse('schemes:sheet', args=[pk, organisation])}?period={period.code}"
    page = {
        "indicator": one,
        "how": how(one),
        "organisation": held,
        "period": period,
        "rows": vote_counts(one, held, period, today, request.actor),
        "crumbs": way(back_to(version, period), Crumb(held.short_name, to_sheet), Crumb(one.name)),
    }
    return render(request, "schemes/counts.html", page)
