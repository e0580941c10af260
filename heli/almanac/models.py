"""The fixed day of a branch, the days it has planned, switches of the 工委, private calendar addresses."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.duties.models import Requirement
from heli.orgs.models import Organisation


class FixedDayQuerySet(models.QuerySet["FixedDay"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of branches that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class FixedDay(models.Model):
    """固定党日: the relatively fixed day of each month (R01-17), as the branch has set it.

    Either `day` of the month (a shorter month: its last), or the `nth` `weekday` (0 Monday; nth 5: the last).
    `earlier`: on a day off it is held before and not after; `on_days_off`: it is held on the day off itself.
    """

    organisation = models.OneToOneField(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="fixed_day"
    )
    day = models.PositiveSmallIntegerField("每月几日", null=True)
    nth = models.PositiveSmallIntegerField("第几个", null=True)
    weekday = models.PositiveSmallIntegerField("周几", null=True)
    earlier = models.BooleanField("遇休息日提前", default=False)
    on_days_off = models.BooleanField("休息日照常", default=False)
    set_at = models.DateTimeField("设定时间")
    set_by = models.CharField("设定人", max_length=120)

    objects: ClassVar = FixedDayQuerySet.as_manager()

    class Meta:
        verbose_name = "固定党日"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="fixedday_one_way",
                condition=Q(day__range=(1, 31), nth=None, weekday=None)
                | Q(day=None, nth__range=(1, 5), weekday__range=(0, 6)),
            ),
            models.CheckConstraint(name="fixedday_set_by_someone", condition=~Q(set_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class PlannedDateQuerySet(models.QuerySet["PlannedDate"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class PlannedDate(models.Model):
    """计划日期: the day planned for one duty (requirement × period). Never whether it is done."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="planned_dates"
    )
    requirement = models.ForeignKey(
        Requirement, verbose_name="责任条目", on_delete=models.PROTECT, related_name="planned_dates"
    )
    period = models.PositiveSmallIntegerField("期间")
    day = models.DateField("日期")
    planned_at = models.DateTimeField("安排时间")
    planned_by = models.CharField("安排人", max_length=120)

    objects: ClassVar = PlannedDateQuerySet.as_manager()

    class Meta:
        verbose_name = "计划日期"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="planneddate_once", fields=["organisation", "requirement", "period"]
            ),
            models.CheckConstraint(name="planneddate_by_someone", condition=~Q(planned_by="")),
        ]
        indexes: ClassVar = [models.Index(name="planneddate_by_day", fields=["day", "organisation"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day}"


class Switch(models.Model):
    """开关: the calendar feed or an entry of 全年一览, as the 工委 has turned it. No row: as it comes."""

    key = models.CharField("事项", max_length=60, unique=True)
    on = models.BooleanField("开启")
    set_at = models.DateTimeField("设定时间")
    set_by = models.CharField("设定人", max_length=120)

    class Meta:
        verbose_name = "开关"
        constraints: ClassVar = [
            models.CheckConstraint(name="switch_set_by_someone", condition=~Q(set_by=""))
        ]

    def __str__(self) -> str:
        return self.key


class Feed(models.Model):
    """日历订阅: a private address of one account; its token is kept as a hash, and never when it was used."""

    account = models.ForeignKey(Account, verbose_name="账号", on_delete=models.PROTECT, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("开通时间")
    made_by = models.CharField("开通人", max_length=120)
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_by = models.CharField("停用人", max_length=120, blank=True)

    class Meta:
        verbose_name = "日历订阅"
        constraints: ClassVar = [
            models.UniqueConstraint(name="feed_one_in_use", fields=["account"], condition=Q(revoked_at=None)),
            models.CheckConstraint(name="feed_made_by_someone", condition=~Q(made_by="")),
            models.CheckConstraint(
                name="feed_revoked_by_someone",
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"
