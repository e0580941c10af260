"""Duties as rows: one organisation's year, and any list over a scope with its filters (S003-70)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.accounts.scope import Scope
from heli.duties.catalogue import DutyState
from heli.duties.models import Fulfilment, Requirement
from heli.duties.queries.parts import counted_in, once_in
from heli.duties.queries.positions import Brief, Position, Positions, positions
from heli.duties.queries.readings import Book
from heli.duties.rules.readings import Reading, bits_of
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation, OrganisationQuerySet

STATES = tuple(DutyState)


class Answer(NamedTuple):
    """The record that fulfilled a duty first."""

    record_id: int
    happened_on: date


@dataclass(frozen=True, slots=True)
class Duty:
    """One requirement × organisation × period, as it stands today; `answer` is the record that did it."""

    organisation: Brief
    reading: Reading
    period: Period
    due_on: date
    state: DutyState
    answer: Answer | None = None

    @property
    def period_name(self) -> str:
        """一季度, 3月, 上半年, or 全年; nothing for a triggered one, whose day says it."""
        if self.reading.is_triggered:
            return ""
        return self.period.name.removeprefix(f"{self.period.year}年") or "全年"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None and empty mean everything."""

    state: DutyState | None = None
    requirement: int | None = None
    group: str = ""
    organisation: int | None = None
    organ: int | None = None
    due_from: date = date.min
    due_to: date = date.max


class _Run(NamedTuple):
    """Slots of one position that the list shows."""

    brief: Brief
    position: Position
    shown: int


@dataclass(frozen=True)
class DutyList:
    """A list that knows its length without having made its rows; a sequence for Django's Paginator."""

    book: Book
    runs: Sequence[_Run]
    counts: dict[DutyState, int]

    def __len__(self) -> int:
        return sum(run.shown.bit_count() for run in self.runs)

    def asks(self, organisations: set[int]) -> bool:
        """Whether one of these organisations has a row here."""
        return any(run.brief.pk in organisations for run in self.runs)

    def __getitem__(self, part: slice) -> list[Duty]:
        """The rows of one page, with the records that answered them (one query)."""
        return _answered(list(self._rows(part.start or 0, part.stop)))

    def _rows(self, start: int, stop: int | None) -> Iterator[Duty]:
        place = 0
        for run in self.runs:
            count = run.shown.bit_count()
            if place + count > start:
                for number, index in enumerate(bits_of(run.shown), start=place):
                    if number >= start and (stop is None or number < stop):
                        yield _duty(run, index)
            place += count
            if stop is not None and place >= stop:
                return


def duties(scope: Scope, year: int, today: date, filters: Filters) -> DutyList:
    """The duties of `year` of all organisations in `scope` that the filters leave, in the tree's order.

    What fell due before an organisation was closed stays in the list; a unit has what counts in it (ADR 11).
    `counts` says how many there are in each state, whatever the filter of state. Six queries.
    """
    organisations: OrganisationQuerySet = counted_in(year, today).visible_to(scope)
    if filters.organisation is not None:
        organisations = organisations.filter(pk=filters.organisation)
    if filters.organ is not None:
        organisations = organisations.filter(once_in(filters.organ, year))
    found = positions(organisations, year, today, organ=filters.organ)
    sight, runs = _Sight(filters), []
    for brief, position in _chosen(found, filters):
        shown = sight.of(position)
        if shown:
            runs.append(_Run(brief, position, shown))
    return DutyList(found.book, runs, sight.counts)


class _Sight:
    """What a list shows of positions; those that stand alike are parted once, for there are many of each."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._kept: dict[Position, tuple[int, int]] = {}
        self._number: Counter[Position] = Counter()

    def of(self, position: Position) -> int:
        """The mask of the position's slots that the list shows."""
        self._number[position] += 1
        found = self._kept.get(position)
        if found is None:
            asked = position.window(self._filters.due_from, self._filters.due_to)
            state = self._filters.state
            shown = asked if state is None else asked & position.masks.of(state)
            found = self._kept[position] = asked, shown
        return found[1]

    @property
    def counts(self) -> dict[DutyState, int]:
        """How many duties there are in each state, whatever the filter of state."""
        return {
            state: sum(
                (position.masks.of(state) & asked).bit_count() * self._number[position]
                for position, (asked, _) in self._kept.items()
            )
            for state in STATES
        }


def duties_of(organisation: Organisation, year: int, today: date) -> list[Duty]:
    """All duties of one organisation in a year, in the plan's order."""
    own = Scope(organisations=(organisation.pk,))
    return duties(own, year, today, Filters())[0:]


def duty_of(requirement: Requirement, organisation: Organisation, period: int, today: date) -> Duty:
    """One duty; NotFound (`duty-unknown`) where the organisation does not owe it."""
    own = Scope(organisations=(organisation.pk,))
    rows = duties(own, requirement.plan.year, today, Filters(requirement=requirement.pk))[0:]
    found = next((row for row in rows if row.period.index == period or row.reading.is_triggered), None)
    if found is None:
        raise NotFound(
            "duty-unknown",
            f"{organisation.short_name}没有这一项应办，可能条目或组织已经变动。请从应办清单重新进入。",
        )
    return found


def _chosen(found: Positions, filters: Filters) -> Iterator[tuple[Brief, Position]]:
    wanted = {
        reading.pk
        for reading in found.book.readings
        if filters.requirement in (None, reading.pk) and filters.group in ("", reading.group)
    }
    for brief in found.briefs.values():
        for position in found.of(brief):
            if position.reading.pk in wanted:
                yield brief, position


def _duty(run: _Run, index: int) -> Duty:
    bit = 1 << index
    state = next(state for state in STATES if run.position.masks.of(state) & bit)
    reading = run.position.reading
    return Duty(run.brief, reading, reading.period(index), run.position.due(index), state)


def _answered(rows: list[Duty]) -> list[Duty]:
    """The rows with the earliest record that answered each that is done."""
    done = [row for row in rows if row.state in (DutyState.ON_TIME, DutyState.LATE)]
    if not done:
        return rows
    found: dict[tuple[int, int, int], Answer] = {}
    fulfilments = Fulfilment.objects.filter(
        year=done[0].reading.year,
        requirement__in={row.reading.pk for row in done},
        organisation__in={row.organisation.pk for row in done},
    ).order_by("-record__happened_on", "-record")
    for requirement, organisation, period, record, day in fulfilments.values_list(
        "requirement_id", "organisation_id", "period", "record_id", "record__happened_on"
    ):
        found[requirement, organisation, period] = Answer(record, day)
    return [
        Duty(
            row.organisation,
            row.reading,
            row.period,
            row.due_on,
            row.state,
            found.get((row.reading.pk, row.organisation.pk, row.period.index)),
        )
        for row in rows
    ]
