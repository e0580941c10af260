"""清单模板: what lists begin with, how far each item was verified, what the 工委 took in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may_somewhere
from heli.kernel import clock
from heli.mandates.actions import keeping as actions
from heli.mandates.catalogue import Bearer
from heli.mandates.forms import ReasonForm
from heli.mandates.queries import keeping
from heli.mandates.views.addresses import way
from heli.ui.catalogue import Crumb, Tab


@require_GET
def templates(request: SignedInRequest) -> HttpResponse:
    """The items of one actor's lists; `?state=待采用` those alone that wait."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    asked = request.GET.get("bearer", "")
    bearer = Bearer(asked) if asked in Bearer.values else Bearer.BODY
    here = reverse("mandates:templates")
    shown = {
        "rows": keeping.templates(bearer, clock.today()),
        "tabs": [Tab(one.label, f"{here}?bearer={one}", one is bearer) for one in Bearer],
        "bearer": bearer,
        "may_keep": request.actor.may_somewhere(Permission.REQUIREMENT_SETTLE),
        "crumbs": [*way(), Crumb("清单模板")],
    }
    return render(request, "mandates/templates.html", shown)


@require_http_methods(["GET", "POST"])
def take_in(request: SignedInRequest, entry: str) -> HttpResponse:
    """Take in an item that waits for its original."""
    may_somewhere(request.actor, Permission.REQUIREMENT_SETTLE).require()
    template = keeping.template_of(entry, clock.today())
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="采用说明",
        hint="写明怎样核对的原文，或按哪份通知执行",
    )
    if form.is_valid():
        actions.take_in(
            template=template.id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()
        )
        messages.success(request, f"已采用“{template.name}”。新起草的清单从现在起列入；已有的清单不改动。")
        return redirect(f"{reverse('mandates:templates')}?bearer={template.bearers[0]}")
    shown = {
        "form": form,
        "title": "采用模板条目",
        "sentence": f"{template.name}（{template.source}，{template.mark.label}）",
        "button": "采用",
        "crumbs": [*way(), Crumb("清单模板", reverse("mandates:templates")), Crumb("采用")],
    }
    return render(request, "mandates/form.html", shown, status=422 if form.errors else 200)


@require_POST
def give_up(request: SignedInRequest, entry: str) -> HttpResponse:
    """Offer an item that was taken in no longer."""
    may_somewhere(request.actor, Permission.REQUIREMENT_SETTLE).require()
    template = keeping.template_of(entry, clock.today())
    actions.give_up(template=template.id, by=request.actor, at=clock.now())
    messages.success(request, f"已停用“{template.name}”。已列入清单的不受影响。")
    return redirect(f"{reverse('mandates:templates')}?bearer={template.bearers[0]}")
