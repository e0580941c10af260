"""A round of 星级评定, each organisation in it with what moved its star, and objections."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Outcome
from heli.schemes.models import Release
from heli.schemes.models.results import OfOrganisationQuerySet
from heli.stars.catalogue import MOST_DOCUMENT, MOST_WORDS, RoundState, Star, Terms


def star_field(name: str, **said: Any) -> Any:
    """A star, or none known yet."""
    return models.SmallIntegerField(name, choices=Star.choices, null=True, **said)


class PublicQuerySet(models.QuerySet["Round"]):
    def visible_to(self, scope: Scope) -> Self:
        """Rounds are public within the house: whoever sees a star sees by what it is made."""
        return self.none() if scope.is_empty else self


class Round(models.Model):
    """One 星级评定 of a year by one published result; `terms` as `catalogue.Terms` keeps them.

    The 工委's meetings are not recorded in Heli: the adopting one is named by day and name.
    """

    organiser = models.ForeignKey(
        Organisation, verbose_name="组织方", on_delete=models.PROTECT, related_name="+"
    )
    release = models.OneToOneField(
        Release, verbose_name="考核结果", on_delete=models.PROTECT, related_name="star_round"
    )
    year = models.PositiveSmallIntegerField("年度")
    kinds = models.JSONField("参评类别", default=list)
    terms = models.JSONField("评定规则", default=dict)
    state = models.CharField("状态", max_length=10, choices=RoundState.choices, default=RoundState.CLAIMING)
    claim_until = models.DateField("自评截止")
    made_at = models.DateTimeField("建立时间")
    made_by = models.CharField("建立人", max_length=120)
    met_on = models.DateField("审定日期", null=True)
    met_as = models.CharField("审定会议", max_length=120, blank=True)
    shown_until = models.DateField("公示截止", null=True)
    answerer = models.ForeignKey(
        Account, verbose_name="异议答复人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField("审定登记时间", null=True)
    adopted_by = models.CharField("审定登记人", max_length=120, blank=True)
    document = models.CharField("定星文号", max_length=MOST_DOCUMENT, blank=True)
    settled_at = models.DateTimeField("定星时间", null=True)
    settled_by = models.CharField("定星登记人", max_length=120, blank=True)

    objects: ClassVar = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = "星级评定"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="star_round_adopted_whole",
                condition=Q(adopted_at=None, adopted_by="", met_on=None, shown_until=None, answerer=None)
                | (
                    Q(adopted_at__isnull=False, met_on__isnull=False, shown_until__isnull=False)
                    & Q(answerer__isnull=False)
                    & ~Q(met_as="")
                    & ~Q(adopted_by="")
                ),
            ),
            models.CheckConstraint(
                name="star_round_settled_whole",
                condition=(Q(settled_at=None, settled_by="") & ~Q(state=RoundState.SETTLED))
                | (Q(settled_at__isnull=False, state=RoundState.SETTLED) & ~Q(settled_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度星级评定"

    @property
    def said(self) -> Terms:
        """The terms as values."""
        return Terms.of(self.terms)


class Assessed(models.Model):
    """An organisation in a round: facts, what it claims, proposal with reasons, opinion, decision, star.

    `score` in hundredths as last corrected, None where nothing is known; `pool` its class; `previous` the
    star that it held when the proposal was made, None where it never had one. `reviewer` gives the opinion,
    None where it stands directly beneath the 工委.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessed")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        Organisation, verbose_name="审核组织", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pool = models.CharField(max_length=60)
    score = models.IntegerField("得分", null=True)
    is_new = models.BooleanField("当年新成立", default=False)
    is_barred = models.BooleanField("考核结果一票否决", default=False)
    previous = star_field("上次星级")
    claim = star_field("自评星级")
    claim_words = models.CharField("自评说明", max_length=MOST_WORDS, blank=True)
    claimed_at = models.DateTimeField("自评时间", null=True)
    claimed_by = models.CharField("自评人", max_length=120, blank=True)
    satisfaction = models.PositiveIntegerField("群众满意度", null=True)
    satisfaction_source = models.CharField("满意度来源", max_length=MOST_DOCUMENT, blank=True)
    exception_why = models.CharField("破格理由", max_length=MOST_WORDS, blank=True)
    exception_document = models.CharField("破格依据", max_length=MOST_DOCUMENT, blank=True)
    bar_why = models.CharField("一票否决情形", max_length=MOST_WORDS, blank=True)
    bar_document = models.CharField("一票否决依据", max_length=MOST_DOCUMENT, blank=True)
    proposed = star_field("测算星级")
    reasons = models.JSONField("测算说明", default=list)
    is_tied = models.BooleanField("名额处同分", default=False)
    advised = star_field("审核意见")
    advised_why = models.CharField("审核说明", max_length=MOST_WORDS, blank=True)
    advised_at = models.DateTimeField("审核时间", null=True)
    advised_by = models.CharField("审核人", max_length=120, blank=True)
    decided = star_field("与测算不同的决定")
    decided_why = models.CharField("决定理由", max_length=MOST_WORDS, blank=True)
    star = star_field("审定星级")

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "参评党组织"
        constraints: ClassVar = [
            models.UniqueConstraint(name="star_assessed_once", fields=["round", "organisation"]),
            models.CheckConstraint(
                name="star_claim_whole",
                condition=Q(claimed_at=None, claimed_by="", claim=None)
                | (Q(claimed_at__isnull=False, claim__isnull=False) & ~Q(claimed_by="")),
            ),
            models.CheckConstraint(
                name="star_advised_whole",
                condition=Q(advised_at=None, advised_by="", advised=None)
                | (Q(advised_at__isnull=False, advised__isnull=False) & ~Q(advised_by="")),
            ),
            models.CheckConstraint(
                name="star_decided_with_why",
                condition=Q(decided=None, decided_why="") | (Q(decided__isnull=False) & ~Q(decided_why="")),
            ),
            models.CheckConstraint(
                name="star_facts_with_document",
                condition=(
                    Q(exception_why="", exception_document="")
                    | ~Q(exception_why="") & ~Q(exception_document="")
                )
                & (Q(bar_why="", bar_document="") | ~Q(bar_why="") & ~Q(bar_document=""))
                & (
                    Q(satisfaction=None, satisfaction_source="")
                    | Q(satisfaction__isnull=False) & ~Q(satisfaction_source="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def exceptional(self) -> bool:
        """破格: 逐级晋升 does not hold it."""
        return bool(self.exception_why)

    @property
    def standing(self) -> int | None:
        """The star as it stands now: adopted, else decided, else proposed."""
        return next((one for one in (self.star, self.decided, self.proposed) if one is not None), None)

    @property
    def standing_words(self) -> str:
        return "" if self.standing is None else Star(self.standing).label


class StarObjection(models.Model):
    """异议 of an organisation against its own star, answered by the round's answerer by a day, as in schemes.

    Where it is upheld, `before` and `after` are the trace of the correction.
    """

    assessed = models.ForeignKey(Assessed, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("异议", max_length=MOST_WORDS)
    raised_at = models.DateTimeField("提出时间")
    raised_by = models.CharField("提出人", max_length=120)
    answerer = models.ForeignKey(Account, verbose_name="答复人", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("答复期限")
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=MOST_WORDS, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.CharField("答复登记人", max_length=120, blank=True)
    before = star_field("更正前")
    after = star_field("更正后")

    objects: ClassVar = OfOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "对星级的异议"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="star_objection_by_someone", condition=~Q(text="") & ~Q(raised_by="")
            ),
            models.CheckConstraint(
                name="star_objection_answered",
                condition=Q(answered_at=None, outcome="", answer="", answered_by="", before=None, after=None)
                | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="") & ~Q(answered_by="")),
            ),
            models.CheckConstraint(
                name="star_objection_corrected",
                condition=Q(outcome=Outcome.UPHELD, before__isnull=False, after__isnull=False)
                | (~Q(outcome=Outcome.UPHELD) & Q(before=None, after=None)),
            ),
            models.UniqueConstraint(
                name="star_objection_one_open", fields=["assessed"], condition=Q(answered_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.text
