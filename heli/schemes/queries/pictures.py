"""What pictures of scores are drawn from: tables that stand on the page beneath each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median, quantiles
from typing import NamedTuple

from heli.kernel.periods import Period
from heli.schemes.catalogue import Definition, Part
from heli.schemes.models import ReleasedScore, Scheme
from heli.schemes.queries.scoring import Scored, by_limits, in_points
from heli.schemes.queries.standing import ClassOf, Placed

FEWEST = 4
"""Of fewer organisations no distribution is drawn: it would be each by itself."""


class Share(NamedTuple):
    """Of one 指标组 the percentage earned of what is known, and the middle of the class; None: not known."""

    group: str
    own: Decimal | None
    median: Decimal | None


class Step(NamedTuple):
    """A step from nought to the total: what an indicator adds (or takes), and where the bar begins."""

    name: str
    by: Decimal
    start: Decimal


class Box(NamedTuple):
    """How the totals of a class are spread."""

    name: str
    code: str
    least: Decimal
    lower: Decimal
    middle: Decimal
    upper: Decimal
    most: Decimal


class Point(NamedTuple):
    """A published total of one organisation, and the middle of its class in the same results."""

    period: str
    own: Decimal | None
    median: Decimal | None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One organisation: the percentage earned in each 指标组."""

    row: Placed
    shares: tuple[Decimal | None, ...]


def shares(score: Scored, groups: Sequence[str]) -> dict[str, Decimal | None]:
    """By 指标组 the percentage earned of the known weight; None where nothing of it is known."""
    earned: dict[str, int] = defaultdict(int)
    known: dict[str, int] = defaultdict(int)
    for line in score.lines:
        if line.indicator.part.earns and line.points is not None and line.weight:
            earned[line.indicator.group] += line.points
            known[line.indicator.group] += line.weight
    return {
        group: _tenths(Decimal(100) * earned[group] / known[group]) if known[group] else None
        for group in groups
    }


def radar(own: Scored, inside: Sequence[Scored], groups: Sequence[str]) -> list[Share]:
    """One organisation against the middle of its class, 指标组 by 指标组 that earn anything."""
    mine = shares(own, groups)
    of_class: dict[str, list[Decimal]] = defaultdict(list)
    for one in inside:
        for group, share in shares(one, groups).items():
            if share is not None:
                of_class[group].append(share)
    return [
        Share(group, share, _tenths(median(of_class[group])) if of_class[group] else None)
        for group, share in mine.items()
        if share is not None or of_class[group]
    ]


def waterfall(score: Scored, definition: Definition) -> list[Step]:
    """How the total comes about: what each indicator gives of the hundred, what limits of groups add or take,
    加分, 扣分, and the total last."""
    if score.total is None or not score.known:
        return []
    steps, at = [], Decimal(0)
    earned = [
        (one.indicator.name, one.points) for one in score.lines if one.points and one.indicator.part.earns
    ]
    for name, points in (*earned, *by_limits(score, definition).items()):
        by = _hundredths(Decimal(100) * points / score.known)
        steps.append(Step(name, by, at if by > 0 else at + by))
        at += by
    for line in score.lines:
        if not line.points or line.weight is None:
            continue
        part = line.indicator.part
        if part in (Part.BONUS, Part.DEDUCTION):
            by = Decimal(line.points).scaleb(-2)
            start = at if part is Part.BONUS else at - by
            steps.append(
                Step(f"{part.label}：{line.indicator.name}", by if part is Part.BONUS else -by, start)
            )
            at = at + by if part is Part.BONUS else start
    return [*steps, Step("总分", Decimal(score.total).scaleb(-2), Decimal(0))]


def heat(rows: Sequence[Placed], groups: Sequence[str]) -> list[HeatRow]:
    """The rows of a page of one class as a heat map of their 指标组."""
    return [HeatRow(row, tuple(shares(row.score, groups).values())) for row in rows]


def boxes(found: Sequence[ClassOf]) -> list[Box]:
    """The spread of each class that has at least `FEWEST` known totals among those that one may see."""
    told = []
    for one in found:
        totals = sorted(row.points for row in one.rows if row.points is not None and not row.score.barred)
        if len(totals) >= FEWEST:
            lower, middle, upper = (_hundredths(Decimal(part)) for part in quantiles(totals, n=4))
            told.append(Box(one.name, one.code, totals[0], lower, middle, upper, totals[-1]))
    return told


def trend(scheme: Scheme, organisation: int) -> list[Point]:
    """The published totals of one organisation under a scheme, with the middle of its class: two queries."""
    own = ReleasedScore.objects.filter(release__version__scheme=scheme, organisation=organisation)
    rows = list(own.select_related("release").order_by("release__period", "release"))
    every: dict[tuple[int, str], list[int]] = defaultdict(list)
    for release, code, total in ReleasedScore.objects.filter(
        release__in=[one.release_id for one in rows], total__isnull=False
    ).values_list("release", "class_code", "total"):
        every[release, code].append(total or 0)
    return [
        Point(
            Period.parse(one.release.period).name,
            in_points(one.total),
            in_points(int(median(every[one.release_id, one.class_code])))
            if every[one.release_id, one.class_code]
            else None,
        )
        for one in rows
    ]


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _hundredths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
