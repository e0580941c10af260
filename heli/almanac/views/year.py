"""全年一览: twelve months by role, and the switches of its entries."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.almanac import actions
from heli.almanac.catalogue import Role
from heli.almanac.forms import RoleForm, SwitchForm
from heli.almanac.queries import year as queries
from heli.almanac.rules import planning as rules
from heli.almanac.rules.year import role_of
from heli.almanac.views.addresses import way_year
from heli.kernel import clock
from heli.kernel.errors import Invalid
from heli.ui.catalogue import Crumb, Tab


@require_GET
def year(request: SignedInRequest) -> HttpResponse:
    """What a role has in every month of this year."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    today = clock.today()
    role = RoleForm(request.GET).asked(role_of(request.actor.posts))
    shown = {
        "role": role,
        "today": today,
        "months": queries.months(request.actor, today.year, role),
        "tabs": [Tab(one.label, f"?role={one.value}", one is role) for one in Role],
        "crumbs": way_year(),
    }
    return render(request, "almanac/year.html", shown)


@require_GET
def entries(request: SignedInRequest) -> HttpResponse:
    """All entries with source and strength; the 工委 turns each on and off."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    shown = {
        "kept": queries.kept_entries(clock.today().year),
        "may_switch": rules.may_switch(request.actor),
        "crumbs": way_year(Crumb("事项开关")),
    }
    return render(request, "almanac/entries.html", shown)


@require_POST
def switch(request: SignedInRequest, entry: str) -> HttpResponse:
    """Turn an entry on or off."""
    rules.may_switch(request.actor).require()
    now = clock.now()
    chosen, on = queries.entry(entry, now.date()), asked(request)
    actions.switch_entry(entry=chosen, on=on, by=request.actor, at=now)
    messages.success(request, f"已{'开启' if on else '关闭'}：{chosen.name}。")
    return redirect("almanac:entries")


def asked(request: SignedInRequest) -> bool:
    """On or off, as sent; Invalid where neither was."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Invalid("switch-unsaid", "请说明是开启还是关闭。")
    return bool(form.cleaned_data["on"])
