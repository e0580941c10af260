"""Crumbs to a round, a reporter, and on; a page with one form; a file as an answer."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heli.accounts.requests import SignedInRequest
from heli.debriefing.models import Debriefing, Reporter
from heli.ui.catalogue import Crumb


def way_to(held: Debriefing, *further: str) -> list[Crumb]:
    """The way to a round, and on to a step of it."""
    here = reverse("debriefing:round", args=[held.pk]) if further else ""
    return [*top(), Crumb(f"{held.organiser.short_name} {held.year}年度", here), *map(Crumb, further)]


def way_to_reporter(held: Reporter, *further: str, own: bool = False) -> list[Crumb]:
    """The way to a reporter: from 我的述职 for himself, from the round for his superior."""
    here = reverse("debriefing:reporter", args=[held.pk]) if further else ""
    if own:
        first = [Crumb("考责"), Crumb("我的述职", reverse("debriefing:mine"))]
        return [*first, Crumb(f"{held.debriefing.year}年度", here), *map(Crumb, further)]
    round_ = reverse("debriefing:round", args=[held.debriefing_id])
    name = f"{held.debriefing.organiser.short_name} {held.debriefing.year}年度"
    return [
        *top(),
        Crumb(name, round_),
        Crumb(f"{held.name} {held.organisation.short_name}", here),
        *map(Crumb, further),
    ]


def top(*last: str) -> list[Crumb]:
    """述职评议 beneath 考责."""
    url = reverse("debriefing:rounds")
    return [Crumb("考责", reverse("appraisal:scores")), Crumb("述职评议", url), *map(Crumb, last)]


def asked(
    request: SignedInRequest, form: forms.Form, title: str, crumbs: list[Crumb], **further: Any
) -> HttpResponse:
    """One form, with what stands against it where it was sent; `sentence` and `button` come in `further`."""
    shown = {"form": form, "title": title, "sentence": "", "button": "登记", "crumbs": crumbs, **further}
    return render(request, "debriefing/form.html", shown, status=422 if form.errors else 200)
