"""What a person chose, what he was told last, his digests, and how they left. All of it is his own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heli.accounts.models import Account
from heli.kernel.encrypted import encrypted
from heli.notices.catalogue import DeliveryState

ADDRESS_FIELD = "notices.address"


class ReminderChoice(models.Model):
    """How a person wants to be reminded; without a row, on the page only. He alone sets and sees it."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="reminder_choice")
    address = models.TextField("邮箱", blank=True)  # AES-GCM, kernel.secrets field ADDRESS_FIELD
    by_mail = models.BooleanField("发到邮箱", default=False)
    only_now = models.BooleanField("只提醒现在要办", default=False)
    changed_at = models.DateTimeField("设置时间")
    changed_by = models.CharField("设置人", max_length=120)

    class Meta:
        verbose_name = "提醒设置"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reminderchoice_mail_to_address", condition=Q(by_mail=False) | ~Q(address="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} 的提醒设置"


class LinesTold(models.Model):
    """Which lines of 今日要务 a person was told, up to which rung, and the day when that was last looked at.

    `lines` is JSON: key of the line → [now, rung]. It says what Heli told, never what was read.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="lines_told")
    looked_on = models.DateField("最近一天")
    lines = models.TextField(default="{}")

    class Meta:
        verbose_name = "已提醒的事项"
        indexes: ClassVar = [models.Index(name="linestold_by_day", fields=["looked_on"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.looked_on}"


class Digest(models.Model):
    """提醒: what one person was told on one day; `lines` is JSON, a list of DigestLine. At most one a day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField("日期")
    lines = models.TextField("事项")
    made_at = models.DateTimeField("生成时间")
    made_by = models.CharField("生成人", max_length=120)

    class Meta:
        verbose_name = "提醒"
        constraints: ClassVar = [models.UniqueConstraint(name="digest_once_a_day", fields=["account", "day"])]
        indexes: ClassVar = [models.Index(name="digest_by_day", fields=["day"])]

    def __str__(self) -> str:
        return f"{self.day} 的提醒"


class Delivery(models.Model):
    """A digest on its way through the channel: how often it was tried, and why it did not go."""

    digest = models.OneToOneField(Digest, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(
        "状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    not_before = models.DateTimeField("不早于")
    error = models.CharField("没有发出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "提醒的发送"
        indexes: ClassVar = [
            models.Index(
                name="delivery_waiting",
                fields=["not_before"],
                condition=Q(state__in=(DeliveryState.WAITING, DeliveryState.TRYING)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest_id} {self.state}"


encrypted("notices.ReminderChoice", "address", field=ADDRESS_FIELD)
