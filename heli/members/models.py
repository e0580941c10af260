"""Members and dated posts."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.members.catalogue import Serving, Standing
from heli.orgs.models import Organisation, beneath


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those whose formal organisation `scope` covers."""
        if scope.everything:
            return self
        reach = Q(organisation__in=scope.organisations) | Q(organisation__leader__in=scope.leaders)
        for path in scope.paths:
            reach |= beneath(path, "organisation__path")
        return self.filter(reach)

    def present(self) -> Self:
        return self.filter(left_on=None)


class Member(models.Model):
    """A member with one formal organisation. `id_hash` is HMAC-SHA256 of the ID number (kernel.secrets)."""

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


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date) -> Self:
        """Posts valid on a day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))

    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope))


class Post(models.Model):
    """An office at an organisation held by a named person from a day on; `valid_to` is the first day after.

    `member` is set when the person is known on the roster, `account` when the person may log in.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="posts"
    )
    office = models.CharField("党内职务", max_length=20, choices=Office.choices)
    name = models.CharField("姓名", max_length=60)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="posts")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="posts")
    valid_from = models.DateField("任职日期")
    valid_to = models.DateField("免职日期", null=True)

    objects: ClassVar = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="post_held_once", fields=["organisation", "office", "name", "valid_from"]
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="post_by_account", fields=["account", "valid_to"]),
            models.Index(name="post_by_org", fields=["organisation", "valid_to", "office"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{self.get_office_display()} {self.name}"
