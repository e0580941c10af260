"""An organisation on the list: why, by whom, who helps, until when, and how it ended."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.schemes.models.results import OfOrganisationQuerySet
from heli.weak.catalogue import MOST_DOCUMENT, MOST_WORDS, OPEN, ListingState


class ListingQuerySet(OfOrganisationQuerySet):
    def open(self) -> Any:
        """Those that have not ended."""
        return self.filter(state__in=sorted(OPEN))


class Listing(models.Model):
    """Once on the list. `reasons` ids of `dated/reasons.toml`; `facts` what Heli knew that day, in words.

    `helper` is the post that helps (包联), `helper_name` and `helper_title` as on the day when it was named;
    `partner` an organisation that helps beside (结对). `after` is the listing that was cleared within the
    days of a 反弹 before.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="listings"
    )
    lister = models.ForeignKey(
        Organisation, verbose_name="认定组织", on_delete=models.PROTECT, related_name="+"
    )
    reasons = models.JSONField("情形", default=list)
    words = models.CharField("说明", max_length=MOST_WORDS, blank=True)
    facts = models.JSONField("列入时的情况", default=list)
    listed_on = models.DateField("列入日期")
    document = models.CharField("认定文号", max_length=MOST_DOCUMENT)
    state = models.CharField("状态", max_length=10, choices=ListingState.choices, default=ListingState.LISTED)
    helper = models.ForeignKey(Post, verbose_name="帮带人", on_delete=models.PROTECT, related_name="+")
    helper_name = models.CharField("帮带人姓名", max_length=60)
    helper_title = models.CharField("帮带人职务", max_length=200)
    partner = models.ForeignKey(
        Organisation, verbose_name="结对党组织", null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField("改进期限")
    after = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField("登记时间")
    listed_by = models.CharField("登记人", max_length=120)
    planned_at = models.DateTimeField("方案确定时间", null=True)
    planned_by = models.CharField("方案确定人", max_length=120, blank=True)
    ended_on = models.DateField("销号、撤销日期", null=True)
    withdrawn_why = models.CharField("撤销原因", max_length=MOST_WORDS, blank=True)
    withdrawn_document = models.CharField("撤销文号", max_length=MOST_DOCUMENT, blank=True)

    objects: ClassVar = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = "软弱落后党组织"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="listing_one_open", fields=["organisation"], condition=Q(state__in=sorted(OPEN))
            ),
            models.CheckConstraint(name="listing_by_document", condition=~Q(document="") & ~Q(listed_by="")),
            models.CheckConstraint(name="listing_above", condition=~Q(organisation=F("lister"))),
            models.CheckConstraint(name="listing_due_after", condition=Q(due_on__gt=F("listed_on"))),
            models.CheckConstraint(
                name="listing_planned_by",
                condition=Q(planned_at=None, planned_by="")
                | (Q(planned_at__isnull=False) & ~Q(planned_by="")),
            ),
            models.CheckConstraint(
                name="listing_ended",
                condition=Q(state__in=sorted(OPEN), ended_on=None)
                | (~Q(state__in=sorted(OPEN)) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="listing_withdrawn_why",
                condition=(Q(state=ListingState.WITHDRAWN) & ~Q(withdrawn_why="") & ~Q(withdrawn_document=""))
                | (~Q(state=ListingState.WITHDRAWN) & Q(withdrawn_why="", withdrawn_document="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="listing_by_day", fields=["listed_on", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}：{self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
