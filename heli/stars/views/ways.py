"""Crumbs to stars, a round and an organisation in it; a page with one form; a workbook as an answer."""

from io import BytesIO
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heli.accounts.requests import SignedInRequest
from heli.sheets.writing import SheetOut, write_workbook
from heli.stars.models import Assessed, Round
from heli.ui.catalogue import Crumb


def top(*further: Crumb) -> list[Crumb]:
    """星级 beneath 考责."""
    here = reverse("stars:stars") if further else ""
    return [Crumb("考责", reverse("appraisal:scores")), Crumb("星级", here), *further]


def way_to(held: Round, *further: str) -> list[Crumb]:
    """The way to a round, and on to a step of it."""
    here = reverse("stars:round", args=[held.pk]) if further else ""
    return top(
        Crumb("星级评定", reverse("stars:rounds")), Crumb(f"{held.year}年度", here), *map(Crumb, further)
    )


def way_to_assessed(held: Assessed, *further: str) -> list[Crumb]:
    """The way to an organisation in a round, and on."""
    here = reverse("stars:assessed", args=[held.pk]) if further else ""
    round_ = reverse("stars:round", args=[held.round_id])
    return top(
        Crumb("星级评定", reverse("stars:rounds")),
        Crumb(f"{held.round.year}年度", round_),
        Crumb(held.organisation.short_name, here),
        *map(Crumb, further),
    )


def asked(
    request: SignedInRequest, form: forms.Form, title: str, sentence: str, button: str, crumbs: list[Crumb]
) -> HttpResponse:
    """One form, with what stands against it where it was sent."""
    shown: dict[str, Any] = {
        "form": form, "title": title, "sentence": sentence, "button": button, "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "ui/form_page.html", shown, status=422 if form.errors else 200)


def workbook(sheet: SheetOut, name: str) -> FileResponse:
    """A sheet as a file to keep."""
    file = BytesIO()
    write_workbook(file, [sheet])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
