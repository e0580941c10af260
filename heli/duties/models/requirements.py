"""Requirements: who owes what, how often, by when, on what ground."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.duties.catalogue import Cadence, Line, PlanState, RequirementState, Trigger
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation


class Plan(models.Model):
    """A year's 党建责任目标分解表, as issued by the 工委: loaded, or written on the page and then issued."""

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=200)
    issuer = models.ForeignKey(Organisation, verbose_name="下达组织", null=True, on_delete=models.PROTECT)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=PlanState.choices,
        default=PlanState.ISSUED,
        db_default=PlanState.ISSUED.value,
    )
    document = models.CharField("文号", max_length=120, blank=True, db_default="")
    issued_at = models.DateTimeField("下达时间", null=True)
    issued_by = models.CharField("下达人", max_length=120, blank=True, db_default="")

    class Meta:
        verbose_name = "年度计划"
        constraints: ClassVar = [
            models.UniqueConstraint(name="plan_once_a_year", fields=["year", "title"]),
            models.CheckConstraint(
                name="plan_issued_by_someone",
                condition=Q(issued_at=None) | (Q(state=PlanState.ISSUED) & ~Q(issued_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def visible_to(self, scope: Scope) -> Self:
        """A plan is public within the house: whoever may see any organisation's duties sees what is owed."""
        return self.none() if scope.is_empty else self

    def owed(self) -> Self:
        """Those that make duties: in force, with owners and a deadline."""
        return self.filter(state=RequirementState.ACTIVE).exclude(cadence=Cadence.UNDECIDED)

    def of_year(self, year: int) -> Self:
        return self.filter(plan__year=year)


class Requirement(models.Model):
    """责任条目. Texts are kept as the office wrote them; the fields beneath say how they were read.

    `due_month`/`due_day` fix the day for cadence YEAR (12-31 for 全年); other cadences end with their period.
    `open_points` holds OpenPoint codes joined by commas: what the texts leave open, never guessed.
    `regulation` is the id of an entry of the regulation catalogue that it was taken up from
    (`heli.planning`); `optional` marks 自选动作 (S001-60), `line` says by 条 or by 块 (S001-38).
    """

    plan = models.ForeignKey(
        Plan, verbose_name="年度计划", on_delete=models.PROTECT, related_name="requirements"
    )
    number = models.PositiveSmallIntegerField("序号")
    group = models.CharField("重点任务", max_length=60)
    measure = models.CharField("具体举措", max_length=300)
    owner_text = models.CharField("责任单位", max_length=300, blank=True)
    person_text = models.CharField("责任人", max_length=120, blank=True)
    deadline_text = models.CharField("完成时限", max_length=120, blank=True)
    evidence_text = models.CharField("佐证材料", max_length=200, blank=True)
    weight = models.DecimalField("分值", max_digits=6, decimal_places=2, default=0)
    cadence = models.CharField("频次", max_length=12, choices=Cadence.choices, default=Cadence.UNDECIDED)
    due_month = models.PositiveSmallIntegerField(null=True)
    due_day = models.PositiveSmallIntegerField(null=True)
    trigger = models.CharField(max_length=12, choices=Trigger.choices, default=Trigger.NONE, blank=True)
    committee_only = models.BooleanField("仅设支委会的党支部", default=False)
    chair_is_secretary = models.BooleanField("须书记主讲或主持", default=False)
    state = models.CharField(
        max_length=12, choices=RequirementState.choices, default=RequirementState.UNDECIDED
    )
    open_points = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField("明确时间", null=True)
    settled_by = models.CharField("明确人", max_length=120, blank=True)
    regulation = models.CharField("党内法规条目", max_length=30, blank=True, db_default="")
    optional = models.BooleanField("自选动作", default=False, db_default=False)
    line = models.CharField("任务来源", max_length=10, choices=Line.choices, blank=True, db_default="")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=120, blank=True, db_default="")
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True, db_default="")
    as_repeat = models.BooleanField("因重复撤回", default=False, db_default=False)

    objects: ClassVar = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = "责任条目"
        constraints: ClassVar = [
            models.UniqueConstraint(name="requirement_number_once", fields=["plan", "number"]),
            models.CheckConstraint(name="requirement_weight_not_below_0", condition=Q(weight__gte=0)),
            models.CheckConstraint(
                name="requirement_due_day_whole",
                condition=Q(due_month=None, due_day=None)
                | Q(due_month__range=(1, 12), due_day__range=(1, 31)),
            ),
            models.CheckConstraint(
                name="requirement_withdrawn_by",
                condition=Q(withdrawn_at=None)
                | (Q(state=RequirementState.WITHDRAWN) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
            models.CheckConstraint(
                name="requirement_repeat_withdrawn",
                condition=Q(as_repeat=False) | Q(state=RequirementState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="requirement_settled_by_someone", condition=Q(settled_at=None) | ~Q(settled_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.measure}"


class RequirementClass(models.Model):
    """A class of organisations that owes the requirement: a kind, optionally only 本级 or 直属单位."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="classes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    attached = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="requirement_class_once", fields=["requirement", "kind", "attached"])
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RequirementOwner(models.Model):
    """A single organisation that the plan names as owner, or that took over from one that was closed.

    It owes what falls due from `since` until before `until`; None: always. `handed_from` is whose duties it
    took over; the plan itself named the rows without it.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="owners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateField("自", null=True)
    until = models.DateField("至", null=True)
    handed_from = models.ForeignKey(
        Organisation, verbose_name="承接自", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="requirement_owner_once",
                fields=["requirement", "organisation"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="requirement_owner_in_order",
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.short_name


class RequirementKind(models.Model):
    """A kind of record (code in `dated/record_kinds.toml`) that fulfils the requirement."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="kinds")
    record_kind = models.CharField(max_length=30)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="requirement_kind_once", fields=["requirement", "record_kind"])
        ]
        indexes: ClassVar = [models.Index(name="requirement_by_kind", fields=["record_kind"])]

    def __str__(self) -> str:
        return self.record_kind


class Occurrence(models.Model):
    """A triggered duty: exists only because its trigger does (届满前: the term that ends on `due_on`).

    `handed_from` is the organisation, closed before the day, whose duty this one took over.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="occurrences")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="occurrences")
    due_on = models.DateField("期限")
    reason = models.CharField("缘由", max_length=200)
    handed_from = models.ForeignKey(
        Organisation, verbose_name="承接自", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "触发的应办"
        constraints: ClassVar = [
            models.UniqueConstraint(name="occurrence_once", fields=["requirement", "organisation"])
        ]
        indexes: ClassVar = [models.Index(name="occurrence_by_due", fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.reason} {self.due_on}"
