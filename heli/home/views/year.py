"""本组织的一年: what is owed and done by month, on one page that prints on one A4."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.home.queries.year import year_page
from heli.kernel import clock
from heli.ui.catalogue import Crumb, Tab


@require_GET
def year(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organisation's `?year=`, this year's plan for anything else."""
    scope, today = request.actor.require(Permission.RECORD_SEE), clock.today()
    asked = request.GET.get("year", "")
    page = year_page(pk, int(asked) if asked.isdecimal() and len(asked) == 4 else None, scope, today)
    own = reverse("orgs:organisation", args=[pk])
    shown = {
        "page": page,
        "organisation": page.organisation,
        "title": f"{page.organisation.short_name}{page.year}年",
        "sentence": f"截至 {today}，按完成时限所在的月份",
        "tabs": [Tab(f"{one}年", f"?year={one}", active=one == page.year) for one in page.years],
        "crumbs": [
            Crumb("组织", reverse("orgs:tree")),
            Crumb(page.organisation.short_name, own),
            Crumb("一年"),
        ],
    }
    return render(request, "home/year.html", shown)
