"""What the organisations beneath the reader have open: counts that open to lists, never the lists."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from heli.duties.catalogue import DutyState
from heli.duties.queries.briefs import Position
from heli.duties.queries.positions import Positions
from heli.duties.rules.readings import Reading, bits_of
from heli.home import rules
from heli.home.catalogue import Line, Turn
from heli.home.queries import addresses

MOST_LINES = 5
"""Requirements told one by one; where there are more, one line more has them all."""
_TOLD = (DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.UNKNOWN)


class Heap(NamedTuple):
    """Duties of many organisations or units in one requirement: `places` of them, `duties` in all.

    `oldest` is the earliest day among them, None where nobody has looked.
    """

    reading: Reading
    places: int
    duties: int
    oldest: date | None = None


@dataclass
class _Sum:
    """What is counted while going through the positions."""

    places: set[int] = field(default_factory=set)
    duties: int = 0
    oldest: date = date.max

    def add(self, place: int, mask: int, position: Position) -> None:
        """The duties of `mask`, all of one organisation."""
        self.places.add(place)
        self.duties += mask.bit_count()
        self.oldest = min(self.oldest, position.due(next(bits_of(mask))))


def lines(found: Positions, own: Collection[int]) -> dict[Turn, list[Line]]:
    """Lines on all organisations in sight, where some of them are not the reader's own."""
    if all(pk in own for pk in found.briefs):
        return {}
    year, heaps = found.book.year, _heaps(found)
    overdue = [heap for heap, places in heaps[DutyState.OVERDUE] if not places <= set(own)]
    every = {
        state: [heap for heap, _ in counted] if any(not places <= set(own) for _, places in counted) else []
        for state, counted in heaps.items()
    }
    waiting = overdue_lines(overdue, every[DutyState.OVERDUE], "本级及下级 {} 个组织", year, found.today)
    waiting += sum_line("还没有记录来源的事项", every, DutyState.UNKNOWN, "本级及下级", year)
    soon = sum_line("将到期的事项", every, DutyState.DUE_SOON, "本级及下级", year)
    return {Turn.MONTH: soon, Turn.OTHERS: waiting}


def overdue_lines(
    told: Iterable[Heap], every: Sequence[Heap], whom: str, year: int, today: date
) -> list[Line]:
    """The requirements of `told` with the most overdue duties, one line each, then all of `every` in one.

    `whom` says in which places, with {} for how many.
    """
    ordered = sorted(told, key=lambda heap: (-heap.duties, heap.reading.number))
    made = [_overdue_line(heap, whom, year, today) for heap in ordered[:MOST_LINES]]
    if len(ordered) > MOST_LINES:
        made += sum_line("全部逾期事项", {DutyState.OVERDUE: every}, DutyState.OVERDUE, "合计", year)
    return made


def sum_line(
    what: str, heaps: Mapping[DutyState, Sequence[Heap]], state: DutyState, whom: str, year: int
) -> list[Line]:
    """All duties of a state in one line that opens to them; no line where there are none."""
    count = sum(heap.duties for heap in heaps[state])
    url = addresses.duties(year, state=state.value)
    return [Line(what, whom, f"{count} 项", "查看", url, state)] if count else []


def _overdue_line(heap: Heap, whom: str, year: int, today: date) -> Line:
    days = f"，最早{rules.days_said(heap.oldest, today)}" if heap.oldest else ""
    return Line(
        what=heap.reading.measure,
        whom=whom.format(heap.places),
        when=f"{heap.duties} 项{days}",
        label="查看",
        url=addresses.duties(year, state=DutyState.OVERDUE.value, requirement=heap.reading.pk),
        state=DutyState.OVERDUE,
    )


def _heaps(found: Positions) -> dict[DutyState, list[tuple[Heap, set[int]]]]:
    """For each state the requirements with duties in it, in the plan's order, and whose they are."""
    sums: dict[tuple[DutyState, int], _Sum] = defaultdict(_Sum)
    for brief in found.briefs.values():
        for position in found.of(brief):
            masks = position.masks
            for state in _TOLD:
                if mask := masks.of(state):
                    sums[state, position.reading.pk].add(brief.pk, mask, position)
    return {
        state: [
            (Heap(reading, len(one.places), one.duties, one.oldest), one.places)
            for reading in found.book.readings
            if (one := sums.get((state, reading.pk)))
        ]
        for state in _TOLD
    }
