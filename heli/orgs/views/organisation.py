"""One organisation: 概况, and 沿革."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs import queries
from heli.orgs.models import Organisation
from heli.ui.catalogue import Crumb


@require_GET
def organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """概况: both superiors, figures, setting, what is beneath."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    page = queries.organisation_page(pk, scope, today)
    shown = {
        "page": page,
        "organisation": page.organisation,
        "today": today,
        "may_see_members": request.actor.may(Permission.MEMBER_SEE, page.organisation),
        "crumbs": _crumbs(page.organisation),
    }
    return render(request, "orgs/organisation.html", shown)


@require_GET
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """沿革: its versions from the latest to the first."""
    scope = request.actor.require(Permission.ORGANISATION_SEE)
    shown = queries.visible_organisation(pk, scope)
    crumbs = _crumbs(shown)
    return render(
        request,
        "orgs/history.html",
        {"organisation": shown, "steps": queries.history(shown), "today": clock.today(), "crumbs": crumbs},
    )


def _crumbs(organisation: Organisation) -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb(organisation.short_name)]
