"""Published results: what was published, what has been corrected, objections, and scores worked out anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Permission
from heli.accounts.scope import Scope
from heli.appraisal.queries.basis import class_name
from heli.figures import queries as figure_queries
from heli.figures.catalogue import FigureRow
from heli.figures.models import Publication
from heli.figures.queries import Change
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.catalogue import ReleaseState
from heli.schemes.models import IndicatorRow, Objection, Release, ReleasedLine, ReleasedScore, Scheme
from heli.schemes.queries.definitions import definition_of, named
from heli.schemes.queries.ground import ground
from heli.schemes.queries.scoring import Scored, in_points, scores
from heli.schemes.queries.standing import Reckoned, class_of, placed, reckoned, tier_of
from heli.schemes.queries.statement.asked import Asked


def key_of(organisation: int) -> str:
    """The key of an organisation's total among published figures."""
    return f"score.{organisation}"


def title_of(scheme: Scheme, period: Period) -> str:
    """What results are called: whose they are is said where they are not the city's."""
    whose = "" if scheme.is_citys else f"{scheme.organiser.short_name[:60]}："
    return f"{whose}{scheme.name}结果（{period.name}）"


def released_rows(found: Reckoned) -> Iterator[tuple[int, str, int | None, str, int | None, int, bool]]:
    """What is frozen of each organisation: class, total, tier, place, unknown weight, barred."""
    grouped: dict[str, list[Scored]] = {}
    for one in found.scores:
        grouped.setdefault(class_of(one), []).append(one)
    for code, inside in grouped.items():
        places = placed(inside, found.definition)
        for one in inside:
            tier = tier_of(one, found.definition)
            yield one.organisation, code, one.total, tier, places[one.organisation], one.open, one.barred


def figures_of(found: Reckoned) -> Iterator[FigureRow]:
    """The totals as figures, in the order of the tree."""
    names = dict(Organisation.objects.values_list("pk", "short_name"))
    for one in sorted(found.scores, key=lambda one: one.path):
        yield FigureRow(key_of(one.organisation), names[one.organisation], in_points(one.total), "分")


def scores_now(publication: Publication) -> list[FigureRow]:
    """The figures of published results as they are known now: the same version, period and day."""
    held = Release.objects.select_related("version__scheme__organiser").get(publication=publication)
    return list(figures_of(reckoned(held.version, Period.parse(held.period), publication.as_of)))


def corrected_figures(release: Release, organisation: Organisation) -> dict[str, Decimal | None]:
    """The total of one organisation as it is known now: the same version, period and day, by key."""
    period = Period.parse(release.period)
    found = scores(
        Asked(
            definition_of(release.version),
            ground(period, release.publication.as_of),
            release.version.scheme_id,
            organisation=organisation.pk,
        )
    )
    return {key_of(one.organisation): in_points(one.total) for one in found}


def releases(scope: Scope, *, citys: bool, words: str = "") -> QuerySet[Release]:
    """What was published by the 工委's schemes, or by 机关党委's, the latest first; `words` of either's name.

    Each with `scored`, how many organisations, and `waiting`, how many open objections.
    """
    seen = Release.objects.visible_to(scope)
    found: QuerySet[Release] = seen.of_work_committee() if citys else seen.of_committees()
    if words:
        found = found.filter(named(words, "version__scheme__"))
    return (
        found.select_related("version__scheme__organiser", "publication")
        .annotate(
            scored=_number(ReleasedScore.objects.all()),
            waiting=_number(Objection.objects.filter(answered_at=None)),
        )
        .order_by("-pk")
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows a release has, counted for the releases of a page alone."""
    counted = rows.filter(release=OuterRef("pk")).order_by().values("release").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), Value(0), output_field=IntegerField())


def release(pk: int, scope: Scope) -> Release:
    """One publication; NotFound where there is none that one may know of."""
    rows = Release.objects.select_related("version__scheme__organiser", "publication", "answerer")
    found: Release | None = rows.visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("release-not-found", "没有这次考核结果，或它不在您的范围内。")
    return found


def released_scores(held: Release, scope: Scope) -> QuerySet[ReleasedScore]:
    """The published scores of one publication that one may see."""
    found: QuerySet[ReleasedScore] = ReleasedScore.objects.visible_to(scope).filter(release=held)
    return found.select_related("organisation")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One organisation in published results; `now` is the total last corrected, None where it stands."""

    score: ReleasedScore
    points: Decimal | None
    now: Decimal | None


@dataclass(frozen=True, slots=True)
class ResultClass:
    """A class in published results, its organisations tier by tier, and how many stand in each tier."""

    code: str
    name: str
    rows: tuple[ResultRow, ...]
    tiers: tuple[tuple[str, int], ...]

    @property
    def corrected(self) -> int:
        """How many have been corrected since."""
        return sum(row.now is not None for row in self.rows)


def result_classes(held: Release, scope: Scope) -> list[ResultClass]:
    """The published results that one may see, class by class, tiers before order: three queries."""
    rows = ReleasedScore.objects.visible_to(scope).filter(release=held).select_related("organisation")
    corrected = {line.figure.key: line.now for line in figure_queries.lines(held.publication) if line.changes}
    grouped: dict[str, list[ResultRow]] = {}
    order = [name for name, _ in held.version.tiers]
    for one in rows.order_by("class_code", "place", "organisation__path"):
        points = in_points(one.total)
        row = ResultRow(one, points, corrected.get(key_of(one.organisation_id)))
        grouped.setdefault(one.class_code, []).append(row)
    return [
        ResultClass(
            code,
            class_name(code),
            tuple(sorted(inside, key=lambda row: _tier_order(row.score, order))),
            tuple((name, sum(row.score.tier == name for row in inside)) for name in order),
        )
        for code, inside in grouped.items()
    ]


def _tier_order(one: ReleasedScore, order: Sequence[str]) -> tuple[int, int]:
    place = order.index(one.tier) if one.tier in order else len(order)
    return place, one.place or 1_000_000


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One indicator as published: the indicator's row and what was counted."""

    indicator: IndicatorRow
    line: ReleasedLine

    @property
    def points(self) -> Decimal | None:
        return in_points(self.line.points)

    @property
    def weight(self) -> Decimal:
        return Decimal(self.line.weight).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Result:
    """One organisation's published score with its lines, corrections beside it, and its objections."""

    score: ReleasedScore
    points: Decimal | None
    lines: tuple[FrozenLine, ...]
    changes: Sequence[Change]
    objections: tuple[Objection, ...]
    may_object: bool


def result(held: Release, organisation: Organisation, actor: Actor, today: date) -> Result:
    """What was published of one organisation: five queries. NotFound where it was not scored."""
    score = held.scores.filter(organisation=organisation).select_related("organisation").first()
    if score is None:
        raise NotFound("not-scored", f"{organisation.short_name}不在这次公布的结果里。")
    indicators = {one.code: one for one in held.version.indicators.all()}
    lines = held.lines.filter(organisation=organisation)
    frozen = [FrozenLine(indicators[one.code], one) for one in lines if one.code in indicators]
    changes = next(
        (
            line.changes
            for line in figure_queries.lines(held.publication)
            if line.figure.key == key_of(organisation.pk)
        ),
        (),
    )
    objections = held.objections.filter(organisation=organisation).select_related("answerer").order_by("pk")
    return Result(
        score,
        in_points(score.total),
        tuple(sorted(frozen, key=lambda one: one.indicator.position)),
        changes,
        tuple(objections),
        held.state == ReleaseState.SHOWN
        and today <= held.shown_until
        and bool(actor.may(Permission.SCORE_OBJECT, organisation)),
    )


def objections(scope: Scope, reader: int | None) -> QuerySet[Objection]:
    """Objections that one may see: those that wait for the reader, those that wait, then the latest."""
    found: QuerySet[Objection] = Objection.objects.visible_to(scope).select_related(
        "release__version__scheme", "release__publication", "organisation", "answerer"
    )
    mine = ExpressionWrapper(Q(answered_at=None, answerer=reader or 0), output_field=BooleanField())
    answered = F("answered_at").desc(nulls_first=True)
    return found.annotate(mine=mine).order_by("-mine", answered, "due_on", "pk")


def objection(pk: int, scope: Scope) -> Objection:
    """One objection; NotFound where there is none that one may see."""
    rows = Objection.objects.visible_to(scope).select_related(
        "release__version__scheme__organiser", "release__publication", "organisation", "answerer"
    )
    found: Objection | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("objection-not-found", "没有这项异议，或它不在您的范围内。")
    return found
