"""Published figures: the list, one publication with its corrections beside it, and its workbook."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.figures import queries, sheets
from heli.figures.catalogue import PublicationKind
from heli.figures.forms import FilterForm
from heli.sheets.writing import write_workbook
from heli.ui.catalogue import Chip, Crumb, Tab

A_PAGE = 50


@require_GET
def publications(request: SignedInRequest) -> HttpResponse:
    """What was published, as of when, known when, by whom."""
    scope = request.actor.require(Permission.ORGANISATION_SEE)
    form = FilterForm(request.GET, queries.years(scope))
    shown = {
        "form": form,
        "page": Paginator(queries.publications(scope, form.filters), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "chips": _chips(request.GET, form),
        "may_publish": request.actor.may_somewhere(Permission.STATISTICS_PUBLISH),
        "crumbs": [Crumb("组织", reverse("orgs:tree")), Crumb("发布的数字")],
    }
    return render(request, "figures/publications.html", shown)


@require_GET
def publication(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its figures with old and new side by side; `?corrected=1` those alone that were corrected."""
    found = queries.publication(pk, request.actor.require(Permission.ORGANISATION_SEE))
    every = queries.lines(found)
    changed = [line for line in every if line.changes]
    only_corrected = request.GET.get("corrected") == "1"
    here = reverse("figures:publication", args=(pk,))
    shown = {
        "publication": found,
        "lines": changed if only_corrected else every,
        "corrections": queries.corrections(found),
        "has_changes": bool(changed),
        "tabs": [
            Tab("全部指标", here, not only_corrected, len(every)),
            Tab("有更正的", f"{here}?corrected=1", only_corrected, len(changed)),
        ],
        "crumbs": [
            Crumb("组织", reverse("orgs:tree")),
            Crumb("发布的数字", reverse("figures:publications")),
            Crumb(found.title),
        ],
    }
    return render(request, "figures/publication.html", shown)


@require_GET
def export(request: SignedInRequest, pk: int) -> FileResponse:
    """The publication as Excel."""
    found = queries.publication(pk, request.actor.require(Permission.ORGANISATION_SEE))
    file = BytesIO()
    write_workbook(file, [sheets.export(found)])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{found.title}.xlsx")


def _chips(query: QueryDict, form: FilterForm) -> list[Chip]:
    asked = form.filters
    told = {
        "kind": f"类别：{PublicationKind(asked.kind).label}" if asked.kind else "",
        "year": f"{asked.year} 年" if asked.year else "",
        "corrected": "有更正的" if asked.corrected else "",
    }
    return [Chip(label, _without(query, name)) for name, label in told.items() if label]


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
