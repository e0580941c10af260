"""Plans of study with their lines and what came of them; classes with their members; stated minutes."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.duties.models import Record
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.study.catalogue import Activity, ClassKind, Outcome, Way


def _visible(scope: Scope) -> "models.QuerySet[Organisation, int]":
    return Organisation.objects.visible_to(scope).values_list("pk", flat=True)


class StudyPlanQuerySet(models.QuerySet["StudyPlan"]):
    def visible_to(self, scope: Scope) -> Self:
        return self if scope.everything else self.filter(organisation__in=_visible(scope))


class StudyPlan(models.Model):
    """What an organisation studies in a year; `secretary` is the 学习秘书 (elsewhere: who sees to it)."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="study_plans"
    )
    year = models.PositiveSmallIntegerField("年度")
    secretary = models.CharField("学习秘书", max_length=60, blank=True)
    made_at = models.DateTimeField("录入时间")
    made_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = StudyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "学习计划"
        constraints: ClassVar = [
            models.UniqueConstraint(name="study_plan_once_a_year", fields=["organisation", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{self.year}年学习计划"


class StudyLineQuerySet(models.QuerySet["StudyLine"]):
    def visible_to(self, scope: Scope) -> Self:
        return self if scope.everything else self.filter(plan__organisation__in=_visible(scope))

    def standing(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_at=None)


class StudyLine(models.Model):
    """One topic of a plan: what, about what, how, by when, and where the material lies (no file is kept).

    `period` is a code of kernel.periods.Period, `tag` an id of catalogue.TAGS.
    """

    plan = models.ForeignKey(StudyPlan, on_delete=models.PROTECT, related_name="lines")
    topic = models.CharField("学习内容", max_length=200)
    tag = models.CharField("内容分类", max_length=20, blank=True)
    way = models.CharField("学习方式", max_length=10, choices=Way.choices)
    activity = models.CharField("活动类型", max_length=10, choices=Activity.choices, blank=True)
    period = models.CharField("期间", max_length=7)
    material = models.CharField("书目、材料", max_length=200, blank=True)
    place = models.CharField("材料所在", max_length=200, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    dropped_at = models.DateTimeField("删去时间", null=True)
    dropped_by = models.CharField("删去人", max_length=120, blank=True)

    objects: ClassVar = StudyLineQuerySet.as_manager()

    class Meta:
        verbose_name = "学习计划条目"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="study_line_once", fields=["plan", "topic", "period"], condition=Q(dropped_at=None)
            ),
            models.CheckConstraint(
                name="study_line_dropped_by_someone",
                condition=Q(dropped_at=None, dropped_by="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class StudyResultQuerySet(models.QuerySet["StudyResult"]):
    def visible_to(self, scope: Scope) -> Self:
        return self if scope.everything else self.filter(line__plan__organisation__in=_visible(scope))

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class StudyResult(models.Model):
    """That a line was studied, at which meeting (`record`), or what came of it and where that lies.

    Of the organisation: it names no person and counts nothing (S002-26, R14-06).
    """

    line = models.ForeignKey(StudyLine, on_delete=models.PROTECT, related_name="results")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("落实情况", max_length=12, choices=Outcome.choices)
    title = models.CharField("名称", max_length=200, blank=True)
    place = models.CharField("所在", max_length=200, blank=True)
    happened_on = models.DateField("日期")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    withdrawn_by = models.CharField("作废人", max_length=120, blank=True)

    objects: ClassVar = StudyResultQuerySet.as_manager()

    class Meta:
        verbose_name = "学习落实情况"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="study_result_once_a_record",
                fields=["line", "record"],
                condition=Q(withdrawn_at=None, record__isnull=False),
            ),
            models.CheckConstraint(
                name="study_result_withdrawn_by",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_outcome_display()


class StudyMinutesQuerySet(models.QuerySet["StudyMinutes"]):
    def visible_to(self, scope: Scope) -> Self:
        return self if scope.everything else self.filter(record__organisation__in=_visible(scope))


class StudyMinutes(models.Model):
    """How long a meeting studied, as its recorder states; without a row the kind's own minutes count."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="study_minutes")
    minutes = models.PositiveSmallIntegerField("学习分钟")
    stated_at = models.DateTimeField("填报时间")
    stated_by = models.CharField("填报人", max_length=120)

    objects: ClassVar = StudyMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "学习时长"

    def __str__(self) -> str:
        return f"{self.record_id}：{self.minutes} 分钟"


class StudyClassQuerySet(models.QuerySet["StudyClass"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those that an organisation in `scope` entered, or that a member of one attended."""
        if scope.everything:
            return self
        attended = ClassMember.objects.visible_to(scope).filter(study_class=models.OuterRef("pk"))
        return self.filter(Q(host__in=_visible(scope)) | models.Exists(attended))

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class StudyClass(models.Model):
    """A class held once, entered by `host`: who organised it, or a branch whose members attended elsewhere.

    Either `half_days`, converted by its kind, or the 学时 that its certificate states (R09-03).
    """

    host = models.ForeignKey(
        Organisation, verbose_name="登记的党组织", on_delete=models.PROTECT, related_name="study_classes"
    )
    title = models.CharField("班次名称", max_length=120)
    organiser = models.CharField("主办单位", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=ClassKind.choices)
    tag = models.CharField("内容分类", max_length=20, blank=True)
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    half_days = models.PositiveSmallIntegerField("半天数", null=True)
    hours = models.DecimalField("证明学时", max_digits=5, decimal_places=1, null=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    withdrawn_by = models.CharField("作废人", max_length=120, blank=True)
    withdrawn_why = models.CharField("作废原因", max_length=200, blank=True)

    objects: ClassVar = StudyClassQuerySet.as_manager()

    class Meta:
        verbose_name = "培训班次"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="study_class_once",
                fields=["host", "title", "begins_on"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="study_class_in_order", condition=Q(ends_on__gte=F("begins_on"))),
            models.CheckConstraint(
                name="study_class_days_or_hours",
                condition=Q(half_days__gt=0, hours=None) | Q(half_days=None, hours__gt=0),
            ),
            models.CheckConstraint(
                name="study_class_withdrawn_by",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="study_class_by_day", fields=["ends_on", "id"])]

    def __str__(self) -> str:
        return self.title


class ClassMemberQuerySet(models.QuerySet["ClassMember"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those whose member belongs to an organisation in `scope` today."""
        return self if scope.everything else self.filter(member__organisation__in=_visible(scope))


class ClassMember(models.Model):
    """学员: a member who attended a class. Evidence of the class; nothing sorts or ranks by it (R14-06)."""

    study_class = models.ForeignKey(StudyClass, on_delete=models.PROTECT, related_name="members")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = ClassMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "学员"
        constraints: ClassVar = [
            models.UniqueConstraint(name="class_member_once", fields=["study_class", "member"])
        ]

    def __str__(self) -> str:
        return f"{self.member_id}@{self.study_class_id}"
