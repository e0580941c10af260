"""Slots of a board as counts: one period of one unit against its tally, and duties that a trigger made."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from heli.duties.models import Occurrence, Standing
from heli.duties.queries.briefs import Brief
from heli.duties.queries.cells import Cell, total
from heli.duties.queries.parts import counted_in
from heli.duties.queries.readings import Book, due_soon_days
from heli.duties.rules.readings import Part, is_there, part_on
from heli.duties.rules.state import DayMasks


class Done(NamedTuple):
    """How many organisations of a unit have done one period, in time, and verified."""

    done: int
    on_time: int
    verified: int


NOT_DONE = Done(0, 0, 0)


def bits_on(day: DayMasks, index: int) -> tuple[bool, bool, bool]:
    due, past, soon = (bool(mask >> index & 1) for mask in day)
    return due, past, soon


def slot(owed: int, known: int, tally: Done, *, day_bits: tuple[bool, bool, bool]) -> Cell:
    """One period of one unit. What was done counts as known, even from before its kind had a source."""
    due, past, soon = day_bits
    done, on_time = min(tally.done, owed), min(tally.on_time, owed)
    counted = max(known, done)
    missing = owed - done
    return Cell(
        owed=counted if due else 0,
        done=done if due else 0,
        on_time=on_time if due else 0,
        overdue=counted - done if past else 0,
        due_soon=missing if soon and not past else 0,
        unknown=owed - counted if past else 0,
        ahead=missing if not past and not soon else 0,
        early=0 if due else done,
        verified=min(tally.verified, done),
    )


def triggered(
    book: Book, today: date, parts: Mapping[int, tuple[Part[Brief], ...]]
) -> dict[tuple[int, int], Cell]:
    """Cells of duties that a trigger made, each with a day of its own. One query, or none."""
    asked = {reading.pk: reading for reading in book.readings if reading.is_triggered}
    if not asked:
        return {}
    counted = counted_in(book.year, today).order_by().values("pk")
    stood = Standing.objects.filter(
        year=book.year, requirement=OuterRef("requirement"), organisation=OuterRef("organisation")
    )
    first_bits = F("done") % 2 + F("on_time") % 2 * 2 + F("verified") % 2 * 4
    rows = Occurrence.objects.filter(requirement__in=list(asked), organisation__in=counted).values_list(
        "requirement_id",
        "due_on",
        Subquery(stood.values(said=first_bits)),
        *(f"organisation__{name}" for name in ("pk", "organ_id", "closed_on")),
    )
    last_soon = today + timedelta(days=due_soon_days(today))
    alike: Counter[tuple[int, int, int, date, bool]] = Counter()
    for requirement, due_on, said, pk, organ, closed in rows:
        reading = asked[requirement]
        holder = Brief(pk, "", "", "", "", False, organ, False, None, closed)
        if not is_there(reading, due_on, holder, parts.get(pk)):
            continue
        part = part_on(parts.get(pk, ()), reading.counts_on(due_on))
        organ = organ if part is None else part.holder.organ_id
        particular = reading.particular(pk)
        alike[organ, requirement, said or 0, particular.due(0, due_on), bool(particular.waived)] += 1
    cells: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for (organ, requirement, said, due, waived), count in alike.items():
        if waived and not said & 1:
            cell = Cell(waived=count)
        else:
            done = Done(*(count * (said >> bit & 1) for bit in range(3)))
            bits = (due <= today, due < today, bool(asked[requirement].kinds) and due <= last_soon)
            cell = slot(count, count, done, day_bits=bits)
        cells[organ, requirement].append(cell)
    return {place: total(found) for place, found in cells.items()}
