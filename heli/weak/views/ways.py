"""Crumbs to the list and a listing; a page with one form; a workbook as an answer."""

from io import BytesIO
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heli.accounts.requests import SignedInRequest
from heli.sheets.writing import SheetOut, write_workbook
from heli.ui.catalogue import Crumb
from heli.weak.models import Listing


def top(*further: Crumb) -> list[Crumb]:
    """软弱落后 beneath 考责."""
    here = reverse("weak:listings") if further else ""
    return [Crumb("考责", reverse("appraisal:scores")), Crumb("软弱落后", here), *further]


def way_to(held: Listing, *further: str) -> list[Crumb]:
    """The way to a listing, and on to a step of it."""
    here = reverse("weak:listing", args=[held.pk]) if further else ""
    return top(Crumb(held.organisation.short_name, here), *map(Crumb, further))


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
