"""Settling what a plan's words leave open: the office says who owes, by when, and what answers."""

from collections.abc import Collection
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.fulfilling import fulfil_requirements_anew
from heli.duties.actions.occurrences import follow_terms
from heli.duties.actions.settlements import Settlement, put, write_parts
from heli.duties.catalogue import Cadence, Trigger
from heli.duties.models import Requirement
from heli.duties.rules import settling
from heli.duties.rules.owners import OwnerClass
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation


@action
def settle(
    *,
    requirement: Requirement,
    classes: Collection[OwnerClass],
    kinds: Collection[str],
    cadence: str,
    by: Doer,
    at: datetime,
    owners: Collection[Organisation] = (),
    due_month: int | None = None,
    due_day: int | None = None,
    trigger: str = Trigger.NONE,
    committee_only: bool = False,
    chair_is_secretary: bool = False,
) -> Requirement:
    """Decide who owes a requirement, by when, and which kinds of record answer; what is left out stays open.

    It holds from now on in place of what the plan's words were read as, until the plan's words change.
    Records that are there already fulfil it at once. NotAllowed without REQUIREMENT_SETTLE, WrongState for
    one taken back, Invalid where nothing is decided, the deadline is none, or an owner could never answer.
    """
    may_somewhere(by, Permission.REQUIREMENT_SETTLE).require()
    held = Requirement.objects.select_for_update(of=("self",)).select_related("plan").get(pk=requirement.pk)
    yearly, triggered = cadence == Cadence.YEAR, cadence == Cadence.TRIGGERED
    settlement = Settlement(
        cadence=cadence,
        due_month=due_month if yearly else None,
        due_day=due_day if yearly else None,
        trigger=trigger if triggered else Trigger.NONE,
        committee_only=committee_only,
        chair_is_secretary=chair_is_secretary,
        classes=frozenset(classes),
        owners=frozenset(one.pk for one in owners),
        kinds=frozenset(kinds),
    )
    _require_sense(held, settlement, {one.kind for one in classes} | {one.kind for one in owners})
    _keep(held, settlement, by, at)
    return held


def _require_sense(requirement: Requirement, settlement: Settlement, org_kinds: Collection[str]) -> None:
    year, cadence = requirement.plan.year, settlement.cadence
    all_of(
        settling.can_be_settled(requirement.state),
        settling.decides_something(owners=bool(org_kinds), cadence=cadence, kinds=bool(settlement.kinds)),
        settling.is_a_deadline(cadence, settlement.due_month, settlement.due_day, settlement.trigger, year),
        settling.can_be_answered(sorted(org_kinds), settlement.kinds, date(year, 12, 31)),
    ).require()


def _keep(requirement: Requirement, settlement: Settlement, by: Doer, at: datetime) -> None:
    put(requirement, settlement)
    requirement.settled_at, requirement.settled_by = at, by.label[:120]
    requirement.save()
    write_parts(requirement, settlement)
    year = requirement.plan.year
    follow_terms(year)
    written = fulfil_requirements_anew([requirement.pk], [year])
    note(open_points=list(settlement.open_points), fulfilments=written)
