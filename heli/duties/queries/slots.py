"""Slots of a board as counts: one period of one unit against its tally, and duties that a trigger made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When

from heli.duties.models import Standing
from heli.duties.queries.alike import ALIKE
from heli.duties.queries.briefs import Brief
from heli.duties.queries.cells import Cell, total
from heli.duties.queries.parts import counted_in
from heli.duties.queries.readings import Book, due_soon_days
from heli.duties.rules.readings import Part, is_there, part_on
from heli.duties.rules.state import DayMasks
from heli.orgs.models import Organisation


class Done(NamedTuple):
    """How many organisations of a unit have done one period, in time, and verified."""

    done: int
    on_time: int
    verified: int


NOT_DONE = Done(0, 0, 0)


def bits_on(day: DayMasks, index: int) -> tuple[bool, bool, bool]:
    due, past, soon = (bool(mask >> index & 1) for mask in day)
    return due, past, soon


class Owed(NamedTuple):
    """One period of one unit: how many organisations owe it, of how many it is known, what of it is done.

    `day_bits` as in `bits_on`.
    """

    owed: int
    known: int
    done: Done
    day_bits: tuple[bool, bool, bool]


def counted(slots: Iterable[Owed]) -> Cell:
    """Periods of one unit in one cell. What was done counts as known, even from before its kind had a source.

    A board has thousands of periods: they are added up here as numbers, not as cells.
    """
    fallen = done = on_time = overdue = due_soon = unknown = ahead = early = verified = 0
    for owed, known, made, (due, past, soon) in slots:
        ready = min(made.done, owed)
        if due:
            told = max(known, ready)
            fallen += told
            done += ready
            on_time += min(made.on_time, owed)
        else:
            early += ready
        if past:
            overdue += told - ready
            unknown += owed - told
        elif soon:
            due_soon += owed - ready
        else:
            ahead += owed - ready
        verified += min(made.verified, ready)
    return Cell(fallen, done, on_time, overdue, due_soon, unknown, ahead, early, 0, verified)


class _Alike(NamedTuple):
    """Duties of one requirement that a trigger made, alike as far as a board goes: `bits` as in `bits_on`."""

    organ: int
    requirement: int
    said: int
    bits: tuple[bool, bool, bool]
    waived: bool


def triggered(
    book: Book, today: date, parts: Mapping[int, tuple[Part[Brief], ...]]
) -> dict[tuple[int, int], Cell]:
    """Cells of duties that a trigger made, each with a day of its own. One query, or none.

    Those of organisations that are what they were are counted by the database; the others come one by one.
    """
    asked = {reading.pk: reading for reading in book.readings if reading.is_triggered}
    if not asked:
        return {}
    last_soon = today + timedelta(days=due_soon_days(today))
    apart = {*parts, *(pk for reading in asked.values() for pk in reading.own)}
    alike: Counter[_Alike] = Counter()
    for requirement, organ, said, place, pk, due_on, closed, count in _occurred(
        book.year, today, last_soon, asked, apart
    ):
        reading = asked[requirement]
        if pk == ALIKE:
            bits = (place <= _TODAY, place == _PAST, bool(reading.kinds) and place <= _SOON)
            alike[_Alike(organ, requirement, said or 0, bits, waived=False)] += count
            continue
        holder = Brief(pk, "", "", "", "", False, organ, False, None, closed)
        if not is_there(reading, due_on, holder, parts.get(pk)):
            continue
        part = part_on(parts.get(pk, ()), reading.counts_on(due_on))
        organ = organ if part is None else part.holder.organ_id
        particular = reading.particular(pk)
        due = particular.due(0, due_on)
        bits = (due <= today, due < today, bool(reading.kinds) and due <= last_soon)
        alike[_Alike(organ, requirement, said or 0, bits, bool(particular.waived))] += 1
    cells: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for one, count in alike.items():
        if one.waived and not one.said & 1:
            cell = Cell(waived=count)
        else:
            done = Done(*(count * (one.said >> bit & 1) for bit in range(3)))
            cell = counted([Owed(count, count, done, one.bits)])
        cells[one.organ, one.requirement].append(cell)
    return {place: total(found) for place, found in cells.items()}


_PAST, _TODAY, _SOON, _LATER = range(4)


def _occurred(
    year: int, today: date, last_soon: date, asked: Iterable[int], apart: Iterable[int]
) -> QuerySet[Organisation, Any]:
    """Rows of requirement, unit, what is done of it, place of its day, organisation, day, closing, count.

    What is done is done + 2 × on time + 4 × verified, None where nothing is. Organisations `apart` (primary
    keys) and those closed come one by one; of the others the organisation is ALIKE, the days are not theirs.
    """
    stood = Standing.objects.filter(
        year=year, requirement=OuterRef("occurrences__requirement"), organisation=OuterRef("pk")
    )
    single = Q(closed_on__isnull=False) | Q(pk__in=list(apart))
    places = (
        When(occurrences__due_on__lt=today, then=_PAST),
        When(occurrences__due_on=today, then=_TODAY),
        When(occurrences__due_on__lte=last_soon, then=_SOON),
    )
    return (
        counted_in(year, today)
        .order_by()
        .filter(occurrences__requirement__in=list(asked))
        .values_list(
            "occurrences__requirement_id",
            "organ_id",
            Subquery(stood.values(said=F("done") % 2 + F("on_time") % 2 * 2 + F("verified") % 2 * 4)),
            Case(*places, default=_LATER, output_field=IntegerField()),
            Case(When(single, then="pk"), default=ALIKE),
        )
        .annotate(due_on=Min("occurrences__due_on"), closed_on=Min("closed_on"), count=Count("pk"))
    )
