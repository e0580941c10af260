"""Intakes as they are kept: one, all, their workbooks' contents, and what the check of each met."""

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from heli.accounts.actor import Scope
from heli.intake.catalogue import CONTENT_FIELD, KEPT_DAYS
from heli.intake.models import Finding, Intake, Workbook
from heli.intake.queries.opening import File
from heli.kernel.errors import NotFound
from heli.kernel.secrets import decrypt
from heli.sheets.faults import Fault, Kind

PATIENCE = timedelta(seconds=10)
"""How long a job may wait for the worker before the page says that none is running."""


def all_of(scope: Scope) -> QuerySet[Intake]:
    """Every intake, the newest first, with who made and who loaded it and how many workbooks it has."""
    intakes = Intake.objects.visible_to(scope).select_related("made_by", "loaded_by")
    return intakes.annotate(workbook_count=Count("workbooks")).order_by("-made_at", "-pk")


def one(pk: int, scope: Scope) -> Intake:
    """The intake of that number; NotFound where there is none."""
    found = Intake.objects.visible_to(scope).select_related("made_by", "loaded_by").filter(pk=pk).first()
    if found is None:
        raise NotFound("intake-unknown", "没有这次导入。")
    return found


def locked(intake: Intake) -> Intake:
    """The same intake as it stands now, locked until the transaction ends."""
    return Intake.objects.select_for_update().get(pk=intake.pk)


def loads() -> int:
    """How many loads there have been: a check made before the last one does not hold any more."""
    return Intake.objects.aggregate(last=Max("load_number"))["last"] or 0


def are_kept(intake: Intake) -> bool:
    """Whether the contents of all its workbooks are still there."""
    return intake.workbooks.exists() and not intake.workbooks.filter(content=b"").exists()


def files(intake: Intake) -> list[File]:
    """The workbooks of an intake as they were handed in."""
    return [file(workbook) for workbook in intake.workbooks.order_by("pk")]


def file(workbook: Workbook) -> File:
    """One workbook as it was handed in; NotFound (`workbooks-forgotten`) once its content was emptied."""
    if not workbook.content:
        raise NotFound("workbooks-forgotten", f"文件内容只保留 {KEPT_DAYS} 天，已经清除。")
    opened = decrypt(bytes(workbook.content).decode(), field=CONTENT_FIELD)
    assert opened is not None  # noqa: S101 - None comes from None alone
    return File(workbook.name, base64.b64decode(opened))


def workbook(intake: Intake, pk: int) -> Workbook:
    """A workbook of that intake; NotFound where it has none of that number."""
    found = intake.workbooks.filter(pk=pk).first()
    if found is None:
        raise NotFound("workbook-unknown", "这次导入没有这个文件。")
    return found


def to_forget(at: datetime) -> QuerySet[Workbook]:
    """Workbooks whose contents have been kept long enough."""
    return Workbook.objects.filter(intake__made_at__lt=at - timedelta(days=KEPT_DAYS)).exclude(content=b"")


def faults(intake: Intake, workbook: str | None = None) -> Iterator[Fault]:
    """What the check met, in the order of the workbooks, sheets and rows; of one workbook alone if named."""
    found = intake.findings.order_by("pk")
    if workbook is not None:
        found = found.filter(workbook=workbook)
    for one in found.iterator(chunk_size=2_000):
        yield Fault(
            one.workbook, one.sheet, one.row, one.column, one.value, Kind(one.kind), one.code, one.message
        )


def rows_met(intake: Intake, *, workbook: str, sheet: str, kind: str) -> list[int]:
    """The numbers of the rows of a sheet that have a finding of a kind, each once and in their order."""
    found = intake.findings.filter(workbook=workbook, sheet=sheet, kind=kind)
    return list(found.order_by("row").values_list("row", flat=True).distinct())


def met_in(
    intake: Intake, *, workbook: str, sheet: str, kind: str | None, rows: Sequence[int]
) -> dict[int, list[Finding]]:
    """Findings by row, of one kind or of all."""
    wanted = Q(workbook=workbook, sheet=sheet, row__in=rows)
    if kind is not None:
        wanted &= Q(kind=kind)
    met: dict[int, list[Finding]] = {row: [] for row in rows}
    for finding in intake.findings.filter(wanted).order_by("pk"):
        met[finding.row].append(finding)
    return met


class Queue(NamedTuple):
    """How the job of an intake stands with the worker."""

    is_late: bool
    is_busy: bool


def queue_of(intake: Intake) -> Queue:
    """Whether the intake's job has waited longer than PATIENCE, and whether the worker is at another one.

    By the database's clock: jobs are stamped with the hour that it really is.
    """
    mine = DBTaskResult.objects.filter(args_kwargs__args__0=intake.pk, status=TaskResultStatus.READY)
    late = mine.filter(task_path__startswith="heli.intake.", enqueued_at__lt=Now() - PATIENCE).exists()
    return Queue(late, late and DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exists())
