"""The regulation catalogue of a year: what carries each, and taking up what nothing carries."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.duties.queries.plan import plan_year
from heli.kernel import clock
from heli.planning import actions, forms
from heli.planning.catalogue import REGULATIONS
from heli.planning.queries import regulations as regulation_queries
from heli.planning.queries.issuers import issuer_of
from heli.ui.catalogue import Crumb


@require_http_methods(["GET", "POST"])
def regulations(request: SignedInRequest) -> HttpResponse:
    """Every rule with its mark and what carries it; POST takes the chosen ones up."""
    request.actor.require(Permission.REQUIREMENT_SEE)
    today = clock.today()
    year = plan_year(today)
    form = forms.TakeUpForm(request.POST if request.method == "POST" else None)
    forms.offered(form, "regulations", [(one.id, one.name) for one in REGULATIONS().on(today)])
    if form.is_valid():
        request.actor.require(Permission.PLAN_KEEP)
        count = actions.take_up(
            year=year,
            regulations=form.cleaned_data["regulations"],
            issuer=issuer_of(request.actor),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, f"已纳入 {count} 条，从现在起计算应办；不计分。")
        return redirect("planning:regulations")
    heads = regulation_queries.catalogue(year, today)
    lines = [line for head in heads for line in head.lines]
    page = {
        "heads": heads,
        "year": year,
        "form": form,
        "count": len(lines),
        "carried": sum(line.is_carried for line in lines),
        "may_keep": request.actor.may_at_all(Permission.PLAN_KEEP),
        "crumbs": [Crumb("明责", reverse("duties:plan")), Crumb("法规条目")],
    }
    return render(request, "planning/regulations.html", page, status=422 if form.errors else 200)
