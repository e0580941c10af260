"""Transfers: what is open on both sides, whose turn it is, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.members.catalogue import Side, TransferAct, TransferReach, TransferState
from heli.members.models import Member, SecondMembership, Transfer, TransferStep
from heli.members.queries.committees import party_committees_of
from heli.members.rules import transfers as rules
from heli.orgs.models import Organisation
from heli.orgs.rules.names import name_key

OPEN = (TransferState.REQUESTED, TransferState.RELEASED)
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A transfer with the next step, whose it is (None where it is closed), and what the reader may do.

    `is_mine`: the reader holds a post where the next step is to be taken.
    """

    transfer: Transfer
    next_act: TransferAct | None
    whose: Organisation | None
    is_mine: bool
    acts: tuple[TransferAct, ...]
    is_overdue: bool

    @property
    def to(self) -> str:
        """Where the member goes, in words."""
        return self.transfer.to_name


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One transfer with its steps and the second memberships that it does not touch."""

    line: TransferLine
    steps: Sequence[TransferStep]
    seconds: Sequence[SecondMembership]


def transfers(scope: Scope, *, is_open: bool, words: str = "", reach: str = "") -> QuerySet[Transfer]:
    """Those that `scope` sees on either side, the latest first."""
    found = Transfer.objects.visible_to(scope).select_related("member__organisation", "origin", "destination")
    found = found.filter(state__in=OPEN) if is_open else found.exclude(state__in=OPEN)
    if reach:
        found = found.filter(reach=reach)
    for word in words.split():
        found = found.filter(Q(member__name__contains=word) | Q(member__initials__startswith=word.lower()))
    return found.order_by("-pk")


def transfer_lines(found: Sequence[Transfer], actor: Actor, on: date) -> list[TransferLine]:
    """Lines of these transfers for a reader: one query, whatever their number."""
    places = {one.pk: one for each in found for one in (each.member.organisation, each.destination) if one}
    committees = party_committees_of(list(places.values()), on)
    scope = actor.scope(Permission.MEMBER_TRANSFER)
    posts = {post.organisation_id for post in (*actor.posts, *actor.delegated)}
    return [_line(one, committees, scope, posts, on) for one in found]


def open_lines(actor: Actor, on: date) -> list[TransferLine]:
    """What is open on the reader's sides, his own turns first: two queries."""
    found = transfers(actor.scope(Permission.MEMBER_TRANSFER), is_open=True)
    return sorted(transfer_lines(list(found), actor, on), key=lambda line: not line.is_mine)


def transfer_page(pk: int, actor: Actor, on: date) -> TransferPage:
    """One transfer; NotFound where neither side is in the reader's scope. Five queries."""
    scope = actor.require(Permission.MEMBER_TRANSFER)
    found = (
        Transfer.objects.visible_to(scope)
        .select_related("member__organisation", "origin", "destination")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound("transfer-not-found", "没有这件转接，或它的两方都不在您的范围内。")
    seconds = SecondMembership.objects.filter(member=found.member_id, valid_to=None)
    return TransferPage(
        transfer_lines([found], actor, on)[0],
        list(found.steps.select_related("by_organisation").order_by("done_on", "pk")),
        list(seconds.select_related("organisation").order_by("pk")),
    )


def member_to_transfer(pk: int, scope: Scope) -> Member:
    """A present member within `scope`; NotFound otherwise."""
    found: Member | None = (
        Member.objects.present().visible_to(scope).select_related("organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("member-not-found", "名册中没有这名党员，或他不在您的范围内。")
    return found


def destinations_named(text: str, on: date) -> list[Organisation]:
    """Branches of this city that a written destination may mean: the one of that code or name, or some."""
    branches = Organisation.objects.live(on).branches().order_by("path")
    said = text.strip()
    exact = branches.filter(Q(code=said) | Q(name_key=name_key(said)) | Q(short_name=said))[:2]
    found = list(exact)
    if len(found) == 1:
        return found
    for word in said.split():
        branches = branches.filter(name__contains=word)
    return list(branches[:MOST_NAMED])


def _line(
    transfer: Transfer, committees: dict[int, Organisation], scope: Scope, posts: set[int], on: date
) -> TransferLine:
    places = _places(transfer, committees)
    acts = rules.acts_from(transfer.reach, transfer.state)
    sides = {act: rules.side_of(transfer.reach, transfer.state, act) for act in acts}
    mine = tuple(act for act in acts if (place := places.get(sides[act])) and scope.covers(place))
    whose = places.get(sides[acts[0]]) if acts else None
    until = transfer.letter_until
    overdue = transfer.state == TransferState.RELEASED and until is not None and until < on
    return TransferLine(
        transfer=transfer,
        next_act=acts[0] if acts else None,
        whose=whose,
        is_mine=whose is not None and whose.pk in posts and bool(mine) and acts[0] in mine,
        acts=mine,
        is_overdue=overdue,
    )


def _places(transfer: Transfer, committees: dict[int, Organisation]) -> dict[Side | None, Organisation]:
    branch = transfer.member.organisation
    places: dict[Side | None, Organisation] = {Side.BRANCH: branch}
    if branch.pk in committees:
        places[Side.ORIGIN] = committees[branch.pk]
    if transfer.destination_id in committees and transfer.reach != TransferReach.OUT:
        places[Side.DESTINATION] = committees[transfer.destination_id]
    return places
