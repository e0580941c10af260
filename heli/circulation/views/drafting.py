"""Drafting a notice, weighing what it asks of those beneath, and signing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.circulation import actions
from heli.circulation.forms import DraftForm, SendForm
from heli.circulation.models import Notice
from heli.circulation.queries import sending
from heli.circulation.queries.audience import kinds_beneath, parts_beneath
from heli.circulation.views.addresses import way_sent
from heli.kernel import clock
from heli.orgs.models import Organisation
from heli.ui.catalogue import Crumb, Tab


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """A new draft of `?sender=`, one of the reader's organisations."""
    request.actor.require(Permission.NOTICE_DRAFT)
    offered = sending.senders(request.actor, clock.today())
    asked = request.GET.get("sender", "")
    sender = sending.sender(int(asked) if asked.isdecimal() else None, offered)
    tabs = [
        Tab(one.short_name, f"{request.path}?sender={one.pk}", one == sender)
        for one in offered
        if len(offered) > 1
    ]
    return _written(request, sender, tabs=tabs)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    held = sending.draft(pk, request.actor)
    return _written(request, held.sender, notice=held)


def _written(
    request: SignedInRequest,
    sender: Organisation,
    *,
    notice: Notice | None = None,
    tabs: list[Tab] | None = None,
) -> HttpResponse:
    today = clock.today()
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds_beneath(sender, today),
        parts=parts_beneath(sender, today),
        today=today,
        notice=notice,
    )
    if form.is_valid():
        made = actions.draft(
            sender=sender, notice=notice, **form.cleaned_data, by=request.actor, at=clock.now()
        )
        return redirect("circulation:draft", made.pk)
    title = "修改通知" if notice is not None else "起草通知"
    way = way_sent(Crumb(title))
    shown = {"form": form, "sender": sender, "title": title, "tabs": tabs, "crumbs": way}
    return render(request, "circulation/draft_form.html", shown, status=422 if form.errors else 200)


@require_GET
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft with its burden and the notices like it: what is confirmed before it goes out."""
    held, today = sending.draft(pk, request.actor), clock.today()
    found = sending.weighed(held, request.actor, today)
    form = SendForm(initial={"organisations": found.burden.organisations})
    form.ask_why(alike=bool(found.alike))
    shown = {
        "notice": held,
        "found": found,
        "form": form,
        "crumbs": way_sent(Crumb(held.title)),
    }
    return render(request, "circulation/draft.html", shown)


@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign it: it goes out to those whom the page counted."""
    held = sending.draft(pk, request.actor)
    request.actor.may(Permission.NOTICE_SEND, held.sender).require()
    form = SendForm(request.POST)
    shown = form.cleaned_data if form.is_valid() else {"organisations": 0}
    sent = actions.send(notice=held, **shown, by=request.actor, at=clock.now())
    messages.success(request, f"已发给 {sent.addressed} 个党组织。")
    return redirect("circulation:notice", pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a draft up; with `repeats` because the same is asked already."""
    held, as_repeat = sending.draft(pk, request.actor), bool(request.POST.get("repeats"))
    actions.discard(notice=held, as_repeat=as_repeat, by=request.actor, at=clock.now())
    said = "不再发出，已计入减负账" if as_repeat else "已删去草稿"
    messages.success(request, f"{said}：“{held.title}”。")
    return redirect("circulation:sent")
