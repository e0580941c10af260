"""What a score is made of: pure arithmetic over what was owed, done, and done on time (S003-67).

A line's points are weight × (completeness share × done/owed + timeliness share × on time/owed). The total is
100 × the sum of points over the sum of the weights of known lines: unknown is left out, never zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from heli.appraisal.catalogue import Condition, Scheme, Tier

HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one organisation owed of one requirement in a period; `owed` counts only what is known.

    `unknown` are duties whose kind of record has no source yet. 0 ≤ on_time ≤ done ≤ owed.
    """

    owed: int
    done: int
    on_time: int
    unknown: int = 0

    @property
    def is_known(self) -> bool:
        return self.owed > 0

    def times(self, number: int) -> "Counted":
        """As many organisations that stand alike."""
        return Counted(self.owed * number, self.done * number, self.on_time * number, self.unknown * number)


def total(several: Iterable[Counted]) -> Counted:
    """Counts together."""
    found = Counted(0, 0, 0)
    for one in several:
        found = Counted(
            found.owed + one.owed,
            found.done + one.done,
            found.on_time + one.on_time,
            found.unknown + one.unknown,
        )
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a sheet: a requirement's weight, what was counted, exact points (None: unknown)."""

    requirement_id: int
    weight: Decimal
    counted: Counted
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """A sheet's lines and its total of 0 to 100, rounded half up to hundredths; None: nothing is known."""

    lines: tuple[Line, ...]
    total: Decimal | None
    known_weight: Decimal
    unknown_weight: Decimal


def points_of(weight: Decimal, counted: Counted, scheme: Scheme) -> Decimal | None:
    """The exact points of one line; None where nothing of it is known."""
    if not counted.is_known:
        return None
    earned = scheme.completeness * counted.done + scheme.timeliness * counted.on_time
    return weight * earned / (HUNDRED * counted.owed)


def score(counts: Sequence[tuple[int, Decimal, Counted]], scheme: Scheme) -> Score:
    """The score of one organisation from (requirement id, weight, counted); lines keep the order given."""
    lines = tuple(
        Line(requirement, weight, counted, points_of(weight, counted, scheme))
        for requirement, weight, counted in counts
    )
    known = sum((line.weight for line in lines if line.points is not None), Decimal(0))
    unknown = sum((line.weight for line in lines if line.points is None), Decimal(0))
    earned = sum((line.points for line in lines if line.points is not None), Decimal(0))
    total = rounded(HUNDRED * earned / known) if known else None
    return Score(lines, total, known, unknown)


def rounded(value: Decimal) -> Decimal:
    """Half up to hundredths, as people reckon: 89.995 is 90.00."""
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def tier_of(total: Decimal | None, scheme: Scheme) -> Tier | None:
    """The tier of a total; None for an unknown one."""
    if total is None:
        return None
    return next(tier for tier in scheme.tiers if total >= tier.floor)


def condition_of(total: Decimal | None, conditions: Sequence[Condition]) -> Condition | None:
    """The condition of a total, of those given from the highest floor down; None for an unknown one."""
    if total is None:
        return None
    return next((one for one in conditions if total >= one.floor), None)


def trend(before: Condition | None, now: Condition | None) -> str:
    """上升, 持平 or 下降 from one quarter to the next; nothing where one of them is unknown."""
    if before is None or now is None:
        return ""
    if before.floor == now.floor:
        return "持平"
    return "上升" if now.floor > before.floor else "下降"


def gap_to_next(total: Decimal | None, scheme: Scheme) -> tuple[Tier, Decimal] | None:
    """The tier above and the points that are missing; None at the top and for an unknown total."""
    own = tier_of(total, scheme)
    if own is None or total is None or own == scheme.tiers[0]:
        return None
    above = scheme.tiers[scheme.tiers.index(own) - 1]
    return above, above.floor - total


def middle(totals: Sequence[Decimal]) -> Decimal | None:
    """The median of a class, rounded as scores are; None for an empty class."""
    return rounded(Decimal(median(totals))) if totals else None


def lost(line: Line, known_weight: Decimal) -> Decimal:
    """How many points of the total this line costs; 0 for an unknown line."""
    if line.points is None or not known_weight:
        return Decimal(0)
    return rounded(HUNDRED * (line.weight - line.points) / known_weight)


def share(part: int, whole: int) -> Decimal | None:
    """A percentage rounded half up to one decimal; None of nothing."""
    if not whole:
        return None
    return (HUNDRED * part / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
