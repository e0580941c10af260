"""What a listed organisation mends, what was told of it, and each time that it was looked at (验收)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.duties.models import Record
from heli.orgs.models import Organisation
from heli.weak.catalogue import MOST_WORDS
from heli.weak.models.listings import Listing


class OfListingQuerySet(models.QuerySet[Any]):
    def visible_to(self, scope: Scope) -> Self:
        """What is of the organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(listing__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Rectification(models.Model):
    """整改任务: what is to be mended and how, which post answers for it, by which day (R12-06, R12-07)."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="rectifications")
    problem = models.CharField("问题", max_length=200)
    measure = models.CharField("整改措施", max_length=MOST_WORDS)
    office = models.CharField("责任岗位", max_length=20, choices=Office.choices)
    due_on = models.DateField("完成时限")
    done_on = models.DateField("完成日期", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = OfListingQuerySet.as_manager()

    class Meta:
        verbose_name = "整改任务"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rectification_said", condition=~Q(problem="") & ~Q(measure="") & ~Q(entered_by="")
            )
        ]

    def __str__(self) -> str:
        return self.problem


class Telling(models.Model):
    """进展: one sentence of the organisation on a task, or of the helper (`rectification` is None then).

    `record` is a 履职记录 of the organisation that shows it, with its files: nothing is handed in again.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="tellings")
    rectification = models.ForeignKey(
        Rectification, null=True, on_delete=models.PROTECT, related_name="tellings"
    )
    words = models.CharField("进展", max_length=MOST_WORDS)
    record = models.ForeignKey(
        Record, verbose_name="履职记录", null=True, on_delete=models.PROTECT, related_name="+"
    )
    teller = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField("登记时间")
    told_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = OfListingQuerySet.as_manager()

    class Meta:
        verbose_name = "整改进展"
        constraints: ClassVar = [
            models.CheckConstraint(name="telling_said", condition=~Q(words="") & ~Q(told_by=""))
        ]

    def __str__(self) -> str:
        return self.words


class Acceptance(models.Model):
    """验收: asked for by the organisation, answered by somebody who neither helped nor mended (R12-09).

    Sent back it has its reasons and the new day; `was_due_on` is the day that held before.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="acceptances")
    words = models.CharField("整改情况", max_length=MOST_WORDS)
    applicant = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField("申请时间")
    applied_by = models.CharField("申请人", max_length=120)
    accepted = models.BooleanField("通过", null=True)
    looked_on = models.DateField("验收日期", null=True)
    finding = models.CharField("验收意见", max_length=MOST_WORDS, blank=True)
    was_due_on = models.DateField("原改进期限", null=True)
    new_due_on = models.DateField("新的改进期限", null=True)
    answered_at = models.DateTimeField("验收登记时间", null=True)
    answered_by = models.CharField("验收人", max_length=120, blank=True)

    objects: ClassVar = OfListingQuerySet.as_manager()

    class Meta:
        verbose_name = "验收"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="acceptance_one_open", fields=["listing"], condition=Q(answered_at=None)
            ),
            models.CheckConstraint(name="acceptance_asked", condition=~Q(words="") & ~Q(applied_by="")),
            models.CheckConstraint(
                name="acceptance_answered",
                condition=Q(answered_at=None, answered_by="", accepted=None, looked_on=None, finding="")
                | (
                    Q(answered_at__isnull=False, accepted__isnull=False, looked_on__isnull=False)
                    & ~Q(answered_by="")
                    & ~Q(finding="")
                ),
            ),
            models.CheckConstraint(
                name="acceptance_new_day",
                condition=Q(accepted=False, new_due_on__isnull=False, was_due_on__isnull=False)
                | (~Q(accepted=False) & Q(new_due_on=None, was_due_on=None))
                | Q(accepted=None, new_due_on=None, was_due_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.words
