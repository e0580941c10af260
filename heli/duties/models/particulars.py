"""What is particular of duties: one waived or extended, and a year's window for what may be held later."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.catalogue import Dispensing
from heli.duties.models.requirements import Plan, Requirement
from heli.orgs.models import Organisation


class DispensationQuerySet(models.QuerySet["Dispensation"]):
    def in_force(self) -> Self:
        """Not taken back."""
        return self.filter(revoked_at=None)

    def visible_to(self, scope: Scope) -> Self:
        """Those of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Dispensation(models.Model):
    """One duty waived, or extended to `until`, with reason and document; taken back it counts no more.

    `period` is the index of the duty's period (0-based; 0 for a triggered one). An extension moves the day of
    that duty alone: past `until` it is overdue like any other. A row is revoked, never deleted.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="dispensations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dispensations")
    period = models.PositiveSmallIntegerField("期次")
    kind = models.CharField("方式", max_length=10, choices=Dispensing.choices)
    until = models.DateField("延期至", null=True)
    reason = models.CharField("理由", max_length=200)
    document = models.CharField("文号", max_length=120)
    granted_at = models.DateTimeField("办理时间")
    granted_by = models.CharField("办理人", max_length=120)
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revoked_by = models.CharField("撤销人", max_length=120, blank=True)
    revoked_why = models.CharField("撤销理由", max_length=200, blank=True)

    objects: ClassVar = DispensationQuerySet.as_manager()

    class Meta:
        verbose_name = "免除、延期"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="dispensation_once",
                fields=["requirement", "organisation", "period"],
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="dispensation_day_of_extension",
                condition=Q(kind=Dispensing.WAIVER, until=None)
                | Q(kind=Dispensing.EXTENSION, until__isnull=False),
            ),
            models.CheckConstraint(
                name="dispensation_revoked_by",
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="") & ~Q(revoked_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organisation_id}/{self.requirement_id}/{self.period}"


class WindowQuerySet(models.QuerySet["Window"]):
    def visible_to(self, scope: Scope) -> Self:
        """Windows are public within the house, as plans are."""
        return self.none() if scope.is_empty else self


class Window(models.Model):
    """Until when what a year owes once may still be held, by a document of the 工委 (R01-19).

    The 通知 of a year often sets 组织生活会 and 民主评议 for the next spring: held by `closes_on` they count
    for the plan's year and in time. Closed early, `closes_on` is that day; the first day stays in `set_for`.
    """

    plan = models.ForeignKey(Plan, verbose_name="年度计划", on_delete=models.PROTECT, related_name="windows")
    record_kind = models.CharField("履职记录的类型", max_length=30)
    closes_on = models.DateField("截止日期")
    set_for = models.DateField("通知确定的截止日期")
    document = models.CharField("文号", max_length=120)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.CharField("登记人", max_length=120)
    closed_at = models.DateTimeField("提前截止时间", null=True)
    closed_by = models.CharField("提前截止人", max_length=120, blank=True)
    close_document = models.CharField("提前截止文号", max_length=120, blank=True)

    objects: ClassVar = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = "开展时限"
        constraints: ClassVar = [
            models.UniqueConstraint(name="window_once", fields=["plan", "record_kind"]),
            models.CheckConstraint(
                name="window_closed_by_someone",
                condition=Q(closed_at=None, closed_by="", close_document="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(close_document="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} 至 {self.closes_on}"
