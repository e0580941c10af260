"""Schemes in versions with their indicators, and who may know of them."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.kernel.periods import PeriodKind
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import (
    MOST_DOCUMENT,
    MOST_NAME,
    Measure,
    Over,
    Part,
    Shape,
    Times,
    Unknown,
    VersionState,
)

PERIOD_KINDS = [(one.value, one.label) for one in PeriodKind]


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def of_work_committee(self) -> Self:
        """Those of the 工委, for the whole city."""
        return self.filter(organiser__kind=Kind.WORK_COMMITTEE)

    def of_committees(self) -> Self:
        """Those of 机关党委, each for the organisations beneath it."""
        return self.exclude(organiser__kind=Kind.WORK_COMMITTEE)

    def visible_to(self, scope: Scope) -> Self:
        """Those of the 工委 to everybody who sees scores; those of a 机关党委 to its own line alone (ADR 33).

        Its line: whose scope covers it or one beneath it. What was published of an organisation, that
        organisation itself goes on seeing wherever it belongs today.
        """
        if scope.everything:
            return self
        if scope.is_empty:
            return self.none()
        line = Organisation.objects.visible_to(scope).filter(path__startswith=OuterRef("organiser__path"))
        score = "releases__scores__organisation"
        own = Q(**{f"{score}__in": scope.organisations}) | Q(**{f"{score}__path__in": scope.paths})
        published = Version.objects.filter(own).order_by().values("scheme")
        return self.filter(Q(organiser__kind=Kind.WORK_COMMITTEE) | Exists(line) | Q(pk__in=published))


class OfSchemeQuerySet(models.QuerySet[Any]):
    """Rows of a scheme; the model says in TO_SCHEME how it is reached."""

    def visible_to(self, scope: Scope) -> Self:
        """Rules are read by whoever may know of the scheme: by what a score is made, and by whom."""
        if scope.everything:
            return self
        return self.filter(**{f"{self.model.TO_SCHEME}__in": Scheme.objects.visible_to(scope)})


class Scheme(models.Model):
    """考核方案 of an organisation for those beneath it; what it says stands in its versions."""

    organiser = models.ForeignKey(
        Organisation, verbose_name="制定组织", on_delete=models.PROTECT, related_name="schemes"
    )
    name = models.CharField("名称", max_length=MOST_NAME)
    made_at = models.DateTimeField("建立时间")
    made_by = models.CharField("建立人", max_length=120)

    objects: ClassVar = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "考核方案"
        constraints: ClassVar = [
            models.UniqueConstraint(name="scheme_name_once", fields=["organiser", "name"]),
            models.CheckConstraint(name="scheme_made_by_someone", condition=~Q(name="") & ~Q(made_by="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_citys(self) -> bool:
        """Whether the 工委 made it, for the whole city."""
        return bool(self.organiser.kind == Kind.WORK_COMMITTEE)


class Version(models.Model):
    """What a scheme says: for which kinds and period, what becomes of the unknown, the tiers from above.

    `tiers` are [name, floor in hundredths], `limits` [group, 保底, 封顶].
    An adopted version never changes; the next one takes its place.
    `set_by` are the accounts that wrote it: they do not score by it (制定、打分分开).
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    kinds = models.JSONField("适用类别", default=list)
    period_kind = models.CharField("周期", max_length=8, choices=PERIOD_KINDS)
    unknown = models.CharField("情况未知的指标", max_length=8, choices=Unknown.choices, default=Unknown.ALL)
    bonus_cap = models.PositiveIntegerField("加分上限", default=0)
    tiers = models.JSONField("分档", default=list)
    limits = models.JSONField("指标组保底、封顶", default=list)
    template = models.CharField("示例", max_length=30, blank=True)
    set_by = models.ManyToManyField(Account, related_name="+")
    written_at = models.DateTimeField("起草时间")
    written_by = models.CharField("起草人", max_length=120)
    adopted_at = models.DateTimeField("审定时间", null=True)
    adopted_by = models.CharField("审定人", max_length=120, blank=True)
    document = models.CharField("文号", max_length=MOST_DOCUMENT, blank=True)

    TO_SCHEME: ClassVar = "scheme"
    objects: ClassVar = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "方案版本"
        constraints: ClassVar = [
            models.UniqueConstraint(name="version_number_once", fields=["scheme", "number"]),
            models.UniqueConstraint(
                name="version_one_draft", fields=["scheme"], condition=Q(state=VersionState.DRAFT)
            ),
            models.CheckConstraint(
                name="version_adopted_by_someone",
                condition=Q(state=VersionState.DRAFT, adopted_at=None, adopted_by="")
                | (Q(state=VersionState.ADOPTED, adopted_at__isnull=False) & ~Q(adopted_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}（第 {self.number} 版）"


class IndicatorRow(models.Model):
    """An indicator of a version, as `catalogue.Indicator` says; `code` is the same in all versions."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    group = models.CharField("指标组", max_length=MOST_NAME)
    name = models.CharField("指标", max_length=MOST_NAME)
    part = models.CharField("性质", max_length=12, choices=Part.choices)
    weight = models.PositiveIntegerField("分值")
    measure = models.CharField("依据", max_length=12, choices=Measure.choices)
    shape = models.CharField("计分方式", max_length=8, choices=Shape.choices, default=Shape.SHARE)
    over = models.CharField("范围", max_length=10, choices=Over.choices, default=Over.SELF)
    tasks = models.JSONField("重点任务", default=list)
    kinds = models.JSONField("记录类型", default=list)
    target = models.PositiveIntegerField("目标数", default=0)
    each = models.PositiveIntegerField("每项分值", default=0)
    bands = models.JSONField("分档", default=list)
    holds_for = models.JSONField("适用类别", default=list)
    gives_to = models.CharField("不适用时并入", max_length=12, blank=True)
    least = models.PositiveIntegerField("保底分", default=0)
    worths = models.JSONField("每种意见折算", default=list)
    times = models.CharField("评分次数", max_length=8, choices=Times.choices, default=Times.LAST)

    TO_SCHEME: ClassVar = "version__scheme"
    objects: ClassVar = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "指标"
        constraints: ClassVar = [
            models.UniqueConstraint(name="indicator_code_once", fields=["version", "code"]),
            models.CheckConstraint(name="indicator_named", condition=~Q(group="") & ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> Decimal:
        """The weight as people write it."""
        return Decimal(self.weight).scaleb(-2)
