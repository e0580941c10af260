"""The page 记录会议, and what it says after saving."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.models import Record
from heli.kernel import clock
from heli.members import queries as member_queries
from heli.orglife import actions, queries
from heli.orglife.forms.meeting import MeetingForm, read
from heli.orglife.queries.mine import own_attendances
from heli.orgs.models import Organisation
from heli.ui.catalogue import Crumb, Tab

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What htmx asks for by its target → the part of the page that answers it.
_PARTS = {"particulars": "#changed", "standing": "#standing"}


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """Record a meeting or a document filed of `?organisation=`; `?kind=` and `?day=` are chosen beforehand.

    A POST without `do=save` weighs what was sent and draws the page, or the part that htmx asks for, anew.
    """
    today = clock.today()
    places = queries.places(request.actor, today)
    place = queries.place(request.actor, places, request.GET.get("organisation", ""))
    saving = request.POST.get("do") == "save"
    form = read(request.POST or request.GET, place, today, saving=saving)
    if form.is_valid():
        return redirect("orglife:saved", _save(form, request.actor, clock.now()).pk)
    page = {
        "form": form,
        "entered_for": member_queries.entered_for(request.actor, place, today),
        "address": f"{reverse('orglife:record')}?organisation={place.pk}",
        "places": [
            Tab(one.short_name, f"{reverse('orglife:record')}?organisation={one.pk}", one == place)
            for one in places
        ],
        "crumbs": [*_way(place), Crumb("记录会议")],
    }
    part = _PARTS.get(request.htmx.target or "", "") if request.htmx else ""
    return render(request, f"orglife/record.html{part}", page)


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The meetings that the reader himself was due at, part of 我的数据."""
    request.actor.require(Permission.OWN_DATA)
    found = own_attendances(request.actor.member_id or 0)
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "crumbs": [Crumb("我的数据", reverse("members:mine")), Crumb("组织生活")],
    }
    return render(request, "orglife/mine.html", shown)


def _save(form: MeetingForm, by: Actor, at: datetime) -> Record:
    if form.setting.is_meeting:
        return actions.record_meeting(**form.meeting(), by=by, at=at)
    return actions.file_document(**form.document(), by=by, at=at)


@require_GET
def saved(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a record fulfilled, what is still owed, and what may be recorded next."""
    found = queries.after(pk, request.actor, clock.today())
    crumbs = [*_way(found.record.organisation), Crumb("记录会议", reverse("orglife:record"))]
    return render(request, "orglife/saved.html", {"found": found, "crumbs": [*crumbs, Crumb("已保存")]})


def _way(place: Organisation) -> list[Crumb]:
    own = reverse("duties:of_organisation", args=[place.pk])
    return [Crumb("履责", reverse("duties:records")), Crumb(place.short_name, own)]
