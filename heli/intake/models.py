"""Intakes with their workbooks (encrypted, kept for a month) and findings; remembered columns; decisions."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.intake.catalogue import DecisionKind, IntakeState


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, scope: Scope) -> Self:
        """An office's workbooks are about all of it: whoever sees everything sees them, nobody else."""
        return self if scope.everything else self.none()


class Intake(models.Model):
    """One upload or one `heli load`: its workbooks, the check's outcome, and what became of it.

    `summary` is `queries.summary.Summary` as JSON; `failure` says why it stopped or has to be confirmed
    again. `load_number` counts loads from 1: of two loads at once only one can have the next number.
    """

    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.WAITING)
    made_at = models.DateTimeField("上传时间")
    made_by = models.ForeignKey(Account, verbose_name="上传人", null=True, on_delete=models.PROTECT)
    checked_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField("导入时间", null=True)
    loaded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    load_number = models.PositiveIntegerField(null=True, unique=True)
    summary = models.JSONField(default=dict)
    failure = models.CharField("未能完成的原因", max_length=300, blank=True)

    objects: ClassVar = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_loaded_when_it_says_so",
                condition=~Q(state=IntakeState.LOADED)
                | Q(loaded_at__isnull=False, load_number__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"导入 {self.pk}"


class Workbook(models.Model):
    """A workbook; `content` is AES-GCM ciphertext (kernel.secrets), emptied by `heli tick` in the end."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="workbooks")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="workbook_name_once", fields=["intake", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, scope: Scope) -> Self:
        """As the intake is."""
        return self if scope.everything else self.none()


class Finding(models.Model):
    """One line of report.json: what the check met, where, and how it is met (`heli.sheets.faults.Fault`)."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="findings")
    workbook = models.CharField("文件名", max_length=200)
    sheet = models.CharField("工作表", max_length=200)
    row = models.PositiveIntegerField("行")
    column = models.TextField("列", blank=True)
    value = models.TextField("原单元格", blank=True)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    message = models.TextField("说明")

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "导入发现"
        indexes: ClassVar = [
            models.Index(name="finding_by_place", fields=["intake", "kind", "workbook", "sheet", "row"])
        ]

    def __str__(self) -> str:
        return f"{self.workbook} {self.sheet} {self.row} {self.code}"


class ColumnChoice(models.Model):
    """A heading that the office mapped by hand, remembered; the column "" leaves it out."""

    table = models.CharField(max_length=30)
    heading = models.CharField(max_length=200)
    column = models.CharField(max_length=30, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="choice_once", fields=["table", "heading"])]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, scope: Scope) -> Self:
        """The office decides: whoever sees everything sees them, nobody else."""
        return self if scope.everything else self.none()

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)


class Decision(models.Model):
    """Something that only the office can decide; settled with a note, never by itself."""

    kind = models.CharField(max_length=30, choices=DecisionKind.choices)
    subject = models.CharField("对象", max_length=200)
    subject_key = models.CharField(max_length=60)
    question = models.CharField("待定事项", max_length=300)
    raised_at = models.DateTimeField("提出时间")
    raised_by = models.CharField("提出来源", max_length=120)
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by = models.CharField("处理人", max_length=120, blank=True)
    outcome = models.CharField("处理结果", max_length=300, blank=True)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "待定事项"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="decision_open_once", fields=["kind", "subject_key"], condition=Q(settled_at=None)
            ),
            models.CheckConstraint(
                name="decision_settled_with_words",
                condition=Q(settled_at=None) | (~Q(settled_by="") & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
