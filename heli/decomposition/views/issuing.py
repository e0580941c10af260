"""The 工委 issues items of its plan to units, several at once, as chosen or as last year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions
from heli.decomposition.catalogue import Way
from heli.decomposition.forms import IssueForm
from heli.decomposition.queries.below import receivers
from heli.decomposition.queries.issuing import Offered, issuer_of, last_years_units, offered
from heli.decomposition.views.addresses import way, year_of
from heli.kernel import clock
from heli.orgs.catalogue import Kind
from heli.ui.catalogue import Crumb, Tab


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest) -> HttpResponse:
    """Choose items and units; `?way=` says by which relation, `?plan=` narrows the items to one plan."""
    issuer, today = issuer_of(request.actor), clock.today()
    year, by_way = year_of(request.GET, today), _way_of(request)
    items, to = _offered(request, year), receivers(issuer, by_way, today)
    form = IssueForm(request.POST if request.method == "POST" else None)
    form.offer("requirements", _choices(items))
    kinds = dict.fromkeys(one.organisation.kind for one in to)
    form.offer("kinds", [(kind, Kind(kind).label) for kind in kinds])
    form.offer("organisations", [(one.organisation.pk, one.label) for one in to])
    if items and form.is_valid():
        given = form.cleaned_data
        chosen = set(given.get("organisations") or (one.organisation.pk for one in to))
        wanted = set(given.get("kinds") or kinds)
        made = actions.issue(
            requirements=[one.item for one in items if one.item.pk in given["requirements"]],
            issuer=issuer,
            way=by_way,
            organisations=[
                one.organisation.pk
                for one in to
                if one.organisation.pk in chosen and one.organisation.kind in wanted
            ],
            asked=given["asked"],
            due_on=given["due_on"],
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已下达 {made} 项任务，承办组织签收后逐级分解。")
        return redirect("decomposition:items")
    shown = {
        "form": form,
        "items": items,
        "units": len(to),
        "has_last_year": bool(last_years_units([one.item for one in items], year)),
        "tabs": [Tab(one.label, f"?way={one.value}", one == by_way) for one in Way],
        "crumbs": way(Crumb("下达到单位")),
    }
    return render(request, "decomposition/issue.html", shown, status=422 if form.errors else 200)


def _way_of(request: SignedInRequest) -> Way:
    asked = request.GET.get("way", "")
    return Way(asked) if asked in Way else Way.LEADING


def _offered(request: SignedInRequest, year: int) -> list[Offered]:
    plan = request.GET.get("plan", "")
    found = offered(year)
    return [one for one in found if str(one.item.plan_id) == plan] if plan else found


def _choices(items: list[Offered]) -> list[tuple[int, str]]:
    """Each with its plan where there are several, and at how many units it stands."""
    several = len({one.item.plan_id for one in items}) > 1
    return [
        (
            one.item.pk,
            f"{one.item.number}. {one.item.measure}"
            + (f"，{one.item.plan.title}" if several else "")
            + (f"（已下达 {one.issued} 个单位）" if one.issued else ""),
        )
        for one in items
    ]


@require_POST
def as_last_year(request: SignedInRequest) -> HttpResponse:
    """The chosen items to the units that held the same words last year."""
    issuer, chosen = issuer_of(request.actor), request.POST.getlist("requirements")
    items = [one.item for one in offered(year_of(request.GET, clock.today())) if str(one.item.pk) in chosen]
    made = actions.issue_as_last_year(requirements=items, issuer=issuer, by=request.actor, at=clock.now())
    messages.success(request, f"已按去年的单位下达 {made} 项任务。")
    return redirect(reverse("decomposition:items"))
