"""Rounds of 述职评议, with the lines of their grades and the groups that rate."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.ballots.models import Poll
from heli.debriefing.catalogue import Grade, Suggests
from heli.duties.models import Record
from heli.orgs.models import Organisation


class DebriefingQuerySet(models.QuerySet["Debriefing"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those that an organisation in `scope` organises."""
        if scope.everything:
            return self
        return self.filter(organiser__in=Organisation.objects.visible_to(scope).values("pk"))


class Debriefing(models.Model):
    """述职评议 of one organiser for one year: those beneath it report to it.

    `rating_share` is the per cent of the 测评 in the proposal, the rest is the 党建考核. `meeting` adopted
    the grades; a 机关工委, whose meetings are not recorded here, names it in `met_as`. `why_when`: why it is
    held outside November and December (R10-03).
    """

    organiser = models.ForeignKey(
        Organisation, verbose_name="组织方", on_delete=models.PROTECT, related_name="debriefings"
    )
    year = models.PositiveSmallIntegerField("年度")
    first_on = models.DateField("开始日期")
    last_on = models.DateField("结束日期")
    why_when = models.CharField("不在规定时间的原因", max_length=200, blank=True)
    rating_share = models.PositiveSmallIntegerField("测评所占比例")
    document = models.CharField("方案文号", max_length=120, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True)
    issued_by = models.CharField("印发人", max_length=120, blank=True)
    meeting = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField("审定日期", null=True)
    met_as = models.CharField("审定会议", max_length=120, blank=True)
    decided_at = models.DateTimeField("审定登记时间", null=True)
    decided_by = models.CharField("审定登记人", max_length=120, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.CharField("办结人", max_length=120, blank=True)
    made_at = models.DateTimeField("建立时间")
    made_by = models.CharField("建立人", max_length=120)

    objects: ClassVar = DebriefingQuerySet.as_manager()

    class Meta:
        verbose_name = "述职评议"
        constraints: ClassVar = [
            models.UniqueConstraint(name="debriefing_once_a_year", fields=["organiser", "year"]),
            models.CheckConstraint(name="debriefing_days", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(name="debriefing_share", condition=Q(rating_share__range=(1, 100))),
            models.CheckConstraint(
                name="debriefing_issued_by",
                condition=Q(issued_at=None, issued_by="") | (Q(issued_at__isnull=False) & ~Q(issued_by="")),
            ),
            models.CheckConstraint(
                name="debriefing_decided_by",
                condition=Q(decided_at=None, decided_by="", met_on=None)
                | (Q(decided_at__isnull=False, met_on__isnull=False) & ~Q(decided_by="") & ~Q(met_as="")),
            ),
            models.CheckConstraint(
                name="debriefing_closed_by",
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False, decided_at__isnull=False) & ~Q(closed_by="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="debriefing_by_year", fields=["year", "organiser"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.year}年度书记抓基层党建述职评议"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class GradeLineQuerySet(models.QuerySet["GradeLine"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(debriefing__in=Debriefing.objects.visible_to(scope))


class GradeLine(models.Model):
    """What a mark is worth and from which result on the grade is proposed, in one round (R10-08)."""

    debriefing = models.ForeignKey(Debriefing, on_delete=models.CASCADE, related_name="lines")
    grade = models.CharField("等次", max_length=8, choices=Grade.choices)
    worth = models.PositiveSmallIntegerField("每票分值")
    line = models.PositiveSmallIntegerField("分数线")

    objects: ClassVar = GradeLineQuerySet.as_manager()

    class Meta:
        verbose_name = "等次分数线"
        constraints: ClassVar = [
            models.UniqueConstraint(name="grade_line_once", fields=["debriefing", "grade"]),
            models.CheckConstraint(name="grade_line_range", condition=Q(worth__lte=100, line__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.line}"


class RaterGroupQuerySet(models.QuerySet["RaterGroup"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(debriefing__in=Debriefing.objects.visible_to(scope))


class RaterGroup(models.Model):
    """测评主体: a group that rates all reporters of a round, with its weight; `poll` is its secret vote."""

    debriefing = models.ForeignKey(Debriefing, on_delete=models.CASCADE, related_name="groups")
    place = models.PositiveSmallIntegerField("序号")
    name = models.CharField("测评主体", max_length=40)
    weight = models.PositiveSmallIntegerField("权重")
    suggests = models.CharField("预填", max_length=10, choices=Suggests.choices, default=Suggests.NONE)
    poll = models.OneToOneField(Poll, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = RaterGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "测评主体"
        constraints: ClassVar = [
            models.UniqueConstraint(name="rater_group_once", fields=["debriefing", "name"]),
            models.CheckConstraint(name="rater_group_weight", condition=Q(weight__range=(1, 100))),
        ]

    def __str__(self) -> str:
        return self.name
