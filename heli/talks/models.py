"""Talks and who took part in them; nothing of what was said."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.talks.catalogue import TalkKind


class TalkQuerySet(models.QuerySet["Talk"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def of_year(self, year: int) -> Self:
        return self.filter(held_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def visible_to(self, scope: Scope) -> Self:
        """Those of branches that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Talk(models.Model):
    """谈心谈话: one member talked with one or several others, with each by himself, on a day.

    `together`: one of a round that the branch records as 集中谈心谈话. `record` is what was handed down to
    the duties with this entry: that round, or the year's coverage, which this entry made whole. It is never
    known what was said, nor why a talk of the kind 特殊情况 was held.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="talks"
    )
    kind = models.CharField("情形", max_length=16, choices=TalkKind.choices)
    held_on = models.DateField("日期")
    together = models.BooleanField("集中谈心谈话", default=False)
    record = models.ForeignKey(
        Record, verbose_name="履职记录", null=True, on_delete=models.PROTECT, related_name="talks"
    )
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=120, blank=True)

    objects: ClassVar = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = "谈心谈话"
        constraints: ClassVar = [
            models.CheckConstraint(name="talk_entered_by_someone", condition=~Q(entered_by="")),
            models.CheckConstraint(
                name="talk_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="talk_by_branch", fields=["organisation", "held_on"])]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_kind_display()}"


class TalkerQuerySet(models.QuerySet["Talker"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of talks in branches that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(talk__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Talker(models.Model):
    """Somebody who took part; `leads` is the one who talked with each of the others."""

    talk = models.ForeignKey(Talk, on_delete=models.PROTECT, related_name="talkers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    leads = models.BooleanField("谈话人", default=False)

    objects: ClassVar = TalkerQuerySet.as_manager()

    class Meta:
        verbose_name = "谈话双方"
        constraints: ClassVar = [
            models.UniqueConstraint(name="talker_once", fields=["talk", "member"]),
            models.UniqueConstraint(name="talker_one_leads", fields=["talk"], condition=Q(leads=True)),
        ]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.member_id}"
