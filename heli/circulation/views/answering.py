"""What an organisation did with a notice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.circulation import actions
from heli.circulation.catalogue import Asked
from heli.circulation.forms import ReceiptForm
from heli.circulation.queries.page import UNKNOWN, answer
from heli.circulation.views.addresses import way_received
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def receipt(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """One form for one organisation: a meeting chosen, or a day and a number."""
    today = clock.today()
    found = answer(pk, organisation, request.actor, today)
    found.may.require()
    form = ReceiptForm(request.POST if request.method == "POST" else None, answer=found, today=today)
    words = Asked(found.notice.asked)
    if form.is_valid():
        actions.give_receipt(
            notice=found.notice,
            organisation=found.organisation,
            **form.cleaned_data,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已登记：{found.organisation.short_name}{words.done}。")
        return redirect("circulation:received")
    shown = {
        "form": form,
        "title": f"登记{words.done}",
        "sentence": f"{found.organisation.short_name}：{found.notice.title}",
        "button": "登记",
        "crumbs": way_received(
            Crumb(found.notice.title, reverse("circulation:notice", args=[pk])), Crumb("登记")
        ),
    }
    return render(request, "circulation/form.html", shown, status=422 if form.errors else 200)


@require_POST
def undo(request: SignedInRequest, pk: int, organisation: int) -> HttpResponse:
    """Take a receipt back that was given by mistake."""
    found = answer(pk, organisation, request.actor, clock.today())
    request.actor.may(Permission.RECORD_ENTER, found.organisation).require()
    if found.receipt is None:
        raise NotFound("receipt-unknown", f"没有可以撤销的登记。{UNKNOWN}")
    actions.take_receipt_back(receipt=found.receipt, by=request.actor, at=clock.now())
    messages.success(request, "已撤销登记，这件通知重新列为待办理。")
    return redirect("circulation:notice", pk)
