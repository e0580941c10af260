"""工作手册 and 签到表 of a branch: what may be printed, and the files."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.accounts.rules import may
from heli.kernel import clock
from heli.kernel.errors import Invalid
from heli.orglife import actions, papers
from heli.orglife.catalogue import HANDBOOKS, BookForm
from heli.orglife.forms.org_life import SheetForm, year_of
from heli.orglife.queries.handbook import YEARS_BACK, branch_for_book, due_at, may_take_out, meeting_kinds
from heli.ui.catalogue import Crumb, Tab


@require_GET
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """What can be printed for a branch: its 工作手册 of `?year=`, a 签到表 of `?kind=` and `?day=`."""
    organisation, today = branch_for_book(pk, request.actor), clock.today()
    year = year_of(request.GET, today)
    kinds = [(kind.id, kind.name) for kind in meeting_kinds(organisation, today)]
    shown = {
        "organisation": organisation,
        "year": year,
        "template": HANDBOOKS().get("branch", today),
        "may": may_take_out(request.actor, organisation),
        "form": SheetForm(request.GET, kinds=kinds, today=today),
        "tabs": [
            Tab(f"{each}年", f"?year={each}", active=each == year)
            for each in range(today.year, today.year - YEARS_BACK - 1, -1)
        ],
        "crumbs": [
            Crumb("履责", reverse("duties:records")),
            Crumb(organisation.short_name, reverse("duties:of_organisation", args=[pk])),
            Crumb("工作手册和签到表"),
        ],
    }
    return render(request, "orglife/handbook.html", shown)


@require_POST
def download(request: SignedInRequest, pk: int, form: BookForm) -> FileResponse:
    """The 工作手册 as a file; taking it out stands in the audit."""
    organisation = branch_for_book(pk, request.actor)
    year = year_of(request.GET, clock.today())
    made = actions.hand_out_handbook(
        organisation=organisation,
        year=year,
        form=form,
        render=papers.render,
        by=request.actor,
        at=clock.now(),
    )
    return _file(made, f"{organisation.short_name}{year}年工作手册", form)


@require_GET
def sheet(request: SignedInRequest, pk: int, form: BookForm) -> FileResponse:
    """A 签到表 of `?kind=` on `?day=`, with the names of those due."""
    organisation, today = branch_for_book(pk, request.actor), clock.today()
    may(request.actor, Permission.MEMBER_SEE, organisation).require()
    kinds = {kind.id: kind for kind in meeting_kinds(organisation, today)}
    asked = SheetForm(request.GET, kinds=[(one.id, one.name) for one in kinds.values()], today=today)
    if not asked.is_valid():
        raise Invalid("sheet-unclear", "请选择会议类型并填写日期，再打印签到表。")
    kind, day = kinds[asked.cleaned_data["kind"]], asked.cleaned_data["day"]
    people = due_at(organisation, kind, day)
    made = papers.sheet_file(organisation, kind, day, people, form)
    return _file(made, f"{organisation.short_name}{kind.name}签到表{day}", form)


def _file(made: bytes, name: str, form: BookForm) -> FileResponse:
    return FileResponse(
        BytesIO(made), as_attachment=True, filename=f"{name}.{form.value}", content_type=form.media_type
    )
