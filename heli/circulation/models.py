"""Notices, the parts of the tree that they were narrowed to, and what organisations did with them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from heli.accounts.actor import Scope
from heli.circulation.catalogue import Along, Asked, NoticeState, Place
from heli.duties.models import Record
from heli.orgs.models import STEP, Organisation


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those sent by organisations that `scope` covers today; what was received is `queries.received`."""
        if scope.everything:
            return self
        return self.filter(sender__in=Organisation.objects.visible_to(scope).values("pk"))

    def went_out(self) -> Self:
        """Sent, withdrawn later or not."""
        return self.filter(state__in=(NoticeState.SENT, NoticeState.WITHDRAWN))


class Notice(models.Model):
    """通知: what one organisation sends to those beneath it, with what is asked and by when.

    The audience is not stored: it is what lay beneath `sender` on `day`, by 隶属 (then within `path`, the
    sender's own on that day) or by 领导, of the `kinds` and the `place`, within its `parts` where it has any.
    `addressed` is how many organisations that were when it went out. `as_repeat`: it was discarded or
    withdrawn because it asks what is asked already (S001-63).
    """

    sender = models.ForeignKey(
        Organisation, verbose_name="发出的党组织", on_delete=models.PROTECT, related_name="notices"
    )
    title = models.CharField("标题", max_length=120)
    document = models.CharField("文号", max_length=60, blank=True)
    text = models.TextField("正文", blank=True)
    pointer = models.CharField("原文存放处", max_length=200, blank=True)
    asked = models.CharField("要求", max_length=10, choices=Asked.choices)
    due_on = models.DateField("完成期限")
    along = models.CharField("范围", max_length=12, choices=Along.choices)
    path = models.CharField(max_length=STEP * 12, blank=True)
    kinds = models.CharField("组织类别", max_length=300)
    place = models.CharField("本级或直属", max_length=10, choices=Place.choices, blank=True)
    state = models.CharField("状态", max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    despite = models.CharField("再次发文的理由", max_length=200, blank=True)
    day = models.DateField("发出日期", null=True)
    addressed = models.PositiveIntegerField("发给几个党组织", null=True)
    drafted_at = models.DateTimeField("拟稿时间")
    drafted_by = models.CharField("拟稿人", max_length=120)
    sent_at = models.DateTimeField("签发时间", null=True)
    sent_by = models.CharField("签发人", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.CharField("撤回人", max_length=120, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)
    discarded_at = models.DateTimeField("删去时间", null=True)
    discarded_by = models.CharField("删去人", max_length=120, blank=True, db_default="")
    as_repeat = models.BooleanField("因重复不再发出", default=False, db_default=False)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        constraints: ClassVar = [
            models.CheckConstraint(name="notice_says_something", condition=~Q(text="") | ~Q(pointer="")),
            models.CheckConstraint(
                name="notice_sent_by_someone",
                condition=(
                    Q(sent_at=None, sent_by="", day=None, addressed=None)
                    & Q(state__in=(NoticeState.DRAFT, NoticeState.DISCARDED))
                )
                | (
                    Q(sent_at__isnull=False, day__isnull=False, addressed__gte=1)
                    & Q(state__in=(NoticeState.SENT, NoticeState.WITHDRAWN))
                    & ~Q(sent_by="")
                ),
            ),
            models.CheckConstraint(
                name="notice_withdrawn_by_someone",
                condition=(
                    Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="") & ~Q(state=NoticeState.WITHDRAWN)
                )
                | (
                    Q(withdrawn_at__isnull=False, state=NoticeState.WITHDRAWN)
                    & ~Q(withdrawn_by="")
                    & ~Q(withdrawn_why="")
                ),
            ),
            models.CheckConstraint(
                name="notice_discarded_by_someone",
                condition=Q(discarded_at=None, discarded_by="")
                | (Q(discarded_at__isnull=False, state=NoticeState.DISCARDED) & ~Q(discarded_by="")),
            ),
            models.CheckConstraint(
                name="notice_repeat_given_up",
                condition=Q(as_repeat=False)
                | Q(state=NoticeState.WITHDRAWN)
                | Q(state=NoticeState.DISCARDED, discarded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_path_of_affiliation",
                condition=Q(along=Along.LEADERSHIP, path="")
                | (Q(along=Along.AFFILIATION) & (Q(day=None) | ~Q(path=""))),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="notice_by_sender", fields=["sender", "day", "id"]),
            models.Index(name="notice_by_day", fields=["day", "id"]),
            models.Index(name="notice_by_path", fields=["path", "day"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_values(self) -> tuple[str, ...]:
        """The kinds of organisation that it goes to."""
        return tuple(self.kinds.split())

    @property
    def is_withdrawn(self) -> bool:
        return self.state == NoticeState.WITHDRAWN


class PartQuerySet(models.QuerySet["NoticePart"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(notice__in=Notice.objects.visible_to(scope).values("pk"))


class NoticePart(models.Model):
    """An organisation with all beneath it to which a notice was narrowed; `path` as it was on that day."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=STEP * 12)

    objects: ClassVar = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "选定范围"
        constraints: ClassVar = [
            models.UniqueConstraint(name="noticepart_once", fields=["notice", "organisation"])
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.path}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, scope: Scope) -> Self:
        """Receipts of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def standing(self) -> Self:
        """Those that say something today: not taken back, and the meeting's record, if any, not void."""
        void = Record.objects.filter(pk=OuterRef("record")).exclude(withdrawn_at=None)
        return self.filter(withdrawn_at=None).exclude(Exists(void))


class Receipt(models.Model):
    """回执: an organisation conveyed a notice or took note of it. Counted by organisation, never by person.

    `told` is how many members were told (None: not asked, or not known); `record` the meeting at which it
    was read, which then says day and number by itself. `entered_for` as for records (代录).
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="receipts"
    )
    done_on = models.DateField("日期")
    told = models.PositiveIntegerField("传达人数", null=True)
    record = models.ForeignKey(
        Record, verbose_name="会议记录", null=True, on_delete=models.PROTECT, related_name="receipts"
    )
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.CharField("录入人", max_length=120)
    entered_for = models.CharField("代谁录入", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.CharField("撤销人", max_length=120, blank=True)

    objects: ClassVar = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "回执"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="receipt_once", fields=["notice", "organisation"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="receipt_withdrawn_by_someone",
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="receipt_by_org", fields=["organisation", "notice"])]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.organisation_id} {self.done_on}"
