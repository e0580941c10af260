"""Reports of requests that ask what was given already."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.burden.catalogue import Answer, ReportState, RequestKind
from heli.circulation.models import Notice
from heli.duties.models import Requirement
from heli.orgs.models import Organisation


class ReportQuerySet(models.QuerySet["RepeatReport"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those for organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def standing(self) -> Self:
        """Not taken back by whoever reported."""
        return self.exclude(state=ReportState.TAKEN_BACK)

    def waiting(self) -> Self:
        return self.filter(state=ReportState.OPEN)


class RepeatReport(models.Model):
    """又要报一遍: somebody says that a request asks an organisation for what it has given already (R14-08).

    On one request, a requirement or a notice; `given_…` says where the fact was given, by another request or
    in words. `account` is who sees the answer; no page names or counts him.
    """

    requirement = models.ForeignKey(
        Requirement,
        verbose_name="责任条目",
        null=True,
        on_delete=models.PROTECT,
        related_name="repeat_reports",
    )
    notice = models.ForeignKey(
        Notice, verbose_name="通知", null=True, on_delete=models.PROTECT, related_name="repeat_reports"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="repeat_reports"
    )
    given_requirement = models.ForeignKey(
        Requirement, verbose_name="已报送的责任条目", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_notice = models.ForeignKey(
        Notice, verbose_name="已办理的通知", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_text = models.CharField("在哪里报过", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    account = models.ForeignKey(
        Account, verbose_name="账号", on_delete=models.PROTECT, related_name="repeat_reports"
    )
    reported_at = models.DateTimeField("反映时间")
    reported_by = models.CharField("反映人", max_length=120)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.CharField("答复说明", max_length=300, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    taken_back_at = models.DateTimeField("收回时间", null=True)
    taken_back_by = models.CharField("收回人", max_length=120, blank=True)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "又要报一遍"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="report_on_one_request",
                condition=Q(requirement=None, notice__isnull=False)
                | Q(requirement__isnull=False, notice=None),
            ),
            models.CheckConstraint(
                name="report_says_where",
                condition=Q(given_requirement__isnull=False)
                | Q(given_notice__isnull=False)
                | ~Q(given_text=""),
            ),
            models.CheckConstraint(name="report_reported_by_someone", condition=~Q(reported_by="")),
            models.CheckConstraint(
                name="report_answered_by_someone",
                condition=(Q(answered_at=None, answered_by="", answer="") & ~Q(state=ReportState.ANSWERED))
                | (
                    Q(answered_at__isnull=False, state=ReportState.ANSWERED)
                    & ~Q(answered_by="")
                    & ~Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="report_taken_back_by_someone",
                condition=(Q(taken_back_at=None, taken_back_by="") & ~Q(state=ReportState.TAKEN_BACK))
                | (Q(taken_back_at__isnull=False, state=ReportState.TAKEN_BACK) & ~Q(taken_back_by="")),
            ),
            models.UniqueConstraint(
                name="report_once_a_requirement",
                fields=["account", "organisation", "requirement"],
                condition=Q(state=ReportState.OPEN),
            ),
            models.UniqueConstraint(
                name="report_once_a_notice",
                fields=["account", "organisation", "notice"],
                condition=Q(state=ReportState.OPEN),
            ),
        ]
        indexes: ClassVar = [models.Index(name="report_by_state", fields=["state", "reported_at"])]

    def __str__(self) -> str:
        return self.request_name

    @property
    def kind(self) -> RequestKind:
        return RequestKind.NOTICE if self.requirement_id is None else RequestKind.REQUIREMENT

    @property
    def request(self) -> Requirement | Notice:
        """What was reported; one of the two is there (`report_on_one_request`)."""
        found = self.requirement or self.notice
        assert found is not None  # noqa: S101 - a constraint of the table
        return found

    @property
    def request_name(self) -> str:
        """What the request says it wants."""
        return _named(self.requirement, self.notice)

    @property
    def given_name(self) -> str:
        """The request by which it was given already; empty where it was said in words."""
        return _named(self.given_requirement, self.given_notice)


def _named(requirement: Requirement | None, notice: Notice | None) -> str:
    return requirement.measure if requirement is not None else notice.title if notice is not None else ""
