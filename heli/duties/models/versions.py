"""Earlier versions of records: what stood there before a correction, readable for good."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.models.records import Record
from heli.orgs.models import Organisation


class RecordVersionQuerySet(models.QuerySet["RecordVersion"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of records of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(record__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class RecordVersion(models.Model):
    """What a record said before it was corrected; number 1 is the first version.

    `beside` is JSON of what a higher package keeps of it (who was away), empty where nothing is.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    happened_on = models.DateField("日期")
    topic = models.CharField("主题", max_length=200)
    due = models.PositiveIntegerField("应到人数", null=True)
    present = models.PositiveIntegerField("实到人数", null=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    recorder = models.CharField("记录人", max_length=60, blank=True)
    text = models.TextField("主要内容", blank=True)
    beside = models.TextField(blank=True)
    replaced_at = models.DateTimeField("更正时间")
    replaced_by = models.CharField("更正人", max_length=120)
    why = models.CharField("更正理由", max_length=200)

    objects: ClassVar = RecordVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "记录的原版本"
        constraints: ClassVar = [
            models.UniqueConstraint(name="record_version_once", fields=["record", "number"]),
            models.CheckConstraint(name="record_version_for_reason", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} 第 {self.number} 版"
