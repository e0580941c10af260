"""What records of one organisation and day would answer, whatever their kind: read once for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from heli.duties.models import Standing
from heli.duties.queries import Answered
from heli.duties.queries.deriving import Deriver, deriver
from heli.duties.queries.later import Later
from heli.duties.rules.answering import Lack
from heli.duties.rules.readings import Reading
from heli.kernel.periods import Period
from heli.orgs.models import Organisation


class Missed(NamedTuple):
    """A duty in one of its periods that a record nearly answers: by when, and what it lacks."""

    reading: Reading
    period: Period
    due_on: date
    lack: Lack


class Turn(Protocol):
    """A requirement in one of its periods."""

    @property
    def reading(self) -> Reading: ...
    @property
    def period(self) -> Period: ...


def said(turn: Turn, today: date) -> str:
    """A duty as said today: 召开支部党员大会（二季度）; the year only where it is not this one."""
    if turn.reading.is_triggered:
        return turn.reading.measure
    short = turn.period.name.removeprefix(f"{today.year}年") or turn.period.name
    return f"{turn.reading.measure}（{short}）"


@dataclass(frozen=True, slots=True)
class Answering:
    """`done` has by requirement the mask of the periods of that year that are done."""

    organisation: Organisation
    on: date
    deriver: Deriver
    done: Mapping[int, int]

    def of(self, kind: str, chair: str) -> list[Answered]:
        """The duties that a record of that kind, chaired by `chair`, would answer, in the plan's order."""
        found = self.deriver.answers(self.organisation.pk, kind, self.on, chair)
        return [
            Answered(
                reading,
                reading.period(period),
                due_on,
                on_time,
                bool(self.done.get(reading.pk, 0) >> period & 1),
            )
            for reading, period, due_on, on_time in found
        ]

    def nearly(self, kind: str, chair: str) -> list[Missed]:
        """The open duties that such a record would answer but for one thing."""
        found = self.deriver.nearly(self.organisation.pk, kind, self.on, chair, self.done)
        return [Missed(one.reading, one.reading.period(one.period), one.due_on, one.lack) for one in found]

    def of_earlier(self, earlier: Later, chair: str) -> list[Answered]:
        """What it would do for the first time where it counts for an earlier period (R01-19)."""
        by_secretary = self.deriver.by_secretary(self.organisation.pk, chair, self.on)
        return [
            Answered(reading, earlier.period, earlier.due_on, True, False)
            for reading in earlier.open
            if by_secretary or not reading.chair_is_secretary
        ]


def answering(organisation: Organisation, on: date) -> Answering:
    """Seven queries, however many kinds are asked for."""
    standing = Standing.objects.filter(organisation=organisation, year=on.year)
    done = dict(standing.values_list("requirement_id", "done"))
    return Answering(organisation, on, deriver([on.year], [organisation.pk]), done)
