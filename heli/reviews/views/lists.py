"""The years of one's own branch, the branches of a year, and what concerns oneself."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.reviews import queries, sheets
from heli.reviews.catalogue import Grade, Progress
from heli.reviews.forms.stages import YearsForm
from heli.reviews.models import Review
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def years(request: SignedInRequest) -> HttpResponse:
    """The reader's own branches with their years; the branches in sight with their numbers of one year."""
    scope, today = request.actor.require(Permission.REVIEW_SEE), clock.today()
    form = YearsForm(request.GET, queries.years_known(scope, today), today)
    year, progress = form.asked_year, form.asked_progress
    found = queries.overview(scope, year, today, progress)
    mine = queries.own_branches(request.actor)
    beside = not mine or found.every > len(mine)
    leaf, lines = found.leaf(request.GET.get("page"), A_PAGE) if beside else (None, [])
    shown = {
        "form": form,
        "year": year,
        "found": found,
        "page": leaf,
        "lines": lines,
        "grades": Grade,
        "mine": mine,
        "held": queries.held_by(mine),
        "beside": beside,
        "chips": [Chip(f"进展：{Progress(progress).label}", f"?year={year}")] if progress else [],
        "export_url": f"{reverse('reviews:export')}?year={year}&progress={progress}",
        "clear_url": f"{request.path}?year={year}",
        "crumbs": [Crumb("履责", reverse("duties:records")), Crumb("民主评议")],
    }
    return render(request, "reviews/years.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same branches as a workbook."""
    scope, today = request.actor.require(Permission.REVIEW_SEE), clock.today()
    form = YearsForm(request.GET, queries.years_known(scope, today), today)
    content = BytesIO()
    found = queries.overview(scope, form.asked_year, today, form.asked_progress)
    write_workbook(content, [sheets.overview_sheet(found)])
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="reviews-{form.asked_year}.xlsx"'
    return response


@require_GET
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    """The reader's own grades, and votes that wait for him."""
    request.actor.require(Permission.OWN_DATA)
    shown = {
        "own": queries.own_reviews(request.actor.member_id or 0, clock.today()),
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("我的评议")],
    }
    return render(request, "reviews/mine.html", shown)


def crumbs(held: Review, *further: str) -> list[Crumb]:
    """The way to one review, and on to a step of it."""
    here = reverse("reviews:review", args=[held.pk]) if further else ""
    return [
        Crumb("履责", reverse("duties:records")),
        Crumb("民主评议", reverse("reviews:years")),
        Crumb(f"{held.organisation.short_name} {held.year}年度", here),
        *map(Crumb, further),
    ]
