"""Breaking tasks down to those below: several tasks and several organisations at once, or as last year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions, rules
from heli.decomposition.forms import BreakDownForm
from heli.decomposition.queries import page as pages
from heli.decomposition.queries.receiving import to_break_down
from heli.decomposition.queries.templates import last_year_of
from heli.decomposition.views.addresses import numbers_in, way, way_to
from heli.kernel import clock
from heli.orgs.catalogue import Kind
from heli.ui.catalogue import Crumb

MOST = 100


@require_http_methods(["GET", "POST"])
def break_down(request: SignedInRequest) -> HttpResponse:
    """Break `?task=1&task=2` of one organisation down; without any, back to where they are chosen."""
    request.actor.require(Permission.TASK_HAND_DOWN)
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    asked = numbers_in(",".join(request.GET.getlist("task")), MOST)
    if not asked:
        messages.warning(request, "请先选择要分解的任务。")
        return redirect(reverse("decomposition:mine") + "?show=held")
    found = to_break_down(asked, scope, today)
    request.actor.may(Permission.TASK_HAND_DOWN, rules.breaker(found.tasks[0])).require()
    only = found.tasks[0] if len(found.tasks) == 1 else None
    sent = request.POST if request.method == "POST" else None
    form = BreakDownForm(sent, latest=found.latest, today=today)
    form.offer("kinds", [(kind, Kind(kind).label) for kind in found.kinds])
    form.offer("organisations", [(one.pk, one.short_name) for one in found.below])
    if form.is_valid():
        given = form.cleaned_data
        made = actions.break_down(
            tasks=found.tasks,
            organisations=given.get("organisations") or None,
            kinds=given.get("kinds") or None,
            asked=given["asked"],
            office=given["office"],
            due_on=given["due_on"] if given["due_on"] != found.latest else None,
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已分解 {made} 项，下级签收后可以继续分解。")
        return redirect("decomposition:task", only.pk) if only is not None else redirect("decomposition:mine")
    shown = {
        "form": form,
        "found": found,
        "only": only,
        "last_year": last_year_of(only, today) if only is not None else [],
        "crumbs": way_to(only, Crumb("分解")) if only is not None else way(Crumb("分解")),
    }
    return render(request, "decomposition/break_down.html", shown, status=422 if form.errors else 200)


@require_POST
def repeat(request: SignedInRequest, pk: int) -> HttpResponse:
    """Break one task down as last year."""
    one = pages.visible_task(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    made = actions.repeat_last_year(task=one, by=request.actor, at=clock.now())
    messages.success(request, f"已沿用去年的分解，共 {made} 项。")
    return redirect("decomposition:task", pk)
