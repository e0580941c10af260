"""Lists in versions, their items, and what the 工委 has taken into the templates."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.duties.models import Record, Requirement
from heli.kernel.verdict import Strength
from heli.mandates.catalogue import BODIES, Bearer, Core, Group, Lane, ListState, Mark
from heli.members.catalogue import office_words
from heli.members.models import Post
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation

_STRENGTHS = [(one.value, one.label) for one in Strength]
_LIST_OF = {
    Bearer.BODY: "主体责任清单",
    Bearer.SECRETARY: "第一责任人责任清单",
    Bearer.MEMBER: "“一岗双责”责任清单",
    Bearer.COMMITTEE: "直接责任清单",
    Bearer.BRANCH: "责任清单",
}
_POST_OR_NONE = Coalesce("post", 0, output_field=models.BigIntegerField())


class MandateQuerySet(models.QuerySet["Mandate"]):
    def visible_to(self, scope: Scope) -> Self:
        """Lists of the organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def kept(self) -> Self:
        """Those that were ever adopted: in force, or superseded by a later version."""
        return self.filter(state__in=[ListState.ADOPTED, ListState.SUPERSEDED])

    def standing(self) -> Self:
        """Drafts and lists in force."""
        return self.filter(state__in=[ListState.DRAFT, ListState.ADOPTED])


class Mandate(models.Model):
    """责任清单: one version of the list of one actor of an organisation for a year.

    `post` is whose list it is among several members of a leading body, None for every other. `meeting` is the
    record of the meeting that adopted it, `adopted_on` that day: from then on the version holds, until the
    next one does. `filed` is the record that says that the list was made; of an organisation's own list only,
    where it records such. `why` says what a revision is for.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="mandates"
    )
    year = models.PositiveSmallIntegerField("年度")
    bearer = models.CharField("责任主体", max_length=12, choices=Bearer.choices)
    post = models.ForeignKey(
        Post, verbose_name="职务", null=True, on_delete=models.PROTECT, related_name="mandates"
    )
    version = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=12, choices=ListState.choices)
    why = models.CharField("修订原因", max_length=200, blank=True)
    meeting = models.ForeignKey(
        Record, verbose_name="审定会议", null=True, on_delete=models.PROTECT, related_name="+"
    )
    filed = models.ForeignKey(
        Record, verbose_name="履职记录", null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_on = models.DateField("审定日期", null=True)
    started_at = models.DateTimeField("起草时间")
    started_by = models.CharField("起草人", max_length=120)
    adopted_at = models.DateTimeField("登记审定时间", null=True)
    adopted_by = models.CharField("登记审定人", max_length=120, blank=True)
    ended_at = models.DateTimeField("取代或放弃时间", null=True)
    ended_by = models.CharField("取代或放弃人", max_length=120, blank=True)

    objects: ClassVar = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "责任清单"
        constraints: ClassVar = [
            models.UniqueConstraint(
                _POST_OR_NONE, F("organisation"), F("year"), F("bearer"), F("version"),
                name="mandate_version_once",
            ),
            models.UniqueConstraint(
                _POST_OR_NONE, F("organisation"), F("year"), F("bearer"),
                name="mandate_one_draft", condition=Q(state="draft"),
            ),
            models.UniqueConstraint(
                _POST_OR_NONE, F("organisation"), F("year"), F("bearer"),
                name="mandate_one_adopted", condition=Q(state="adopted"),
            ),
            models.CheckConstraint(
                name="mandate_post_of_member",
                condition=Q(bearer="member", post__isnull=False) | (~Q(bearer="member") & Q(post=None)),
            ),
            models.CheckConstraint(
                name="mandate_adopted_by_someone",
                condition=Q(adopted_at=None, adopted_by="", meeting=None, adopted_on=None)
                | (
                    Q(adopted_at__isnull=False, meeting__isnull=False, adopted_on__isnull=False)
                    & ~Q(adopted_by="")
                ),
            ),
            models.CheckConstraint(
                name="mandate_adopted_in_state",
                condition=Q(state__in=["adopted", "superseded"], adopted_at__isnull=False)
                | Q(state__in=["draft", "discarded"], adopted_at=None),
            ),
            models.CheckConstraint(
                name="mandate_ended_by_someone",
                condition=Q(ended_at=None, ended_by="", state__in=["draft", "adopted"])
                | (Q(ended_at__isnull=False, state__in=["superseded", "discarded"]) & ~Q(ended_by="")),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(name="mandate_by_org", fields=["organisation", "year", "bearer"]),
            models.Index(name="mandate_by_year", fields=["year", "bearer", "state"]),
        ]

    @property
    def state_now(self) -> ListState:
        """Its state as the table of moves knows it."""
        return ListState(self.state)

    @property
    def whose(self) -> str:
        """领导班子, 党组书记, 党组成员 韩松: as the organisation calls the actor."""
        kind = self.organisation.kind
        if self.post is not None:
            return f"{office_words(kind, self.post.office)} {self.post.name}"
        return whose(self.bearer, kind)

    @property
    def title(self) -> str:
        """2026年度领导班子主体责任清单."""
        return f"{self.year}年度{self.whose}{_LIST_OF[Bearer(self.bearer)]}"

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{self.title}"


def whose(bearer: str, kind: str) -> str:
    """What an actor is called at an organisation of a kind: a 部务会 has no 党组书记."""
    if bearer == Bearer.SECRETARY:
        return office_words(kind, Office.LEAD_SECRETARY if kind in BODIES else Office.SECRETARY)
    if bearer in {Bearer.COMMITTEE, Bearer.BRANCH}:
        return str(Kind(kind).label)
    return str(Bearer(bearer).label)


class MandateItem(models.Model):
    """One item of a version: group, text, measures, deadline, post, ground.

    `line` stays the same from version to version and year to year, so that they can be compared. `template`
    is the id of the item of the templates that it came from, "" for one of the organisation's own, which says
    in `reason` what for. `left_out` says that a template's item is not adopted, `reason` why (S000-42).
    `office` is the post at the list's organisation; `post` says which where several hold the same office.
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="items")
    line = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=40, blank=True)
    group = models.CharField("类别", max_length=12, choices=Group.choices)
    lane = models.CharField("职责", max_length=12, choices=Lane.choices, blank=True)
    core = models.CharField("四项职责任务", max_length=12, choices=Core.choices, blank=True)
    text = models.CharField("责任内容", max_length=300)
    measures = models.CharField("措施", max_length=500, blank=True)
    deadline = models.CharField("完成时限", max_length=60, blank=True)
    due_on = models.DateField("截止日期", null=True)
    office = models.CharField("岗位", max_length=20, choices=Office.choices, blank=True)
    post = models.ForeignKey(
        Post, verbose_name="任职", null=True, on_delete=models.PROTECT, related_name="mandate_items"
    )
    ground = models.CharField("依据", max_length=200, blank=True)
    requirement = models.ForeignKey(
        Requirement, verbose_name="年度任务", null=True, on_delete=models.PROTECT, related_name="+"
    )
    strength = models.CharField("强度", max_length=1, choices=_STRENGTHS, blank=True)
    mark = models.CharField("核对", max_length=1, choices=Mark.choices, blank=True)
    left_out = models.BooleanField("不列入", default=False)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "责任清单条目"
        constraints: ClassVar = [
            models.UniqueConstraint(name="mandate_line_once", fields=["mandate", "line"]),
            models.CheckConstraint(
                name="mandate_item_has_reason",
                condition=(Q(left_out=False) & ~Q(template="")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="mandate_must_not_be_left_out", condition=Q(left_out=False) | ~Q(strength="H")
            ),
        ]
        indexes: ClassVar = [models.Index(name="mandate_item_order", fields=["mandate", "position"])]

    def __str__(self) -> str:
        return self.text

    @property
    def is_own(self) -> bool:
        """自选: added by the organisation, not offered by the templates."""
        return not self.template

    @property
    def is_mandatory(self) -> bool:
        """Offered by the templates as 必须: it cannot be left out."""
        return self.strength == Strength.HARD and not self.is_own

    @property
    def sort(self) -> str:
        """规定 or 自选."""
        return "自选" if self.is_own else "规定"


class TakenIn(models.Model):
    """采用: an item that waits for its original, taken into the templates by the 工委."""

    template = models.CharField("模板条目", max_length=40)
    reason = models.CharField("采用说明", max_length=200)
    taken_at = models.DateTimeField("采用时间")
    taken_by = models.CharField("采用人", max_length=120)
    given_up_at = models.DateTimeField("停用时间", null=True)
    given_up_by = models.CharField("停用人", max_length=120, blank=True)

    class Meta:
        verbose_name = "模板条目的采用"
        constraints: ClassVar = [
            models.UniqueConstraint(name="taken_in_once", fields=["template"], condition=Q(given_up_at=None)),
            models.CheckConstraint(name="taken_in_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="taken_in_given_up_by_someone",
                condition=Q(given_up_at=None, given_up_by="")
                | (Q(given_up_at__isnull=False) & ~Q(given_up_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.template
