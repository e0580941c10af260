"""权限表: which role may do what, as far as it reaches, made by the engine that every page asks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heli.accounts import matrix
from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may_somewhere
from heli.ui.catalogue import Crumb


@require_GET
def rights(request: SignedInRequest) -> HttpResponse:
    """The matrix, an area at a time: for the security administrator, and for who audits what came of it."""
    reading = may_somewhere(request.actor, Permission.AUDIT_READ)
    if not reading:
        request.actor.require(Permission.RIGHTS_SEE)
    shown = {
        "parts": matrix.matrix_by_area(),
        "sides": matrix.side_by_side(),
        "crumbs": [Crumb("权限表")],
    }
    return render(request, "accounts/rights.html", shown)
