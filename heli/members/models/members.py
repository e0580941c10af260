"""Members as they stand today."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.members.catalogue import Serving, Standing
from heli.orgs.catalogue import Leading
from heli.orgs.models import Organisation, beneath


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those whose formal organisation `scope` covers."""
        if scope.everything:
            return self
        reach = Q(organisation__in=scope.organisations) | Q(organisation__leader__in=scope.leaders)
        reach |= Q(organisation__leader__in=scope.steered) & ~Q(organisation__leading=Leading.GUIDES)
        for path in scope.paths:
            reach |= beneath(path, "organisation__path")
        return self.filter(reach)

    def present(self) -> Self:
        return self.filter(left_on=None)


class Member(models.Model):
    """A member as he stands today, with one formal organisation; `Belonging` is his history.

    `id_hash` is HMAC-SHA256 of the ID number (kernel.secrets). `left_on` is the first day on which he belongs
    to no organisation here.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="所在党支部", on_delete=models.PROTECT, related_name="roster"
    )
    name = models.CharField("姓名", max_length=60)
    initials = models.CharField("拼音首字母", max_length=60)
    sex = models.CharField("性别", max_length=2, blank=True)
    born_on = models.DateField("出生日期", null=True)
    id_hash = models.CharField(max_length=64, unique=True)
    id_last4 = models.CharField("证件号后四位", max_length=4)
    education = models.CharField("学历", max_length=40, blank=True)
    joined_on = models.DateField("入党时间", null=True)
    full_on = models.DateField("转正时间", null=True)
    standing = models.CharField("党员类别", max_length=12, choices=Standing.choices)
    serving = models.CharField("人员类别", max_length=12, choices=Serving.choices)
    phone = models.TextField("手机号码", blank=True)  # AES-GCM, kernel.secrets field "member.phone"
    wage_base = models.TextField("月工资基数", blank=True)  # AES-GCM, kernel.secrets field "member.wage_base"
    note = models.CharField("备注", max_length=300, blank=True)
    left_on = models.DateField("转出日期", null=True)
    account = models.OneToOneField(
        Account, verbose_name="账号", null=True, on_delete=models.PROTECT, related_name="member"
    )

    objects: ClassVar = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "党员"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="member_full_after_joining",
                condition=Q(full_on=None) | Q(joined_on=None) | Q(full_on__gte=F("joined_on")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="member_by_branch", fields=["organisation", "left_on", "standing"]),
            models.Index(name="member_by_name", fields=["name"]),
        ]

    def __str__(self) -> str:
        return self.name
