"""Open transfers whose ground is gone: the member has left, or one of the two branches has closed.

Steps of other actions, which have asked whether it may be. Nobody decides them, so they stand beside the
table of moves (`TRANSFERS`), which says what either side may do.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from heli.kernel.action import Doer
from heli.members.actions.transfers import write_step
from heli.members.catalogue import TransferAct, TransferReach, TransferState
from heli.members.models import Transfer
from heli.members.models.transfers import TransferQuerySet
from heli.members.queries.committees import party_committees_of
from heli.members.rules import transfers as rules
from heli.orgs.models import Organisation

OPEN = (TransferState.REQUESTED, TransferState.RELEASED)


def withdraw_for(*, member: int, reason: str, by: Doer, at: datetime) -> int:
    """Withdraw the open transfer of a member (primary key) who belongs nowhere any more; how many."""
    held = list(_open().filter(member=member))
    for transfer in held:
        _close(transfer, reason, by=by, at=at)
    return len(held)


def reroute(
    *, closed: Collection[int], heirs: Mapping[int, int], on: date, by: Doer, at: datetime
) -> tuple[str, ...]:
    """Let open transfers from or to branches that closed go on; what was done with each, in words.

    Out of a closed branch the member goes from where he belongs now; into one he goes to its heir. A transfer
    that leads nowhere any more, or to where he is already, is withdrawn with the reason.
    """
    if not closed:
        return ()
    held = list(_open().filter(Q(origin__in=closed) | Q(destination__in=closed)).order_by("pk"))
    if not held:
        return ()
    into = Organisation.objects.in_bulk(set(heirs.values()))
    goals = {
        one.pk: into.get(heirs.get(goal.pk, 0)) if goal and goal.pk in closed else goal
        for one in held
        for goal in (one.destination,)
    }
    above = party_committees_of(_places(held, goals.values()), on)
    return tuple(_rerouted(one, goals[one.pk], above, closed, by=by, at=at) for one in held)


def _places(held: Iterable[Transfer], goals: Iterable[Organisation | None]) -> list[Organisation]:
    return [*(one.member.organisation for one in held), *(goal for goal in goals if goal is not None)]


def _rerouted(
    transfer: Transfer,
    goal: Organisation | None,
    above: Mapping[int, Organisation],
    closed: Collection[int],
    *,
    by: Doer,
    at: datetime,
) -> str:
    name, here = transfer.member.name, transfer.member.organisation
    if transfer.destination_id in closed and goal is None:
        _close(transfer, f"转入党支部{transfer.to_name}已撤销，没有承接的党支部", by=by, at=at)
        return f"{name}：撤回，转入党支部已撤销"
    if goal is not None and goal.pk == here.pk:
        _close(transfer, f"随组织变动已在{here.short_name}", by=by, at=at)
        return f"{name}：撤回，随组织变动已在{here.short_name}"
    transfer.origin, transfer.destination = here, goal
    if goal is not None and here.pk in above and goal.pk in above:
        transfer.reach = rules.reach_of_transfer(above[here.pk].pk, above[goal.pk].pk)
        if transfer.reach == TransferReach.WITHIN:  # one committee does both in one step
            transfer.state = TransferState.REQUESTED
    transfer.save(update_fields=["origin", "destination", "reach", "state"])
    way = f"{here.short_name} → {transfer.to_name}"
    _write(transfer, TransferAct.REROUTE, f"随组织变动改为 {way}", by=by, at=at)
    return f"{name}：改为 {way}"


def _open() -> TransferQuerySet:
    found: TransferQuerySet = Transfer.objects.filter(state__in=OPEN)
    return found.select_related("member__organisation", "origin", "destination")


def _close(transfer: Transfer, reason: str, *, by: Doer, at: datetime) -> None:
    transfer.state = TransferState.WITHDRAWN
    transfer.save(update_fields=["state"])
    _write(transfer, TransferAct.WITHDRAW, reason, by=by, at=at)


def _write(transfer: Transfer, act: TransferAct, reason: str, *, by: Doer, at: datetime) -> None:
    write_step(
        transfer,
        act,
        on=at.date(),
        by_organisation=transfer.member.organisation,
        reason=reason[:300],
        by=by,
        at=at,
    )
