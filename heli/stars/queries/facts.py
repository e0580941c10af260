"""What a proposal is worked out from: corrected scores of the published result, stars held, entered facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from heli.figures import queries as figure_queries
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation, OrganisationQuerySet
from heli.orgs.models.organisations import STEP
from heli.schemes.models import Release, ReleasedScore
from heli.schemes.queries.results import key_of
from heli.schemes.queries.scoring import in_points
from heli.schemes.rules.definition import in_hundredths
from heli.stars.models import Assessed, StarHeld
from heli.stars.rules.working_out import Facts

BY_SCHEME = "考核结果中已认定"


@dataclass(frozen=True, slots=True)
class Scored:
    """An organisation in a published result: hundredths as last corrected, None where not placed."""

    organisation: int
    pool: str
    score: int | None
    is_barred: bool


def scored(release: Release) -> list[Scored]:
    """Those in the result that still exist, in the order of the tree: three queries.

    What a scheme holds back from places because something is unknown has no score here either.
    """
    now = figure_queries.known_now(release.publication)
    found = ReleasedScore.objects.filter(release=release, organisation__closed_on=None)
    return [
        Scored(
            one.organisation_id, one.class_code, _total(one, now[key_of(one.organisation_id)][1]), one.barred
        )
        for one in found.order_by("organisation__path")
    ]


def scored_under(release: Release, floor: int, organisations: OrganisationQuerySet) -> list[int]:
    """Of `organisations` those whose score in the result, as `scored` tells it, is less than `floor`.

    By primary key, in the order of the tree: three queries. Of the figures the corrected ones alone are read;
    the others are what was published with the result.
    """
    corrected = figure_queries.corrected_now(release.publication)
    mended = [int(key.rpartition(".")[2]) for key in corrected]  # as key_of has it
    held_back = Q(place=None, barred=False, total__isnull=False)
    found = ReleasedScore.objects.filter(release=release, organisation__closed_on=None).exclude(held_back)
    found = found.filter(Q(total__lt=floor) | Q(organisation__in=mended))
    rows = found.filter(organisation__in=organisations.order_by().values("pk")).order_by("organisation__path")
    under = []
    for organisation, total in rows.values_list("organisation", "total"):
        now = corrected.get(key_of(organisation), in_points(total))
        if now is not None and in_hundredths(now) < floor:
            under.append(organisation)
    return under


def _total(one: ReleasedScore, now: Decimal | None) -> int | None:
    if now is None or (one.place is None and not one.barred and one.total is not None):
        return None
    return in_hundredths(now)


def reviewers_of(organisations: Iterable[Organisation]) -> dict[int, int | None]:
    """The nearest 机关党委 above each, by key; None directly beneath the 工委: one query."""
    committees = dict(
        Organisation.objects.filter(kind=Kind.ORGAN_COMMITTEE, closed_on=None).values_list("path", "pk")
    )
    return {one.pk: _nearest(one.path, committees) for one in organisations}


def _nearest(path: str, committees: Mapping[str, int]) -> int | None:
    ways = (path[:length] for length in range(len(path) - STEP, 0, -STEP))
    return next((committees[way] for way in ways if way in committees), None)


def previous_of(organisations: Iterable[int]) -> dict[int, int | None]:
    """The star that each holds, None where it never had one but as a newcomer: one query."""
    found = (
        StarHeld.objects.latest_each().filter(organisation__in=list(organisations)).select_related("assessed")
    )
    return {
        one.organisation_id: None
        if one.star == 0 and one.assessed is not None and one.assessed.is_new
        else one.star
        for one in found
    }


def facts_of(one: Assessed) -> Facts:
    """An assessed organisation as the rule takes it."""
    return Facts(
        pk=one.pk,
        score=one.score,
        pool=one.pool,
        is_new=one.is_new,
        previous=one.previous,
        exceptional=one.exception_document,
        satisfaction=one.satisfaction,
        barred=one.bar_why or (BY_SCHEME if one.is_barred else ""),
    )
