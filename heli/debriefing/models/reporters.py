"""Reporters of a round, each with report, remark, feedback and what is to be mended."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.ballots.models import Question
from heli.debriefing.catalogue import RELATIONS, Grade, Manner
from heli.debriefing.models.rounds import Debriefing, RaterGroup
from heli.duties.models import Record, Requirement
from heli.members.models import Member
from heli.orgs.models import Organisation


class ReporterQuerySet(models.QuerySet["Reporter"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(debriefing__in=Debriefing.objects.visible_to(scope))


class Reporter(models.Model):
    """述职人 of a round: an organisation's secretary, by post on the day, with all that comes of it.

    `record` is the 履职记录 that the report is; `work_mark` the result of the 党建考核 (of 100), None where
    it is not known; `proposal` and `proposed` what was worked out on the day of adoption, `grade` what the
    meeting adopted. `requirement` is the plan's item under which the list of rectification is a duty,
    `mended` the record that says it is worked off.
    """

    debriefing = models.ForeignKey(Debriefing, on_delete=models.PROTECT, related_name="reporters")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="reporters"
    )
    relation = models.CharField("述职关系", max_length=20)
    office = models.CharField("党内职务", max_length=20, choices=Office.choices)
    name = models.CharField("述职人", max_length=60)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField("述职方式", max_length=10, choices=Manner.choices)
    handed_in_at = models.DateTimeField("报送时间", null=True)
    handed_in_by = models.CharField("报送人", max_length=120, blank=True)
    on_paper = models.BooleanField("纸质报送", default=False)
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    work_mark = models.DecimalField("党建考核得分", max_digits=5, decimal_places=2, null=True)
    work_source = models.CharField("得分来源", max_length=120, blank=True)
    proposal = models.DecimalField("测算得分", max_digits=5, decimal_places=2, null=True)
    proposed = models.CharField("建议等次", max_length=8, choices=Grade.choices, blank=True)
    grade = models.CharField("审定等次", max_length=8, choices=Grade.choices, blank=True)
    why_departs = models.CharField("与测算不同的原因", max_length=200, blank=True)
    requirement = models.ForeignKey(Requirement, null=True, on_delete=models.PROTECT, related_name="+")
    handed_down_at = models.DateTimeField("整改清单下达时间", null=True)
    handed_down_by = models.CharField("整改清单下达人", max_length=120, blank=True)
    mended = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = ReporterQuerySet.as_manager()

    class Meta:
        verbose_name = "述职人"
        constraints: ClassVar = [
            models.UniqueConstraint(name="reporter_once", fields=["debriefing", "organisation", "office"]),
            models.CheckConstraint(
                name="reporter_handed_in_by",
                condition=Q(handed_in_at=None, handed_in_by="")
                | (Q(handed_in_at__isnull=False) & ~Q(handed_in_by="")),
            ),
            models.CheckConstraint(
                name="reporter_handed_down_by",
                condition=Q(handed_down_at=None, handed_down_by="")
                | (Q(handed_down_at__isnull=False) & ~Q(handed_down_by="")),
            ),
            models.CheckConstraint(
                name="reporter_work_mark", condition=Q(work_mark=None) | Q(work_mark__range=(0, 100))
            ),
            models.CheckConstraint(
                name="reporter_departs_with_reason",
                condition=Q(grade="") | Q(proposed="") | Q(grade=F("proposed")) | ~Q(why_departs=""),
            ),
        ]
        indexes: ClassVar = [models.Index(name="reporter_by_org", fields=["organisation", "office"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.organisation.short_name} {self.get_office_display()}）"

    @property
    def has_handed_in(self) -> bool:
        return self.handed_in_at is not None

    @property
    def level(self) -> int:
        """1 to 3 in the chain of S001-74."""
        return RELATIONS().get(self.relation, self.debriefing.last_on).level


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(reporter__in=Reporter.objects.visible_to(scope))


class Chapter(models.Model):
    """One chapter of a written report, by its id in `dated/chapters.toml`."""

    reporter = models.ForeignKey(Reporter, on_delete=models.CASCADE, related_name="chapters")
    kind = models.CharField("章节", max_length=20)
    text = models.TextField("内容", blank=True)

    objects: ClassVar = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = "述职报告章节"
        constraints: ClassVar = [models.UniqueConstraint(name="chapter_once", fields=["reporter", "kind"])]

    def __str__(self) -> str:
        return self.kind


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(reporter__in=Reporter.objects.visible_to(scope))


class Rating(models.Model):
    """The question about a reporter on the ballot of a group."""

    reporter = models.ForeignKey(Reporter, on_delete=models.CASCADE, related_name="ratings")
    group = models.ForeignKey(RaterGroup, on_delete=models.CASCADE, related_name="ratings")
    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "测评题目"
        constraints: ClassVar = [models.UniqueConstraint(name="rating_once", fields=["reporter", "group"])]

    def __str__(self) -> str:
        return f"测评题目 {self.question_id}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(reporter__in=Reporter.objects.visible_to(scope))


class Remark(models.Model):
    """点评: what the organiser's leader said of a report on the day, one each (一述一评, R10-05)."""

    reporter = models.OneToOneField(Reporter, on_delete=models.CASCADE, related_name="remark")
    spoken_on = models.DateField("点评日期")
    speaker = models.CharField("点评人", max_length=60)
    text = models.TextField("肯定的成绩", blank=True)
    problems = models.TextField("指出的问题")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = "点评"

    def __str__(self) -> str:
        return f"{self.speaker} {self.spoken_on}"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(reporter__in=Reporter.objects.visible_to(scope))


class Feedback(models.Model):
    """面对面反馈: by whom, the problems, and both sides' confirmation (S000-35)."""

    reporter = models.OneToOneField(Reporter, on_delete=models.PROTECT, related_name="feedback")
    given_on = models.DateField("反馈日期")
    giver = models.CharField("反馈人", max_length=60)
    problems = models.TextField("反馈的问题")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)
    giver_signed_at = models.DateTimeField("反馈人确认时间", null=True)
    giver_signed_by = models.CharField("反馈人确认", max_length=120, blank=True)
    reporter_signed_at = models.DateTimeField("述职人确认时间", null=True)
    reporter_signed_by = models.CharField("述职人确认", max_length=120, blank=True)
    on_paper = models.BooleanField("纸质签字", default=False)

    objects: ClassVar = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "反馈"
        constraints: ClassVar = [
            models.CheckConstraint(
                name=f"feedback_{side}_signed_by",
                condition=Q(**{f"{side}_signed_at": None, f"{side}_signed_by": ""})
                | (Q(**{f"{side}_signed_at__isnull": False}) & ~Q(**{f"{side}_signed_by": ""})),
            )
            for side in ("giver", "reporter")
        ]

    def __str__(self) -> str:
        return f"{self.giver} {self.given_on}"

    @property
    def is_signed(self) -> bool:
        """By both."""
        return self.giver_signed_at is not None and self.reporter_signed_at is not None


class MendingQuerySet(models.QuerySet["Mending"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(reporter__in=Reporter.objects.visible_to(scope))


class Mending(models.Model):
    """整改事项: a problem with its measure, its day and the post that answers for it (R10-07)."""

    reporter = models.ForeignKey(Reporter, on_delete=models.CASCADE, related_name="mendings")
    problem = models.CharField("问题", max_length=200)
    measure = models.CharField("整改措施", max_length=300)
    due_on = models.DateField("整改期限")
    office = models.CharField("责任岗位", max_length=20, choices=Office.choices)
    done_on = models.DateField("完成日期", null=True)
    how = models.CharField("整改结果", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = MendingQuerySet.as_manager()

    class Meta:
        verbose_name = "整改事项"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mending_done_how",
                condition=Q(done_on=None, how="") | (Q(done_on__isnull=False) & ~Q(how="")),
            )
        ]

    def __str__(self) -> str:
        return self.problem
