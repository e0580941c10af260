"""Changes of organisations with what follows for duties, and figures reckoned one slot at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any, NamedTuple

from django.db.models import Q

from heli.duties import actions as duty_actions
from heli.duties.actions import Followed
from heli.duties.catalogue import Cadence
from heli.duties.models import Fulfilment, Occurrence, Requirement
from heli.duties.queries import counters as counter_queries
from heli.duties.queries.board import Cell, unit_board
from heli.duties.queries.positions import positions
from heli.duties.queries.readings import readings
from heli.kernel.action import SYSTEM
from heli.kernel.clock import SHANGHAI
from heli.orgs.actions.events import carry_out
from heli.orgs.catalogue import BRANCH_KINDS, EventKind
from heli.orgs.models import Event, Organisation, OrganisationVersion
from heli.orgs.rules.change import Change

LATER = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)


class Changed(NamedTuple):
    """An event and what followed from it."""

    event: Event
    followed: Followed


def change(
    kind: EventKind, day: date, subjects: Iterable[Organisation] = (), *, at: datetime = LATER, **told: Any
) -> Changed:
    """Carry a change out and let duties follow, as `heli.reorganisation` does."""
    pks = tuple(one.pk for one in subjects)
    for name in ("successor", "new_parent", "new_leader"):
        if isinstance(told.get(name), Organisation):
            told[name] = told[name].pk
    asked = Change(
        kind=kind,
        happened_on=day,
        document_number="青工委〔2026〕9号",
        reason="机构改革",
        subjects=pks,
        **told,
    )
    event = carry_out(change=asked, by=SYSTEM, at=at, why="按改革方案办理")
    successor = told.get("successor")
    closed = Organisation.objects.filter(pk__in=pks, closed_on=day).values_list("pk", flat=True)
    successions = {pk: successor for pk in closed if successor is not None}
    return Changed(event, followed(event, successions, at=at))


def followed(event: Event, successions: dict[int, int], *, at: datetime = LATER) -> Followed:
    """Let duties follow an event."""
    touched = OrganisationVersion.objects.filter(Q(event=event) | Q(valid_to=event.happened_on))
    return duty_actions.follow(
        organisations=set(touched.values_list("organisation_id", flat=True)),
        since=event.happened_on,
        successions=successions,
        by=SYSTEM,
        at=at,
    )


def faults() -> list[str]:
    """What the doctor says of fulfilments and counters."""
    return list(counter_queries.differences())


class Slot(NamedTuple):
    """One duty as it is reckoned by hand: where it counts, whose it is, when it is due."""

    organ: int
    requirement: int
    organisation: int
    place: int
    due_on: date


def slots_by_hand(year: int) -> list[Slot]:
    """Every duty of the year: organisations × requirements × slots, each asked of the versions' rows."""
    found = []
    asked = Requirement.objects.owed().of_year(year)
    requirements = asked.prefetch_related("owners", "classes").in_bulk()
    occurrences = defaultdict(list)
    for one in Occurrence.objects.filter(requirement__in=requirements):
        occurrences[one.requirement_id, one.organisation_id].append((0, date.min, one.due_on))
    versions = defaultdict(list)
    for version in OrganisationVersion.objects.select_related("organisation").order_by("valid_from"):
        versions[version.organisation_id].append(version)
    for organisation, reading in product(Organisation.objects.filter(outside=False), readings(asked)):
        is_triggered = reading.cadence == Cadence.TRIGGERED
        days = [(one.index, one.start, one.due_on) for one in reading.slots]
        for index, start, due_on in occurrences[reading.pk, organisation.pk] if is_triggered else days:
            was = _version(organisation, versions[organisation.pk], max(due_on, date(year, 1, 1)))
            if was is None or (organisation.founded_on and organisation.founded_on > start > date.min):
                continue
            if is_triggered or _owes(requirements[reading.pk], organisation.pk, was, due_on):
                found.append(Slot(was.organ_id, reading.pk, organisation.pk, index, due_on))
    return found


def _version(
    organisation: Organisation, versions: Sequence[OrganisationVersion], day: date
) -> OrganisationVersion | None:
    """The version in force on a day, of all in the order of their beginning; before the first the first."""
    if organisation.closed_on is not None and day >= organisation.closed_on:
        return None
    if day < versions[0].valid_from:
        return versions[0]
    for one in versions:
        if one.valid_from <= day and (one.valid_to is None or day < one.valid_to):
            return one
    return None


def _owes(requirement: Requirement, pk: int, was: OrganisationVersion, due_on: date) -> bool:
    named = any(
        (row.since is None or row.since <= due_on) and (row.until is None or due_on < row.until)
        for row in requirement.owners.all()
        if row.organisation_id == pk
    )
    of_class = any(
        one.kind == was.kind and one.attached in (None, was.attached) for one in requirement.classes.all()
    )
    committee = was.has_committee
    if committee is None:
        committee = was.organisation.has_committee
    only = requirement.committee_only and was.kind in BRANCH_KINDS
    return (named or of_class) and bool(committee or not only)


def owed_and_done(year: int) -> Counter[tuple[int, int, str]]:
    """By unit and requirement: all slots of the year, and those done, reckoned by hand."""
    done = {
        (one.requirement_id, one.organisation_id, one.period) for one in Fulfilment.objects.filter(year=year)
    }
    found: Counter[tuple[int, int, str]] = Counter()
    for slot in slots_by_hand(year):
        found[slot.organ, slot.requirement, "owed"] += 1
        if (slot.requirement, slot.organisation, slot.place) in done:
            found[slot.organ, slot.requirement, "done"] += 1
    return found


def on_the_board(year: int, today: date) -> Counter[tuple[int, int, str]]:
    """The same as the board of units says it."""
    found: Counter[tuple[int, int, str]] = Counter()
    for (organ, requirement), cell in unit_board(year, today).cells.items():
        found[organ, requirement, "owed"] = every(cell)
        found[organ, requirement, "done"] = cell.done + cell.early
    return +found


def every(cell: Cell) -> int:
    """All slots that a cell counts, whatever their state."""
    return cell.owed + cell.unknown + cell.early + cell.due_soon + cell.ahead - _due_today(cell)


def _due_today(cell: Cell) -> int:
    """Of those owed by today, not done and not past: they count as owed and as due soon."""
    return cell.owed - cell.done - cell.overdue


def by_positions(year: int, today: date) -> Counter[tuple[int, int, str]]:
    """The same as the positions of single organisations say it."""
    found: Counter[tuple[int, int, str]] = Counter()
    where = positions(Organisation.objects.filter(outside=False), year, today)
    for brief in where.briefs.values():
        for part, position in where.shares(brief):
            key = part.organ_id, position.reading.pk
            found[*key, "owed"] += position.owed.bit_count()
            found[*key, "done"] += (position.owed & position.done).bit_count()
    return +found
