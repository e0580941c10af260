"""The way to the pages of gatherings, and the form page that several share."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from heli.accounts.requests import SignedInRequest
from heli.exchange.models import Exhibit, Gathering
from heli.ui.catalogue import Crumb


def way(*further: Crumb) -> list[Crumb]:
    """The way to the list of gatherings, and on."""
    return [Crumb("交流", reverse("exchange:gatherings")), *further]


def way_to(of: Gathering, *further: Crumb) -> list[Crumb]:
    """The way to one gathering, and on."""
    return way(Crumb(of.title, reverse("exchange:gathering", args=[of.pk])), *further)


def way_to_exhibit(one: Exhibit, *further: Crumb) -> list[Crumb]:
    """The way to what one organisation shows, and on."""
    here = Crumb(one.organisation.short_name, reverse("exchange:exhibit", args=[one.pk]))
    return way_to(one.gathering, here, *further)


def figure_urls(one: Exhibit) -> dict[str, str]:
    """Where the figures of an exhibit open to: the duties behind them, and how the score is made."""
    of = one.gathering
    window: dict[str, Any] = {
        "year": of.of.year,
        "due_from": of.of.start.isoformat(),
        "due_to": of.as_of.isoformat(),
        "organisation": one.organisation_id,
    }
    sheet = f"{reverse('appraisal:sheet', args=[one.organisation_id])}?period={of.period}"
    return {"duties_url": f"{reverse('duties:list')}?{urlencode(window)}", "sheet_url": sheet}


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    *,
    title: str,
    sentence: str,
    button: str,
    crumbs: list[Crumb],
) -> HttpResponse:
    """A page with one form; with what has to be mended where it was sent."""
    shown: dict[str, Any] = {
        "form": form,
        "title": title,
        "sentence": sentence,
        "button": button,
        "crumbs": crumbs,
    }
    return render(request, "exchange/form.html", shown, status=422 if form.errors else 200)
