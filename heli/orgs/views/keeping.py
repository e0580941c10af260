"""What an office keeps by hand: the dictionaries, units with their function, details of one organisation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.orgs import queries
from heli.orgs.actions import details
from heli.orgs.actions import dictionaries as dictionary_actions
from heli.orgs.catalogue import Dictionary, Nature
from heli.orgs.forms import DetailsForm, EntryForm, FunctionForm, UnitForm
from heli.orgs.queries import units as unit_queries
from heli.orgs.views.addresses import address_with, crumbs
from heli.ui.catalogue import Chip, Crumb

A_PAGE = 50
MOVES = {"earlier": "前移", "later": "后移", "close": "停用", "reopen": "恢复使用"}


@require_http_methods(["GET", "POST"])
def dictionaries(request: SignedInRequest) -> HttpResponse:
    """Both dictionaries; a new entry is added by POST, `?add=` naming the dictionary."""
    scope, now = request.actor.require(Permission.ORGANISATION_SEE), clock.now()
    form, asked = EntryForm(), request.GET.get("add", "")
    if request.method == "POST":
        request.actor.require(Permission.DICTIONARY_KEEP)
        form = EntryForm(request.POST)
        if asked not in Dictionary.values:
            raise NotFound("dictionary-not-found", "没有这个字典。请从字典页面进入。")
        if form.is_valid():
            dictionary_actions.add_entry(
                dictionary=Dictionary(asked), **form.cleaned_data, by=request.actor, at=now
            )
            messages.success(request, f"已增加“{form.cleaned_data['name']}”。")
            return redirect("orgs:dictionaries")
    shown = {
        "dictionaries": unit_queries.dictionaries(scope, now.date()),
        "form": form,
        "asked": asked,
        "may_keep": request.actor.may_somewhere(Permission.DICTIONARY_KEEP),
        "crumbs": crumbs("字典"),
    }
    return render(request, "orgs/dictionaries.html", shown)


@require_http_methods(["GET", "POST"])
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename an entry, or name another source."""
    request.actor.require(Permission.DICTIONARY_KEEP)
    held = unit_queries.entry(pk)
    told = {"name": held.name, "source": held.source}
    form = EntryForm(request.POST) if request.method == "POST" else EntryForm(initial=told)
    if request.method == "POST" and form.is_valid():
        dictionary_actions.rename_entry(entry=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, f"已改为“{held.name}”。")
        return redirect("orgs:dictionaries")
    way = [*crumbs("字典")[:-1], Crumb("字典", reverse("orgs:dictionaries")), Crumb(told["name"])]
    return render(request, "orgs/entry.html", {"entry": held, "form": form, "crumbs": way})


@require_POST
def move_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Order, close or reopen an entry: `move` is one of MOVES."""
    request.actor.require(Permission.DICTIONARY_KEEP)
    held, asked, now = unit_queries.entry(pk), request.POST.get("move", ""), clock.now()
    if asked not in MOVES:
        raise NotFound("move-not-found", "没有这样的操作。请从字典页面进入。")
    if asked == "close":
        dictionary_actions.close_entry(entry=held, by=request.actor, at=now)
    elif asked == "reopen":
        dictionary_actions.reopen_entry(entry=held, by=request.actor, at=now)
    else:
        dictionary_actions.place_entry(entry=held, earlier=asked == "earlier", by=request.actor, at=now)
    messages.success(request, f"“{held.name}”已{MOVES[asked]}。")
    return redirect("orgs:dictionaries")


@require_GET
def units(request: SignedInRequest) -> HttpResponse:
    """Units with nature, function and how many organisations sit in them."""
    scope, today = request.actor.require(Permission.ORGANISATION_SEE), clock.today()
    functions = [(str(one.pk), one.name) for one in unit_queries.entries(Dictionary.FUNCTION)]
    form = UnitForm(request.GET, functions)
    found = unit_queries.units(scope, today, form.filters)
    asked, named = form.filters, dict(functions) | {"none": "未填职能"}
    told = {
        "q": f"查找：{asked.words}" if asked.words else "",
        "nature": f"性质：{Nature(asked.nature).label}" if asked.nature else "",
        "place": {"own": "机关", "attached": "直属单位"}.get(asked.place, ""),
        "function": f"职能：{named.get(asked.function)}" if asked.function else "",
    }
    shown = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "chips": [
            Chip(label, address_with(request.GET, page=None, **{name: None}))
            for name, label in told.items()
            if label
        ],
        "today": today,
        "crumbs": crumbs("单位"),
    }
    return render(request, "orgs/units.html", shown)


@require_http_methods(["GET", "POST"])
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One unit: what it is, the organisations in it; its function is set by POST."""
    scope, now = request.actor.require(Permission.ORGANISATION_SEE), clock.now()
    shown_unit = unit_queries.visible_unit(pk, scope, now.date())
    form = FunctionForm(unit=shown_unit)
    if request.method == "POST":
        form = FunctionForm(request.POST, unit=shown_unit)
        if form.is_valid():
            details.set_function(unit=shown_unit, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, f"已记下{shown_unit.name}的单位职能。")
            return redirect("orgs:unit", pk)
    shown = {
        "unit": shown_unit,
        "organisations": unit_queries.organisations_in(shown_unit, scope, now.date()),
        "form": form,
        "may_describe": details.may_describe_unit(request.actor, shown_unit),
        "crumbs": [*crumbs("单位")[:-1], Crumb("单位", reverse("orgs:units")), Crumb(shown_unit.name)],
    }
    return render(request, "orgs/unit.html", shown)


@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """补充信息 of one organisation: what no roster tells."""
    scope, now = request.actor.require(Permission.ORGANISATION_SEE), clock.now()
    held = queries.visible_organisation(pk, scope)
    request.actor.may(Permission.ORGANISATION_CHANGE, held).require()
    form = DetailsForm(request.POST if request.method == "POST" else None, organisation=held)
    if request.method == "POST" and form.is_valid():
        details.describe(organisation=held, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, "已保存补充信息。")
        return redirect("orgs:organisation", pk)
    way = [
        *crumbs("补充信息")[:-1],
        Crumb(held.short_name, reverse("orgs:organisation", args=[pk])),
        Crumb("补充信息"),
    ]
    return render(request, "orgs/describe.html", {"organisation": held, "form": form, "crumbs": way})
