"""How organisations stand by a version: classes with tiers, one class, one sheet; live, nothing is stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from heli.accounts.scope import Scope
from heli.appraisal.queries.basis import class_name
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from heli.schemes.catalogue import Definition, Rung, Unknown
from heli.schemes.models import Scheme, Version
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.ground import Ground, ground
from heli.schemes.queries.scoring import Line, Scored, scores
from heli.schemes.queries.statement.asked import Asked


@dataclass(frozen=True)
class Reckoned:
    """A version's scores of a period as known on a day, of every organisation of its kinds."""

    version: Version
    definition: Definition
    period: Period
    on: date
    ground: Ground
    scores: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation in its class: its name, score, tier, and place (None: barred, unknown or held back)."""

    pk: int
    name: str
    score: Scored
    tier: str
    place: int | None

    @property
    def points(self) -> Decimal | None:
        return None if self.score.total is None else Decimal(self.score.total).scaleb(-2)


@dataclass(frozen=True, slots=True)
class ClassOf:
    """A class: its organisations from the highest down, and how many are in each tier."""

    code: str
    name: str
    rows: tuple[Placed, ...]
    tiers: tuple[tuple[Rung, int], ...]
    median: Decimal | None

    @property
    def unknown(self) -> int:
        return sum(one.score.total is None for one in self.rows)


def reckoned(
    version: Version,
    period: Period,
    on: date,
    *,
    full: bool = False,
    definition: Definition | None = None,
    over: Ground | None = None,
    within: Scheme | None = None,
) -> Reckoned:
    """The scores by a version (or by a `definition` of it): the ground's queries and one statement.

    `within`: of those alone whom another scheme holds for.
    """
    held = definition or definition_of(version)
    base = over or ground(period, on)
    whose = within or version.scheme
    found = scores(Asked(held, base, version.scheme_id, root=_below(whose), full=full))
    return Reckoned(version, held, period, on, base, found)


def _below(scheme: Scheme) -> str:
    """The 工委 scores everybody, 党组 outside its tree too; any other those beneath it."""
    return "" if scheme.is_citys else scheme.organiser.path


def class_of(score: Scored) -> str:
    """The class that an organisation is compared in: kind, nature, system, 本级 or 直属 (分类指导)."""
    place = "attached" if score.attached else "own"
    return f"{score.kind}.{score.nature}.{score.system}.{place}"


def tier_of(score: Scored, definition: Definition) -> str:
    """The tier of a score; 不评定 where 一票否决 holds, empty where nothing is known."""
    if score.barred:
        return "不评定"
    if score.total is None:
        return ""
    return next(one.name for one in definition.tiers if score.total >= one.floor)


def classes(found: Reckoned, scope: Scope) -> list[ClassOf]:
    """Every class with the organisations that one may see, places among all of the class."""
    seen = dict(
        Organisation.objects.visible_to(scope)
        .filter(pk__in=[one.organisation for one in found.scores])
        .values_list("pk", "short_name")
        if not scope.everything
        else Organisation.objects.values_list("pk", "short_name")
    )
    grouped: dict[str, list[Scored]] = defaultdict(list)
    for one in found.scores:
        grouped[class_of(one)].append(one)
    made = (_class(code, inside, found.definition, seen) for code, inside in sorted(grouped.items()))
    return [one for one in made if one.rows]


def _class(code: str, inside: Sequence[Scored], definition: Definition, seen: dict[int, str]) -> ClassOf:
    places = placed(inside, definition)
    rows = tuple(
        Placed(
            one.organisation, seen[one.organisation], one, tier_of(one, definition), places[one.organisation]
        )
        for one in sorted(inside, key=lambda one: (_order(one, definition), one.path))
        if one.organisation in seen
    )
    totals = [one.total for one in inside if one.total is not None and not one.barred]
    counted = tuple((rung, sum(row.tier == rung.name for row in rows)) for rung in definition.tiers)
    middle = Decimal(int(median(totals))).scaleb(-2) if totals else None
    return ClassOf(code, class_name(code), rows, counted, middle)


def placed(inside: Sequence[Scored], definition: Definition) -> dict[int, int | None]:
    """The places in a class, equal totals alike; none for what is barred, unknown or held back."""
    order = sorted((one for one in inside if _is_placed(one, definition)), key=lambda one: -(one.total or 0))
    found: dict[int, int | None] = {one.organisation: None for one in inside}
    last: tuple[int | None, int] = (None, 0)
    for number, one in enumerate(order, start=1):
        place = last[1] if one.total == last[0] else number
        found[one.organisation] = place
        last = (one.total, place)
    return found


def _is_placed(one: Scored, definition: Definition) -> bool:
    held = definition.unknown is Unknown.KEEP and one.open > 0
    return one.total is not None and not one.barred and not held


def _order(one: Scored, definition: Definition) -> tuple[bool, int]:
    return not _is_placed(one, definition), -(one.total or 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One organisation's score with its lines, its place in its class, the tier above and what is missing."""

    organisation: Organisation
    score: Scored
    tier: str
    place: int | None
    count: int
    above: tuple[str, Decimal] | None
    medians: dict[str, Decimal]
    class_name: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that hold for it."""
        return tuple(line for line in self.score.lines if line.weight is not None)


def sheet(found: Reckoned, organisation: Organisation) -> Sheet:
    """One organisation's sheet; `found` with all lines. NotFound where the scheme does not hold for it."""
    own = next((one for one in found.scores if one.organisation == organisation.pk), None)
    if own is None:
        raise NotFound(
            "no-score", f"这个方案不适用于{organisation.short_name}，或它在{found.period.name}还没有成立。"
        )
    code = class_of(own)
    inside = [one for one in found.scores if class_of(one) == code]
    ranked = placed(inside, found.definition)
    return Sheet(
        organisation,
        own,
        tier_of(own, found.definition),
        ranked[own.organisation],
        sum(place is not None for place in ranked.values()),
        _above(own, found.definition),
        _medians(inside),
        class_name(code),
    )


def _above(own: Scored, definition: Definition) -> tuple[str, Decimal] | None:
    """The tier above, and how many points are missing."""
    if own.total is None or own.barred:
        return None
    higher = [one for one in definition.tiers if one.floor > own.total]
    return (higher[-1].name, Decimal(higher[-1].floor - own.total).scaleb(-2)) if higher else None


def _medians(inside: Sequence[Scored]) -> dict[str, Decimal]:
    """The middle points of each indicator in the class, by code."""
    points: dict[str, list[int]] = defaultdict(list)
    for one in inside:
        for line in one.lines:
            if line.points is not None:
                points[line.indicator.code].append(line.points)
    return {code: Decimal(int(median(some))).scaleb(-2) for code, some in points.items()}
