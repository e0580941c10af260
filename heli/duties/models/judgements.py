"""What superiors said of records: appended, never changed; the latest stands on the record."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.duties.catalogue import Checked
from heli.duties.models.records import Record
from heli.orgs.models import Organisation


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of records of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(record__organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Judgement(models.Model):
    """评判: a record verified, returned with a reason, or a judgement taken back (`says` empty).

    Whoever judges holds no post at the organisation that is judged. `sampled`: it was one of many verified
    together, and opened as one of the sample.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="judgements")
    says = models.CharField("评判", max_length=10, choices=Checked.choices, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    sampled = models.BooleanField("抽查", default=False)
    together = models.BooleanField("批量", default=False)
    judged_at = models.DateTimeField("时间")
    judged_by = models.CharField("评判人", max_length=120)

    objects: ClassVar = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = "评判"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="judgement_returned_for_reason", condition=~Q(says=Checked.RETURNED) | ~Q(reason="")
            ),
            models.CheckConstraint(name="judgement_by_someone", condition=~Q(judged_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_says_display()} {self.record_id}"
