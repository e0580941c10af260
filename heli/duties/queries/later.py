"""For which earlier periods a record of a day may count, while a window or an extension lasts."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from heli.duties.catalogue import Dispensing
from heli.duties.models import Dispensation, Standing, Window
from heli.duties.queries.deriving import deriver
from heli.duties.rules.answering import Answer
from heli.duties.rules.readings import Reading
from heli.kernel.periods import Period
from heli.orgs.models import Organisation


class Later(NamedTuple):
    """An earlier period that a record may count for: what it would do, until when, what of it is open."""

    period: Period
    measures: tuple[str, ...]
    due_on: date
    open: tuple[Reading, ...]

    @property
    def done(self) -> bool:
        """Whether all of it is done."""
        return not self.open

    @property
    def counts_on(self) -> date:
        """The period's last day, as `Record.counts_on` wants it."""
        return self.period.end

    @property
    def words(self) -> str:
        """计入2026年：召开组织生活会（最迟 2027-03-15）."""
        done = "，已完成" if self.done else ""
        return f"计入{self.period.name}：{'、'.join(self.measures)}（最迟 {self.due_on}{done}）"


def later(organisation: Organisation, kind: str, on: date) -> list[Later]:
    """What a record of this kind and day may count for instead of its own period, open duties first.

    Two queries, and eight more where a window or an extension lasts.
    """
    windows = Window.objects.filter(record_kind=kind, closes_on__gte=on, plan__year__lt=on.year)
    extended = Dispensation.objects.in_force().filter(
        organisation=organisation, kind=Dispensing.EXTENSION, until__gte=on
    )
    years = {
        *windows.values_list("plan__year", flat=True),
        *extended.values_list("requirement__plan__year", flat=True),
    }
    if not years:
        return []
    derive = deriver(years, [organisation.pk])
    found: dict[Period, list[Answer]] = defaultdict(list)
    for answer in derive.answerer.later(derive.holders[organisation.pk], kind, on, years):
        found[answer.reading.period(answer.period)].append(answer)
    stood = Standing.objects.filter(organisation=organisation, year__in=years)
    done = {one.requirement_id: one.done for one in stood}
    told = [
        Later(
            period,
            tuple(one.reading.measure for one in inside),
            max(one.due_on for one in inside),
            tuple(one.reading for one in inside if not done.get(one.reading.pk, 0) >> one.period & 1),
        )
        for period, inside in found.items()
    ]
    return sorted(told, key=lambda one: (one.done, one.counts_on))
