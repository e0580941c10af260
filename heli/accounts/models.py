"""Accounts and invitations. An account by itself may do nothing: rights come from posts."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class AccountManager(BaseUserManager["Account"]):
    """Finds by user name; creation is `accounts.actions`."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A person who may log in. `created_by` is the account that invited; empty for `heli account create`."""

    last_login = None  # usage is not recorded on a person (R14-06); signing in stands in the audit
    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    created_at = models.DateTimeField("建立时间")
    created_by = models.ForeignKey("self", verbose_name="建立人", null=True, on_delete=models.PROTECT)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"


class Invitation(models.Model):
    """A one-time link by which an invited person sets a password. Only the token's hash is kept."""

    account = models.ForeignKey(
        Account, verbose_name="账号", on_delete=models.PROTECT, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("发出时间")
    made_by = models.CharField("发出人", max_length=120)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "邀请"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_expires_later", condition=Q(expires_at__gt=models.F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"邀请 {self.account.name}"
