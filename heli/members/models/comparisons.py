"""对账: the nation-wide system's export beside Heli's roster, each difference a decision; and own data."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.members.catalogue import DataField, DecisionMade, DifferenceKind
from heli.members.models.members import Member
from heli.orgs.models import Organisation


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, scope: Scope) -> Self:
        """Comparisons of organisations that `scope` covers."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope))


class Comparison(models.Model):
    """One export of 全国党员管理信息系统, compared on a day with what Heli holds beneath `organisation`."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="范围", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=200)
    as_of = models.DateField("截至")
    rows = models.PositiveIntegerField("行数")
    same = models.PositiveIntegerField("一致")
    made_at = models.DateTimeField("对账时间")
    made_by = models.CharField("对账人", max_length=120)

    objects: ClassVar = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = "对账"

    def __str__(self) -> str:
        return f"{self.file_name} {self.as_of}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def visible_to(self, scope: Scope) -> Self:
        """Differences of comparisons that `scope` covers."""
        if scope.everything:
            return self
        return self.filter(comparison__organisation__in=Organisation.objects.visible_to(scope))


class Difference(models.Model):
    """One difference: who, in what, ours and theirs; nothing follows from it before it is decided.

    Phone and wage base are not compared. `theirs` is JSON of the row where the member is new here.
    """

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField("差异", max_length=12, choices=DifferenceKind.choices)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=60)
    id_hash = models.CharField(max_length=64)
    id_last4 = models.CharField(max_length=4)
    place = models.CharField("位置", max_length=120, blank=True)
    field = models.CharField("项目", max_length=30, blank=True)
    ours = models.CharField("本系统", max_length=200, blank=True)
    theirs = models.TextField("对方", blank=True)
    decision = models.CharField(
        "处理", max_length=12, choices=DecisionMade.choices, default=DecisionMade.OPEN
    )
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.CharField("处理人", max_length=120, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)

    objects: ClassVar = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "对账差异"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="difference_decided_by_someone",
                condition=Q(decision=DecisionMade.OPEN, decided_at=None)
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            )
        ]
        indexes: ClassVar = [models.Index(name="difference_open", fields=["comparison", "decision", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def visible_to(self, scope: Scope) -> Self:
        """Those of members whom `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(member__in=Member.objects.visible_to(scope))


class DataRequest(models.Model):
    """更正申请: a member asks that something held on him be put right, and is answered."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="data_requests")
    about = models.CharField("事项", max_length=30)
    text = models.CharField("内容", max_length=300)
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.CharField("提出人", max_length=120)
    answer = models.CharField("答复", max_length=300, blank=True)
    accepted = models.BooleanField("已采纳", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)

    objects: ClassVar = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "更正申请"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="data_request_answered",
                condition=Q(answered_at=None, answer="", accepted=None)
                | (Q(answered_at__isnull=False, accepted__isnull=False) & ~Q(answer="") & ~Q(answered_by="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.about_words} {self.asked_at:%Y-%m-%d}"

    @property
    def about_words(self) -> str:
        """What the request is about, in Chinese."""
        return DataField(self.about).label
