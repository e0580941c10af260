"""Committee terms, what was decided about them, and the steps taken towards an election."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from heli.orgs.catalogue import TermChange, TermStepKind
from heli.orgs.models.organisations import Organisation


class CommitteeTerm(models.Model):
    """A committee's term: its beginning where known, and its end as it stands after every decision on it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    begins_on = models.DateField("本届起始日期", null=True)
    ends_on = models.DateField("本届届满日期")

    class Meta:
        verbose_name = "任期"
        constraints: ClassVar = [
            models.UniqueConstraint(name="term_once", fields=["organisation", "ends_on"]),
            models.CheckConstraint(
                name="term_ends_after_start", condition=Q(begins_on=None) | Q(ends_on__gt=F("begins_on"))
            ),
        ]
        indexes: ClassVar = [models.Index(name="term_by_end", fields=["ends_on"])]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} 届满 {self.ends_on}"


class TermDecision(models.Model):
    """延期 or 提前 of one term, approved by the superior (R03-02); the term's end follows the latest."""

    term = models.ForeignKey(CommitteeTerm, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("事项", max_length=12, choices=TermChange.choices)
    was_until = models.DateField("原届满日期")
    until = models.DateField("调整后届满日期")
    approver = models.ForeignKey(
        Organisation, verbose_name="批准组织", on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField("批准日期")
    document_number = models.CharField("文号", max_length=60)
    reason = models.CharField("理由", max_length=300)
    decided_at = models.DateTimeField("录入时间")
    decided_by = models.CharField("录入人", max_length=120)

    class Meta:
        verbose_name = "任期调整"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="term_decision_direction",
                condition=Q(kind=TermChange.EXTENDED, until__gt=F("was_until"))
                | Q(kind=TermChange.ADVANCED, until__lt=F("was_until")),
            ),
            models.CheckConstraint(name="term_decision_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}至 {self.until}"


class TermStep(models.Model):
    """A step towards an election: the superior's 换届提醒 (R01-34), the branch's 换届请示 (R03-12)."""

    term = models.ForeignKey(CommitteeTerm, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("事项", max_length=12, choices=TermStepKind.choices)
    done_on = models.DateField("日期")
    by_organisation = models.ForeignKey(
        Organisation, verbose_name="办理组织", on_delete=models.PROTECT, related_name="+"
    )
    manner = models.CharField("方式", max_length=20, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    class Meta:
        verbose_name = "换届步骤"
        constraints: ClassVar = [models.UniqueConstraint(name="term_step_once", fields=["term", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on}"
