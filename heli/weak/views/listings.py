"""The list with its workbook, those proposed, putting on, one listing, another helper, withdrawing."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.orgs.models import Organisation
from heli.orgs.queries.page import visible_organisation
from heli.stars.catalogue import Star
from heli.ui.catalogue import Chip, Crumb, Tab
from heli.weak import sheets
from heli.weak.actions import listing as actions
from heli.weak.catalogue import PARAMETERS, REASONS, ListingState
from heli.weak.forms.listing import HelpForm, ListingFilter, PutOnForm, WithdrawForm
from heli.weak.models import Listing
from heli.weak.queries import listings as queries
from heli.weak.queries.page import may_list, may_of
from heli.weak.rules import listing as rules
from heli.weak.views.ways import asked, top, way_to, workbook

A_PAGE = 50
MONTHS_GIVEN = 180


@require_GET
def listings(request: SignedInRequest) -> HttpResponse:
    """Everything in sight that stands or stood on the list."""
    scope = request.actor.require(Permission.WEAK_SEE)
    form = ListingFilter(request.GET, years=queries.years(scope))
    filters, counts = form.filters, queries.by_state(scope)
    url = reverse("weak:listings")
    page = {
        "page": Paginator(queries.listed(scope, filters), A_PAGE).get_page(request.GET.get("page")),
        "any": sum(counts.values()),
        "tabs": [Tab("全部", url, not filters.state, sum(counts.values()))]
        + [Tab(one.label, f"?state={one}", one == filters.state, counts.get(one, 0)) for one in ListingState],
        "form": form,
        "chips": _chips(filters),
        "reasons": {one.id: one.name for one in REASONS()},
        "lists": bool(queries.listers(request.actor)),
        "today": clock.today(),
        "crumbs": top(),
    }
    return render(request, "weak/listings.html", page)


def _chips(filters: queries.Filters) -> list[Chip]:
    kept = f"?state={filters.state}"
    told = [Chip(f"{filters.year}年列入", kept)] if filters.year is not None else []
    return [*told, Chip("反弹", kept)] if filters.relapsed else told


@require_GET
def export(request: SignedInRequest) -> FileResponse:
    """The list as narrowed, as Excel."""
    scope = request.actor.require(Permission.WEAK_SEE)
    form = ListingFilter(request.GET, years=queries.years(scope))
    rows = queries.listed(scope, form.filters)
    return workbook(sheets.listed_sheet(rows), f"软弱落后党组织 {clock.today()}")


@require_GET
def candidates(request: SignedInRequest) -> HttpResponse:
    """Those for whom something speaks, with the facts; by name any other. Heli lists nobody by itself."""
    request.actor.require(Permission.WEAK_KEEP)
    above, name = queries.listers(request.actor), request.GET.get("name", "").strip()[:60]
    found = queries.candidates(above, name, clock.today())
    page = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "name": name,
        "above": above,
        "parameters": [one for one in PARAMETERS().on(clock.today()) if one.id in _PROPOSING],
        "today": clock.today(),
        "crumbs": top(Crumb("提请研判")),
    }
    return render(request, "weak/candidates.html", page)


_PROPOSING = ("over_days", "vacant_days", "overdue_duties")


@require_http_methods(["GET", "POST"])
def put_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """认定 one organisation, with what Heli knows of it beside the form."""
    body = visible_organisation(pk, request.actor.require(Permission.WEAK_KEEP))
    lister, today = queries.lister_for(request.actor, body), clock.today()
    facts = queries.facts_now(body, today)
    known, kinds = REASONS().on(today), {one.kind.value for one in facts}
    initial = {
        "reasons": [one.id for one in known if kinds & set(one.facts)],
        "listed_on": today,
        "due_on": today + timedelta(days=MONTHS_GIVEN),
    }
    data = request.POST if request.method == "POST" else None
    form = PutOnForm(data, reasons=known, **_choices(body, lister), initial=initial)
    if data is not None and form.is_valid():
        said = form.cleaned_data
        made = actions.put_on(
            organisation=body, lister=lister, reasons=said["reasons"], words=said["words"],
            document=said["document"], listed_on=said["listed_on"], help_by=form.help_by,
            by=request.actor, at=clock.now(),
        )  # fmt: skip
        messages.success(request, f"已列入：{body.short_name}。等它订出整改方案。")
        return redirect("weak:listing", made.pk)
    page = {
        "form": form,
        "organisation": body,
        "lister": lister,
        "facts": facts,
        "relapse": queries.relapse_of(body, today),
        "verdict": may_list(body, lister, today),
        "crumbs": top(Crumb("提请研判", reverse("weak:candidates")), Crumb(body.short_name)),
    }
    return render(request, "weak/put_on.html", page, status=422 if form.errors else 200)


def _choices(body: Organisation, lister: Organisation) -> dict[str, Any]:
    today = clock.today()
    return {
        "helpers": queries.helpers(body, lister, today),
        "partners": queries.partners(body, lister, today),
        "least": Star(PARAMETERS().get("partner_star", today).value).label,
    }


@require_GET
def listing(request: SignedInRequest, pk: int) -> HttpResponse:
    """One listing: why, who helps, what is mended and told, each 验收, what was before."""
    held = queries.listing(pk, request.actor.require(Permission.WEAK_SEE))
    found = queries.whole(held)
    page = {
        "held": held,
        "found": found,
        "may": may_of(held, found, request.actor),
        "reasons": queries.reasons_of(held),
        "facts": queries.facts_now(held.organisation, clock.today()) if held.is_open else (),
        "today": clock.today(),
        "crumbs": way_to(held),
    }
    return render(request, "weak/listing.html", page)


@require_http_methods(["GET", "POST"])
def change_help(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another helper, partner or day."""
    held = kept(request, pk)
    choices = _choices(held.organisation, held.lister)
    if held.partner is not None and held.partner not in choices["partners"]:
        choices["partners"] = [held.partner, *choices["partners"]]
    initial = {"helper": held.helper_id, "partner": held.partner_id, "due_on": held.due_on}
    form = HelpForm(request.POST if request.method == "POST" else None, **choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_help(listing=held, help_by=form.help_by, by=request.actor, at=clock.now())
        messages.success(request, "已调整。")
        return redirect("weak:listing", pk)
    title = "调整帮带人、期限"
    return asked(request, form, title, held.organisation.name, "保存", way_to(held, title))


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """撤销认定."""
    held = kept(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(listing=held, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已撤销认定，沿革里保留。")
        return redirect("weak:listing", pk)
    sentence = f"{held.organisation.name}；只用于认定有误的，整改好的请走验收销号"
    return asked(request, form, "撤销认定", sentence, "撤销", way_to(held, "撤销认定"))


def kept(request: SignedInRequest, pk: int) -> Listing:
    """A listing that the reader may keep."""
    held = queries.listing(pk, request.actor.require(Permission.WEAK_SEE))
    rules.may_keep(request.actor, held.lister, held.organisation).require()
    return held
