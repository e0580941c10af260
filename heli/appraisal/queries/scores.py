"""Scores by class, one organisation's sheet, and the units of the board; all live, nothing stored."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.accounts.scope import Scope
from heli.appraisal import rules
from heli.appraisal.catalogue import SCHEMES, THE_SCHEME, Scheme, Tier
from heli.appraisal.queries.basis import (
    Basis,
    Counts,
    Standing,
    basis,
    by_class,
    class_code,
    class_name,
    live_on,
    lived_in,
)
from heli.appraisal.rules import Counted, Score
from heli.duties.queries.briefs import Brief
from heli.duties.rules.readings import Reading
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation, Unit
from heli.orgs.queries.timeline import changed_since, segment_on


@dataclass(frozen=True, slots=True)
class Scored:
    """An organisation with its score and tier; both None where nothing of it is known.

    The subject is what the organisation was on the period's last day.
    """

    subject: Brief
    score: Score
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """A class: how many organisations, in which tiers, their median; `unknown` have no score."""

    code: str
    name: str
    count: int
    unknown: int
    tiers: tuple[tuple[Tier, int], ...]
    median: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """The organisations of one tier in a class, highest first; `tier` None for those without a score."""

    tier: Tier | None
    rows: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet: the requirement, what was counted, points, the points of its class's middle one."""

    reading: Reading
    counted: Counted
    points: Decimal | None
    median: Decimal | None
    lost: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One organisation's score with all that it is made of.

    `is_ranked` is False for one that was closed in the period; `classes` are all that it was of in it.
    """

    subject: Brief
    score: Score
    tier: Tier | None
    lines: tuple[SheetLine, ...]
    gap: tuple[Tier, Decimal] | None
    class_median: Decimal | None
    scheme: Scheme
    is_ranked: bool
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A board unit's duties of the period: 本级 and 直属单位 apart, and together."""

    organ_id: int
    name: str
    own: Counted
    attached: Counted

    @property
    def total(self) -> Counted:
        return added(self.own, self.attached)


def scheme_on(on: date) -> Scheme:
    """The scheme in force on a day."""
    return SCHEMES().get(THE_SCHEME, on)


def scored(found: Basis) -> list[Scored]:
    """The score of every organisation that owed anything and still stood, in the order of the tree."""
    scheme = scheme_on(found.on)
    kept: dict[Standing, Score | None] = {}
    rows = []
    for subject in found.subjects.values():
        if found.is_ranked(subject):
            standing = found.standing_of(subject)
            if standing not in kept:
                kept[standing] = _score(found.counts(standing), scheme)
            score = kept[standing]
            if score is not None:
                rows.append(Scored(subject, score, rules.tier_of(score.total, scheme)))
    return rows


def _score(counts: Counts, scheme: Scheme) -> Score | None:
    """The score of what was counted and has points in the plan; None where nothing such was owed."""
    told = tuple((reading.pk, reading.weight, counted) for reading, counted in counts if reading.weight)
    return rules.score(told, scheme) if told else None


def classes(period: Period, on: date, scope: Scope) -> list[ClassSummary]:
    """Every class within `scope` that owed anything in the period."""
    return summaries(scored(basis(period, on, lived_in(period, on).visible_to(scope))), scheme_on(on))


def summaries(rows: Sequence[Scored], scheme: Scheme) -> list[ClassSummary]:
    """The given scores by class."""
    grouped = by_class({row.subject.pk: row.subject for row in rows})
    found = {row.subject.pk: row for row in rows}
    return [_summary(code, [found[one.pk] for one in inside], scheme) for code, inside in grouped.items()]


def _summary(code: str, rows: Sequence[Scored], scheme: Scheme) -> ClassSummary:
    totals = [row.score.total for row in rows if row.score.total is not None]
    tiers = Counter(row.tier for row in rows)
    return ClassSummary(
        code=code,
        name=class_name(code),
        count=len(rows),
        unknown=len(rows) - len(totals),
        tiers=tuple((tier, tiers[tier]) for tier in scheme.tiers),
        median=rules.middle(totals),
    )


def bands(period: Period, on: date, scope: Scope, code: str) -> list[Band]:
    """One class within `scope`, tiers before order; NotFound (`class-unknown`) for a code that means none."""
    if code not in _codes(on, period.start):
        raise NotFound("class-unknown", "没有这一类党组织，请从分类列表中选择。")
    rows = scored(basis(period, on, lived_in(period, on).visible_to(scope), code))
    grouped: dict[Tier | None, list[Scored]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: -(one.score.total or Decimal(0))):
        grouped[row.tier].append(row)
    order: list[Tier | None] = [*scheme_on(on).tiers, None]
    return [Band(tier, tuple(grouped[tier])) for tier in order if grouped[tier]]


def _codes(on: date, since: date) -> set[str]:
    """The classes that there are, or were on some day since: one query."""
    columns = ("kind", "nature", "system", "attached")
    found = live_on(on).order_by().values_list(*columns)
    return {class_code(_alike(*row)) for row in found.union(changed_since(since).values_list(*columns))}


def _alike(kind: str, nature: str, system: str, attached: bool) -> Brief:
    """Any organisation of a class."""
    return Brief(0, "", kind, nature, system, attached, 0, False, None, None)


def sheet(organisation: Organisation, period: Period, on: date) -> Sheet:
    """One organisation's sheet beside its class in the whole city.

    NotFound (`no-score`) where the organisation owed nothing in the period.
    """
    scheme = scheme_on(on)
    found = basis(period, on, lived_in(period, on), _class_then(organisation, min(period.end, on)))
    rows = scored(found)
    subject = found.subjects.get(organisation.pk)
    score = None if subject is None else _score(found.counts(found.standing_of(subject)), scheme)
    if subject is None or score is None:
        raise NotFound(
            "no-score", f"{organisation.short_name}在{period.name}没有到期的应办事项，因此没有得分。"
        )
    readings = {reading.pk: reading for reading in found.positions.book.readings}
    medians = _line_medians(rows)
    lines = tuple(
        SheetLine(
            readings[line.requirement_id],
            line.counted,
            rules.rounded(line.points) if line.points is not None else None,
            medians.get(line.requirement_id),
            rules.lost(line, score.known_weight),
        )
        for line in score.lines
    )
    totals = [row.score.total for row in rows if row.score.total is not None]
    gap = rules.gap_to_next(score.total, scheme)
    return Sheet(
        subject=subject,
        score=score,
        tier=rules.tier_of(score.total, scheme),
        lines=lines,
        gap=gap,
        class_median=rules.middle(totals),
        scheme=scheme,
        is_ranked=found.is_ranked(subject),
        classes=tuple(found.classes_of(subject)),
    )


def _class_then(organisation: Organisation, day: date) -> str:
    """The class that an organisation was of on a day."""
    was = segment_on(organisation.pk, day)
    return class_code(_alike(was.kind, was.nature, was.system, was.attached))


def _line_medians(rows: Sequence[Scored]) -> Mapping[int, Decimal]:
    points: dict[int, list[Decimal]] = defaultdict(list)
    for row in rows:
        for line in row.score.lines:
            if line.points is not None:
                points[line.requirement_id].append(line.points)
    middles = ((requirement, rules.middle(values)) for requirement, values in points.items())
    return {requirement: middle for requirement, middle in middles if middle is not None}


def units(found: Basis) -> list[UnitFigures]:
    """The duties of each unit in the period, in the order of their names; those of the closed count too."""
    parts: dict[tuple[int, bool], list[Counted]] = defaultdict(list)
    alike: Counter[tuple[int, bool, Standing]] = Counter()
    for subject in found.subjects.values():
        if found.was_always_alike(subject):
            alike[subject.organ_id, subject.attached, found.standing_of(subject)] += 1
            continue
        for was, counted in found.shares_of(subject):
            parts[was.organ_id, was.attached].append(counted)
    for (organ, attached, standing), number in alike.items():
        together = found.together(standing)
        if together.owed or together.unknown:
            parts[organ, attached].append(together.times(number))
    figures = defaultdict(lambda: Counted(0, 0, 0), {key: rules.total(some) for key, some in parts.items()})
    organs = {organ for organ, _ in figures}
    names = Unit.objects.filter(pk__in=organs).order_by("name").values_list("pk", "name")
    return [UnitFigures(pk, name, figures[pk, False], figures[pk, True]) for pk, name in names]


def by_requirement(found: Basis) -> list[tuple[Reading, Counted]]:
    """What all organisations together owed of each requirement, in the plan's order."""
    figures: dict[int, Counted] = {}
    alike = Counter(found.standing_of(subject) for subject in found.subjects.values())
    for standing, number in alike.items():
        for reading, counted in found.counts(standing):
            before = figures.get(reading.pk, Counted(0, 0, 0))
            figures[reading.pk] = added(before, counted.times(number))
    return [
        (reading, figures[reading.pk]) for reading in found.positions.book.readings if reading.pk in figures
    ]


def added(one: Counted, other: Counted) -> Counted:
    """Two counts together."""
    return rules.total((one, other))


def aloud(found: Sheet) -> str:
    """The sum of a sheet as a sentence that one can read aloud."""
    score = found.score
    if score.total is None:
        return "到期事项的履职记录都还没有来源，因此没有得分。"
    points = sum((line.points for line in score.lines if line.points is not None), Decimal(0))
    text = f"已知事项分值共 {plain(score.known_weight)} 分，得 {rules.rounded(points)} 分，"
    text += f"折合百分制 {score.total} 分。"
    if score.unknown_weight:
        text += f"另有分值 {plain(score.unknown_weight)} 分的事项情况未知，不计分。"
    return text


def plain(weight: Decimal) -> str:
    """A weight without needless zeros: 8.00 is 8, 7.50 is 7.5."""
    return f"{weight.normalize():f}"
