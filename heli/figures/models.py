"""Publications with their figures, and corrections that name old and new."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.figures.catalogue import PublicationKind
from heli.orgs.models import Event, Organisation


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those that an organisation in `scope` published, or that hold for one in it."""
        if scope.everything:
            return self
        return self.filter(publisher__in=Organisation.objects.visible_to(scope))


class Publication(models.Model):
    """Figures as published: for which period, as of which day, and the moment at which they were known.

    `period` is the code of kernel.periods.Period ("2026H1"), empty for figures of a day. `closes`: whether
    its days are closed from now on; 考核结果 of a 机关党委 close nothing (ADR 33).
    """

    kind = models.CharField("类别", max_length=12, choices=PublicationKind.choices)
    title = models.CharField("标题", max_length=160)
    publisher = models.ForeignKey(
        Organisation, verbose_name="发布组织", on_delete=models.PROTECT, related_name="publications"
    )
    period_start = models.DateField("期间起", null=True)
    period = models.CharField("期间", max_length=12, blank=True, db_default="")
    as_of = models.DateField("截至")
    document_number = models.CharField("文号", max_length=60, blank=True)
    known_at = models.DateTimeField("数据时点")
    published_at = models.DateTimeField("发布时间")
    published_by = models.CharField("发布人", max_length=120)
    closes = models.BooleanField("截止时段", default=True, db_default=True)

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "发布"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="publication_period_in_order",
                condition=Q(period_start=None) | Q(period_start__lte=F("as_of")),
            ),
            models.CheckConstraint(
                name="publication_closes_or_scores",
                condition=Q(closes=True) | Q(kind=PublicationKind.SCORES),
            ),
        ]
        indexes: ClassVar = [models.Index(name="publication_by_day", fields=["as_of", "id"])]

    def __str__(self) -> str:
        return self.title


class Figure(models.Model):
    """One published number; `key` says what it counts, None as value that it was not known."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    label = models.CharField("指标", max_length=200)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4, null=True)
    measure = models.CharField("单位", max_length=10, blank=True)

    class Meta:
        verbose_name = "数字"
        constraints: ClassVar = [models.UniqueConstraint(name="figure_once", fields=["publication", "key"])]

    def __str__(self) -> str:
        return f"{self.label} {self.value}"


class Correction(models.Model):
    """更正: what became known after publication, and why; the published figures stand beside the new ones."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="corrections")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField("缘由", max_length=300)
    made_at = models.DateTimeField("更正时间")
    made_by = models.CharField("更正人", max_length=120)

    class Meta:
        verbose_name = "更正"

    def __str__(self) -> str:
        return self.reason


class CorrectedFigure(models.Model):
    """A figure that a correction changes: as published (or last corrected), and as it is now known."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="figures")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="corrections")
    old = models.DecimalField("原数", max_digits=14, decimal_places=4, null=True)
    new = models.DecimalField("更正后", max_digits=14, decimal_places=4, null=True)

    class Meta:
        verbose_name = "更正的数字"
        constraints: ClassVar = [
            models.UniqueConstraint(name="corrected_once", fields=["correction", "figure"])
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
