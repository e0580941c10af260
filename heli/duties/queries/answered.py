"""What a record would answer before it is entered, and what it then has fulfilled: 「将记入」,「已记入」."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from heli.duties.models import Fulfilment, Record, Requirement, Standing
from heli.duties.queries.deriving import deriver
from heli.duties.queries.readings import readings
from heli.duties.rules.readings import Reading
from heli.kernel.periods import Period
from heli.orgs.models import Organisation


class Answered(NamedTuple):
    """A duty that a record answers. `already`: another record has fulfilled it."""

    reading: Reading
    period: Period
    due_on: date | None
    on_time: bool
    already: bool

    @property
    def name(self) -> str:
        """召开支部党员大会（2026年二季度）; a triggered one without a period."""
        return (
            self.reading.measure
            if self.reading.is_triggered
            else f"{self.reading.measure}（{self.period.name}）"
        )


def answers(
    organisation: Organisation, kind: str, happened_on: date, chair: str, counts_on: date | None = None
) -> list[Answered]:
    """The duties that such a record would answer, in the plan's order: what a page shows before it is saved.

    `chair` is the name of who chairs: some duties ask for the secretary himself (R01-16); `counts_on` lies in
    the earlier period that it is to count for. Seven queries.
    """
    year = (counts_on or happened_on).year
    found = deriver([year], [organisation.pk]).answers(organisation.pk, kind, happened_on, chair, counts_on)
    done = _done(organisation, year, [answer.reading.pk for answer in found])
    return [
        Answered(
            answer.reading,
            answer.reading.period(answer.period),
            answer.due_on,
            answer.on_time,
            bool(done.get(answer.reading.pk, 0) >> answer.period & 1),
        )
        for answer in found
    ]


def fulfilled(record: Record) -> list[Answered]:
    """The duties that a record has fulfilled, in the plan's order; `already` where another record did too."""
    rows = list(Fulfilment.objects.filter(record=record).values_list("requirement_id", "period", "on_time"))
    others = set(
        Fulfilment.objects.filter(
            organisation=record.organisation_id,
            year=(record.counts_on or record.happened_on).year,
            requirement__in=[requirement for requirement, _, _ in rows],
        )
        .exclude(record=record)
        .values_list("requirement_id", "period")
    )
    known = {one.pk: one for one in readings(Requirement.objects.filter(pk__in=[pk for pk, _, _ in rows]))}
    found = [
        Answered(
            known[requirement],
            known[requirement].period(period),
            None,
            on_time,
            (requirement, period) in others,
        )
        for requirement, period, on_time in rows
    ]
    return sorted(found, key=lambda one: (one.reading.number, one.reading.pk, one.period.index))


def _done(organisation: Organisation, year: int, requirements: Sequence[int]) -> dict[int, int]:
    standing = Standing.objects.filter(organisation=organisation, year=year, requirement__in=requirements)
    return dict(standing.values_list("requirement_id", "done"))
