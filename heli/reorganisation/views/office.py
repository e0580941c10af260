"""Doing and undoing: a form, then what it will do, then the doing. Nothing is written before 确认办理."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import EventKind
from heli.orgs.models import Event, Organisation
from heli.reorganisation import rules
from heli.reorganisation.actions.carrying import carry_out, undo
from heli.reorganisation.actions.rehearsing import Preview, rehearse, rehearse_undo
from heli.reorganisation.forms.assigning import AssignForm
from heli.reorganisation.forms.kinds import FORMS, SENTENCES, EventForm
from heli.reorganisation.forms.saying import asked_for
from heli.reorganisation.forms.undoing import UndoForm
from heli.reorganisation.queries import listing
from heli.reorganisation.queries.moving import with_numbers
from heli.reorganisation.views.addresses import crumbs
from heli.ui.catalogue import Crumb, Tab

CONFIRM, PREVIEW = "confirm", "preview"


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """`?kind=` the form of one kind, without it the choice of kinds; `?organisation=` is filled in."""
    request.actor.require(Permission.ORGANISATION_CHANGE)
    kind = _kind(request.GET.get("kind", ""))
    if kind is None:
        return render(request, "reorganisation/kinds.html", _choice(request))
    form = _form(request, kind)
    step = request.POST.get("step", "")
    if not form.is_valid() or step not in (CONFIRM, PREVIEW):
        return render(request, "reorganisation/new.html", _asking(request, kind, form))
    assigning = _assigning(request, form)
    assigned = assigning.assigned() if assigning is not None and assigning.is_valid() else {}
    why = request.POST.get("why", "").strip()
    preview = rehearse(change=form.change(), assigned=assigned, by=request.actor, at=clock.now())
    sound = assigning is None or assigning.is_valid()
    if step == CONFIRM and sound and _may_go(preview, why):
        event = carry_out(change=form.change(), assigned=assigned, why=why, by=request.actor, at=clock.now())
        return _done(request, event)
    shown = {"form": form, "assigning": assigning, "why": why, "step": step, "asked": asked_for(form)}
    return render(request, "reorganisation/preview.html", _previewing(preview, kind.label) | shown)


@require_http_methods(["GET", "POST"])
def undo_event(request: SignedInRequest, pk: int) -> HttpResponse:
    """撤回: a document of its own, then what it will do, then the doing."""
    event = listing.event(pk, request.actor.require(Permission.ORGANISATION_CHANGE))
    form = UndoForm(request.POST) if request.method == "POST" else UndoForm()
    step, why = request.POST.get("step", ""), request.POST.get("why", "").strip()
    here = Crumb(str(event), reverse("reorganisation:event", args=(pk,)))
    shown: dict[str, Any] = {"event": event, "form": form, "crumbs": crumbs(here, "撤回")}
    if not form.is_valid() or step not in (CONFIRM, PREVIEW):
        return render(request, "reorganisation/undo.html", shown)
    preview = rehearse_undo(event=event, **form.cleaned_data, by=request.actor, at=clock.now())
    if step == CONFIRM and _may_go(preview, why):
        undoing = undo(event=event, **form.cleaned_data, why=why, by=request.actor, at=clock.now())
        return _done(request, undoing)
    shown |= {"why": why, "step": step, "assigning": None, "undoing": True, "asked": asked_for(form)}
    return render(request, "reorganisation/preview.html", _previewing(preview, "撤回") | shown)


def _kind(text: str) -> EventKind | None:
    if not text:
        return None
    if text not in EventKind.values or EventKind(text) not in FORMS:
        raise NotFound("kind-unknown", "没有这种组织变动。")
    return EventKind(text)


def _choice(request: SignedInRequest) -> dict[str, Any]:
    wanted = request.GET.get("organisation", "")
    tail = f"&organisation={int(wanted)}" if wanted.isascii() and wanted.isdigit() else ""
    offered = [(kind, SENTENCES[kind], f"?kind={kind.value}{tail}") for kind in FORMS]
    return {"kinds": offered, "crumbs": crumbs("办理组织变动")}


def _form(request: SignedInRequest, kind: EventKind) -> EventForm:
    scope, today = request.actor.scope(Permission.ORGANISATION_SEE), clock.today()
    if request.method == "POST":
        return FORMS[kind](request.POST, scope=scope, on=today)
    wanted, initial = request.GET.get("organisation", ""), {}
    if wanted.isascii() and wanted.isdigit():
        found = Organisation.objects.visible_to(scope).filter(pk=int(wanted)).first()
        name = "parent" if kind is EventKind.FOUNDED else "organisation"
        initial = {name: found.name if found else ""}
    return FORMS[kind](initial=initial, scope=scope, on=today)


def _asking(request: SignedInRequest, kind: EventKind, form: EventForm) -> dict[str, Any]:
    tabs = [Tab(one.label, f"?kind={one.value}", one is kind) for one in FORMS]
    return {
        "kind": kind,
        "sentence": SENTENCES[kind],
        "form": form,
        "tabs": tabs,
        "crumbs": crumbs(Crumb("办理组织变动", reverse("reorganisation:new")), kind.label),
    }


def _assigning(request: SignedInRequest, form: EventForm) -> AssignForm | None:
    """Who goes where, for a split; its answers come with the second look and after."""
    change = form.change()
    if change.kind is not EventKind.SPLIT:
        return None
    members = with_numbers(change.subjects, change.happened_on)
    return AssignForm(
        request.POST if request.POST.get("assigning") else {},
        members=members,
        names=[one.name for one in change.founding],
        stays=not change.closing,
    )


def _may_go(preview: Preview, why: str) -> bool:
    return preview.will is not None and bool(why or not preview.warnings)


def _previewing(preview: Preview, label: str) -> dict[str, Any]:
    return {
        "preview": preview,
        "told": preview.will,
        "warnings": preview.warnings,
        "refusals": rules.refusals(preview.verdicts),
        "label": label,
        "crumbs": crumbs(f"{label}预览"),
    }


def _done(request: SignedInRequest, event: Event) -> HttpResponse:
    messages.success(request, f"已办理{event.get_kind_display()}（{event.document_number}）。")
    return redirect("reorganisation:event", event.pk)
