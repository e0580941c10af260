"""组织变动: the events so far, and one of them with everything that it did."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.orgs.catalogue import EventKind
from heli.orgs.models import Organisation
from heli.reorganisation import rules
from heli.reorganisation.forms.lists import EventFilterForm
from heli.reorganisation.queries import listing
from heli.reorganisation.queries.told import parts_of, told
from heli.reorganisation.views.addresses import A_PAGE, crumbs, without
from heli.ui.catalogue import Chip


@require_GET
def events(request: SignedInRequest) -> HttpResponse:
    """What has happened, the latest first."""
    scope = request.actor.require(Permission.ORGANISATION_SEE)
    form = EventFilterForm(request.GET, listing.organs(scope))
    page = Paginator(listing.listed(scope, form.filters), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "lines": listing.lines(page),
        "chips": _chips(request.GET, form),
        "may_change": request.actor.may_somewhere(Permission.ORGANISATION_CHANGE),
        "crumbs": crumbs(),
    }
    return render(request, "reorganisation/events.html", shown)


@require_GET
def event(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its document, what it did in numbers that open to lists, its corrections, and the way to undo it."""
    scope = request.actor.require(Permission.ORGANISATION_SEE)
    found = listing.event(pk, scope)
    undone_by = getattr(found, "undone_by", None)
    may_undo = request.actor.may_at_all(Permission.ORGANISATION_CHANGE)
    if may_undo:
        may_undo = rules.may_undo(undone=undone_by is not None, is_undoing=found.undoes_id is not None)
    shown = {
        "event": found,
        "parts": parts_of(found),
        "told": told(found),
        "undone_by": undone_by,
        "may_undo": may_undo,
        "may_change": request.actor.may_somewhere(Permission.ORGANISATION_CHANGE),
        "shows_members": request.actor.may_somewhere(Permission.MEMBER_SEE),
        "crumbs": crumbs(f"{found.get_kind_display()} {found.happened_on}"),
    }
    return render(request, "reorganisation/event.html", shown)


def _chips(query: QueryDict, form: EventFilterForm) -> list[Chip]:
    asked = form.filters
    organ = dict(form.fields["organ"].choices).get(asked.organ)  # type: ignore[attr-defined]
    name = (
        Organisation.objects.filter(pk=asked.organisation or 0).values_list("short_name", flat=True).first()
    )
    told = {
        "kind": f"事项：{EventKind(asked.kind).label}" if asked.kind else "",
        "organ": f"单位：{organ}" if asked.organ and organ else "",
        "organisation": f"党组织：{name}" if name else "",
        "batch": "一个批次" if asked.batch else "",
        "first": f"自 {asked.first}" if asked.first else "",
        "last": f"至 {asked.last}" if asked.last else "",
    }
    return [Chip(label, without(query, name)) for name, label in told.items() if label]


def event_address(pk: int) -> str:
    return reverse("reorganisation:event", args=(pk,))
