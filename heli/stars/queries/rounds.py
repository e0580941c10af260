"""Rounds: which there are, who stands where in one, one organisation in it, objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.kernel.errors import NotFound
from heli.orgs.models import Organisation
from heli.schemes.models import Release
from heli.stars.catalogue import STARS, RoundState, Star
from heli.stars.models import Assessed, Round, StarObjection
from heli.stars.queries.facts import facts_of
from heli.stars.rules import working_out


def rounds(scope: Scope) -> QuerySet[Round]:
    """Every round, the latest first, with `number` assessed and `waiting` objections: one query."""
    found: QuerySet[Round] = Round.objects.visible_to(scope).select_related(
        "organiser", "release__version__scheme"
    )
    counted = found.annotate(
        number=Count("assessed", distinct=True),
        waiting=Count(
            "assessed__objections", filter=Q(assessed__objections__answered_at=None), distinct=True
        ),
    )
    return counted.order_by("-year", "-pk")


def releases_without() -> QuerySet[Release]:
    """Results of the 工委's schemes that no round stands on yet, the latest first: one query."""
    found: QuerySet[Release] = (
        Release.objects.of_work_committee()
        .filter(star_round=None)
        .select_related("publication", "version__scheme__organiser")
    )
    return found.order_by("-pk")


def round_of(pk: int, scope: Scope) -> Round:
    """One round; NotFound where there is none that one may know of."""
    rows = Round.objects.visible_to(scope).select_related(
        "organiser", "release__publication", "release__version__scheme", "answerer"
    )
    found: Round | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("round-not-found", "没有这次星级评定，或它不在您的范围内。")
    return found


@dataclass(frozen=True, slots=True)
class Filters:
    """What a round's list is narrowed to; an empty value narrows nothing."""

    star: int | None = None
    only: str = ""
    name: str = ""


ONLY = {
    "departs": ("与测算不同", Q(decided__isnull=False)),
    "tied": ("名额处同分", Q(is_tied=True)),
    "differs": ("审核意见与测算不同", Q(advised__isnull=False) & ~Q(advised=F("proposed"))),
    "unreviewed": ("待审核", Q(reviewer__isnull=False, advised=None)),
    "unclaimed": ("没有自评", Q(claim=None)),
}
"""What a round's list may be narrowed to, in words."""


def assessed_in(held: Round, actor: Actor, scope: Scope, filters: Filters) -> QuerySet[Assessed]:
    """Those of a round in sight, stars before the order of the tree: one query."""
    found: QuerySet[Assessed] = held.assessed.visible_to(scope).select_related("organisation", "reviewer")
    star = _shown_star(held)
    if filters.only in ONLY:
        found = found.filter(ONLY[filters.only][1])
    if filters.star is not None and sees_all(held, actor):
        found = found.filter(
            Q(star=filters.star)
            | Q(star=None, decided=filters.star)
            | Q(star=None, decided=None, proposed=filters.star)
        )
    if filters.name:
        found = found.filter(organisation__name__contains=filters.name)
    if not sees_all(held, actor):
        return found.order_by("organisation__path")
    return found.order_by(F(star).desc(nulls_last=True), "organisation__path")


def _shown_star(held: Round) -> str:
    return "star" if held.state in (RoundState.SHOWN, RoundState.SETTLED) else "proposed"


def sees_all(held: Round, actor: Actor) -> bool:
    """Proposals are for the 工委 and the reviewing 机关党委; what was adopted is for everybody in scope."""
    if held.state in (RoundState.SHOWN, RoundState.SETTLED):
        return True
    return actor.may_somewhere(Permission.STAR_KEEP) or actor.may_somewhere(Permission.STAR_REVIEW)


@dataclass(frozen=True, slots=True)
class StarCount:
    """How many of a round have a star, and the quota, None without one."""

    star: Star
    number: int
    quota: int | None


def counts(held: Round, scope: Scope) -> list[StarCount]:
    """How many in sight have each star as it stands, with the quota of the whole round: one query."""
    seen = list(held.assessed.visible_to(scope))
    numbers = {star: sum(one.standing == star for one in seen) for star in Star}
    inside = [facts_of(one) for one in seen] if scope.everything and not held.said.by_class else []
    assessed = working_out.assessed_in(inside, held.said).get("", 0)
    return [
        StarCount(star, numbers[star], working_out.quota_of(star, assessed, held.said) if assessed else None)
        for star in Star
        if numbers[star] or star in held.said.lines
    ]


def to_review(held: Round, actor: Actor) -> Sequence[tuple[Organisation, int]]:
    """机关党委 of the reader with how many of this round wait for its opinion: one query."""
    scope = actor.scope(Permission.STAR_REVIEW)
    if held.state != RoundState.REVIEWING or scope.is_empty:
        return []
    waiting = held.assessed.filter(reviewer__in=Organisation.objects.visible_to(scope), advised=None)
    numbers: dict[int, int] = {}
    for pk in waiting.values_list("reviewer", flat=True):
        numbers[pk] = numbers.get(pk, 0) + 1
    return [(one, numbers[one.pk]) for one in Organisation.objects.filter(pk__in=numbers).order_by("path")]


def assessed(pk: int, scope: Scope) -> Assessed:
    """One organisation in a round; NotFound where there is none in sight."""
    rows = Assessed.objects.visible_to(scope).select_related(
        "organisation", "reviewer", "round__organiser", "round__release__version__scheme", "round__answerer"
    )
    found: Assessed | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("assessed-not-found", "没有这个参评党组织，或它不在您的范围内。")
    return found


def objections_of(one: Assessed) -> Sequence[StarObjection]:
    """Its objections with their answers, the first first: one query."""
    return list(one.objections.select_related("answerer").order_by("pk"))


def objection(pk: int, scope: Scope) -> StarObjection:
    """One objection; NotFound where there is none in sight."""
    rows = StarObjection.objects.visible_to(scope).select_related(
        "assessed__round", "assessed__organisation", "organisation", "answerer"
    )
    found: StarObjection | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("objection-not-found", "没有这项异议，或它不在您的范围内。")
    return found


def stars_offered(one: Assessed) -> list[Star]:
    """What a decision or a correction may give: within the limits, and given by the terms at all."""
    most = working_out.most_for(facts_of(one), one.round.said).star
    if most is Star.BARRED:
        return [Star.BARRED]
    return [
        star for star in (*STARS, Star.NONE) if star <= most and (star in one.round.said.lines or not star)
    ]


def claimable(held: Round) -> list[Star]:
    """The stars that a round gives."""
    return [star for star in STARS if star in held.said.lines]


def round_shown_to(one: Assessed, today: date) -> bool:
    """Whether an organisation may still object to its star."""
    held = one.round
    return held.state == RoundState.SHOWN and held.shown_until is not None and today <= held.shown_until
