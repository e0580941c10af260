"""Intakes with their workbooks (encrypted, kept until loaded), remembered columns, and decisions to make."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heli.accounts.models import Account
from heli.intake.catalogue import DecisionKind, IntakeState


class Intake(models.Model):
    """One upload: its workbooks, the check's outcome, and the confirmation. `report` is report.json's text."""

    state = models.CharField(max_length=12, choices=IntakeState.choices, default=IntakeState.WAITING)
    made_at = models.DateTimeField("上传时间")
    made_by = models.ForeignKey(Account, verbose_name="上传人", null=True, on_delete=models.PROTECT)
    checked_at = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField("导入时间", null=True)
    loaded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.JSONField(default=dict)  # counts by table, see intake.queries.Summary
    report = models.JSONField(default=list)  # the faults, as report.json
    failure = models.CharField("未能完成的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "导入"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="intake_loaded_when_it_says_so",
                condition=~Q(state=IntakeState.LOADED) | Q(loaded_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"导入 {self.pk}"


class Workbook(models.Model):
    """An uploaded workbook; `content` is AES-GCM ciphertext (kernel.secrets) and emptied by `heli tick` after 30 days."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="workbooks")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("字节数")
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="workbook_name_once", fields=["intake", "name"])]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """A heading that the office mapped by hand; remembered for the next workbook."""

    table = models.CharField(max_length=30)
    heading = models.CharField(max_length=120)
    column = models.CharField(max_length=30)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="choice_once", fields=["table", "heading"])]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"


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
