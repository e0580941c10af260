"""What a year's requirements ask of organisations, turn by turn: who, how often, due when."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from heli.duties.models import Occurrence
from heli.duties.queries.alike import alike
from heli.duties.queries.briefs import BRIEF, Brief, brief_of
from heli.duties.queries.parts import parts_of
from heli.duties.queries.readings import Book, book_of
from heli.duties.rules.readings import Part, Reading, bits_of, is_there, owed_in, owed_mask
from heli.orgs.models import OrganisationQuerySet
from heli.orgs.queries.timeline import Timelines, timelines_of_changed


class Holder(NamedTuple):
    """An organisation, or `number` that owe alike; `parts` are what it was, of one that changed."""

    brief: Brief
    parts: tuple[Part[Brief], ...] | None
    number: int

    def owed(self, reading: Reading) -> int:
        """Mask of the slots that each of them owes; what was waived for one alone is not asked of it."""
        mask = owed_mask(reading, self.brief) if self.parts is None else owed_in(reading, self.parts)
        return mask & ~reading.particular(self.brief.pk).waived


class Due(NamedTuple):
    """One turn of a requirement: due on a day for `number` organisations alike."""

    due_on: date
    number: int


@dataclass(frozen=True)
class AskedOf:
    """A year's requirements, those of whom they may ask, and the days of what a trigger made.

    `occurrences`: requirement → organisation (primary keys) → day.
    """

    book: Book
    holders: Sequence[Holder]
    occurrences: Mapping[int, Mapping[int, date]]

    def turns(self, reading: Reading) -> Iterator[tuple[Due, ...]]:
        """For each holder that owes anything of the requirement its turns."""
        if reading.is_triggered:
            found = (self._once(reading, pk) for pk in self.occurrences.get(reading.pk, ()))
        else:
            found = (self._regular(reading, holder) for holder in self.holders)
        return (turns for turns in found if turns)

    def of(self, reading: Reading, holder: Holder) -> tuple[Due, ...]:
        """The turns of one holder."""
        if reading.is_triggered:
            return self._once(reading, holder.brief.pk)
        return self._regular(reading, holder)

    def _once(self, reading: Reading, pk: int) -> tuple[Due, ...]:
        due_on = self.occurrences.get(reading.pk, {}).get(pk)
        own = reading.particular(pk)
        return () if due_on is None or own.waived else (Due(own.due(0, due_on), 1),)

    @staticmethod
    def _regular(reading: Reading, holder: Holder) -> tuple[Due, ...]:
        own, slots = reading.particular(holder.brief.pk), reading.slots
        return tuple(
            Due(own.due(at, slots[at].due_on), holder.number) for at in bits_of(holder.owed(reading))
        )


def asked_of(organisations: OrganisationQuerySet, year: int) -> AskedOf:
    """What a year asks of organisations, those that owe alike counted together. Five queries at most."""
    book, within = book_of(year), organisations.order_by().values("pk")
    changed = timelines_of_changed(date(year, 1, 1), within)
    named = {pk for reading in book.readings for pk in (*reading.own, *reading.owners)}
    merged: Counter[Brief] = Counter()
    found: list[Holder] = []
    for brief, number in alike(organisations, year, {*named, *changed}):
        if brief.pk in changed:
            found.append(Holder(brief, parts_of(brief, changed[brief.pk]), 1))
        else:
            merged[brief._replace(organ_id=0)] += number
    found += [Holder(brief, None, number) for brief, number in merged.items()]
    return AskedOf(book, found, _occurrences(book, organisations, changed))


def asked_of_each(organisations: OrganisationQuerySet, year: int, today: date) -> AskedOf:
    """The same with a holder for each organisation, in the tree's order. Five queries at most."""
    book, within = book_of(year), organisations.order_by().values("pk")
    changed = timelines_of_changed(date(year, 1, 1), within)
    briefs = [brief_of(row, today) for row in organisations.order_by("path").values_list(*BRIEF)]
    holders = [
        Holder(one, parts_of(one, changed[one.pk]) if one.pk in changed else None, 1) for one in briefs
    ]
    return AskedOf(book, holders, _occurrences(book, organisations, changed))


def _occurrences(
    book: Book, organisations: OrganisationQuerySet, changed: Timelines
) -> dict[int, dict[int, date]]:
    """By requirement the organisations that a trigger asks, with the day. One query, or none."""
    asked = {reading.pk: reading for reading in book.readings if reading.is_triggered}
    if not asked:
        return {}
    found: dict[int, dict[int, date]] = {}
    rows = Occurrence.objects.filter(
        requirement__in=list(asked), organisation__in=organisations.order_by().values("pk")
    )
    columns = ("requirement_id", "due_on", "organisation_id", "organisation__closed_on")
    for requirement, due_on, pk, closed in rows.order_by("pk").values_list(*columns):
        brief = Brief(pk, "", "", "", "", False, 0, False, None, closed)
        parts = parts_of(brief, changed[brief.pk]) if brief.pk in changed else None
        if is_there(asked[requirement], due_on, brief, parts):
            found.setdefault(requirement, {})[brief.pk] = due_on
    return found
