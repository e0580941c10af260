"""The same scores worked out again, slowly and another way: from positions and rows, in Decimal, in Python.

The statement of a scheme is held against it. It shares no line with the compiler; rounding is Decimal's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from heli.appraisal.queries.basis import Basis, basis, lived_in
from heli.debriefing.models import Reporter
from heli.debriefing.queries import results as debriefing_results
from heli.duties.catalogue import Checked
from heli.duties.models import Record
from heli.duties.queries.briefs import Brief
from heli.exchange.catalogue import State
from heli.exchange.models import Exhibit
from heli.exchange.queries import judging
from heli.kernel.periods import Period, PeriodKind
from heli.orgs.catalogue import LEADING_KINDS, TERM_KINDS
from heli.orgs.models import CommitteeTerm, Organisation
from heli.schemes.catalogue import Definition, Indicator, Measure, Over, Part, Shape, Times, Unknown
from heli.schemes.models import Mark, Noted

Fact = tuple[int, int, int]


def rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass
class Reckoner:
    """One definition over one period, as known on a day that the period's end does not pass."""

    definition: Definition
    period: Period
    scheme: int

    def __post_init__(self) -> None:
        self.last = self.period.end
        self.basis: Basis = basis(self.period, self.last, lived_in(self.period, self.last))
        self.rows = {one.pk: one for one in Organisation.objects.all()}
        self.stood: dict[int, Brief] = {
            pk: one for pk, one in self.basis.subjects.items() if self.basis.is_ranked(one)
        }

    def totals(self) -> dict[int, int | None]:
        return {
            pk: self.total(self.points(pk))
            for pk, one in self.stood.items()
            if one.kind in self.definition.kinds
        }

    def points(self, pk: int) -> dict[str, tuple[Indicator, int | None, Fact, int | None]]:
        """By code: the indicator, its weight, a, b and u, and its points."""
        brief = self.stood[pk]
        held = set(self.definition.of(brief.kind, brief.nature, attached=brief.attached))
        facts = {one.code: self.fact(one, pk) for one in self.definition.indicators}
        found = {}
        for one in self.definition.indicators:
            fact, there = facts[one.code]
            weight = self._weight(one, facts) if there and one in held else None
            found[one.code] = (one, weight, fact, self._points(one, weight, fact))
        return found

    def _weight(self, one: Indicator, facts: Mapping[str, tuple[Fact, int]]) -> int:
        left = (other for other in self.definition.indicators if other.gives_to == one.code)
        return one.weight + sum(other.weight for other in left if not facts[other.code][1])

    def fact(self, one: Indicator, pk: int) -> tuple[Fact, int]:
        """a, b and u, and how many organisations were there to measure."""
        if one.over is Over.SELF:
            return self.of_one(one, pk), 1
        inside = [
            each for each in self.beneath(pk) if self.stood[each].attached == (one.over is Over.ATTACHED)
        ]
        facts = [self.of_one(one, each) for each in inside]
        return (sum(f[0] for f in facts), sum(f[1] for f in facts), sum(f[2] for f in facts)), len(inside)

    def beneath(self, pk: int) -> list[int]:
        own = self.rows[pk]
        if own.kind in LEADING_KINDS:
            return [one for one in self.stood if self.rows[one].leader_id == pk]
        return [one for one in self.stood if one != pk and self.rows[one].path.startswith(own.path)]

    def of_one(self, one: Indicator, pk: int) -> Fact:
        if one.measure.of_duties:
            counts = self.basis.counts(self.basis.standing_of(self.stood[pk]))
            mine = [c for reading, c in counts if not one.tasks or reading.group in one.tasks]
            done = (c.done if one.measure is Measure.COMPLETENESS else c.on_time for c in mine)
            return sum(done), sum(c.owed for c in mine), sum(c.unknown for c in mine)
        if one.measure is Measure.TERM:
            if self.stood[pk].kind not in TERM_KINDS:
                return 0, 0, 0
            ends = [t.ends_on for t in CommitteeTerm.objects.filter(organisation=pk)]
            return (int(max(ends) >= self.last), 1, 0) if ends else (0, 0, 1)
        if one.measure.of_records:
            return self._of_records(one, pk)
        if one.measure is Measure.NOTED:
            rows = Noted.objects.filter(scheme=self.scheme, organisation=pk, code=one.code, withdrawn_at=None)
            return rows.filter(happened_on__range=(self.period.start, self.last)).count(), 1, 0
        if one.measure.of_votes:
            means = self._debriefed(one, pk) if one.measure is Measure.DEBRIEFED else self._judged(one, pk)
            return (sum(means), 10_000 * len(means), 0) if means else (0, 0, 1)
        given = self.mark(one, pk)
        return (0, 0, 1) if given is None else (given, 1, 0)

    def _debriefed(self, one: Indicator, pk: int) -> list[int]:
        """The mean of each reporter of a decided round: a year's by its year, else by the day of decision."""
        means = []
        for reporter in Reporter.objects.filter(organisation=pk).select_related("debriefing"):
            held = reporter.debriefing
            whole = self.period.kind is PeriodKind.YEAR
            in_time = held.year == self.period.year if whole else held.met_on and self._holds(held.met_on)
            if held.decided_at is None or not in_time:
                continue
            (result,) = debriefing_results.results(held, [reporter])
            groups = [
                (
                    marks.weight,
                    _worth([(votes, place) for place, votes in enumerate(marks.votes.values())], one),
                )
                for marks in result.marks
                if marks.votes is not None and any(marks.votes.values())
            ]
            if groups:
                weighed = Decimal(sum(weight * value for weight, value in groups))
                means.append(rounded(weighed / sum(weight for weight, _ in groups)))
        return means

    def _judged(self, one: Indicator, pk: int) -> list[int]:
        """The mean of each exhibit that was marked, by ballot or by hands."""
        means = []
        for exhibit in Exhibit.objects.filter(organisation=pk).select_related("gathering__poll"):
            held = exhibit.gathering
            if held.state == State.CALLED_OFF or not self._holds(held.held_on):
                continue
            for marked in judging.marked(held, [exhibit]):
                if marked.total:
                    means.append(_worth([(n, place) for place, (_, n) in enumerate(marked.votes)], one))
        return means

    def _holds(self, day: date) -> bool:
        return self.period.start <= day <= self.last

    def _of_records(self, one: Indicator, pk: int) -> Fact:
        found = Record.objects.filter(
            organisation=pk, withdrawn_at=None, happened_on__range=(self.period.start, self.last)
        )
        rows = list(found.filter(kind__in=one.kinds) if one.kinds else found)
        if one.measure is Measure.VERIFIED:
            judged = [row for row in rows if row.checked]
            return sum(row.checked == Checked.VERIFIED for row in judged), len(judged), 0
        if one.measure is Measure.ATTENDANCE:
            counted = [row for row in rows if row.due is not None and row.present is not None]
            return sum(row.present or 0 for row in counted), sum(row.due or 0 for row in counted), 0
        since = self.basis.positions.book.since
        kind = self.stood[pk].kind
        known = any(
            org == kind and (not one.kinds or record in one.kinds) and day <= self.last
            for (record, org), day in since.items()
        )
        return sum(row.checked != Checked.RETURNED for row in rows), int(known), int(not known)

    def mark(self, one: Indicator, pk: int) -> int | None:
        """The groups' means by weight; the highest and the lowest left out where four or more have rated."""
        groups: dict[int, tuple[int, bool, dict[int, list[int]]]] = {}
        marks = Mark.objects.filter(
            scheme=self.scheme, organisation=pk, code=one.code, period=self.period.code, replaced_at=None
        )
        for given in marks.select_related("group").order_by("pk"):
            group = given.group
            raters = groups.setdefault(group.pk, (group.weight, group.trims, {}))[2]
            raters.setdefault(given.rater_id, []).append(given.points)
        means = []
        for weight, trims, raters in groups.values():
            points = sorted(of_rater(one.times, some) for some in raters.values())
            if weight:
                means.append((weight, rounded(mean(points[1:-1] if trims and len(points) >= 4 else points))))
        if not means:
            return None
        return rounded(Decimal(sum(w * p for w, p in means)) / sum(w for w, _ in means))

    def _points(self, one: Indicator, weight: int | None, fact: Fact) -> int | None:
        found = self._earned(one, weight, fact)
        return found if found is None or not one.least else max(found, one.least)

    def _earned(self, one: Indicator, weight: int | None, fact: Fact) -> int | None:
        a, b, _ = fact
        if weight is None:
            return None
        if one.part in (Part.DISQUALIFIER, Part.RESET):
            return int(a > 0)
        if b <= 0:
            return None
        if one.measure is Measure.MARK:
            return min(weight, a)
        if one.shape is Shape.EACH:
            return min(weight, a * one.each)
        if one.shape is Shape.BANDS:
            value = Decimal(a) if one.measure is Measure.RECORDS else Decimal(a) * 10_000 / b
            share = next((share for floor, share in one.bands if value >= floor), 0)
            return rounded(Decimal(weight) * share / 10_000)
        if one.shape is Shape.TARGET or one.measure is Measure.RECORDS:
            return rounded(Decimal(weight) * min(a, one.target) / one.target)
        return rounded(Decimal(weight) * min(a, b) / b)

    def total(self, found: Mapping[str, tuple[Indicator, int | None, Fact, int | None]]) -> int | None:
        rows = list(found.values())
        earned = known = Decimal(0)
        for group in self.definition.groups:
            inside = [row for row in rows if row[0].group == group and row[0].part.earns]
            reset = any(row[0].group == group and row[0].part is Part.RESET and row[3] for row in rows)
            points = Decimal(sum(row[3] or 0 for row in inside))
            held = sum(row[1] or 0 for row in inside if row[3] is not None)
            limit = self.definition.limit(group)
            if limit is not None and held:
                share = Decimal(held) / sum(row[1] or 0 for row in inside)
                whole = sum(row[1] or 0 for row in inside)
                most = rounded(min(limit.most or whole, whole) * share)
                points = Decimal(max(rounded(min(limit.least, whole) * share), min(most, int(points))))
            points = Decimal(0) if reset else points
            if self.definition.unknown is Unknown.GROUP and held:
                whole = sum(row[1] or 0 for row in inside)
                points, held = Decimal(rounded(whole * points / held)), whole
            earned, known = earned + points, known + held
        if not known:
            return None
        bonus = min(self.definition.bonus_cap, _sum_of(rows, Part.BONUS))
        return max(0, rounded(10_000 * earned / known) + bonus - _sum_of(rows, Part.DEDUCTION))


def _sum_of(rows: Iterable[tuple[Indicator, int | None, Fact, int | None]], part: Part) -> int:
    return sum(points or 0 for one, _, _, points in rows if one.part is part)


def _worth(votes: Iterable[tuple[int, int]], one: Indicator) -> int:
    """What votes are worth on average; each with the place of its mark from the best down."""
    told = list(votes)
    return rounded(Decimal(sum(n * one.worths[place] for n, place in told)) / sum(n for n, _ in told))


def of_rater(times: Times, points: Sequence[int]) -> int:
    """What one rater gave in all, the latest last."""
    if times is Times.SUM:
        return sum(points)
    return rounded(mean(points)) if times is Times.MEAN else points[-1]


def mean(points: Iterable[int]) -> Decimal:
    told = list(points)
    return Decimal(sum(told)) / len(told)
