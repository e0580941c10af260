"""向党组报告: what a 机关党委 tells the 党组 that leads it, on a page and as an official paper (S000-38)."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.appraisal.catalogue import PaperForm
from heli.home import papers
from heli.home.queries.report import report as report_of
from heli.kernel import clock
from heli.ui.catalogue import Crumb


@require_GET
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that the paper will say, before it is taken out."""
    found = report_of(pk, request.actor.require(Permission.RECORD_SEE), clock.today())
    paper = papers.paper_of(found)
    shown = {
        "report": found,
        "paper": paper,
        "blocks": paper.body,
        "sentence": f"{found.committee.short_name}报{found.body.short_name}，截至 {found.on}；"
        "由系统汇总，下载后可以在 Word 中修改",
        "crumbs": [
            Crumb("组织", reverse("orgs:tree")),
            Crumb(found.committee.short_name, reverse("orgs:organisation", args=[pk])),
            Crumb("向党组报告"),
        ],
    }
    return render(request, "home/report.html", shown)


@require_GET
def download(request: SignedInRequest, pk: int, form: PaperForm) -> FileResponse:
    """The same as a file."""
    found = report_of(pk, request.actor.require(Permission.RECORD_SEE), clock.today())
    name = f"{found.committee.short_name}{found.year}年机关党建工作情况报告.{form.value}"
    made = BytesIO(papers.render(found, form))
    return FileResponse(made, as_attachment=True, filename=name, content_type=form.media_type)
