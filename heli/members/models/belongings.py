"""组织关系: to which organisation each member belonged from when to when, and second memberships."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.members.catalogue import Change, Serving, Standing
from heli.members.models.members import Member
from heli.orgs.models import Event, Organisation


class BelongingQuerySet(models.QuerySet["Belonging"]):
    def valid(self, on: date) -> Self:
        """Those of a day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))

    def visible_to(self, scope: Scope) -> Self:
        """Those at organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope))


class Belonging(models.Model):
    """A member's formal membership in one organisation, as one 党员类别 and 人员类别, over a run of days.

    A change of any of the three ends it and begins the next, so that a day's figures never move (S000-18);
    `began` and `ended` say by what. Nothing but `valid_to`, `ended` and `end_pointer` is set later. The
    pointers name the papers (for 除名 and 开除 the discipline organ's, R12-02), never their content.
    `removed_on`: a membership that ended by 停止党籍 was ended for good on that day (R09-10).
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="belongings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="belongings")
    standing = models.CharField("党员类别", max_length=12, choices=Standing.choices)
    serving = models.CharField("人员类别", max_length=12, choices=Serving.choices)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    began = models.CharField("增加方式", max_length=16, choices=Change.choices)
    ended = models.CharField("减少方式", max_length=16, choices=Change.choices, blank=True)
    pointer = models.CharField("文号", max_length=120, blank=True)
    end_pointer = models.CharField("减少文号", max_length=120, blank=True)
    removed_on = models.DateField("停止党籍后除名日期", null=True)
    removed_pointer = models.CharField("除名文号", max_length=120, blank=True)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="belongings")
    recorded_at = models.DateTimeField("录入时间")
    recorded_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = "组织关系"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="belonging_one_at_a_time", fields=["member"], condition=Q(valid_to=None)
            ),
            models.UniqueConstraint(name="belonging_once_a_day", fields=["member", "valid_from"]),
            models.CheckConstraint(
                name="belonging_removed_after",
                condition=Q(removed_on=None, removed_pointer="")
                | Q(ended=Change.SUSPENDED, removed_on__gte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="belonging_ends_after_start",
                condition=Q(valid_to=None, ended="") | (Q(valid_to__gt=F("valid_from")) & ~Q(ended="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="belonging_as_counted",
                fields=["organisation", "standing", "serving", "valid_from", "valid_to"],
            ),
            models.Index(name="belonging_by_end", fields=["valid_to", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.organisation_id} 自 {self.valid_from}"


class SecondMembershipQuerySet(models.QuerySet["SecondMembership"]):
    def valid(self, on: date) -> Self:
        """Those of a day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))

    def visible_to(self, scope: Scope) -> Self:
        """Those in organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope))


class SecondMembership(models.Model):
    """Taking part in another organisation's life; dues, votes and counts stay with the formal (R01-09)."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="second_memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="second_members")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    reason = models.CharField("缘由", max_length=200)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)

    objects: ClassVar = SecondMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "兼合式编入"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="second_once", fields=["member", "organisation"], condition=Q(valid_to=None)
            ),
            models.CheckConstraint(
                name="second_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} 编入 {self.organisation_id}"
