"""组织关系转接: done in the nation-wide system and mirrored here, step by step (R09-06, R09-07, R09-09)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.members.catalogue import TransferAct, TransferReach, TransferState
from heli.members.models.members import Member
from heli.orgs.models import Organisation


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, scope: Scope) -> Self:
        """Transfers out of or into organisations that `scope` covers: both sides see them."""
        if scope.everything:
            return self
        visible = Organisation.objects.visible_to(scope).values("pk")
        return self.filter(Q(origin__in=visible) | Q(destination__in=visible))


class Transfer(models.Model):
    """One member on the way from one organisation to another; out of the city `destination` is only named.

    The old organisation stays responsible until acceptance (R09-06). `letter_until` is the introduction
    letter's last day (R09-07).
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="transfers")
    reach = models.CharField("范围", max_length=12, choices=TransferReach.choices)
    origin = models.ForeignKey(
        Organisation, verbose_name="转出党组织", on_delete=models.PROTECT, related_name="transfers_out"
    )
    destination = models.ForeignKey(
        Organisation,
        verbose_name="转入党组织",
        null=True,
        on_delete=models.PROTECT,
        related_name="transfers_in",
    )
    destination_name = models.CharField("市外转入党组织", max_length=160, blank=True)
    state = models.CharField("状态", max_length=12, choices=TransferState.choices)
    reason = models.CharField("缘由", max_length=200)
    letter_number = models.CharField("介绍信编号", max_length=60, blank=True)
    letter_until = models.DateField("介绍信有效期至", null=True)
    effective_on = models.DateField("转入日期", null=True)

    objects: ClassVar = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "组织关系转接"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="transfer_goes_somewhere",
                condition=Q(destination__isnull=False, destination_name="")
                | (Q(destination=None) & ~Q(destination_name="")),
            ),
            models.UniqueConstraint(
                name="transfer_one_open",
                fields=["member"],
                condition=Q(state__in=["requested", "released"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="transfer_by_state", fields=["state", "letter_until"]),
        ]

    @property
    def to_name(self) -> str:
        """Where the member goes, in words."""
        return self.destination.short_name if self.destination is not None else self.destination_name

    def __str__(self) -> str:
        return f"{self.member_id} {self.get_state_display()}"


class TransferStep(models.Model):
    """What was done on a transfer: by which organisation, by whom, when, and why where it was refused."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField("步骤", max_length=12, choices=TransferAct.choices)
    done_on = models.DateField("日期")
    by_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("说明", max_length=300, blank=True)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    class Meta:
        verbose_name = "转接步骤"

    def __str__(self) -> str:
        return self.get_act_display()
