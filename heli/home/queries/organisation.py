"""概况 of one organisation: what the packages below know of it together, on any day.

Members follow the belongings of the day. Duties and their year are shown for today only: what was known on a
past day is not kept. Some fifteen queries, whatever the size.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count

from heli.accounts.actor import EVERYTHING, Actor
from heli.accounts.catalogue import Permission
from heli.duties.models import Record
from heli.duties.queries.listing import Duty, duties_of
from heli.duties.queries.plan import plan_year
from heli.duties.queries.records import RecordFilters, records
from heli.duties.rules.kinds import kind_name
from heli.home.catalogue import HeatCell, HeatRow
from heli.home.queries import addresses
from heli.members.catalogue import Serving, Standing
from heli.members.models import Belonging, Post
from heli.members.queries import bearers_of
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation, beneath
from heli.orgs.queries import as_of
from heli.ui.days import Day

LATEST = 5
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Numbers:
    """Members of a day in an organisation and everything beneath it, by 党员类别 and 人员类别."""

    members: int
    full: int
    probationary: int
    serving: int
    retired: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands beside the organisation's own facts; None and empty where the reader may not see it."""

    numbers: Numbers | None
    bearers: Sequence[Post]
    heat: Sequence[HeatRow]
    year: int
    records: Sequence[tuple[Record, str]]
    sees_members: bool
    sees_records: bool


def overview(organisation: Organisation, day: Day, actor: Actor) -> Overview:
    """`organisation` as it was on the day; the reader has been found to see it."""
    sees_members = bool(actor.may(Permission.MEMBER_SEE, organisation))
    sees_records = bool(actor.may(Permission.RECORD_SEE, organisation))
    year = plan_year(day.today)
    return Overview(
        numbers=numbers(organisation, day.on),
        bearers=bearers_of(organisation, day.on).present if sees_members else (),
        heat=heat(duties_of(organisation, year, day.today)) if sees_records and not day.is_past else (),
        year=year,
        records=_latest(organisation, day.on, actor) if sees_records else (),
        sees_members=sees_members,
        sees_records=sees_records,
    )


def numbers(organisation: Organisation, on: date) -> Numbers | None:
    """None where Heli knows of no member that day: no roster tells, and zero would be a claim."""
    if organisation.kind in LEADING_KINDS:
        return None
    within = as_of(on, EVERYTHING).filter(beneath(organisation.path)).order_by().values("organisation")
    rows = Belonging.objects.valid(on).filter(organisation__in=within).order_by()
    counted: Counter[str] = Counter()
    for standing, serving, number in rows.values_list("standing", "serving").annotate(number=Count("pk")):
        counted.update({standing: number, serving: number, "": number})
    if not counted[""]:
        return None
    return Numbers(
        counted[""],
        counted[Standing.FULL],
        counted[Standing.PROBATIONARY],
        counted[Serving.SERVING],
        counted[Serving.RETIRED],
    )


def heat(duties: Iterable[Duty]) -> list[HeatRow]:
    """Requirements × the months of the year: each duty spans its period, the months between are blank."""
    return [
        HeatRow(reading.measure, reading.group, addresses.requirement(reading.pk), _cells(list(rows)))
        for reading, rows in groupby(duties, key=lambda duty: duty.reading)
    ]


def _cells(duties: Sequence[Duty]) -> list[HeatCell]:
    cells: list[HeatCell] = []
    month = 1
    for duty in sorted(duties, key=lambda one: _months(one)):
        first, last = _months(duty)
        if first > month:
            cells.append(HeatCell(first - month))
        cells.append(HeatCell(last - first + 1, duty.state.value, _said(duty), _way(duty)))
        month = last + 1
    if month <= MONTHS:
        cells.append(HeatCell(MONTHS + 1 - month))
    return cells


def _months(duty: Duty) -> tuple[int, int]:
    """The months that a duty spans; a triggered one stands in the month of its day."""
    if duty.reading.is_triggered:
        return duty.due_on.month, duty.due_on.month
    return duty.period.start.month, duty.period.end.month


def _said(duty: Duty) -> str:
    return f"{duty.period_name or '到期时'}，{duty.due_on} 到期"


def _way(duty: Duty) -> str:
    """The record that fulfilled it, else its line on the list of duties."""
    if duty.answer is not None:
        return addresses.fulfilling(duty.answer.record_id)
    return addresses.duties(
        duty.reading.year,
        organisation=duty.organisation.pk,
        requirement=duty.reading.pk,
        due_from=duty.due_on,
        due_to=duty.due_on,
    )


def _latest(organisation: Organisation, on: date, actor: Actor) -> list[tuple[Record, str]]:
    scope = actor.scope(Permission.RECORD_SEE)
    found = records(scope, RecordFilters(organisation=organisation.pk, last=on))[:LATEST]
    return [(one, kind_name(one.kind, one.happened_on)) for one in found]
