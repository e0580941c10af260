"""Objections of organisations to figures of their own, and what each of them changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heli.exchange.catalogue import About
from heli.exchange.models.gatherings import Exhibit, OfExhibit, OfGathering


class Objection(models.Model):
    """异议 of an organisation to a figure of its own; answered by the gathering's answerer by `due_on`."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="objections")
    about = models.CharField("对哪个数字", max_length=10, choices=About.choices)
    claim = models.CharField("理由", max_length=300)
    raised_at = models.DateTimeField("提出时间")
    raised_by = models.CharField("提出人", max_length=120)
    due_on = models.DateField("答复期限")
    upheld = models.BooleanField("成立", null=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)

    objects: ClassVar = OfExhibit.as_manager()

    class Meta:
        verbose_name = "异议"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="objection_open_once", fields=["exhibit", "about"], condition=Q(answered_at=None)
            ),
            models.CheckConstraint(
                name="objection_answered_by",
                condition=Q(answered_at=None, answered_by="", answer="", upheld=None)
                | (Q(answered_at__isnull=False, upheld__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} {self.about}"


class OfObjection(OfGathering):
    path: ClassVar = "objection__exhibit__gathering"


class FigureChange(models.Model):
    """更正留痕: what an objection changed in a figure of the exhibit; both numbers stay."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="changes")
    about = models.CharField("数字", max_length=10, choices=About.choices)
    old = models.DecimalField("原数", max_digits=9, decimal_places=2, null=True)
    new = models.DecimalField("更正后", max_digits=9, decimal_places=2, null=True)

    objects: ClassVar = OfObjection.as_manager()

    class Meta:
        verbose_name = "数字更正"
        constraints: ClassVar = [models.UniqueConstraint(name="change_once", fields=["objection", "about"])]

    def __str__(self) -> str:
        return f"{self.about} {self.old} → {self.new}"
