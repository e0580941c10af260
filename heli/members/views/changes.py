"""增减党员: entering a change with its preview, and a member's page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Strength, Verdict
from heli.members.actions import changes as change_actions
from heli.members.catalogue import ENDING, ENTERED, Change
from heli.members.forms.changes import AdmitForm, ChangeForm, form_for
from heli.members.models import Member
from heli.members.queries import changes as queries
from heli.members.queries.changes import Case
from heli.members.queries.persons import person_page
from heli.ui.catalogue import Crumb

_ACTIONS = {
    Change.CONFIRMED: change_actions.confirm,
    Change.RETIRED: change_actions.retire,
    Change.RESTORED: change_actions.restore,
}


@require_GET
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """A member: what he is, where he has belonged, his posts and second memberships; nothing sensitive."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    page = person_page(queries.member_seen(pk, scope), today)
    may_change = request.actor.scope(Permission.MEMBER_CHANGE).covers(page.member.organisation)
    shown = {
        "page": page,
        "member": page.member,
        "last4": _last4(request, page.member),
        "changes": queries.changes_open_to(queries.case_of(page.member, today)) if may_change else (),
        "may_transfer": request.actor.scope(Permission.MEMBER_TRANSFER).covers(page.member.organisation),
        "may_reveal": request.actor.scope(Permission.MEMBER_SENSITIVE).covers(page.member.organisation),
        "crumbs": [*_crumbs(), Crumb(page.member.name)],
    }
    return render(request, "members/person.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a change: fill in, look at what it does, confirm. `?kind=` and, but for 接收, `&member=`."""
    scope, now = request.actor.require(Permission.MEMBER_CHANGE), clock.now()
    change = _kind(request.GET.get("kind", ""))
    if change is None:
        return render(request, "members/change_kinds.html", {"crumbs": [*_crumbs(), Crumb("增减党员")]})
    member = None if change is Change.ADMITTED else _member(request, scope)
    initial = {"branch": member.organisation.short_name} if member is not None else {}
    sent = request.POST if request.method == "POST" else None
    form = form_for(change, sent, scope=scope, on=now.date(), happened_on=now.date(), **initial)
    title = "接收预备党员" if change is Change.ADMITTED else change.label
    shown: dict[str, Any] = {"form": form, "change": change, "title": title, "member": member}
    shown["ending"] = ENDING
    if form.is_valid():
        shown |= _foreseen(form, member, now.date())
        if "confirmed" in request.POST and not shown["blocked"]:
            done = _carry_out(request, form, member)
            messages.success(request, f"已登记：{done.name}{change.label}，自 {form.asked.dated.on} 起。")
            return redirect("members:person", done.pk)
    shown["crumbs"] = [*_crumbs(), Crumb(title)]
    return render(request, "members/change.html", shown)


def _carry_out(request: SignedInRequest, form: ChangeForm, member: Member | None) -> Member:
    said = {"asked": form.asked, "why": form.cleaned_data["why"], "by": request.actor, "at": clock.now()}
    if isinstance(form, AdmitForm):
        return change_actions.admit(joiner=form.joiner, **said)
    if member is None:
        raise NotFound("member-not-found", "请先选择党员。")
    return _ACTIONS.get(form.change, change_actions.leave)(member=member, **said)


def _foreseen(form: ChangeForm, member: Member | None, today: date) -> dict[str, Any]:
    """What the change will do, and what stands against it; a general rule gives way to a written reason."""
    case: Case | None = None
    against: tuple[Verdict, ...] = ()
    if isinstance(form, AdmitForm):
        _, against = queries.admitting(form.asked, form.joiner.id_hash, today)
    elif member is not None:
        case = queries.case_of(member, today)
        against = queries.weighed(form.asked, case, today)
    why = form.cleaned_data["why"].strip()
    blocked = any(one.strength is not Strength.GENERAL or not why for one in against)
    return {"case": case, "against": against, "blocked": blocked, "asked": form.asked, "foreseen": True}


def _kind(text: str) -> Change | None:
    return Change(text) if text in {one.value for one in ENTERED} else None


def _member(request: SignedInRequest, scope: Scope) -> Member:
    text = request.GET.get("member", "")
    return queries.member_seen(int(text) if text.isdigit() else 0, scope)


def _last4(request: SignedInRequest, member: Member) -> str:
    identity = request.actor.scope(Permission.MEMBER_IDENTITY)
    return member.id_last4 if identity.covers(member.organisation) else ""


def _crumbs() -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb("党员", reverse("members:list"))]
