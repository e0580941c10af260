"""The 组织生活会 of a branch and year: its theme, the records that are its evidence, what is put right."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.orglife.catalogue import Preparation
from heli.orgs.models import Organisation


class OrgLifeQuerySet(models.QuerySet["OrgLife"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class OrgLife(models.Model):
    """组织生活会 of one organisation and year in its four stages (R01-19, R01-20, S003-28).

    Nothing of what a person said about himself is kept here or beneath: only the organisation's own issues
    and measures. `record` is the meeting itself, once it was held and recorded.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="org_lives")
    year = models.PositiveSmallIntegerField("年度")
    theme = models.CharField("主题", max_length=200)
    theme_at = models.DateTimeField("确定主题时间")
    theme_by = models.CharField("确定主题录入人", max_length=120)
    record = models.OneToOneField(Record, null=True, on_delete=models.PROTECT, related_name="org_life")
    held_at = models.DateTimeField("关联会议时间", null=True)
    held_by = models.CharField("关联会议录入人", max_length=120, blank=True)

    objects: ClassVar = OrgLifeQuerySet.as_manager()

    class Meta:
        verbose_name = "组织生活会"
        constraints: ClassVar = [
            models.UniqueConstraint(name="org_life_once_a_year", fields=["organisation", "year"]),
            models.CheckConstraint(name="org_life_has_a_theme", condition=~Q(theme="")),
            models.CheckConstraint(
                name="org_life_held_by_someone",
                condition=Q(record=None, held_at=None, held_by="")
                | (Q(record__isnull=False, held_at__isnull=False) & ~Q(held_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度组织生活会 {self.organisation_id}"


class OrgLifeEvidenceQuerySet(models.QuerySet["OrgLifeEvidence"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(life__organisation__in=visible)


class OrgLifeEvidence(models.Model):
    """A record that exists already and shows that a part of the preparation was done: linked, never typed."""

    life = models.ForeignKey(OrgLife, on_delete=models.PROTECT, related_name="evidence")
    preparation = models.CharField("会前准备", max_length=10, choices=Preparation.choices)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField("关联时间")
    linked_by = models.CharField("关联人", max_length=120)

    objects: ClassVar = OrgLifeEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "会前准备的依据"
        constraints: ClassVar = [
            models.UniqueConstraint(name="org_life_linked_once", fields=["life", "preparation", "record"])
        ]

    def __str__(self) -> str:
        return f"{self.get_preparation_display()} {self.record_id}"


class RectificationQuerySet(models.QuerySet["Rectification"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(life__organisation__in=visible)

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def overdue(self, today: date) -> Self:
        return self.standing().filter(done_at=None, due_on__lt=today)


class Rectification(models.Model):
    """整改措施: an issue of the organisation, what is done about it, by whom and by when (R01-20)."""

    life = models.ForeignKey(OrgLife, on_delete=models.PROTECT, related_name="measures")
    issue = models.CharField("支部存在的问题", max_length=200)
    measure = models.CharField("整改措施", max_length=300)
    person = models.CharField("责任人", max_length=60)
    due_on = models.DateField("完成时限")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    done_at = models.DateTimeField("办结时间", null=True)
    done_by = models.CharField("办结录入人", max_length=120, blank=True)
    done_how = models.CharField("落实情况", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.CharField("撤销人", max_length=120, blank=True)
    withdrawn_why = models.CharField("撤销原因", max_length=200, blank=True)

    objects: ClassVar = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "整改措施"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rectified_by_someone",
                condition=Q(done_at=None, done_by="", done_how="")
                | (Q(done_at__isnull=False) & ~Q(done_by="") & ~Q(done_how="")),
            ),
            models.CheckConstraint(
                name="measure_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="measure_open_by_day",
                fields=["due_on"],
                condition=Q(done_at=None, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.measure[:40]
