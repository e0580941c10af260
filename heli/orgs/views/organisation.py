"""沿革 of one organisation; its 概况 is a page of `heli.home`, which knows what every package knows of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs import queries
from heli.ui.catalogue import Crumb
from heli.ui.days import asked_day


@require_GET
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Versions and events from the latest to the first; what was in force on the day asked for is marked."""
    scope, day = request.actor.require(Permission.ORGANISATION_SEE), asked_day(request.GET, clock.today())
    held = queries.visible_organisation(pk, scope)
    shown = {
        "organisation": queries.organisation_as_of(pk, scope, day.on) if day.is_past else held,
        "steps": [(step, day.is_past and step.is_of(day.on)) for step in queries.history(held)],
        "day": day,
        "crumbs": [Crumb("组织", reverse("orgs:tree") + day.query), Crumb(held.short_name)],
    }
    return render(request, "orgs/history.html", shown)
