"""党务干部库: organs with their Party-affairs workers, and one organ."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.members.actions import officers as actions
from heli.members.forms.officers import StaffForm
from heli.members.queries import officers as queries
from heli.orgs.actions import staffing
from heli.orgs.actions.details import may_describe_unit
from heli.ui.catalogue import Crumb


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Every organ in sight: staff, full time, part time, and what is general."""
    scope, today = request.actor.require(Permission.MEMBER_SEE), clock.today()
    lines = queries.organ_lines(scope, today)
    shown = {"lines": lines, "today": today, "crumbs": _crumbs()}
    return render(request, "members/officers.html", shown)


@require_http_methods(["GET", "POST"])
def organ(request: SignedInRequest, pk: int) -> HttpResponse:
    """One organ: who does Party affairs in it; posting says how many work there."""
    scope, now = request.actor.require(Permission.MEMBER_SEE), clock.now()
    line, posts = queries.organ_seen(pk, scope, now.date())
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = StaffForm(sent, initial={"count": line.organ.staff_count})
    if form.is_valid():
        count = form.cleaned_data["count"]
        staffing.set_staff_count(unit=line.organ, count=count, by=request.actor, at=now)
        messages.success(request, "已保存机关工作人员总数。")
        return redirect("members:officers_of", pk)
    keeps = request.actor.scope(Permission.POST_KEEP)
    shown = {
        "line": line,
        "rows": [(post, queries.is_fulltime(post), keeps.covers(post.organisation)) for post in posts],
        "form": form if may_describe_unit(request.actor, line.organ) else None,
        "crumbs": [*_crumbs(), Crumb(line.organ.name)],
    }
    return render(request, "members/officers_of.html", shown)


@require_POST
def fulltime(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down whether the holder of a post does Party affairs alone."""
    scope, now = request.actor.require(Permission.POST_KEEP), clock.now()
    post = queries.post_seen(pk, scope, now.date())
    whole = request.POST.get("fulltime") == "1"
    actions.set_fulltime(post=post, fulltime=whole, by=request.actor, at=now)
    messages.success(request, f"已登记：{post.name}{'专职' if whole else '兼职'}从事党务工作。")
    return redirect("members:officers_of", post.organisation.organ_id)


def _crumbs() -> list[Crumb]:
    return [Crumb("组织", reverse("orgs:tree")), Crumb("党务干部", reverse("members:officers"))]
