"""三级联述联评联考: the units in sight, and one unit's three levels (S001-74)."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heli.accounts.requests import SignedInRequest
from heli.debriefing.catalogue import LEVELS
from heli.debriefing.queries import chain as chain_queries
from heli.kernel import clock
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50


@require_GET
@never_cache
def overview(request: SignedInRequest) -> HttpResponse:
    """Units, each with its three levels in numbers."""
    today = clock.today()
    known = chain_queries.years(request.actor, today)
    year = _year(request, known)
    narrowed = request.GET.get("show") == "listed"
    found = chain_queries.committees(request.actor, today, year if narrowed else None)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "units": chain_queries.chain(request.actor, year, list(page), today),
        "levels": LEVELS.values(),
        "year": year,
        "tabs": [Tab(f"{one}年度", f"?year={one}", one == year) for one in known],
        "chips": [Chip("有述职人的单位", f"?year={year}")] if narrowed else [],
        "clear_url": f"?year={year}",
        "crumbs": [Crumb("考责", reverse("appraisal:scores")), Crumb("联述联评联考")],
    }
    return render(request, "debriefing/chain.html", shown)


@require_GET
@never_cache
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One unit: each secretary with 述, 评, 考 and the one combined result."""
    today = clock.today()
    known = chain_queries.years(request.actor, today)
    year = _year(request, known)
    found = chain_queries.unit(request.actor, year, pk, today)
    shown = {
        "unit": found,
        "year": year,
        "tabs": [Tab(f"{one}年度", f"?year={one}", one == year) for one in known],
        "crumbs": [
            Crumb("考责", reverse("appraisal:scores")),
            Crumb("联述联评联考", f"{reverse('debriefing:chain')}?year={year}"),
            Crumb(found.committee.short_name),
        ],
    }
    return render(request, "debriefing/unit.html", shown)


def _year(request: SignedInRequest, known: list[int]) -> int:
    """The year asked for, else the last one whose rounds are behind us, else this."""
    asked = next((one for one in known if str(one) == request.GET.get("year")), None)
    past = next((one for one in known if one < known[0]), known[0])
    return asked if asked is not None else past
