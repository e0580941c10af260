"""What waits for the reader's organisations, and how the notices in sight went."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.circulation.queries.received import received as received_lines
from heli.circulation.queries.sending import drafts, sent_lines
from heli.circulation.views.addresses import way_received, way_sent
from heli.kernel import clock

A_PAGE = 50


@require_GET
def received(request: SignedInRequest) -> HttpResponse:
    """Notices to the reader's own organisations, what waits first."""
    request.actor.require(Permission.RECORD_SEE)
    found = received_lines(request.actor, clock.today())
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "chips": [],
        "waiting": sum(line.waits for line in found),
        "today": clock.today(),
        "crumbs": way_received(),
    }
    return render(request, "circulation/received.html", shown)


@require_GET
def sent(request: SignedInRequest) -> HttpResponse:
    """Drafts of the reader's organisations, and notices with how the organisations in sight answered."""
    request.actor.require(Permission.NOTICE_DRAFT)
    scope = request.actor.require(Permission.RECORD_SEE)
    found = sent_lines(scope, clock.today())
    shown = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "chips": [],
        "drafts": drafts(request.actor),
        "today": clock.today(),
        "crumbs": way_sent(),
    }
    return render(request, "circulation/sent.html", shown)
