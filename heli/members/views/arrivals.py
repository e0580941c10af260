"""市外转入: who comes from outside the city is put on a branch's roster."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.actions import arrivals as actions
from heli.members.actions.arrivals import Arrival
from heli.members.forms.transfers import ArrivalForm
from heli.ui.catalogue import Crumb

_TAKEN = (
    "name",
    "standing",
    "serving",
    "joined_on",
    "letter_number",
    "from_where",
    "sex",
    "born_on",
    "full_on",
    "phone",
)


@never_cache
@sensitive_post_parameters("id_number", "phone")
@require_http_methods(["GET", "POST"])
def arrive(request: SignedInRequest) -> HttpResponse:
    """The letter's and the file's words, checked; the member belongs to the branch from the day on."""
    request.actor.require(Permission.MEMBER_TRANSFER)
    now = clock.now()
    form = ArrivalForm(request.POST if request.method == "POST" else None, on=now.date())
    if form.is_valid() and form.found is not None:
        id_hash, id_last4 = form.hashed
        words = {name: form.cleaned_data[name] for name in _TAKEN}
        member = actions.arrive(
            arrival=Arrival(id_hash=id_hash, id_last4=id_last4, **words),
            organisation=form.found,
            on=form.cleaned_data["on"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"已登记：{member.name}转入{form.found.short_name}。")
        return redirect("members:transfers")
    crumbs = [
        Crumb("党员", reverse("members:list")),
        Crumb("转接", reverse("members:transfers")),
        Crumb("市外转入"),
    ]
    return render(request, "members/arrival.html", {"form": form, "crumbs": crumbs})
