"""减负账 of any organisations: requests × fields × times, minutes, what is filled in, by month (S002-42)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.scope import Scope
from heli.burden import rules
from heli.burden.catalogue import RequestKind
from heli.burden.queries.asked import Due, asked_of
from heli.circulation.queries.sending import asked_between
from heli.duties.queries.parts import counted_in
from heli.duties.rules.burden import Burden, burden_of, hours
from heli.duties.rules.readings import Reading

MONTHS = 12
Counts = tuple[int, ...]
"""A number for each month of the year."""


class Request(NamedTuple):
    """What organisations are asked for: an item of the year's plan, or a notice."""

    kind: RequestKind
    pk: int
    name: str
    source: str

    @property
    def key(self) -> str:
        """`requirement-12`: how a form names it."""
        return f"{self.kind.value}-{self.pk}"


class Line(NamedTuple):
    """A request with what it costs by the day of looking: `asked` times by month, `ahead` those due later."""

    request: Request
    burden: Burden
    asked: Counts
    ahead: Counts

    def of_month(self, month: int) -> "Line":
        """What of it fell due in one month: an organisation has one turn in a month at most."""
        times = self.asked[month - 1]
        return self._replace(burden=self.burden._replace(organisations=times, times=times))

    @property
    def fields(self) -> int:
        """Fields asked in all."""
        return self.burden.times * self.burden.fields

    @property
    def filled(self) -> int:
        """Of them those that Heli fills in."""
        return self.burden.times * self.burden.filled


class Month(NamedTuple):
    """One month: how often something is asked, `fields` of them filled in by Heli, what it takes.

    `ahead` of the times fall due after the day of looking and are in none of the other figures.
    """

    month: int
    requests: int
    times: int
    minutes: int
    share: int | None
    ahead: int


@dataclass(frozen=True)
class BurdenAccount:
    """The account of a year up to a day; `every` request of the year, those due later too."""

    year: int
    day: date
    every: Sequence[Line]

    def lines(self, month: int | None = None) -> list[Line]:
        """The requests that fell due by the day, or in one month of it, the most minutes first."""
        every = self.every if month is None else [one.of_month(month) for one in self.every]
        due = [one for one in every if one.burden.times]
        return sorted(due, key=lambda one: (-one.burden.minutes, one.request.key))

    @property
    def later(self) -> int:
        """Requests of which nothing has fallen due yet."""
        return sum(not one.burden.times for one in self.every)

    @property
    def times(self) -> int:
        return sum(one.burden.times for one in self.every)

    @property
    def fields(self) -> int:
        return sum(one.fields for one in self.every)

    @property
    def filled(self) -> int:
        return sum(one.filled for one in self.every)

    @property
    def share(self) -> int | None:
        """Fields that Heli fills in, in per cent of all; None of none."""
        return rules.share(self.filled, self.fields)

    @property
    def minutes(self) -> int:
        return sum(one.burden.minutes for one in self.every)

    @property
    def hours(self) -> int:
        """Rounded up."""
        return hours(self.minutes)

    @property
    def months(self) -> list[Month]:
        return [_month(self.every, month) for month in range(1, MONTHS + 1)]


def account(scope: Scope, year: int, day: date, today: date) -> BurdenAccount:
    """What was asked in `year` up to `day` of the organisations in `scope`: eight queries, six for a city.

    A request is what stands: an item of the plan in force, a notice not withdrawn. `times` counts each turn
    of each organisation that fell due by the day, but what was waived; a record that does several is entered
    once, so the figures are the most that it can have cost.
    """
    return BurdenAccount(year, day, [*_of_plans(scope, year, day, today), *_of_notices(scope, year, day)])


def _of_plans(scope: Scope, year: int, day: date, today: date) -> Iterator[Line]:
    found = asked_of(counted_in(year, today).visible_to(scope), year)
    for reading in found.book.readings:
        if line := line_of(reading, found.turns(reading), day):
            yield line


def line_of(reading: Reading, holders: Iterable[Sequence[Due]], day: date) -> Line | None:
    """A requirement with the turns of each of its holders, seen from a day; None where nobody owes it."""
    asked, ahead, organisations = [0] * MONTHS, [0] * MONTHS, 0
    for turns in holders:
        for due_on, number in turns:
            side = asked if due_on <= day else ahead
            side[_month_of(reading.year, due_on)] += number
        organisations += next((number for due_on, number in turns if due_on <= day), 0)
    if not any((*asked, *ahead)):
        return None
    request = Request(RequestKind.REQUIREMENT, reading.pk, reading.measure, "年度任务")
    work = burden_of(reading, organisations, sum(asked), day)
    return Line(request, work, tuple(asked), tuple(ahead))


def _month_of(year: int, due_on: date) -> int:
    """Index of the month in which a turn counts: what a window moved to the next year, in December."""
    return min(max(due_on, date(year, 1, 1)), date(year, 12, 31)).month - 1


def _of_notices(scope: Scope, year: int, day: date) -> Iterator[Line]:
    nothing = (0,) * MONTHS
    for one in asked_between(scope, date(year, 1, 1), min(day, date(year, 12, 31))):
        sent = one.notice.day or day
        months = tuple(one.addressed if sent.month == month else 0 for month in range(1, MONTHS + 1))
        request = Request(RequestKind.NOTICE, one.notice.pk, one.notice.title, one.notice.sender.short_name)
        yield Line(request, one.burden(day), months, nothing)


def _month(lines: Sequence[Line], month: int) -> Month:
    told = [(one.burden, one.asked[month - 1]) for one in lines]
    fields = sum(burden.fields * times for burden, times in told)
    filled = sum(burden.filled * times for burden, times in told)
    return Month(
        month=month,
        requests=sum(bool(times) for _, times in told),
        times=sum(times for _, times in told),
        minutes=sum(burden.minutes_each * times for burden, times in told),
        share=rules.share(filled, fields),
        ahead=sum(one.ahead[month - 1] for one in lines),
    )
