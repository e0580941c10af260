"""The screen in the hall: one slide an address, turned by links, and by keys where scripts run."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.exchange.queries import gatherings as found
from heli.exchange.queries.hall import slides


@require_GET
def hall(request: SignedInRequest, pk: int) -> HttpResponse:
    """`?page=` from 1; a number past the last shows the last."""
    one = found.gathering(pk, request.actor.require(Permission.SCORE_SEE))
    every = slides(one)
    asked = request.GET.get("page", "1")
    place = min(max(int(asked), 1), len(every)) if asked.isdecimal() else 1
    here = reverse("exchange:hall", args=[pk])
    shown = {
        "one": one,
        "slide": every[place - 1],
        "place": place,
        "number": len(every),
        "acts": _acts([slide.act for slide in every], every[place - 1].act, here),
        "before": f"{here}?page={place - 1}" if place > 1 else "",
        "after": f"{here}?page={place + 1}" if place < len(every) else "",
        "leave": reverse("exchange:gathering", args=[pk]),
    }
    return render(request, "exchange/hall.html", shown)


def _acts(every: list[str], now: str, here: str) -> list[tuple[str, str, bool]]:
    """The three acts, each with the address of its first slide; one that has none yet leads nowhere."""
    return [
        (act, f"{here}?page={every.index(act) + 1}" if act in every else "", act == now) for act in "晒比评"
    ]
