"""Duties that a trigger makes: of an organisation whose term ends this year or has ended (R03-02, R01-34)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.fulfilling import fulfil_requirements_anew
from heli.duties.catalogue import Trigger
from heli.duties.models import Occurrence, Requirement, Standing
from heli.duties.queries.deriving import Owing
from heli.duties.queries.parts import parts_since
from heli.duties.queries.readings import readings
from heli.duties.rules.readings import Reading, owes_once
from heli.kernel.action import Doer, action, note
from heli.orgs.models import CommitteeTerm, Organisation

Key = tuple[int, int]
"""A requirement and an organisation; primary keys."""


@action
def refresh_occurrences(*, year: int, by: Doer, at: datetime) -> int:
    """Bring the duties of ending terms in line with the terms; returns how many were made, moved or dropped.

    To be called after terms were loaded. NotAllowed without INTAKE_LOAD.
    """
    may_somewhere(by, Permission.INTAKE_LOAD).require()
    changed = follow_terms(year)
    note(year=year, changed=changed)
    return changed


def follow_terms(year: int, organisations: Collection[int] | None = None, since: date = date.min) -> int:
    """Make, move and drop the duties of ending terms of one year's plan, as a step of an action.

    Of these organisations (primary keys; None: all), and of what is due from the day `since` on.

    An organisation that owes a requirement of the year, as it was on the day (ADR 11), has its duty where its
    latest known term ends by the year's last day, be it years ago; one that was closed after that day keeps
    it. A duty whose term a later one has followed is dropped, unless a record has fulfilled it or it was
    taken over from an organisation that was closed. Records that are there already fulfil what is made.
    """
    triggered = readings(Requirement.objects.owed().of_year(year).filter(trigger=Trigger.TERM_END))
    every = Occurrence.objects.filter(requirement__in=[reading.pk for reading in triggered])
    before = set(every.filter(due_on__lt=since).values_list("requirement_id", "organisation_id"))
    wanted = {
        key: due_on
        for key, due_on in _wanted(triggered, date(year, 12, 31)).items()
        if due_on >= since and key not in before and (organisations is None or key[1] in organisations)
    }
    done = set(
        Standing.objects.filter(year=year, requirement__in=[one.pk for one in triggered], done__gt=0)
        .order_by()
        .values_list("requirement_id", "organisation_id")
    )
    held = Occurrence.objects.filter(requirement__in=[reading.pk for reading in triggered], due_on__gte=since)
    if organisations is not None:
        held = held.filter(organisation__in=organisations)
    changed = _write(held, wanted, done)
    fulfil_requirements_anew(list(changed), [year])
    return sum(changed.values())


def _wanted(triggered: tuple[Reading, ...], last: date) -> dict[Key, date]:
    """The day on which the latest term of each organisation ends, for each requirement that it owes."""
    if not triggered:
        return {}
    ends = dict(
        CommitteeTerm.objects.order_by()
        .values("organisation_id")
        .annotate(last=Max("ends_on"))
        .filter(last__lte=last)
        .values_list("organisation_id", "last")
    )
    termed = Organisation.objects.filter(terms__ends_on__lte=last).order_by().distinct()
    holders = [Owing(*row) for row in termed.values_list(*Owing._fields) if row[0] in ends]
    parts = parts_since(date(last.year, 1, 1), holders)
    return {
        (reading.pk, holder.pk): ends[holder.pk]
        for reading in triggered
        for holder in holders
        if owes_once(reading, holder, parts.get(holder.pk), ends[holder.pk])
    }


def _write(held: Iterable[Occurrence], wanted: Mapping[Key, date], done: set[Key]) -> dict[int, int]:
    """Make, move and drop; how many of each requirement that changed."""
    changed: dict[int, int] = {}
    missing = dict(wanted)
    for one in held:
        key = (one.requirement_id, one.organisation_id)
        due_on = missing.pop(key, None)
        if due_on == one.due_on or (due_on is None and (key in done or one.handed_from_id)):
            continue
        changed[one.requirement_id] = changed.get(one.requirement_id, 0) + 1
        if due_on is None:
            one.delete()
        else:
            one.due_on, one.reason, one.handed_from = due_on, _reason(due_on), None
            one.save(update_fields=["due_on", "reason", "handed_from"])
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                requirement_id=requirement,
                organisation_id=organisation,
                due_on=due_on,
                reason=_reason(due_on),
            )
            for (requirement, organisation), due_on in missing.items()
        ],
        batch_size=500,
    )
    for requirement, _ in missing:
        changed[requirement] = changed.get(requirement, 0) + 1
    return changed


def _reason(due_on: date) -> str:
    return f"本届任期 {due_on} 届满"
