"""What records of one organisation and day would answer, whatever their kind: read once for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from heli.duties.models import Standing
from heli.duties.queries import Answered
from heli.duties.queries.deriving import Deriver, deriver
from heli.duties.rules.readings import Reading
from heli.kernel.periods import Period
from heli.orgs.models import Organisation


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


def answering(organisation: Organisation, on: date) -> Answering:
    """Seven queries, however many kinds are asked for."""
    standing = Standing.objects.filter(organisation=organisation, year=on.year)
    done = dict(standing.values_list("requirement_id", "done"))
    return Answering(organisation, on, deriver([on.year], [organisation.pk]), done)
