"""组织设置核查: what is not as the regulations ask, over everything that the reader may see."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.verdict import Strength
from heli.orgs import queries, sheets
from heli.orgs.forms import SettingForm
from heli.orgs.views.addresses import address_with, crumbs, workbook
from heli.ui.catalogue import Chip
from heli.ui.days import only_today

A_PAGE = 50


@require_GET
def setting(request: SignedInRequest) -> HttpResponse:
    """Findings by rule and strength, each with its article and its organisation."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    form = SettingForm(request.GET)
    rule, strength = form.asked("rule"), form.asked("strength")
    found = queries.setting_findings(scope, today, rule, strength)
    shown = {
        "form": form,
        "found": found,
        "page": Paginator(found.rows, A_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "day": only_today(request.GET, today),
        "rules": [
            (one, count, address_with(request.GET, page=None, rule=one)) for one, count in found.by_rule
        ],
        "chips": [
            Chip(label, address_with(request.GET, page=None, **{name: None}))
            for name, label in (
                ("rule", f"条款：{rule}" if rule else ""),
                ("strength", f"强度：{Strength(strength).label}" if strength else ""),
            )
            if label
        ],
        "export_url": reverse("orgs:setting_export") + address_with(request.GET, page=None),
        "crumbs": crumbs("组织设置核查"),
    }
    return render(request, "orgs/setting.html", shown)


@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The same findings as the list shows, as a workbook."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    form = SettingForm(request.GET)
    found = queries.setting_findings(scope, today, form.asked("rule"), form.asked("strength"))
    return workbook(sheets.setting_sheet(found), "setting", today)
