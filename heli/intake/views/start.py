"""Choosing files, and the intakes so far."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.intake import actions, tasks
from heli.intake.forms import UploadForm
from heli.intake.queries import decisions, intakes
from heli.intake.queries.tables import TABLES
from heli.kernel import clock
from heli.ui.catalogue import Crumb

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Step one of three; the files that are sent go to their check at once."""
    scope = request.actor.require(Permission.INTAKE_LOAD)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if form.is_valid():
        intake = actions.upload(files=form.chosen(), by=request.actor, at=clock.now())
        tasks.check_intake.enqueue(intake.pk)
        return redirect("intake:show", intake.pk)
    page = {
        "form": form,
        "tables": TABLES,
        "page": Paginator(intakes.all_of(scope), PER_PAGE).get_page(request.GET.get("page")),
        "open_decisions": decisions.open_count(scope),
        "crumbs": [Crumb("导入")],
    }
    return render(request, "intake/start.html", page)
