"""The minutes of a meeting: where they stand, what was voted on, and notes beside locked ones.

What the minutes say stands on the record itself (`duties.Record`), entered once; its earlier versions are
`duties.RecordVersion`. A record without `Minutes` was not drafted here: nothing is inserted beforehand.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.orglife.catalogue import MinutesState
from heli.orgs.models import Organisation


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(record__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Minutes(models.Model):
    """会议记录: the state of what a record says, from draft to signed by the chair to locked (S001-57).

    The record counts from the moment that it is entered, whatever the state here: the fact happened.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(
        "状态", max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT.value
    )
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.CharField("起草人", max_length=120)
    signed_at = models.DateTimeField("审签时间", null=True)
    signed_by = models.CharField("审签人", max_length=120, blank=True)
    locked_at = models.DateTimeField("归档锁定时间", null=True)
    locked_by = models.CharField("归档锁定人", max_length=120, blank=True)

    objects: ClassVar = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "会议记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="minutes_signed_by_someone",
                condition=Q(signed_at=None, signed_by="") | (Q(signed_at__isnull=False) & ~Q(signed_by="")),
            ),
            models.CheckConstraint(
                name="minutes_locked_by_someone",
                condition=Q(locked_at=None, locked_by="") | (Q(locked_at__isnull=False) & ~Q(locked_by="")),
            ),
            models.CheckConstraint(
                name="minutes_as_far_as_said",
                condition=Q(state=MinutesState.DRAFT, signed_at=None, locked_at=None)
                | Q(state=MinutesState.SIGNED, signed_at__isnull=False, locked_at=None)
                | Q(state=MinutesState.LOCKED, signed_at__isnull=False, locked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.record_id}"


class MinutesNoteQuerySet(models.QuerySet["MinutesNote"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(minutes__record__organisation__in=visible)


class MinutesNote(models.Model):
    """更正说明: what is wrong in locked minutes, said beside them; they themselves stay as they are."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField("说明", max_length=500)
    noted_at = models.DateTimeField("时间")
    noted_by = models.CharField("说明人", max_length=120)

    objects: ClassVar = MinutesNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "更正说明"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="minutes_note_says_something", condition=~Q(text="") & ~Q(noted_by="")
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class VotedMatterQuerySet(models.QuerySet["VotedMatter"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(minutes__record__organisation__in=visible)

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class VotedMatter(models.Model):
    """表决事项: a matter put to the vote at a meeting, counted, passed or not by rule (R01-12).

    Counts only: who voted how is nobody's business here. `voting_due` and `voting_present` are those with a
    vote at that meeting, which the counts were weighed against.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="matters")
    matter = models.CharField("表决事项", max_length=300)
    in_favour = models.PositiveIntegerField("赞成")
    against = models.PositiveIntegerField("反对")
    abstained = models.PositiveIntegerField("弃权")
    voting_due = models.PositiveIntegerField("应到会有表决权")
    voting_present = models.PositiveIntegerField("到会有表决权")
    passed = models.BooleanField("通过")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.CharField("撤销人", max_length=120, blank=True)
    withdrawn_why = models.CharField("撤销原因", max_length=200, blank=True)

    objects: ClassVar = VotedMatterQuerySet.as_manager()

    class Meta:
        verbose_name = "表决事项"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="voted_by_those_present",
                condition=Q(voting_present__gte=F("in_favour") + F("against") + F("abstained"))
                & Q(voting_due__gte=F("voting_present")),
            ),
            models.CheckConstraint(
                name="voted_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]

    def __str__(self) -> str:
        return self.matter[:40]
