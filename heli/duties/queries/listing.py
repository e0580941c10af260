"""Duties as rows: one organisation's year, and any list over a scope with its filters (S003-70)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from heli.accounts.scope import Scope
from heli.duties.catalogue import DutyState
from heli.duties.models import Fulfilment, Requirement
from heli.duties.queries.briefs import Brief, Position
from heli.duties.queries.parts import counted_in, once_in
from heli.duties.queries.positions import positions
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

    `_asked` says of each position which of its slots the filters leave, `_shown` which of them in the state
    that is asked for too; positions are shared by organisations that stand alike.
    """

    book: Book
    _standing: Sequence[tuple[Brief, Sequence[Position]]]
    _asked: Mapping[Position, int]
    _shown: Mapping[Position, int]
    _number: Mapping[Position, int]

    def __len__(self) -> int:
        return sum(mask.bit_count() * self._number[position] for position, mask in self._shown.items())

    @property
    def counts(self) -> dict[DutyState, int]:
        """How many duties there are in each state, whatever the filter of state."""
        return {
            state: sum(
                (position.masks.of(state) & asked).bit_count() * self._number[position]
                for position, asked in self._asked.items()
            )
            for state in STATES
        }

    def asks(self, organisations: set[int]) -> bool:
        """Whether one of these organisations has a row here."""
        return any(run.brief.pk in organisations for run in self._runs())

    def __getitem__(self, part: slice) -> list[Duty]:
        """The rows of one page, with the records that answered them (one query)."""
        return _answered(list(self._rows(part.start or 0, part.stop)))

    def after(self, last: tuple[int, ...] | None, most: int) -> list[Duty]:
        """The rows that follow the one with the key `last`, in the order of their keys.

        Unlike the tree's order this one stays as it is when organisations and requirements are added.
        """
        return _answered(list(islice(self._following(last or (0, 0, -1)), most)))

    def _following(self, last: tuple[int, ...]) -> Iterator[Duty]:
        for brief, held in sorted(self._standing, key=lambda one: one[0].pk):
            if brief.pk < last[0]:
                continue
            for position in sorted(held, key=lambda one: one.reading.pk):
                mask = self._shown.get(position, 0)
                if mask and (brief.pk, position.reading.pk) >= last[:2]:
                    rows = (_duty(_Run(brief, position, mask), index) for index in bits_of(mask))
                    yield from (row for row in rows if row.key > last)

    def _runs(self) -> Iterator[_Run]:
        for brief, held in self._standing:
            for position in held:
                shown = self._shown.get(position)
                if shown:
                    yield _Run(brief, position, shown)

    def _rows(self, start: int, stop: int | None) -> Iterator[Duty]:
        place = 0
        for run in self._runs():
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
    standing = [(brief, found.of(brief)) for brief in found.briefs.values()]
    number = Counter(chain.from_iterable(held for _, held in standing))
    asked = {
        position: position.window(filters.due_from, filters.due_to)
        for position in number
        if filters.lets_through(position.reading)
    }
    state = filters.state
    shown = {
        position: mask if state is None else mask & position.masks.of(state)
        for position, mask in asked.items()
    }
    return DutyList(found.book, standing, asked, shown, number)


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
