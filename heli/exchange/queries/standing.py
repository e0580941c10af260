"""比: like with like. Participants of a class in tiers before order, live or as they were published (R14-10).

Live figures are those of `heli.appraisal`, over the participants alone; published ones are read from the
publication, each with what was corrected since. One set of lines serves page, hall, paper and sheet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.appraisal import rules as appraisal
from heli.appraisal.catalogue import Scheme, Tier
from heli.appraisal.queries.basis import basis, class_code, class_name, lived_in
from heli.appraisal.queries.scores import scheme_on, scored
from heli.exchange.catalogue import FIGURES, State
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.rules.acts import earlier, number
from heli.figures import queries as figure_queries
from heli.kernel.periods import Period
from heli.orgs.catalogue import RANK, Kind


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one organisation, and the class that it was of; None where it is not known."""

    owed: int | None = None
    done: int | None = None
    on_time: int | None = None
    unknown: int | None = None
    score: Decimal | None = None
    class_code: str = ""

    def value(self, about: str) -> Decimal | None:
        """One of the figures by its name (`catalogue.About`)."""
        found = getattr(self, about)
        return None if found is None else Decimal(found)


NOTHING = Measured()


@dataclass(frozen=True, slots=True)
class Line:
    """One participant beside its class: its tier, the gap to the tier above, its score before."""

    exhibit: Exhibit
    measured: Measured
    tier: Tier | None
    gap: tuple[Tier, Decimal] | None
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How many points more than before; None where one of the two is unknown."""
        if self.measured.score is None or self.before is None:
            return None
        return self.measured.score - self.before

    @property
    def points(self) -> Decimal:
        """The change without its sign."""
        return abs(self.change or Decimal(0))

    @property
    def moved(self) -> str:
        """上升, 持平, 下降, or nothing."""
        if self.change is None:
            return ""
        return "持平" if not self.change else "上升" if self.change > 0 else "下降"


@dataclass(frozen=True, slots=True)
class Band:
    """The participants of one tier, the highest first; `tier` None for those without a score."""

    tier: Tier | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """A class with its participants in tiers, and its middle."""

    code: str
    bands: tuple[Band, ...]
    median: Decimal | None

    @property
    def name(self) -> str:
        return class_name(self.code) if self.code else "没有应办的单位"

    @property
    def lines(self) -> list[Line]:
        return [line for band in self.bands for line in band.lines]

    def near(self, own: Collection[int], top: int) -> "Class":
        """The top of the class, and who stands beside the organisations `own`; tiers stay."""
        lines = self.lines
        places = {place for place, line in enumerate(lines) if line.exhibit.organisation_id in own}
        kept = {place for one in places for place in (one - 1, one, one + 1)} | set(range(top))
        shown = [(band, line) for place, (band, line) in enumerate(_flat(self.bands)) if place in kept]
        tiers: dict[Tier | None, list[Line]] = defaultdict(list)
        for band, line in shown:
            tiers[band.tier].append(line)
        bands = tuple(Band(band.tier, tuple(tiers[band.tier])) for band in self.bands if tiers[band.tier])
        return Class(self.code, bands, self.median)


def _flat(bands: Iterable[Band]) -> Iterable[tuple[Band, Line]]:
    return ((band, line) for band in bands for line in band.lines)


@dataclass(frozen=True, slots=True)
class Standing:
    """All classes of a gathering, with what they are compared with and how scores were made."""

    classes: Sequence[Class]
    scheme: Scheme
    before: str
    corrected: int

    @property
    def lines(self) -> dict[int, Line]:
        """Every participant's line by the organisation's primary key."""
        return {line.exhibit.organisation_id: line for one in self.classes for line in one.lines}


def standing(of: Gathering, participants: Sequence[Exhibit]) -> Standing:
    """How the participants stand: as published where it was, else as known now. At most 16 queries."""
    measured, corrected = frozen(of, participants) if of.is_frozen else (live(of, participants), 0)
    before, words = _before(of, participants)
    scheme = scheme_on(of.as_of)
    grouped: dict[str, list[Line]] = defaultdict(list)
    for one in participants:
        found = measured.get(one.organisation_id, NOTHING)
        tier = appraisal.tier_of(found.score, scheme)
        gap = appraisal.gap_to_next(found.score, scheme)
        line = Line(one, found, tier, gap, before.get(one.organisation_id))
        grouped[found.class_code].append(line)
    classes = [_class(code, grouped[code], scheme) for code in sorted(grouped, key=_rank)]
    return Standing(classes, scheme, words, corrected)


def _rank(code: str) -> tuple[bool, int, str]:
    """Classes in the order of kinds; those that owed nothing last."""
    return not code, RANK[Kind(code.split(".")[0])] if code else 0, code


def _class(code: str, lines: Sequence[Line], scheme: Scheme) -> Class:
    totals = [line.measured.score for line in lines if line.measured.score is not None]
    tiers: dict[Tier | None, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: -(one.measured.score or Decimal(0))):
        tiers[line.tier].append(line)
    order: list[Tier | None] = [*scheme.tiers, None]
    bands = tuple(Band(tier, tuple(tiers[tier])) for tier in order if tiers[tier])
    return Class(code, bands, appraisal.middle(totals))


def live(of: Gathering, participants: Iterable[Exhibit]) -> dict[int, Measured]:
    """The figures as known now, by organisation: six queries."""
    return measured_on([one.organisation_id for one in participants], of.of, of.as_of)


def measured_on(organisations: Collection[int], period: Period, on: date) -> dict[int, Measured]:
    """What organisations owed and did in a period, as of a day; those that owed nothing are left out."""
    found = basis(period, on, lived_in(period, on).filter(pk__in=organisations))
    measured = {}
    for row in scored(found):
        counted = appraisal.total(line.counted for line in row.score.lines)
        measured[row.subject.pk] = Measured(
            counted.owed,
            counted.done,
            counted.on_time,
            counted.unknown,
            row.score.total,
            class_code(row.subject),
        )
    return measured


def frozen(of: Gathering, participants: Sequence[Exhibit]) -> tuple[dict[int, Measured], int]:
    """The figures as published and corrected since, and how many were corrected: two queries."""
    assert of.publication is not None  # noqa: S101 - a constraint of the table
    lines = figure_queries.lines(of.publication)
    values = {line.figure.key: line.now for line in lines}
    return (
        {
            one.organisation_id: _published(one, values)
            for one in participants
            if key_of(one.organisation_id, "owed") in values
        },
        sum(bool(line.changes) for line in lines),
    )


def key_of(organisation: int, about: str) -> str:
    """The key of a figure in the publication."""
    return f"org.{organisation}.{about}"


def _published(one: Exhibit, values: Mapping[str, Decimal | None]) -> Measured:
    found = {about: values.get(key_of(one.organisation_id, about)) for about in FIGURES}
    whole = {about: None if value is None else int(value) for about, value in found.items()}
    score = found["score"]
    return Measured(
        whole["owed"],
        whole["done"],
        whole["on_time"],
        whole["unknown"],
        None if score is None else score.quantize(appraisal.HUNDREDTH),
        one.class_code,
    )


def _before(of: Gathering, participants: Sequence[Exhibit]) -> tuple[dict[int, Decimal | None], str]:
    """The scores of the organiser's gathering before, where it knew any; else of the period before."""
    last = (
        Gathering.objects.filter(organiser=of.organiser_id, as_of__lt=of.as_of, publication__isnull=False)
        .exclude(state=State.CALLED_OFF)
        .select_related("publication")
        .order_by("-as_of", "-pk")
        .first()
    )
    keys = {one.organisation_id: key_of(one.organisation_id, "score") for one in participants}
    if last is not None and last.publication is not None:
        values = {line.figure.key: line.now for line in figure_queries.lines(last.publication)}
        known = {pk: value for pk, key in keys.items() if (value := values.get(key)) is not None}
        if known:
            return {pk: value.quantize(appraisal.HUNDREDTH) for pk, value in known.items()}, last.title
    period = earlier(of.of)
    found = measured_on(list(keys), period, min(period.end, of.as_of))
    return {pk: one.score for pk, one in found.items()}, period.name


def shown_to(found: Standing, own: Collection[int], *, whole: bool, on: date) -> Sequence[Class]:
    """The classes as a reader sees them: whole for the organiser; else the own ones, top and neighbours."""
    if whole:
        return found.classes
    top = number("top_shown", on)
    return [one.near(own, top) for one in found.classes]
