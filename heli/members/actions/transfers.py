"""组织关系转接, mirrored step by step: request, release, acceptance, refusal, 回执 (R09-06 … R09-09)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.db.models.functions import Greatest

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.figures.queries import closed_until
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Strength, Verdict, all_of
from heli.members.actions import belongings
from heli.members.actions.belongings import Turn
from heli.members.catalogue import TRANSFERS, Change, Side, TransferAct, TransferReach, TransferState
from heli.members.models import Member, Post, Responsibility, Transfer, TransferStep
from heli.members.queries.committees import party_committee_of
from heli.members.rules import transfers as rules
from heli.orgs.models import Organisation


@action
def request_transfer(
    *,
    member: Member,
    destination: Organisation | None,
    reason: str,
    on: date,
    by: Doer,
    at: datetime,
    destination_name: str = "",
) -> Transfer:
    """Ask that a member be transferred; without `destination` out of the city, to `destination_name`.

    By who may transfer members of his branch. He stays there, and it stays responsible, until he is accepted.
    """
    origin = member.organisation
    may(by, Permission.MEMBER_TRANSFER, origin).require()
    has_open = member.transfers.filter(state__in=[TransferState.REQUESTED, TransferState.RELEASED]).exists()
    all_of(
        rules.is_present(member.left_on is not None, member.name),
        rules.no_open_transfer(has_open, member.name),
        rules.may_be_on(on, today=at.date(), since=date.min),
    ).require()
    committee = party_committee_of(origin, at.date())
    rules.committee_found(committee.pk if committee else None, origin.short_name).require()
    transfer = Transfer.objects.create(
        member=member,
        reach=_reach(origin, destination, at.date()),
        origin=origin,
        destination=destination,
        destination_name="" if destination is not None else destination_name.strip(),
        state=TRANSFERS.start,
        reason=reason.strip(),
    )
    write_step(transfer, TransferAct.REQUEST, on=on, by_organisation=origin, reason="", by=by, at=at)
    note(member=member.pk, origin=origin.pk, destination=destination.pk if destination else None)
    return transfer


@action
def release_transfer(
    *,
    transfer: Transfer,
    letter_number: str,
    on: date,
    by: Doer,
    at: datetime,
    until: date | None = None,
    reason: str = "",
) -> Transfer:
    """Let a member go, by the origin's 基层党委, with the letter's number and last day (R09-07).

    A letter for longer than is general needs a `reason`.
    """
    move = _begin(transfer, TransferAct.RELEASE, on=on, reason=reason, by=by, at=at)
    _weigh(rules.is_release(move.transfer.reach, letter_number, on, until), reason)
    move.transfer.letter_number = letter_number.strip()
    move.transfer.letter_until = until or rules.letter_until(move.transfer.reach, on)
    return _finish(move, by=by, at=at)


@action
def accept_transfer(*, transfer: Transfer, on: date, by: Doer, at: datetime, reason: str = "") -> Transfer:
    """Take a member in, by the destination's 基层党委; within one it lets him go in the same step.

    From `on` he belongs to the new branch; his posts at the old one and what he answered for end. After the
    letter's last day it needs a `reason` (R09-06, R09-07).
    """
    move = _begin(transfer, TransferAct.ACCEPT, on=on, reason=reason, by=by, at=at)
    _weigh(rules.is_within_letter(on, move.transfer.letter_until), reason)
    destination = move.transfer.destination
    if destination is None:
        raise NotFound("no-destination", "这件转接没有写明本市的转入党支部。")
    _is_open_to(destination, at.date(), same=False)
    _carry_over(move, destination, by=by, at=at)
    return _finish(move, by=by, at=at)


@action
def receive_receipt(*, transfer: Transfer, on: date, by: Doer, at: datetime) -> Transfer:
    """The 回执 has come: the other city has taken him in, and he is on the roster here no longer (R09-09)."""
    move = _begin(transfer, TransferAct.RECEIPT, on=on, reason="", by=by, at=at)
    _carry_over(move, None, by=by, at=at)
    return _finish(move, by=by, at=at)


@action
def refuse_transfer(*, transfer: Transfer, reason: str, on: date, by: Doer, at: datetime) -> Transfer:
    """Give a transfer back, with a reason: nobody is refused without one (R09-06)."""
    move = _begin(transfer, TransferAct.REFUSE, on=on, reason=reason, by=by, at=at)
    return _finish(move, by=by, at=at)


@action
def withdraw_transfer(*, transfer: Transfer, on: date, by: Doer, at: datetime) -> Transfer:
    """Take a request back before anybody has released the member."""
    move = _begin(transfer, TransferAct.WITHDRAW, on=on, reason="", by=by, at=at)
    return _finish(move, by=by, at=at)


@action
def prolong_transfer(
    *, transfer: Transfer, until: date, reason: str, on: date, by: Doer, at: datetime
) -> Transfer:
    """Give the letter another last day, by the origin's 基层党委."""
    move = _begin(transfer, TransferAct.PROLONG, on=on, reason=reason, by=by, at=at)
    _weigh(rules.is_letter_period(on, until), reason)
    move.transfer.letter_until = until
    return _finish(move, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Move:
    """A step that may be taken: on what, which, when, why, by which organisation."""

    transfer: Transfer
    act: TransferAct
    on: date
    reason: str
    organisation: Organisation


def _begin(transfer: Transfer, act: TransferAct, *, on: date, reason: str, by: Doer, at: datetime) -> _Move:
    """The transfer as it stands now, held for this step; refused to whose step it is not."""
    held = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("member__organisation", "origin", "destination")
        .get(pk=transfer.pk)
    )
    rules.is_move(held.reach, held.state, act).require()
    side = rules.side_of(held.reach, held.state, act)
    organisation = _whose(held, side, at.date())
    may(by, Permission.MEMBER_TRANSFER, organisation).require()
    last = held.steps.order_by("-done_on").values_list("done_on", flat=True).first() or date.min
    all_of(rules.has_reason(act, reason), rules.may_be_on(on, today=at.date(), since=last)).require()
    return _Move(held, act, on, reason.strip(), organisation)


def _weigh(verdict: Verdict, reason: str) -> None:
    """What is only general may be otherwise, for a written reason that the audit keeps."""
    if not verdict and verdict.strength is Strength.GENERAL and reason.strip():
        note(otherwise=verdict.code, why=reason.strip())
    else:
        verdict.require()


def _finish(move: _Move, *, by: Doer, at: datetime) -> Transfer:
    transfer = move.transfer
    before = transfer.state
    transfer.state = TRANSFERS.next(TransferState(transfer.state), move.act)
    transfer.save(update_fields=["state", "letter_number", "letter_until", "effective_on"])
    write_step(
        transfer, move.act, on=move.on, by_organisation=move.organisation, reason=move.reason, by=by, at=at
    )
    note(act=move.act.label, before=before, after=str(transfer.state))
    return transfer


def _whose(transfer: Transfer, side: Side | None, on: date) -> Organisation:
    """The organisation whose step it is."""
    branch = transfer.member.organisation
    if side is Side.BRANCH:
        return branch
    asked = transfer.destination if side is Side.DESTINATION and transfer.destination else branch
    committee = party_committee_of(asked, on)
    rules.committee_found(committee.pk if committee else None, asked.short_name).require()
    return committee or asked


def _reach(origin: Organisation, destination: Organisation | None, on: date) -> TransferReach:
    if destination is None:
        return TransferReach.OUT
    _is_open_to(destination, on, same=destination.pk == origin.pk)
    there, here = party_committee_of(destination, on), party_committee_of(origin, on)
    rules.committee_found(there.pk if there else None, destination.short_name).require()
    return rules.reach_of_transfer(here.pk if here else 0, there.pk if there else 0)


def _is_open_to(destination: Organisation, on: date, *, same: bool) -> None:
    rules.is_destination(
        kind=destination.kind,
        outside=destination.outside,
        closed=destination.closed_on is not None and destination.closed_on <= on,
        same=same,
    ).require()


def _carry_over(move: _Move, destination: Organisation | None, *, by: Doer, at: datetime) -> None:
    """Where he belongs from the day on; what he held at the old branch ends."""
    member, on = move.transfer.member, move.on
    rules.is_present(member.left_on is not None, member.name).require()
    rules.is_open_period(on, closed_until()).require()
    old = member.organisation_id
    if destination is None or destination.pk != old:  # a roster may have brought him there meanwhile
        turn = Turn(
            member.pk,
            on,
            destination.pk if destination else None,
            member.standing,
            member.serving,
            Change.TRANSFER_IN,
            Change.TRANSFER_OUT,
            move.transfer.letter_number,
        )
        note(posts_ended=_end_offices(member.pk, None if destination is None else old, on))
        belongings.turn(turns=[turn], by=by, at=at)
    move.transfer.effective_on = on


def _end_offices(member: int, organisation: int | None, on: date) -> int:
    """End a member's posts at an organisation (at all where None) and what he answered for by them."""
    posts = Post.objects.filter(member=member).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    if organisation is not None:
        posts = posts.filter(organisation=organisation)
    ending = list(posts.values_list("pk", flat=True))
    open_still = Q(valid_to=None) | Q(valid_to__gt=on)
    Responsibility.objects.filter(open_still, post__in=ending).update(valid_to=Greatest(F("valid_from"), on))
    return Post.objects.filter(pk__in=ending).update(valid_to=Greatest(F("valid_from"), on))


def write_step(
    transfer: Transfer,
    act: TransferAct,
    *,
    on: date,
    by_organisation: Organisation,
    reason: str,
    by: Doer,
    at: datetime,
) -> TransferStep:
    """Keep a step of a transfer: by which organisation, why, who entered it."""
    return TransferStep.objects.create(
        transfer=transfer,
        act=act,
        done_on=on,
        by_organisation=by_organisation,
        reason=reason,
        entered_at=at,
        entered_by=by.label[:120],
    )
