"""Polls with their questions, the counters of their options, and who may vote.

Nothing here leads from a voter to an option but the poll that both belong to, and no row has a time or an
order that a vote gave it (ADR 15). `tests/ballots/test_secrecy.py` holds both.
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from heli.accounts.actor import Scope
from heli.ballots.catalogue import About, Manner, PollState
from heli.members.models import Member
from heli.orgs.models import Organisation


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, scope: Scope) -> Self:
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def open_on(self, day: date) -> Self:
        """Electronic polls in which a vote may be cast on a day."""
        return self.filter(
            state=PollState.OPEN, manner=Manner.ELECTRONIC, opens_on__lte=day, closes_on__gte=day
        )


class Poll(models.Model):
    """A secret vote of one body. `issued` ballots are given out: one to each who may vote, until
    the tellers say how many it were.

    `returned`, `valid` and `invalid` stand after the count. `supervisor` and `teller` are 监票人 and 计票人
    of a vote on paper. From `opens_on` to `closes_on`, both included.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="polls"
    )
    title = models.CharField("名称", max_length=120)
    manner = models.CharField("投票方式", max_length=12, choices=Manner.choices)
    state = models.CharField("状态", max_length=8, choices=PollState.choices, default=PollState.OPEN)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    issued = models.PositiveIntegerField("发出票数")
    returned = models.PositiveIntegerField("收回票数", null=True)
    valid = models.PositiveIntegerField("有效票", null=True)
    invalid = models.PositiveIntegerField("无效票", null=True)
    supervisor = models.CharField("监票人", max_length=60, blank=True)
    teller = models.CharField("计票人", max_length=60, blank=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=120)
    closed_at = models.DateTimeField("计票登记时间", null=True)
    closed_by = models.CharField("计票登记人", max_length=120, blank=True)

    objects: ClassVar = PollQuerySet.as_manager()

    class Meta:
        verbose_name = "投票"
        constraints: ClassVar = [
            models.CheckConstraint(name="poll_days_in_order", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="poll_closed_by_someone",
                condition=Q(state=PollState.OPEN, closed_at=None, closed_by="")
                | (~Q(state=PollState.OPEN) & Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
            models.CheckConstraint(
                name="poll_counted_adds_up",
                condition=~Q(state=PollState.CLOSED)
                | Q(returned=F("valid") + F("invalid"), returned__lte=F("issued")),
            ),
            models.CheckConstraint(
                name="poll_two_tellers",
                condition=Q(supervisor="", teller="") | ~Q(supervisor=F("teller")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="poll_by_org", fields=["organisation", "state"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == PollState.OPEN

    @property
    def is_electronic(self) -> bool:
        return self.manner == Manner.ELECTRONIC


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(poll__in=Poll.objects.visible_to(scope))


class Question(models.Model):
    """One question of a poll, in which at most `choose` options may be chosen."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="questions")
    place = models.PositiveSmallIntegerField("序号")
    text = models.CharField("题目", max_length=200)
    about = models.CharField("题目所指", max_length=12, choices=About.choices, default=About.MATTER)
    choose = models.PositiveSmallIntegerField("至多选", default=1)

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "投票题目"
        constraints: ClassVar = [
            models.UniqueConstraint(name="question_place", fields=["poll", "place"]),
            models.CheckConstraint(name="question_chooses", condition=Q(choose__gte=1)),
        ]

    def __str__(self) -> str:
        return self.text


class OptionQuerySet(models.QuerySet["Option"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(question__poll__in=Poll.objects.visible_to(scope))


class Option(models.Model):
    """An option with its counter. Read `votes` through `queries.outcome` alone: it is nobody's before the
    close. Every vote writes the counters of the whole poll, so that none shows which it touched."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="options")
    place = models.PositiveSmallIntegerField("序号")
    text = models.CharField("选项", max_length=120)
    is_abstention = models.BooleanField("弃权", default=False)
    votes = models.PositiveIntegerField("票数", default=0)

    objects: ClassVar = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = "投票选项"
        constraints: ClassVar = [models.UniqueConstraint(name="option_place", fields=["question", "place"])]

    def __str__(self) -> str:
        return self.text


class VoterQuerySet(models.QuerySet["Voter"]):
    def visible_to(self, scope: Scope) -> Self:
        return self.filter(poll__in=Poll.objects.visible_to(scope))


class Voter(models.Model):
    """One who may vote in a poll. `voted` is kept while an electronic poll is open, without a time, so that
    nobody votes twice; the close takes the marks away again, and a vote on paper has none."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    voted = models.BooleanField("已投票", null=True)

    objects: ClassVar = VoterQuerySet.as_manager()

    class Meta:
        verbose_name = "投票人"
        constraints: ClassVar = [models.UniqueConstraint(name="voter_once", fields=["poll", "member"])]

    def __str__(self) -> str:
        return f"投票 {self.poll_id} 的一名投票人"
