"""Gatherings with what each organisation shows, comments, and counted hands."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.ballots.models import Poll, Question
from heli.duties.models import Record
from heli.exchange.catalogue import FROZEN, GatheringKind, Mark, State
from heli.figures.models import Publication
from heli.kernel.periods import Period
from heli.members.models import Post
from heli.orgs.models import Organisation

_FROZEN = sorted(FROZEN)


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those held by an organisation in `scope`, or in which one of it takes part."""
        if scope.everything:
            return self
        seen = Organisation.objects.visible_to(scope).values("pk")
        taking_part = Exhibit.objects.filter(organisation__in=seen).values("gathering")
        return self.filter(Q(organiser__in=seen) | Q(pk__in=taking_part))


class Gathering(models.Model):
    """晒比评. `period` is the code of what is looked at, `as_of` the day of every figure of it.

    `answerer` holds the post that answers objections; `scheme` names how scores were made, and
    `objections_until` is the last day of 公示: both set on publication.
    """

    organiser = models.ForeignKey(
        Organisation, verbose_name="组织方", on_delete=models.PROTECT, related_name="gatherings"
    )
    title = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=GatheringKind.choices)
    period = models.CharField("期间", max_length=12)
    as_of = models.DateField("数据截至")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=60, blank=True)
    due_on = models.DateField("材料报送期限")
    state = models.CharField("阶段", max_length=12, choices=State.choices, default=State.PREPARING)
    answerer = models.ForeignKey(
        Post, verbose_name="异议答复人", on_delete=models.PROTECT, related_name="gatherings"
    )
    scheme = models.CharField("计分办法", max_length=120, blank=True)
    publication = models.OneToOneField(Publication, null=True, on_delete=models.PROTECT, related_name="+")
    objections_until = models.DateField("公示到", null=True)
    poll = models.OneToOneField(Poll, null=True, on_delete=models.PROTECT, related_name="+")
    hands_present = models.PositiveSmallIntegerField("举手表决到会单位", null=True)
    arranged_at = models.DateTimeField("登记时间")
    arranged_by = models.CharField("登记人", max_length=120)
    archived_at = models.DateTimeField("归档时间", null=True)
    archived_by = models.CharField("归档人", max_length=120, blank=True)
    called_off_at = models.DateTimeField("取消时间", null=True)
    called_off_by = models.CharField("取消人", max_length=120, blank=True)
    called_off_why = models.CharField("取消原因", max_length=200, blank=True)

    objects: ClassVar = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = "晒比评"
        constraints: ClassVar = [
            models.UniqueConstraint(name="gathering_once", fields=["organiser", "title"]),
            models.CheckConstraint(
                name="gathering_frozen_is_published",
                condition=(
                    Q(state__in=_FROZEN) & Q(publication__isnull=False, objections_until__isnull=False)
                )
                | (~Q(state__in=_FROZEN) & Q(publication=None, objections_until=None)),
            ),
            models.CheckConstraint(
                name="gathering_archived_by_someone",
                condition=Q(archived_at=None, archived_by="")
                | (Q(archived_at__isnull=False, state=State.ARCHIVED) & ~Q(archived_by="")),
            ),
            models.CheckConstraint(
                name="gathering_called_off_by",
                condition=(Q(called_off_at=None, called_off_by="") & ~Q(state=State.CALLED_OFF))
                | (
                    Q(called_off_at__isnull=False, state=State.CALLED_OFF)
                    & ~Q(called_off_by="")
                    & ~Q(called_off_why="")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(name="gathering_by_day", fields=["held_on", "id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def of(self) -> Period:
        """The period that it looks at."""
        return Period.parse(self.period)

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN


class OfGathering(models.QuerySet[Any]):
    """Rows that belong to a gathering; `path` says by which fields."""

    path: ClassVar = "gathering"

    def visible_to(self, scope: Scope) -> Self:
        """Those of gatherings that `scope` may see: what is shown there is shown to all who take part."""
        if scope.everything:
            return self
        return self.filter(**{f"{self.path}__in": Gathering.objects.visible_to(scope).values("pk")})


class OfExhibit(OfGathering):
    path: ClassVar = "exhibit__gathering"


class Exhibit(models.Model):
    """What one organisation shows: results, problems (`Problem`), figures as of its day (S001-03).

    The row is made when it is invited; it is handed in once `handed_in_at` is set. The figures count duties:
    None where nothing was owed or is known. `speak_order` is set for those who speak (S001-02). `question`
    is the one on the ballot; `record` the 履职情况交流 that the organisation entered for it (S001-14).
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="exhibits")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="exhibits"
    )
    speak_order = models.PositiveSmallIntegerField("发言顺序", null=True)
    results = models.TextField("做法成绩", blank=True)
    owed = models.PositiveIntegerField("应办", null=True)
    done = models.PositiveIntegerField("已完成", null=True)
    on_time = models.PositiveIntegerField("按期完成", null=True)
    unknown = models.PositiveIntegerField("未知", null=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True)
    class_code = models.CharField("类别", max_length=80, blank=True)
    handed_in_at = models.DateTimeField("报送时间", null=True)
    handed_in_by = models.CharField("报送人", max_length=120, blank=True)
    entered_for = models.CharField("代谁报送", max_length=120, blank=True)
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.OneToOneField(Question, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfGathering.as_manager()

    class Meta:
        verbose_name = "晒的材料"
        constraints: ClassVar = [
            models.UniqueConstraint(name="exhibit_once", fields=["gathering", "organisation"]),
            models.CheckConstraint(
                name="exhibit_handed_in_by",
                condition=Q(handed_in_at=None, handed_in_by="")
                | (Q(handed_in_at__isnull=False) & ~Q(handed_in_by="") & ~Q(results="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="exhibit_by_org", fields=["organisation", "handed_in_at"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.gathering_id}"

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None


class Comment(models.Model):
    """点评 by a leader of the organiser, or what another organisation says; of an exhibit, or of all."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="comments")
    exhibit = models.ForeignKey(Exhibit, null=True, on_delete=models.PROTECT, related_name="comments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField("点评人", max_length=60)
    text = models.CharField("内容", max_length=500)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = OfGathering.as_manager()

    class Meta:
        verbose_name = "点评"
        constraints: ClassVar = [models.CheckConstraint(name="comment_said", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.said_by


class HandCount(models.Model):
    """举手评议: how many hands an exhibit had for a mark; whose they were is not kept."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="hands")
    mark = models.CharField("评议", max_length=6, choices=Mark.choices)
    number = models.PositiveSmallIntegerField("举手数")

    objects: ClassVar = OfExhibit.as_manager()

    class Meta:
        verbose_name = "举手评议"
        constraints: ClassVar = [models.UniqueConstraint(name="hands_once", fields=["exhibit", "mark"])]

    def __str__(self) -> str:
        return f"{self.exhibit_id} {self.mark} {self.number}"
