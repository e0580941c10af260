"""Which member of a branch answers for what, over a run of days; nothing of how well."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.assignments.catalogue import MOST_ABOUT, MOST_TITLE, MOST_WHY, AssignmentKind
from heli.members.models import Member
from heli.orgs.models import Organisation


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def running(self, today: date) -> Self:
        """Standing, begun, not past the last day, and ended by nobody."""
        begun = self.standing().filter(begins_on__lte=today, ended_at=None)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def past(self, today: date) -> Self:
        """All others: past the last day, ended, or taken back; none begins on a day to come."""
        return self.filter(Q(ends_on__lt=today) | ~Q(ended_at=None) | ~Q(withdrawn_at=None))

    def visible_to(self, scope: Scope) -> Self:
        """Those of branches that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Assignment(models.Model):
    """设岗定责: a member of a branch answers for a post or a task from `begins_on` to the last day `ends_on`.

    `ends_on` may be known from the start; `ended_at` says that somebody ended it. A row of somebody who left
    the branch stays as it is until then.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="assignments"
    )
    member = models.ForeignKey(Member, verbose_name="党员", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=8, choices=AssignmentKind.choices)
    title = models.CharField("名称", max_length=MOST_TITLE)
    about = models.CharField("职责", max_length=MOST_ABOUT, blank=True)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    ended_at = models.DateTimeField("结束的登记时间", null=True)
    ended_by = models.CharField("结束的登记人", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=120, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=MOST_WHY, blank=True)

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "设岗定责"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="assignment_once_at_a_time",
                fields=["organisation", "member", "title"],
                condition=Q(withdrawn_at=None, ends_on=None),
            ),
            models.CheckConstraint(name="assignment_by_someone", condition=~Q(title="") & ~Q(entered_by="")),
            models.CheckConstraint(
                name="assignment_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
            ),
            models.CheckConstraint(
                name="assignment_ended_by_someone",
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__isnull=False, ends_on__isnull=False) & ~Q(ended_by="")),
            ),
            models.CheckConstraint(
                name="assignment_withdrawn_with_why",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="assignment_by_branch", fields=["organisation", "begins_on"]),
        ]

    def __str__(self) -> str:
        return self.title
