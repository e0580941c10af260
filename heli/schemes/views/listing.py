"""The list of schemes: the 工委's, and those of 机关党委."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.kernel import clock
from heli.schemes.forms.writing import FindForm
from heli.schemes.queries import definitions, organisers
from heli.schemes.views.writing import A_PAGE, way
from heli.ui.catalogue import Chip


@require_GET
def schemes(request: SignedInRequest) -> HttpResponse:
    """Schemes that concern the reader: the 工委's, and those of 机关党委, searched and paged."""
    scope, today = request.actor.require(Permission.SCORE_SEE), clock.today()
    find, own = FindForm(request.GET), [one.pk for one in organisers.organisers(request.actor, today)]
    citys = definitions.scheme_lines(definitions.schemes(scope, citys=True))
    theirs = definitions.schemes(scope, citys=False, words=find.words)
    if not scope.everything:
        citys = definitions.binding(citys, scope, own)
        bound = definitions.binding(definitions.scheme_lines(theirs), scope, own)
        theirs = theirs.filter(pk__in=[one.scheme.pk for one in bound])
    rows = Paginator(theirs, A_PAGE).get_page(request.GET.get("page"))
    page = {
        "citys": citys,
        "page": rows,
        "theirs": definitions.scheme_lines(rows),
        "everything": scope.everything,
        "find": find,
        "chips": found_chips(find.words),
        "may_write": bool(own),
        "crumbs": way(),
    }
    return render(request, "schemes/schemes.html", page)


def found_chips(words: str) -> list[Chip]:
    """What a list of 机关党委 is narrowed to."""
    return [Chip(f"名称含“{words}”", "?")] if words else []
