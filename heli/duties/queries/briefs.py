"""An organisation as far as duties go, and where it stands in one requirement of a year."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from heli.duties.queries.parts import CLOSED, LEFT
from heli.duties.rules import state
from heli.duties.rules.readings import NOTHING_PARTICULAR, Particular, Reading, bits_of
from heli.duties.rules.state import DayMasks, Masks
from heli.orgs.queries.timeline import Segment

ONCE = 1
"""The mask of a triggered duty: its only slot."""


class Brief(NamedTuple):
    """An organisation as far as duties go: its name, its class, what owing asks (`rules.readings.Holder`)."""

    pk: int
    name: str
    kind: str
    nature: str
    system: str
    attached: bool
    organ_id: int
    has_committee: bool
    founded_on: date | None
    closed_on: date | None

    def as_of(self, segment: Segment) -> "Brief":
        """What it was then; its name and days are today's."""
        return self._replace(
            kind=segment.kind,
            nature=segment.nature,
            system=segment.system,
            attached=segment.attached,
            organ_id=segment.organ_id,
            has_committee=segment.has_committee,
        )


BRIEF = ("pk", "short_name", *Brief._fields[2:])


def brief_of(row: tuple[Any, ...], today: date, organ: int | None = None) -> Brief:
    """A row of BRIEF; the name of one that is closed, or has left the unit `organ`, says so."""
    one = Brief(*row)
    if one.closed_on is not None and one.closed_on <= today:
        return one._replace(name=one.name + CLOSED)
    return one._replace(name=one.name + LEFT) if organ not in (None, one.organ_id) else one


@dataclass(frozen=True, eq=False)
class Position:
    """One organisation in one requirement of the year: slots owed, done, in time, and known, as masks.

    Organisations that stand alike have the same object: it is a key for what is worked out of it. `due_on` is
    set for a triggered duty, whose day stands in its occurrence. `own` is what was waived or extended for one
    organisation alone.
    """

    reading: Reading
    owed: int
    done: int
    on_time: int
    known: int
    day: DayMasks
    due_on: date | None = None
    own: Particular = NOTHING_PARTICULAR

    @cached_property
    def masks(self) -> Masks:
        """The slots parted by state on the day of looking."""
        return state.part(self.owed, self.done, self.on_time, self.day, self.known, self.own.waived)

    def due(self, index: int) -> date:
        """The day on which a slot is due."""
        return self.due_on or self.own.due(index, self.reading.slots[index].due_on)

    def window(self, first: date, last: date) -> int:
        """Mask of the owed slots that fall due from `first` to `last`."""
        if self.due_on is not None:
            return self.owed if first <= self.due_on <= last else 0
        if not self.own.days:
            return self.owed & self.reading.bits(first, last)
        return self.owed & sum(
            slot.bit for slot in self.reading.slots if first <= self.due(slot.index) <= last
        )

    def fallen_due(self, first: date, last: date, on: date) -> int:
        """Mask of the owed slots that belong to the days from `first` to `last` and are due by `on`.

        What a window lets be held in the next year belongs to its own year's last day.
        """
        if self.due_on is None and not self.own.days:
            return self.owed & self.reading.fallen_due(first, last, on)
        days = ((1 << index, self.due(index)) for index in bits_of(self.owed))
        return sum(bit for bit, due in days if due <= on and first <= self.reading.counted_in(due) <= last)
