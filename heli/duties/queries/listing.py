"""Duties as rows: one organisation's year, and any list over a scope with its filters (S003-70)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from heli.accounts.scope import Scope
from heli.duties.catalogue import DutyState
from heli.duties.models import Fulfilment, Requirement
from heli.duties.queries.board import city_cells
from heli.duties.queries.briefs import Brief, Position
from heli.duties.queries.parts import counted_in, once_in
from heli.duties.queries.positions import MANY, Positions, positions
from heli.duties.queries.readings import Book, book_of
from heli.duties.rules.readings import Reading, bits_of
from heli.kernel.errors import NotFound
from heli.kernel.periods import Period
from heli.orgs.models import Organisation, OrganisationQuerySet

STATES = tuple(DutyState)
FIRST_FEW = 200
"""Organisations of the city that are read for the first rows of a list; then MANY in each turn."""


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
    def key(self) -> tuple[int, int, int]:
        """What tells it from all others of its year, and where it stands among them for a program."""
        return (self.organisation.pk, self.reading.pk, self.period.index)

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

    @property
    def narrows_organisations_or_days(self) -> bool:
        """Whether not all organisations in sight are asked for, or not all days of the year."""
        days = (self.due_from, self.due_to)
        return not (self.organisation is None and self.organ is None and days == (date.min, date.max))

    def lets_through(self, reading: Reading) -> bool:
        """Whether duties of the requirement are asked for."""
        return self.requirement in (None, reading.pk) and self.group in ("", reading.group)


class _Run(NamedTuple):
    """Slots of one position that the list shows."""

    brief: Brief
    position: Position
    shown: int


@dataclass(frozen=True)
class DutyList:
    """A list that knows its length without having made its rows; a sequence for Django's Paginator.

    One over the whole city has its counts from counters and makes its rows as far as they are asked for;
    any other reads the positions of its organisations once.
    """

    book: Book
    today: date
    _organisations: OrganisationQuerySet
    _filters: Filters
    _of_the_city: bool

    def __len__(self) -> int:
        state = self._filters.state
        return sum(self.counts.values()) if state is None else self.counts[state]

    @cached_property
    def counts(self) -> dict[DutyState, int]:
        """How many duties there are in each state, whatever the filter of state."""
        if self._of_the_city:
            asked = {one.pk for one in self.book.readings if self._filters.lets_through(one)}
            cells = [cell for pk, cell in city_cells(self.book, self.today).items() if pk in asked]
            return {state: sum(cell.count(state) for cell in cells) for state in STATES}
        held = (self._all.of(brief) for brief in self._all.briefs.values())
        number = Counter(chain.from_iterable(held))
        asked_of = [(one, self._narrowing.asked(one), count) for one, count in number.items()]
        return {
            state: sum((one.masks.of(state) & mask).bit_count() * count for one, mask, count in asked_of)
            for state in STATES
        }

    def asks(self, organisations: Collection[int]) -> bool:
        """Whether one of these organisations has a row here."""
        return any(self._runs(self._positions(self._organisations.filter(pk__in=organisations))))

    def __getitem__(self, part: slice) -> list[Duty]:
        """The rows of one page, with the records that answered them (one query)."""
        return _answered(list(self._rows(part.start or 0, part.stop)))

    def after(self, last: tuple[int, ...] | None, most: int) -> list[Duty]:
        """The rows that follow the one with the key `last`, in the order of their keys.

        Unlike the tree's order this one stays as it is when organisations and requirements are added.
        """
        return _answered(list(islice(self._following(last or (0, 0, -1)), most)))

    @cached_property
    def _narrowing(self) -> "_Narrowing":
        return _Narrowing(self._filters)

    @cached_property
    def _all(self) -> Positions:
        return self._positions(self._organisations)

    def _positions(self, organisations: OrganisationQuerySet) -> Positions:
        organ = self._filters.organ
        return positions(organisations, self.book.year, self.today, organ=organ, book=self.book)

    def _following(self, last: tuple[int, ...]) -> Iterator[Duty]:
        for found in self._in_turn("pk", self._organisations.filter(pk__gte=last[0])):
            for brief in found.briefs.values():
                runs = self._runs_of(brief, sorted(found.of(brief), key=lambda one: one.reading.pk))
                rows = (_duty(run, index) for run in runs for index in bits_of(run.shown))
                yield from (row for row in rows if row.key > last)

    def _in_turn(self, order: str, organisations: OrganisationQuerySet) -> Iterator[Positions]:
        """The positions of some organisations after the others, in the order of a unique field."""
        few, left = FIRST_FEW, organisations.order_by(order)
        while True:
            found = self._positions(left[:few])
            yield found
            if len(found.briefs) < few:
                return
            last = Organisation.objects.values_list(order, flat=True).get(pk=list(found.briefs)[-1])
            left, few = organisations.order_by(order).filter(**{f"{order}__gt": last}), MANY

    def _runs(self, found: Positions) -> Iterator[_Run]:
        for brief in found.briefs.values():
            yield from self._runs_of(brief, found.of(brief))

    def _runs_of(self, brief: Brief, held: Iterable[Position]) -> Iterator[_Run]:
        for position in held:
            shown = self._narrowing.shown(position)
            if shown:
                yield _Run(brief, position, shown)

    def _rows(self, start: int, stop: int | None) -> Iterator[Duty]:
        place = 0
        turns = self._in_turn("path", self._organisations) if self._of_the_city else [self._all]
        for run in chain.from_iterable(map(self._runs, turns)):
            count = run.shown.bit_count()
            if place + count > start:
                for number, index in enumerate(bits_of(run.shown), start=place):
                    if number >= start and (stop is None or number < stop):
                        yield _duty(run, index)
            place += count
            if stop is not None and place >= stop:
                return


class _Narrowing:
    """Which slots the filters leave of a position, worked out once for all who stand alike."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        self._asked: dict[Position, int] = {}

    def asked(self, position: Position) -> int:
        """Mask of the slots that are asked for, whatever their state."""
        found = self._asked.get(position)
        if found is None:
            one, found = self._filters, 0
            if one.lets_through(position.reading):
                found = position.window(one.due_from, one.due_to)
            self._asked[position] = found
        return found

    def shown(self, position: Position) -> int:
        """Mask of the slots that are asked for and in the state that is asked for."""
        mask, state = self.asked(position), self._filters.state
        return mask if state is None or not mask else mask & position.masks.of(state)


def duties(scope: Scope, year: int, today: date, filters: Filters) -> DutyList:
    """The duties of `year` of all organisations in `scope` that the filters leave, in the tree's order.

    What fell due before an organisation was closed stays in the list; a unit has what counts in it (ADR 11).
    Two queries here, four more for counts and rows; over the whole city five for counts and six for rows.
    """
    organisations: OrganisationQuerySet = counted_in(year, today).visible_to(scope)
    if filters.organisation is not None:
        organisations = organisations.filter(pk=filters.organisation)
    if filters.organ is not None:
        organisations = organisations.filter(once_in(filters.organ, year))
    of_the_city = scope.everything and not filters.narrows_organisations_or_days
    return DutyList(book_of(year), today, organisations, filters, of_the_city)


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
