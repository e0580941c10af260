"""Accounts, and what signing in to them leaves behind. An account by itself may do nothing: rights come
from posts. Codes of the second step stand in allauth's table `mfa_authenticator`, their secrets encrypted.
"""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from heli.accounts.catalogue import TokenRight
from heli.accounts.scope import TokenHeld
from heli.kernel.encrypted import encrypted


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
    must_change = models.BooleanField("下次登录须改密码", default=False)
    password_set_at = models.DateTimeField("密码设定时间", null=True)
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


class PasswordUsed(models.Model):
    """A password of the account, hashed: the last few may not come back (`password_history`)."""

    account = models.ForeignKey(
        Account, verbose_name="账号", on_delete=models.CASCADE, related_name="passwords_used"
    )
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "用过的密码"

    def __str__(self) -> str:
        return f"{self.account.name}用过的密码"


class FailedSignIn(models.Model):
    """How often signing in failed in a row under one user name, and until when the name is locked.

    Kept for every name that was tried, as a keyed hash of it: a name that no account has locks like any
    other, and what was typed (a password in the wrong field, perhaps) is not kept.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveSmallIntegerField("连续失败次数")
    failed_at = models.DateTimeField("最近一次失败")
    locked_until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "登录失败"

    def __str__(self) -> str:
        return f"连续失败 {self.failures} 次"


class AccountSession(models.Model):
    """A browser in which the account is signed in: since when and what kind. Never when it was last used."""

    account = models.ForeignKey(
        Account, verbose_name="账号", on_delete=models.CASCADE, related_name="sessions"
    )
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField("浏览器", max_length=60)
    began_at = models.DateTimeField("登录时间")

    class Meta:
        verbose_name = "登录中的浏览器"

    def __str__(self) -> str:
        return f"{self.account.name} {self.browser}"


class OutsideIdentity(models.Model):
    """Who the account is at the office's single sign-on: the provider, its lasting name for him."""

    account = models.ForeignKey(
        Account, verbose_name="账号", on_delete=models.CASCADE, related_name="identities"
    )
    issuer = models.CharField("认证平台", max_length=200)
    subject = models.CharField("平台上的编号（sub）", max_length=255)
    linked_at = models.DateTimeField("关联时间")
    linked_by = models.CharField("关联人", max_length=120)

    class Meta:
        verbose_name = "统一身份"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_of_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_identity_each_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.account.name}的统一身份"


class PersonalTokenQuerySet(models.QuerySet["PersonalToken"]):
    def open(self, on: date) -> Self:
        """Those that work on a day, as far as they themselves say."""
        return self.filter(revoked_at=None, expires_on__gte=on)


class PersonalToken(models.Model):
    """访问令牌: by which a program of the account's owner asks at /api/. The secret itself is never kept.

    `rights` are values of TokenRight, a space between them; `expires_on` is the last day on which it works,
    `used_on` the day of its last use, for the owner alone (R14-06).
    """

    account = models.ForeignKey(Account, verbose_name="账号", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("开头", max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    rights = models.CharField("可以做什么", max_length=120)
    made_at = models.DateTimeField("建立时间")
    expires_on = models.DateField("有效至")
    used_on = models.DateField("最近使用", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_by = models.CharField("停用人", max_length=120, blank=True)

    objects: ClassVar = PersonalTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "访问令牌"
        constraints: ClassVar = [
            models.CheckConstraint(name="token_for_something", condition=~Q(rights="") & ~Q(name="")),
            models.CheckConstraint(
                name="token_revoked_by_someone",
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}…）"

    @property
    def asker(self) -> str:
        """How answers kept for its requests name it (`kernel.once`)."""
        return f"token:{self.pk}"

    @property
    def held(self) -> TokenHeld:
        """The token as rights are narrowed by it."""
        return TokenHeld(self.prefix, frozenset(map(TokenRight, self.rights.split())))


# allauth's secrets of the second step, which the adapter encrypts: a change of keys goes through them too.
encrypted(
    "mfa.Authenticator",
    "data",
    field="mfa.Authenticator.data",
    inside=("secret", "seed", "migrated_codes"),
)
