"""Problems named, and promises made: what is shown short of, and what is to be done about it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heli.duties.models import Record, Requirement
from heli.exchange.catalogue import Outcome, Source
from heli.exchange.models.gatherings import Exhibit, OfExhibit


class Problem(models.Model):
    """问题不足, one sentence: named by the organisation itself, or found in a 集中检视 (S001-04).

    `category` is an id of the categories, empty while nobody has said what it is about.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="problems")
    category = models.CharField("归类", max_length=20, blank=True)
    text = models.CharField("问题", max_length=200)
    source = models.CharField("来源", max_length=6, choices=Source.choices)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = OfExhibit.as_manager()

    class Meta:
        verbose_name = "问题"
        constraints: ClassVar = [models.UniqueConstraint(name="problem_once", fields=["exhibit", "text"])]

    def __str__(self) -> str:
        return self.text


class Promise(models.Model):
    """承诺: what an organisation promises, how that is measured, by when; and what came of it at the 回头看.

    `requirement` is the duty that it was handed down as, `record` what shows that it was kept. The
    organisation reports, the organiser says the outcome.
    """

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="promises")
    problem = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField("承诺事项", max_length=200)
    measure = models.CharField("衡量标准", max_length=200)
    due_on = models.DateField("完成期限")
    record_kind = models.CharField("由哪类履职记录说明", max_length=30, blank=True)
    requirement = models.ForeignKey(Requirement, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("承诺时间")
    made_by = models.CharField("登记人", max_length=120)
    report = models.CharField("完成情况", max_length=300, blank=True)
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("报告时间", null=True)
    reported_by = models.CharField("报告人", max_length=120, blank=True)
    outcome = models.CharField("兑现情况", max_length=8, choices=Outcome.choices, blank=True, default="")
    why = models.CharField("说明", max_length=300, blank=True)
    settled_at = models.DateTimeField("认定时间", null=True)
    settled_by = models.CharField("认定人", max_length=120, blank=True)

    objects: ClassVar = OfExhibit.as_manager()

    class Meta:
        verbose_name = "承诺"
        constraints: ClassVar = [
            models.UniqueConstraint(name="promise_once", fields=["exhibit", "text"]),
            models.CheckConstraint(
                name="promise_settled_by_someone",
                condition=Q(outcome="", settled_at=None, settled_by="")
                | (~Q(outcome="") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
            models.CheckConstraint(
                name="promise_settled_on_grounds",
                condition=Q(outcome="") | Q(record__isnull=False) | ~Q(why=""),
            ),
        ]
        indexes: ClassVar = [models.Index(name="promise_by_day", fields=["outcome", "due_on"])]

    def __str__(self) -> str:
        return self.text
