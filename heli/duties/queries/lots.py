"""Organisations of one unit in lots of those that owe alike: what a cell of the board of units adds up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import NamedTuple

from heli.duties.models import Standing
from heli.duties.queries.briefs import Brief
from heli.duties.queries.cells import Cell, total
from heli.duties.queries.readings import Book, due_soon_days, seen_from
from heli.duties.queries.slots import NOT_DONE, Done, Owed, bits_on, counted
from heli.duties.rules import state
from heli.duties.rules.readings import Part, Reading, bits_of, owed_mask
from heli.duties.rules.state import Masks

Holders = Counter[Part[Brief]]
"""Organisations that owe alike, as they were in some days of the year, and how many."""


def cell_of(masks: Masks, verified: int) -> Cell:
    """One organisation in one requirement; `verified` is the mask of what is verified of it."""
    return Cell(
        owed=masks.counted.bit_count(),
        done=(masks.counted & masks.done).bit_count(),
        on_time=(masks.counted & masks.on_time).bit_count(),
        overdue=masks.overdue.bit_count(),
        due_soon=masks.due_soon.bit_count(),
        unknown=masks.unknown.bit_count(),
        ahead=masks.not_due.bit_count(),
        early=(masks.done & ~masks.counted).bit_count(),
        waived=masks.waived.bit_count(),
        verified=(masks.done & verified).bit_count(),
    )


class Own(NamedTuple):
    """Organisations of which something is particular, with what they have done: they are counted apart."""

    organisations: frozenset[int]
    standings: Mapping[tuple[int, int], tuple[int, int, int]]

    @classmethod
    def of(cls, book: Book) -> "Own":
        """What a year's requirements have of them. One query where there are any."""
        organisations = frozenset(pk for reading in book.readings for pk in reading.own)
        if not organisations:
            return cls(organisations, {})
        rows = Standing.objects.filter(
            year=book.year,
            requirement__in=[reading.pk for reading in book.readings if reading.own],
            organisation__in=organisations,
        ).values_list("requirement_id", "organisation_id", "done", "on_time", "verified")
        return cls(organisations, {(row[0], row[1]): row[2:] for row in rows})

    def done(self, requirement: int, organisation: int) -> tuple[int, int, int]:
        """Masks of what it has done, in time, and verified."""
        return self.standings.get((requirement, organisation), (0, 0, 0))


class Lot(NamedTuple):
    """Organisations of one unit that owe alike: the way they owe, the key of a named one, how many."""

    way: int
    pk: int
    number: int


class Ways(NamedTuple):
    """The different ways of owing in the whole city, each with one that owes so, and by unit who owes which.

    They are few: what a way owes of a requirement is worked out once, not once for every unit.
    """

    holders: Sequence[Part[Brief]]
    lots: Mapping[int, Sequence[Lot]]

    @classmethod
    def of(cls, alike: Mapping[int, Holders]) -> "Ways":
        numbers: dict[tuple[object, ...], int] = {}
        examples: list[Part[Brief]] = []
        lots: dict[int, list[Lot]] = {}
        for organ, holders in alike.items():
            inside = lots[organ] = []
            for part, count in holders.items():
                one = part.holder
                key = (*one[:3], one.attached, *one[7:], part.since, part.until)
                way = numbers.setdefault(key, len(examples))
                if way == len(examples):
                    examples.append(part)
                inside.append(Lot(way, one.pk, count))
        return cls(examples, lots)

    def together(self) -> list[Lot]:
        """The lots of all units as those of one."""
        number: Counter[tuple[int, int]] = Counter()
        for way, pk, count in chain.from_iterable(self.lots.values()):
            number[way, pk] += count
        return [Lot(*lot, count) for lot, count in number.items()]


class SlotMasks:
    """One requirement: by way of owing the slots owed and the known ones of them, and where slots stand."""

    def __init__(self, book: Book, reading: Reading, today: date, ways: Ways) -> None:
        self.reading, self._today = reading, today
        self.of = [self._owed(book, part) for part in ways.holders]
        day = seen_from(reading, today)
        self.bits = {slot.index: bits_on(day, slot.index) for slot in reading.slots}

    def _owed(self, book: Book, part: Part[Brief]) -> tuple[int, int]:
        owed = owed_mask(self.reading, part.holder, part.since, part.until)
        return owed, owed & book.known(self.reading, part.holder.kind) if owed else 0

    def cell(self, owed: int, known: int, pk: int, done: tuple[int, int, int]) -> Cell:
        """An organisation with something particular; `done` are its masks done, in time, verified."""
        own = self.reading.particular(pk)
        days = {slot.index: own.due(slot.index, slot.due_on) for slot in self.reading.slots}
        day = state.seen_on(
            days, self._today, due_soon_days(self._today), answerable=bool(self.reading.kinds)
        )
        return cell_of(state.part(owed, done[0], done[1], day, known, own.waived), done[2])


def regular(masks: SlotMasks, lots: Sequence[Lot], tally: Mapping[int, Done], own: Own) -> Cell:
    """One unit in one requirement: what its organisations owe in each slot against what the tally counts."""
    together: dict[tuple[int, int], int] = {}
    apart: list[Cell] = []
    for way, pk, count in lots:
        both = masks.of[way]
        if not both[0]:
            continue
        if pk in masks.reading.own:
            done = own.done(masks.reading.pk, pk)
            apart.append(masks.cell(*both, pk, done))
            tally = _without(tally, both[0], *done)
        else:
            together[both] = together.get(both, 0) + count
    owed, known = _by_slot(together)
    whole = counted(
        Owed(count, known.get(index, 0), tally.get(index, NOT_DONE), masks.bits[index])
        for index, count in owed.items()
    )
    return total([whole, *apart])


@cache
def _bits(mask: int) -> tuple[int, ...]:
    """The indexes of a mask of slots, of which there are few different ones."""
    return tuple(bits_of(mask))


def _by_slot(together: Mapping[tuple[int, int], int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many organisations owe each slot, and of how many it is known, from their masks."""
    owed: dict[int, int] = {}
    known: dict[int, int] = {}
    for masks, count in together.items():
        for mask, found in zip(masks, (owed, known), strict=True):
            for index in _bits(mask):
                found[index] = found.get(index, 0) + count
    return owed, known


def _without(tally: Mapping[int, Done], mask: int, done: int, on_time: int, verified: int) -> dict[int, Done]:
    """The tally without one organisation that is counted apart."""
    return {
        index: Done(
            count.done - (mask & done) // (1 << index) % 2,
            count.on_time - (mask & on_time) // (1 << index) % 2,
            count.verified - (mask & verified) // (1 << index) % 2,
        )
        for index, count in tally.items()
    }
