"""Reviews with their stages, the grade of each member, and the marks of 先锋指数 where a branch uses it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.ballots.models import Poll, Question
from heli.duties.models import Record
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.reviews.catalogue import Grade, Missed, StageKind


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Review(models.Model):
    """民主评议党员 of one branch for one `year`, which may be held until March of the next.

    `poll` is the 民主测评, `meeting` the one that decided the grades, `record` the 履职记录 that the review
    is once it is closed. `why_more`: why more than a third are 优秀 (R01-22); it speaks of no person.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党支部", on_delete=models.PROTECT, related_name="reviews"
    )
    year = models.PositiveSmallIntegerField("年度")
    poll = models.OneToOneField(Poll, null=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    why_more = models.CharField("优秀超过三分之一的原因", max_length=200, blank=True)
    opened_at = models.DateTimeField("开始登记时间")
    opened_by = models.CharField("开始登记人", max_length=120)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.CharField("办结人", max_length=120, blank=True)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "民主评议"
        constraints: ClassVar = [
            models.UniqueConstraint(name="review_once_a_year", fields=["organisation", "year"]),
            models.CheckConstraint(
                name="review_closed_by_someone",
                condition=Q(closed_at=None, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
            models.CheckConstraint(
                name="review_closed_when_decided",
                condition=Q(closed_at=None) | Q(meeting__isnull=False, record__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="review_by_year", fields=["year", "organisation"])]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.year}年度民主评议党员"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(review__in=Review.objects.visible_to(scope))


class Stage(models.Model):
    """自评 or 互评 as it was held: when, how many were due and took part; nothing of what was said."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="stages")
    kind = models.CharField("阶段", max_length=8, choices=StageKind.choices)
    done_on = models.DateField("日期")
    in_groups = models.BooleanField("在党小组内进行", default=False)
    due = models.PositiveIntegerField("应参加人数")
    took_part = models.PositiveIntegerField("参加人数")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "评议阶段"
        constraints: ClassVar = [
            models.UniqueConstraint(name="stage_once", fields=["review", "kind"]),
            models.CheckConstraint(name="stage_within_due", condition=Q(took_part__lte=F("due"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on}"


class StageAbsenceQuerySet(models.QuerySet["StageAbsence"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(stage__review__in=Review.objects.visible_to(scope))


class StageAbsence(models.Model):
    """How many took no part in a stage for one reason; nobody is named."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="absences")
    reason = models.CharField("原因", max_length=8, choices=Missed.choices)
    number = models.PositiveIntegerField("人数")

    objects: ClassVar = StageAbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "未参加人数"
        constraints: ClassVar = [
            models.UniqueConstraint(name="stage_absence_once", fields=["stage", "reason"]),
            models.CheckConstraint(name="stage_absence_somebody", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.number} 人"


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, scope: Scope) -> Self:
        """By name: the caller hands in the scope of REVIEW_HOLD, a branch's own officers."""
        return self.filter(review__in=Review.objects.visible_to(scope))


class Evaluation(models.Model):
    """One member in one review: his grade, empty until it is decided or where none is given, and the day on
    which he was told of 基本合格 or 不合格. Nothing else about a person is kept here. `question` is the one
    about him on the ballot."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="evaluations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="evaluations")
    question = models.OneToOneField(Question, null=True, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField("评定等次", max_length=10, choices=Grade.choices, blank=True)
    told_on = models.DateField("告知本人日期", null=True)

    objects: ClassVar = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "评定等次"
        constraints: ClassVar = [
            models.UniqueConstraint(name="evaluation_once", fields=["review", "member"]),
            models.CheckConstraint(
                name="evaluation_told_of_a_low_one",
                condition=Q(told_on=None) | Q(grade__in=[Grade.BASIC, Grade.UNFIT]),
            ),
        ]
        indexes: ClassVar = [models.Index(name="evaluation_by_member", fields=["member"])]

    def __str__(self) -> str:
        return f"{self.review_id} 中的一人"


class PioneerList(models.Model):
    """先锋指数 of one review, which a branch may use or not: its items, and when confirmed (S001-53).

    Reached through its review alone, by those who hold it and by each member for himself: there is no list
    over branches (R14-10). `listed_on` says which version of the examples it was taken from, `meeting` at
    which the grades were decided and the marks confirmed.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="pioneer")
    listed_on = models.DateField("条目日期")
    chosen_at = models.DateTimeField("启用时间")
    chosen_by = models.CharField("启用人", max_length=120)
    meeting = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.CharField("确认人", max_length=120, blank=True)

    class Meta:
        verbose_name = "先锋指数"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pioneer_confirmed_at_a_meeting",
                condition=Q(confirmed_at=None, confirmed_by="", meeting=None)
                | (Q(confirmed_at__isnull=False, meeting__isnull=False) & ~Q(confirmed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} 的先锋指数"


class PioneerItem(models.Model):
    """An item of a list: which example, and the most points that the branch gives it."""

    pioneer = models.ForeignKey(PioneerList, on_delete=models.PROTECT, related_name="items")
    code = models.CharField("条目", max_length=20)
    points = models.PositiveSmallIntegerField("最多分值")

    class Meta:
        verbose_name = "先锋指数条目"
        constraints: ClassVar = [
            models.UniqueConstraint(name="pioneer_item_once", fields=["pioneer", "code"]),
        ]

    def __str__(self) -> str:
        return self.code


class PioneerMark(models.Model):
    """What the committee gave a member for an item: points (above nought also where the item
    takes off), and for 加分, 扣分 and 清零 the fact or document. No sum is kept."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="pioneer_marks")
    item = models.ForeignKey(PioneerItem, on_delete=models.PROTECT, related_name="marks")
    points = models.PositiveSmallIntegerField("分值")
    reason = models.CharField("事实或文件", max_length=60, blank=True)

    class Meta:
        verbose_name = "先锋指数评分"
        constraints: ClassVar = [
            models.UniqueConstraint(name="pioneer_mark_once", fields=["evaluation", "item"]),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} 的评分"
