"""What organisations hold: stars, appended and never rewritten, and the honour 先锋支部."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Max, Q

from heli.orgs.models import Organisation
from heli.schemes.models.results import OfOrganisationQuerySet
from heli.stars.catalogue import MOST_DOCUMENT, MOST_WORDS, STANDING_HONOUR, Given, HonourState, Star
from heli.stars.models.rounds import Assessed


class StarHeldQuerySet(OfOrganisationQuerySet):
    def latest_each(self) -> Self:
        """What each organisation holds now: its last row."""
        last = StarHeld.objects.order_by().values("organisation").annotate(last=Max("pk"))
        return self.filter(pk__in=last.values("last"))


class StarHeld(models.Model):
    """A star given, entered, lowered or taken away; an organisation holds what its last row says.

    `ends_on` is the last day that it holds, None without a star. A lowered or withdrawn one has its reason.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stars")
    star = models.SmallIntegerField("星级", choices=Star.choices)
    year = models.PositiveSmallIntegerField("评定年度")
    given = models.CharField("来由", max_length=10, choices=Given.choices)
    begins_on = models.DateField("定星日期")
    ends_on = models.DateField("有效期至", null=True)
    why = models.CharField("原因", max_length=MOST_WORDS, blank=True)
    document = models.CharField("文号", max_length=MOST_DOCUMENT, blank=True)
    assessed = models.OneToOneField(Assessed, null=True, on_delete=models.PROTECT, related_name="held")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=120)

    objects: ClassVar = StarHeldQuerySet.as_manager()

    class Meta:
        verbose_name = "星级"
        constraints: ClassVar = [
            models.CheckConstraint(name="star_held_entered_by", condition=~Q(entered_by="")),
            models.CheckConstraint(
                name="star_held_ends",
                condition=Q(star__gte=1, ends_on__isnull=False) | Q(star__lte=0, ends_on=None),
            ),
            models.CheckConstraint(
                name="star_held_ground",
                condition=Q(given=Given.ASSESSED, assessed__isnull=False)
                | (Q(given=Given.ENTERED, assessed=None) & ~Q(document=""))
                | (
                    Q(given__in=(Given.LOWERED, Given.WITHDRAWN), assessed=None)
                    & ~Q(why="")
                    & ~Q(document="")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(name="star_held_latest", fields=["organisation", "id"])]

    def __str__(self) -> str:
        return self.get_star_display()

    def has_expired(self, today: date) -> bool:
        """Whether its validity is over."""
        return self.ends_on is not None and self.ends_on < today


class Honour(models.Model):
    """先锋支部 (S001-55): applied for, reviewed, named by a document, perhaps taken off with a reason."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="honours")
    state = models.CharField("状态", max_length=10, choices=HonourState.choices, default=HonourState.APPLIED)
    star = models.SmallIntegerField("申报时星级", choices=Star.choices)
    words = models.CharField("申报理由", max_length=MOST_WORDS)
    applied_at = models.DateTimeField("申报时间")
    applied_by = models.CharField("申报人", max_length=120)
    review = models.CharField("评审意见", max_length=MOST_WORDS, blank=True)
    reviewed_at = models.DateTimeField("评审时间", null=True)
    reviewed_by = models.CharField("评审登记人", max_length=120, blank=True)
    named_on = models.DateField("命名日期", null=True)
    document = models.CharField("命名文号", max_length=MOST_DOCUMENT, blank=True)
    taken_off_on = models.DateField("摘牌日期", null=True)
    taken_off_why = models.CharField("摘牌原因", max_length=MOST_WORDS, blank=True)
    taken_off_document = models.CharField("摘牌文号", max_length=MOST_DOCUMENT, blank=True)

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "先锋支部"
        constraints: ClassVar = [
            models.CheckConstraint(name="honour_applied", condition=~Q(words="") & ~Q(applied_by="")),
            models.CheckConstraint(
                name="honour_reviewed",
                condition=Q(state=HonourState.APPLIED, reviewed_at=None, review="", reviewed_by="")
                | (
                    ~Q(state=HonourState.APPLIED)
                    & Q(reviewed_at__isnull=False)
                    & ~Q(review="")
                    & ~Q(reviewed_by="")
                ),
            ),
            models.CheckConstraint(
                name="honour_named",
                condition=(
                    Q(state__in=(HonourState.NAMED, HonourState.TAKEN_OFF), named_on__isnull=False)
                    & ~Q(document="")
                )
                | (~Q(state__in=(HonourState.NAMED, HonourState.TAKEN_OFF)) & Q(named_on=None, document="")),
            ),
            models.CheckConstraint(
                name="honour_taken_off",
                condition=(Q(state=HonourState.TAKEN_OFF, taken_off_on__isnull=False) & ~Q(taken_off_why=""))
                | (~Q(state=HonourState.TAKEN_OFF) & Q(taken_off_on=None, taken_off_why="")),
            ),
            models.UniqueConstraint(
                name="honour_one_standing",
                fields=["organisation"],
                condition=Q(state__in=sorted(STANDING_HONOUR)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}：{self.get_state_display()}"
