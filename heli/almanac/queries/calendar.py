"""The year of one branch: its duties with the days they were done on, planned for, or proposed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from heli.almanac.catalogue import GATHERINGS, NUMBERS, PRECEDENCES, SEASONS, THEME_DAY
from heli.almanac.models import FixedDay, PlannedDate
from heli.almanac.queries.shown import DONE, Calendar, Entry
from heli.almanac.rules import days as day_rules
from heli.almanac.rules.days import Habit
from heli.almanac.rules.placing import Item, Key, Table, propose
from heli.almanac.rules.planning import Span, far_from_fixed
from heli.duties.catalogue import RECORD_KINDS, DutyState, RecordForm
from heli.duties.queries.listing import Duty, duties_of
from heli.orgs.models import Organisation


def number(id: str, on: date) -> int:  # noqa: A002 - as in the file
    return NUMBERS().get(id, on).number


def table(on: date) -> Table:
    """What may share a gathering, and what comes first, as the catalogues say on a day."""
    return Table(
        tuple(frozenset(one.kinds) for one in GATHERINGS().on(on)),
        tuple((one.first, one.then) for one in PRECEDENCES().on(on)),
    )


def habit_of(organisation: Organisation, today: date) -> Habit:
    """The fixed day that the branch has set, or the example that the office's parameter gives."""
    found = FixedDay.objects.filter(organisation=organisation).first()
    if found is None:
        return Habit(day=number("fixed-day", today), is_set=False)
    return Habit(found.day, found.nth, found.weekday, found.earlier, found.on_days_off)


def calendar_of(organisation: Organisation, year: int, today: date) -> Calendar:
    """The branch's year with proposals for all that has no day yet. Nine queries."""
    habit = habit_of(organisation, today)
    planned = planned_days(organisation, year)
    shift = number("shift-days", today)
    entries = [_entry(duty, planned, today) for duty in duties_of(organisation, year, today)]
    open_ones = [one for one in entries if one.waits and one.planned is None]
    kept: dict[date, list[str]] = defaultdict(list)
    for one in entries:
        if one.waits and one.planned is not None:
            kept[one.planned].append(one.kind)
    proposal = propose(_items(open_ones, kept, habit, today), table(today), kept)
    laid = (replace(one, proposed=proposal.days.get(one.key)) for one in entries)
    shown = tuple(_beside_habit(one, habit, shift) for one in laid)
    return Calendar(organisation, year, habit, shown, proposal, today)


def planned_days(organisation: Organisation, year: int) -> dict[Key, date]:
    """What the branch has planned of a year's duties."""
    return planned_of([organisation.pk], year)[organisation.pk]


def planned_of(organisations: Collection[int], year: int) -> dict[int, dict[Key, date]]:
    """What organisations (primary keys) have planned of a year's duties: one query, none for none."""
    found: dict[int, dict[Key, date]] = {pk: {} for pk in organisations}
    rows = PlannedDate.objects.filter(organisation__in=found, requirement__plan__year=year)
    for pk, requirement, period, day in rows.values_list(
        "organisation_id", "requirement_id", "period", "day"
    ):
        found[pk][Key(requirement, period)] = day
    return found


def kind_of(
    kinds: Iterable[str], org_kind: str, on: date, form: RecordForm | None = RecordForm.MEETING
) -> str:
    """The kind of meeting that answers (without a form: of record), of several the first that it may record;
    "" for none."""
    asked = set(kinds)
    known = (one for one in RECORD_KINDS().on(on) if one.id in asked and form in (None, one.form))
    return next((one.id for one in known if org_kind in one.org_kinds), "")


def kind_names(on: date) -> dict[str, str]:
    return {one.id: one.name for one in RECORD_KINDS().on(on)}


def _entry(duty: Duty, planned: Mapping[Key, date], today: date) -> Entry:
    """The duty with its planned day; one that passed by without a record is looked for anew."""
    reading, index = duty.reading, duty.period.index
    kind = "" if reading.is_triggered else kind_of(reading.kinds, duty.organisation.kind, today)
    period = f"（{duty.period_name}）" if duty.period_name and duty.period_name != "全年" else ""
    span = Span(
        name=(kind_names(today)[kind] if kind else reading.measure) + period,
        kind=kind,
        first=duty.due_on if reading.is_triggered else duty.period.start,
        last=duty.due_on,
        done=duty.state in DONE,
        waived=duty.state == DutyState.WAIVED,
    )
    day = planned.get(Key(reading.pk, index))
    recorded_as = kind or kind_of(reading.kinds, duty.organisation.kind, today, form=None)
    if day is not None and day < today and not span.done:
        return Entry(duty, kind, span, today, recorded_as, missed=day)
    return Entry(duty, kind, span, today, recorded_as, planned=day)


def _beside_habit(entry: Entry, habit: Habit, shift: int) -> Entry:
    """The entry, with the fixed day where a 主题党日 has another one (R01-18)."""
    if entry.kind != THEME_DAY or not entry.waits or entry.day is None:
        return entry
    fixed = habit.in_month(entry.day.year, entry.day.month)
    if fixed == entry.day:
        return entry
    return replace(entry, fixed=fixed, far=far_from_fixed(habit, entry.day, shift))


def _items(entries: Iterable[Entry], kept: Mapping[date, list[str]], habit: Habit, today: date) -> list[Item]:
    """What has to be given a day, each with its days, the best first."""
    shift, lead = number("shift-days", today), number("committee-lead", today)
    seasons = {one.kind: one.months for one in SEASONS().on(today)}
    found: list[Item] = []
    later: list[Entry] = []
    for one in entries:
        first = max(one.span.first, today)
        if one.kind == THEME_DAY:
            candidates = day_rules.fixed_candidates(habit, first, one.span.last, shift)
            found.append(Item(one.key, one.kind, candidates, fixed=True))
        else:
            later.append(one)
    gatherings = sorted({*kept, *(item.candidates[0] for item in found if item.candidates)})
    rules = table(today)
    for one in later:
        days = _working_days(one, today, seasons.get(one.kind, ()))
        best = day_rules.middle_out(days)
        if rules.comes_first(one.kind):
            first_day = next((day for day in gatherings if days and days[0] < day <= days[-1]), None)
            best = day_rules.shortly_before(days, first_day, lead)
        found.append(Item(one.key, one.kind, best))
    return found


def _working_days(entry: Entry, today: date, season: tuple[int, ...]) -> list[date]:
    """The working days of its period from today on; those of its season where there are any (R01-19)."""
    span = day_rules.span(max(entry.span.first, today), entry.span.last)
    days = [day for day in span if day_rules.works(day)]
    return [day for day in days if day.month in season and day.year == entry.duty.reading.year] or days
