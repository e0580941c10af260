"""Where duties stand on a day: one duty, or the slots of one organisation and requirement as bit masks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from heli.duties.catalogue import DutyState
from heli.duties.rules.readings import Reading


def state_of(
    *,
    done: bool,
    on_time: bool,
    due_on: date,
    today: date,
    known: bool,
    answerable: bool,
    due_soon_days: int,
    waived: bool = False,
) -> DutyState:
    """The state of one duty. What is done is done; past the day, a source makes it overdue and none unknown.

    `known`: records of its kind existed for this kind of organisation by the day it was due. `answerable`:
    some kind of record answers it at all; nobody is reminded of what nothing can answer. On its day a duty is
    due, not overdue.
    """
    if done:
        return DutyState.ON_TIME if on_time else DutyState.LATE
    if waived:
        return DutyState.WAIVED
    if due_on < today:
        return DutyState.OVERDUE if known else DutyState.UNKNOWN
    soon = due_on <= today + timedelta(days=due_soon_days)
    return DutyState.DUE_SOON if soon and answerable else DutyState.NOT_DUE


class DayMasks(NamedTuple):
    """Slots of a requirement seen from a day: due by it, past before it, and soon from it on."""

    due: int
    past: int
    soon: int


def seen_from(reading: Reading, today: date, due_soon_days: int) -> DayMasks:
    """The three masks of a requirement's slots on `today`; nothing is soon where no record can answer."""
    soon = reading.bits(today, today + timedelta(days=due_soon_days)) if reading.kinds else 0
    return DayMasks(reading.bits(last=today), reading.bits(last=today - timedelta(days=1)), soon)


def seen_on(days: Mapping[int, date], today: date, due_soon_days: int, *, answerable: bool) -> DayMasks:
    """The same of slots (index → day) of one organisation, of which some may be extended."""
    last_soon = today + timedelta(days=due_soon_days)
    return DayMasks(
        due=sum(1 << index for index, day in days.items() if day <= today),
        past=sum(1 << index for index, day in days.items() if day < today),
        soon=sum(1 << index for index, day in days.items() if answerable and today <= day <= last_soon),
    )


def known_mask(reading: Reading, since: date | None) -> int:
    """Slots whose due day lies on or after the day since which records of its kind exist."""
    return 0 if since is None else reading.bits(first=since)


@dataclass(frozen=True, slots=True)
class Masks:
    """The slots that one organisation owes, parted by state: every owed slot is in exactly one of seven.

    `counted` are those that a rate counts: due by the day, and known or done.
    """

    on_time: int
    late: int
    overdue: int
    unknown: int
    due_soon: int
    not_due: int
    waived: int
    counted: int

    @property
    def done(self) -> int:
        return self.on_time | self.late

    def of(self, state: str) -> int:
        """The mask of one state, by its code."""
        return int(getattr(self, state))


def part(owed: int, done: int, on_time: int, day: DayMasks, known: int, waived: int = 0) -> Masks:
    """Part the owed slots by state, given what was done and on time, the day's masks and what is known.

    What was waived and done all the same is done.
    """
    done &= owed
    waived &= owed & ~done
    open_slots = owed & ~done & ~waived
    past = open_slots & day.past
    ahead = open_slots & ~day.past
    return Masks(
        on_time=done & on_time,
        late=done & ~on_time,
        overdue=past & known,
        unknown=past & ~known,
        due_soon=ahead & day.soon,
        not_due=ahead & ~day.soon,
        waived=waived,
        counted=owed & ~waived & day.due & (known | done),
    )
