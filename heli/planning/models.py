"""战略任务 of the superiors as a tree (S002-09 … S002-14), and what a unit ties to a task (S001-37)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.models import Record, Requirement
from heli.orgs.models import Organisation


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, scope: Scope) -> Self:
        """Themes are public within the house, as plans are."""
        return self.none() if scope.is_empty else self


class Theme(models.Model):
    """A strategic task of the superiors (一个总目标, 四个示范市 …), kept by the 工委; at most five levels."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField("名称", max_length=120)
    place = models.PositiveSmallIntegerField("顺序")
    source = models.CharField("出处", max_length=200, blank=True)
    closed_at = models.DateTimeField("停用时间", null=True)
    closed_by = models.CharField("停用人", max_length=120, blank=True)
    requirements: "models.ManyToManyField[Requirement, ThemeTag]" = models.ManyToManyField(
        Requirement, through="ThemeTag", related_name="themes"
    )

    objects: ClassVar = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "战略任务"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="theme_name_once", fields=["parent", "name"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="theme_closed_by_someone", condition=Q(closed_at=None, closed_by="") | ~Q(closed_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeTag(models.Model):
    """A task of the plan serves a strategic task."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="tags")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="theme_tags")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="theme_tag_once", fields=["theme", "requirement"])
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}/{self.requirement_id}"


class TieQuerySet(models.QuerySet["Tie"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Tie(models.Model):
    """A business project or goal of an organisation beside a task of the plan, with the four together (四同).

    同谋划、同部署、同推进、同考核 are each shown by a record of the organisation, or not yet (R07-03).
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="ties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    project = models.CharField("业务项目", max_length=120)
    goal = models.CharField("目标", max_length=200, blank=True)
    planned = models.ForeignKey(
        Record, verbose_name="同谋划", null=True, on_delete=models.PROTECT, related_name="+"
    )
    deployed = models.ForeignKey(
        Record, verbose_name="同部署", null=True, on_delete=models.PROTECT, related_name="+"
    )
    advanced = models.ForeignKey(
        Record, verbose_name="同推进", null=True, on_delete=models.PROTECT, related_name="+"
    )
    assessed = models.ForeignKey(
        Record, verbose_name="同考核", null=True, on_delete=models.PROTECT, related_name="+"
    )
    tied_at = models.DateTimeField("登记时间")
    tied_by = models.CharField("登记人", max_length=120)
    untied_at = models.DateTimeField("解除时间", null=True)
    untied_by = models.CharField("解除人", max_length=120, blank=True)

    objects: ClassVar = TieQuerySet.as_manager()

    class Meta:
        verbose_name = "党建业务融合"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="tie_once",
                fields=["requirement", "organisation", "project"],
                condition=Q(untied_at=None),
            ),
            models.CheckConstraint(
                name="tie_untied_by_someone", condition=Q(untied_at=None, untied_by="") | ~Q(untied_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.project
