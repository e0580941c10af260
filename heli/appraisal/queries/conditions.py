"""组织状态 of a quarter beside the quarter before: how many are in each, and how each organisation moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from heli.accounts.scope import Scope
from heli.appraisal import rules
from heli.appraisal.catalogue import CONDITIONS, Condition
from heli.appraisal.queries.basis import basis, lived_in
from heli.appraisal.queries.scores import scored
from heli.duties.queries.briefs import Brief
from heli.kernel.periods import Period, PeriodKind, period_on

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """An organisation's condition now and in the quarter before; None where nothing is known."""

    subject: Brief
    now: Condition | None
    before: Condition | None
    trend: str

    @property
    def code(self) -> str:
        return self.now.id if self.now is not None else UNKNOWN


@dataclass(frozen=True, slots=True)
class Count:
    """How many are in a condition now, and were in the quarter before."""

    code: str
    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Conditions:
    """Two quarters beside each other, of the organisations that one may see."""

    quarter: Period
    earlier: Period
    on: date
    counts: Sequence[Count]
    moved: dict[str, int]
    rows: Sequence[Row]
    source: str


def conditions(today: date, scope: Scope) -> Conditions:
    """The conditions of the quarter of `today` and of the one before, in the tree's order. Twelve queries."""
    quarter = period_on(PeriodKind.QUARTER, today)
    earlier = period_on(PeriodKind.QUARTER, quarter.start - timedelta(days=1))
    known = sorted(CONDITIONS().on(today), key=lambda one: -one.floor)
    now = _of(quarter, min(quarter.end, today), scope, known)
    before = _of(earlier, earlier.end, scope, known)
    rows = [
        Row(subject, condition, was, rules.trend(was, condition))
        for subject, condition in now.values()
        for was in [before[subject.pk][1] if subject.pk in before else None]
    ]
    counted = Counter(row.code for row in rows)
    earlier_counted = Counter(one.id if one else UNKNOWN for _, one in before.values())
    named = [(one.id, one.name) for one in known] + [(UNKNOWN, "未知")]
    return Conditions(
        quarter,
        earlier,
        min(quarter.end, today),
        [Count(code, name, counted[code], earlier_counted[code]) for code, name in named],
        dict(Counter(row.trend for row in rows if row.trend)),
        rows,
        known[0].source if known else "",
    )


def _of(
    period: Period, on: date, scope: Scope, known: Sequence[Condition]
) -> dict[int, tuple[Brief, Condition | None]]:
    rows = scored(basis(period, on, lived_in(period, on).visible_to(scope)))
    return {row.subject.pk: (row.subject, rules.condition_of(row.score.total, known)) for row in rows}
