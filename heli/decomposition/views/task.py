"""One task, and what its organisation says of how it does it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.decomposition import actions
from heli.decomposition.forms import MeasuresForm
from heli.decomposition.queries import page as pages
from heli.decomposition.queries.listed import row_of
from heli.decomposition.views.addresses import way_to
from heli.kernel import clock
from heli.ui.catalogue import Crumb

A_PAGE = 50


@require_GET
def task(request: SignedInRequest, pk: int) -> HttpResponse:
    """The requirement, the chain above and below with the delay at each level, what was said, what may be."""
    scope, today = request.actor.require(Permission.REQUIREMENT_SEE), clock.today()
    found = pages.task_page(pk, request.actor, today)
    children = Paginator(pages.children_of(found.task, scope), A_PAGE).get_page(request.GET.get("page"))
    one = found.task
    duties = urlencode(
        {
            "year": one.requirement.plan.year,
            "requirement": one.requirement_id,
            "organisation": one.organisation_id,
        }
    )
    shown = {
        "found": found,
        "task": one,
        "today": today,
        "children": children,
        "rows": [row_of(child, today) for child in children],
        "duties_url": f"{reverse('duties:list')}?{duties}",
        "crumbs": way_to(one),
    }
    return render(request, "decomposition/task.html", shown)


@require_http_methods(["GET", "POST"])
def measures(request: SignedInRequest, pk: int) -> HttpResponse:
    """Own measures and the post that answers."""
    one = pages.visible_task(pk, request.actor.require(Permission.REQUIREMENT_SEE))
    request.actor.may(Permission.RECORD_ENTER, one.organisation).require()
    form = MeasuresForm(request.POST if request.method == "POST" else None, task=one)
    if form.is_valid():
        actions.keep_measures(task=one, **form.cleaned_data, by=request.actor, at=clock.now())
        messages.success(request, "已保存本级措施和责任岗位。")
        return redirect("decomposition:task", pk)
    shown = {
        "form": form,
        "title": "本级措施和责任岗位",
        "sentence": f"{one.organisation.short_name}：{one.requirement.measure}",
        "button": "保存",
        "crumbs": way_to(one, Crumb("本级措施")),
    }
    return render(request, "decomposition/form.html", shown, status=422 if form.errors else 200)
