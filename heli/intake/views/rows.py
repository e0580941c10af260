"""The rows behind the figures of a check, and what can be downloaded of it."""

import io

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from heli.accounts.catalogue import Permission
from heli.accounts.requests import SignedInRequest
from heli.intake import sheets
from heli.intake.catalogue import IntakeState
from heli.intake.models import Intake
from heli.intake.queries import intakes, mapping
from heli.intake.queries.listing import LABELS, listing
from heli.intake.queries.summary import Summary
from heli.kernel.errors import NotFound
from heli.ui.catalogue import Crumb, Tab

PER_PAGE = 50


@require_GET
def rows(request: SignedInRequest, pk: int, line: int, kind: str) -> HttpResponse:
    """The rows of one sheet (`line` of the summary) that were met in one way, with cell and reason."""
    intake = intakes.one(pk, request.actor.require(Permission.INTAKE_LOAD))
    lines = Summary.from_json(intake.summary).lines
    if line >= len(lines) or kind not in LABELS:
        raise NotFound("rows-unknown", "检查结果里没有这一项，可能已经重新检查。")
    sheet = lines[line]
    page = Paginator(range(sheet.of_kind(kind)), PER_PAGE).get_page(request.GET.get("page"))
    skip = (page.number - 1) * PER_PAGE
    tabs = [
        Tab(label, reverse("intake:rows", args=(pk, line, code)), code == kind, sheet.of_kind(code))
        for code, label in LABELS.items()
    ]
    return render(
        request,
        "intake/rows.html",
        {
            "intake": intake,
            "sheet": sheet,
            "sentence": f"{sheet.title}，工作表“{sheet.sheet}”，读到 {sheet.rows} 行",
            "kind": kind,
            "label": LABELS[kind],
            "page": page,
            "listing": listing(intake, sheet, kind, skip=skip, take=PER_PAGE),
            "tabs": tabs,
            "crumbs": [*_way(intake), Crumb(f"{sheet.workbook} · {sheet.sheet}")],
        },
    )


def _way(intake: Intake) -> list[Crumb]:
    here = reverse("intake:show", args=(intake.pk,))
    return [Crumb("导入", reverse("intake:start")), Crumb(f"第 {intake.pk} 次上传", here)]


@require_GET
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """report.json: every finding of the check."""
    intake = intakes.one(pk, request.actor.require(Permission.INTAKE_LOAD))
    answer = JsonResponse(
        sheets.report_json(intakes.faults(intake)),
        safe=False,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer["Content-Disposition"] = 'attachment; filename="report.json"'
    return answer


@require_GET
def annotated(request: SignedInRequest, pk: int, workbook_pk: int) -> FileResponse:
    """The office's own workbook with a column 导入结果."""
    intake = intakes.one(pk, request.actor.require(Permission.INTAKE_LOAD))
    workbook = intakes.workbook(intake, workbook_pk)
    done = sheets.annotated(
        intakes.file(workbook),
        list(intakes.faults(intake, workbook.name)),
        mapping=mapping.remembered(),
        loaded=intake.state == IntakeState.LOADED,
    )
    if done is None:
        raise NotFound("no-table", f"“{workbook.name}”里没有可以导入的表格，没有可以标注的内容。")
    name, content = done
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
