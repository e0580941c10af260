"""Who scores by hand, what they gave, and what was noted."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.orgs.models import Organisation
from heli.schemes.catalogue import MOST_DOCUMENT, MOST_NAME, MOST_WHY, RaterKind
from heli.schemes.models.schemes import OfSchemeQuerySet, Scheme


class RaterGroup(models.Model):
    """Raters who count together, by the group's weight; `trims` leaves out the highest and the lowest."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rater_groups")
    kind = models.CharField("评分人", max_length=10, choices=RaterKind.choices)
    name = models.CharField("名称", max_length=MOST_NAME)
    weight = models.PositiveIntegerField("权重")
    trims = models.BooleanField("去掉最高、最低", default=False)

    TO_SCHEME: ClassVar = "scheme"
    objects: ClassVar = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "评分人组"
        constraints: ClassVar = [
            models.UniqueConstraint(name="scheme_raters_once", fields=["scheme", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class RaterSeat(models.Model):
    """A person named to score, by account."""

    group = models.ForeignKey(RaterGroup, on_delete=models.CASCADE, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    TO_SCHEME: ClassVar = "group__scheme"
    objects: ClassVar = OfSchemeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="scheme_rater_once", fields=["group", "account"])
        ]

    def __str__(self) -> str:
        return str(self.account)


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, scope: Scope) -> Self:
        """Marks of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))

    def standing(self) -> Self:
        """Not replaced by a later one of the same rater."""
        return self.filter(replaced_at=None)


class Mark(models.Model):
    """Points that a rater gave an organisation in an indicator of a period; a later one replaces it.

    `beside`: where the scheme says that a rater marks several times, later ones stand beside it.
    `replaced_why`: taken back by its rater, with his reason.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="marks")
    period = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    group = models.ForeignKey(RaterGroup, on_delete=models.PROTECT, related_name="marks")
    rater = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveIntegerField("评分")
    reason = models.CharField("理由", max_length=MOST_WHY, blank=True)
    given_at = models.DateTimeField("评分时间")
    given_by = models.CharField("评分人", max_length=120)
    beside = models.BooleanField(default=False)
    replaced_at = models.DateTimeField("被替换时间", null=True)
    replaced_why = models.CharField("撤回原因", max_length=MOST_WHY, blank=True)

    objects: ClassVar = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = "评分"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="mark_once",
                fields=["scheme", "period", "organisation", "code", "group", "rater"],
                condition=Q(replaced_at=None, beside=False),
            ),
            models.CheckConstraint(
                name="mark_taken_back_when", condition=Q(replaced_why="") | Q(replaced_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.points}"

    @property
    def shown(self) -> Decimal:
        """The points as people write them."""
        return Decimal(self.points).scaleb(-2)


class NotedQuerySet(models.QuerySet["Noted"]):
    def visible_to(self, scope: Scope) -> Self:
        """What was noted of organisations that `scope` covers today."""
        if scope.everything:
            return self
        return self.filter(organisation__in=Organisation.objects.visible_to(scope).values("pk"))


class Noted(models.Model):
    """A fact that adds, takes away, resets or bars (加分、扣分、清零、一票否决), with its document."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="noted")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    happened_on = models.DateField("日期")
    what = models.CharField("事项", max_length=MOST_WHY)
    document = models.CharField("依据文件", max_length=MOST_DOCUMENT)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.CharField("登记人", max_length=120)
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.CharField("撤销人", max_length=120, blank=True)
    withdrawn_why = models.CharField("撤销原因", max_length=MOST_WHY, blank=True)

    objects: ClassVar = NotedQuerySet.as_manager()

    class Meta:
        verbose_name = "登记事项"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="noted_on_a_document", condition=~Q(what="") & ~Q(document="") & ~Q(noted_by="")
            ),
            models.CheckConstraint(
                name="noted_withdrawn_with_why",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="noted_by_scheme", fields=["scheme", "happened_on"])]

    def __str__(self) -> str:
        return self.what
