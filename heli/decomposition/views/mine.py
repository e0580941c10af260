"""Tasks of the reader's own organisations, and taking several up at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions
from heli.decomposition.models import Task
from heli.decomposition.queries import own as own_queries
from heli.decomposition.queries.counts import items_of
from heli.decomposition.queries.listed import row_of
from heli.decomposition.queries.moves import proposal_moves
from heli.decomposition.views.addresses import numbers_in, way, year_of
from heli.kernel import clock
from heli.kernel.errors import NotFound
from heli.ui.catalogue import Crumb, Tab

A_PAGE, MOST = 50, 200


@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """One tab at a time (`?show=`): what waits, what is to be broken down, what came back, deadlines."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    today, own = clock.today(), own_queries.own_of(request.actor)
    items, proposals = items_of(year_of(request.GET, today)), own_queries.proposals_of(own)
    numbers = own_queries.numbers(own, items, len(proposals))
    asked = request.GET.get("show", "")
    show = asked if asked in own_queries.SHOWS else next((one for one in numbers if numbers[one]), "waiting")
    tasks = own_queries.shown(own, items, show)
    page = Paginator(tasks if show != "days" else tasks.none(), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "show": show,
        "today": today,
        "page": page,
        "rows": [row_of(one, today) for one in page],
        "enters": own.enters,
        "gives": own.gives,
        "proposals": [(one, proposal_moves(one, request.actor, one.task)) for one in proposals],
        "tabs": [
            Tab(label, f"?show={name}", name == show, numbers[name])
            for name, label in own_queries.SHOWS.items()
        ],
        "crumbs": way(Crumb("本组织任务")),
    }
    return render(request, "decomposition/mine.html", shown)


@require_POST
def take_up_many(request: SignedInRequest) -> HttpResponse:
    """Take the ticked ones up."""
    request.actor.require(Permission.RECORD_ENTER)
    asked = numbers_in(",".join(request.POST.getlist("tasks")), MOST)
    found = list(
        Task.objects.visible_to(request.actor.scope(Permission.REQUIREMENT_SEE)).filter(pk__in=asked)
    )
    if len(found) != len(asked):
        raise NotFound("task-unknown", "所选任务中有不在您范围内的，请刷新页面后再选。")
    taken = actions.take_up(tasks=found, by=request.actor, at=clock.now())
    messages.success(request, f"已签收 {taken} 项。需要下级落实的，接着分解到下级。")
    return redirect("decomposition:mine")
