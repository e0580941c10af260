"""Results as published: frozen scores with every line, objections, and how they were answered."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.figures.models import Correction, Publication
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.schemes.catalogue import MOST_WHY, Outcome, ReleaseState
from heli.schemes.models.schemes import OfSchemeQuerySet, Version


class ReleaseQuerySet(OfSchemeQuerySet):
    def of_work_committee(self) -> Self:
        """Results of the 工委's schemes: what stars, proposals and 年度目标任务考核 go by (ADR 33)."""
        return self.filter(version__scheme__organiser__kind=Kind.WORK_COMMITTEE)

    def of_committees(self) -> Self:
        """Results of 机关党委's own schemes."""
        return self.exclude(version__scheme__organiser__kind=Kind.WORK_COMMITTEE)


class Release(models.Model):
    """One publication of a version's results for a period: shown for objections until a day, then final.

    The totals stand as figures in `publication`, where corrections are kept beside them.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="releases")
    period = models.CharField("期间", max_length=12)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=ReleaseState.choices, default=ReleaseState.SHOWN)
    shown_until = models.DateField("公示截止")
    answerer = models.ForeignKey(Account, verbose_name="答复人", on_delete=models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField("确定时间", null=True)
    finalised_by = models.CharField("确定人", max_length=120, blank=True)

    TO_SCHEME: ClassVar = "version__scheme"
    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "考核结果"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="release_final_by_someone",
                condition=Q(state=ReleaseState.SHOWN, finalised_at=None, finalised_by="")
                | (Q(state=ReleaseState.FINAL, finalised_at__isnull=False) & ~Q(finalised_by="")),
            ),
            models.UniqueConstraint(name="release_once_a_period", fields=["version", "period"]),
        ]

    def __str__(self) -> str:
        return str(self.publication)


class OfOrganisationQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """What is of the organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class ReleasedScore(models.Model):
    """An organisation's total as published (hundredths, None: nothing known), its tier, place in its class.

    `open` is the weight of what is not known; one that is held back for it, or barred, has no place.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="scores")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=60)
    total = models.IntegerField("总分", null=True)
    tier = models.CharField("档次", max_length=20, blank=True)
    place = models.PositiveIntegerField("位次", null=True)
    open = models.PositiveIntegerField("未知分值", default=0)
    barred = models.BooleanField("一票否决", default=False)

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "考核得分"
        constraints: ClassVar = [
            models.UniqueConstraint(name="released_score_once", fields=["release", "organisation"])
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.total}"


class ReleasedLine(models.Model):
    """One indicator of one organisation as published: weight, a of b, unknown, points (hundredths)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    weight = models.PositiveIntegerField()
    a = models.IntegerField()
    b = models.IntegerField()
    u = models.IntegerField()
    points = models.IntegerField(null=True)

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "考核得分明细"
        constraints: ClassVar = [
            models.UniqueConstraint(name="released_line_once", fields=["release", "organisation", "code"])
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.points}"


class Objection(models.Model):
    """异议 of an organisation against its own score, answered by a named person by a day."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("指标", max_length=12, blank=True)
    text = models.CharField("异议", max_length=MOST_WHY)
    raised_at = models.DateTimeField("提出时间")
    raised_by = models.CharField("提出人", max_length=120)
    answerer = models.ForeignKey(Account, verbose_name="答复人", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("答复期限")
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=MOST_WHY, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    correction = models.ForeignKey(Correction, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="objection_said_by_someone", condition=~Q(text="") & ~Q(raised_by="")
            ),
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(answered_at=None, outcome="", answer="", answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="") & ~Q(answered_by="")),
            ),
            models.UniqueConstraint(
                name="objection_one_open",
                fields=["release", "organisation", "code"],
                condition=Q(answered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text
