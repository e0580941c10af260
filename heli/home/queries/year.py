"""本组织的一年: one organisation's duties of a year by month, what was done and what is left, on one page.

A duty stands in the month in which it is due, whenever it was done; one that a window lets be held in the
next year stands in a month of that year. Some ten queries, whatever the size.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Scope
from heli.duties.catalogue import DutyState, RequirementState
from heli.duties.models import Requirement
from heli.duties.queries.listing import Duty, duties_of
from heli.duties.queries.plan import plan_year
from heli.home import rules
from heli.home.queries import addresses
from heli.kernel.periods import PeriodKind
from heli.orgs.models import Organisation
from heli.orgs.queries import visible_organisation
from heli.ui.catalogue import Month

DONE = (DutyState.ON_TIME, DutyState.LATE)
MONTHS = range(1, 13)
YEARS_SHOWN = 3


class Matter(NamedTuple):
    """One duty as the page says it: what, its state, the day when it was done or is due, where it leads."""

    what: str
    state: str
    day: date
    url: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month: what is due in it, done, and not done (with what was waived)."""

    first: date
    year: int
    done: Sequence[Matter]
    left: Sequence[Matter]

    @property
    def name(self) -> str:
        """6月, or 次年3月 for what a window lets be held then."""
        return f"{'' if self.first.year == self.year else '次年'}{self.first.month}月"

    @property
    def owed(self) -> int:
        """How many are due in it; what was waived is not."""
        return len(self.done) + sum(one.state != DutyState.WAIVED for one in self.left)


@dataclass(frozen=True, slots=True)
class YearPage:
    """`counts` are (state, how many, the list that has them); `years` are those that have a plan."""

    organisation: Organisation
    year: int
    years: Sequence[int]
    lines: Sequence[MonthLine]
    columns: Sequence[Month]
    counts: Sequence[tuple[DutyState, int, str]]
    total: int


def year_page(pk: int, asked: int | None, scope: Scope, today: date) -> YearPage:
    """The year `asked` of an organisation in `scope`, or this one's. NotFound for any other organisation."""
    organisation = visible_organisation(pk, scope)
    issued = Requirement.objects.exclude(state=RequirementState.DRAFT).order_by("-plan__year")
    years = list(issued.values_list("plan__year", flat=True).distinct()[:YEARS_SHOWN])
    year = asked if asked in years else plan_year(today)
    duties = duties_of(organisation, year, today)
    counted = Counter(one.state for one in duties)
    return YearPage(
        organisation=organisation,
        year=year,
        years=years,
        lines=month_lines(duties, year),
        columns=_columns(duties, year, pk),
        counts=[
            (state, counted[state], addresses.duties(year, organisation=pk, state=state.value))
            for state in DutyState
            if counted[state]
        ],
        total=len(duties) - counted[DutyState.WAIVED],
    )


def month_lines(duties: Iterable[Duty], year: int) -> list[MonthLine]:
    """The twelve months, and those of the next year in which something is due; each by its days."""
    months: dict[date, list[Duty]] = {date(year, month, 1): [] for month in MONTHS}
    for duty in duties:
        months.setdefault(duty.due_on.replace(day=1), []).append(duty)
    return [
        MonthLine(
            first,
            year,
            sorted((_done(one) for one in inside if one.state in DONE), key=lambda one: one.day),
            sorted((_left(one) for one in inside if one.state not in DONE), key=lambda one: one.day),
        )
        for first, inside in sorted(months.items())
    ]


def _done(duty: Duty) -> Matter:
    answer = duty.answer
    day, url = (answer.happened_on, addresses.fulfilling(answer.record_id)) if answer else (duty.due_on, "")
    return Matter(_what(duty), duty.state.value, day, url or _duty(duty))


def _left(duty: Duty) -> Matter:
    return Matter(_what(duty), duty.state.value, duty.due_on, _duty(duty))


def _what(duty: Duty) -> str:
    """The measure; of a quarter or half-year its name too, of a month not: it stands beside."""
    named = duty.period.kind in (PeriodKind.QUARTER, PeriodKind.HALF)
    return f"{duty.reading.measure}（{duty.period_name}）" if named else duty.reading.measure


def _duty(duty: Duty) -> str:
    return addresses.duty(duty.organisation.pk, duty.reading.pk, duty.period.index)


def _columns(duties: Iterable[Duty], year: int, pk: int) -> list[Month]:
    """Twelve columns, as 今日要务 has them; what is due in the next year stands in the lines alone."""
    states: dict[int, Counter[str]] = defaultdict(Counter)
    for duty in duties:
        if duty.due_on.year == year:
            states[duty.due_on.month][duty.state] += 1
    url = addresses.of_organisation(pk)
    return [rules.month_column(month, states[month], url) for month in MONTHS]
