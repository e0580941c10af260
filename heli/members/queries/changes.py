"""What a change of a membership would do and what stands against it: for the preview and for the action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from heli.accounts.actor import Scope
from heli.figures.queries import closed_until
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Strength, Verdict
from heli.members.catalogue import Change, Ground, TransferState
from heli.members.models import Belonging, Member, Post, SecondMembership
from heli.members.rules import changes as rules
from heli.members.rules.changes import Dated
from heli.members.rules.transfers import no_open_transfer
from heli.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Asked:
    """A change as it is entered. `ground` and `since` are of 停止党籍, `organisation` of what joins."""

    change: Change
    dated: Dated
    number: str = ""
    ground: Ground | None = None
    since: date | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A member with what a change touches: his last row, posts and second memberships that have not ended."""

    member: Member
    last: Belonging | None
    posts: Sequence[Post]
    seconds: Sequence[SecondMembership]
    in_transfer: bool
    closed_until: date | None

    @property
    def is_present(self) -> bool:
        return self.last is not None and self.last.valid_to is None


def member_seen(pk: int, scope: Scope) -> Member:
    """The member, present or gone, if `scope` covers his (last) organisation; NotFound otherwise."""
    found = Member.objects.visible_to(scope).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound("member-not-found", "没有这名党员，或不在您的范围内。")
    return found


def case_of(member: Member, on: date) -> Case:
    """Everything that a change of this member has to know: five queries."""
    open_still = Q(valid_to=None) | Q(valid_to__gt=on)
    return Case(
        member=member,
        last=member.belongings.order_by("-valid_from").select_related("organisation").first(),
        posts=tuple(member.posts.filter(open_still).select_related("organisation").order_by("pk")),
        seconds=tuple(
            member.second_memberships.filter(open_still).select_related("organisation").order_by("pk")
        ),
        in_transfer=member.transfers.filter(
            state__in=[TransferState.REQUESTED, TransferState.RELEASED]
        ).exists(),
        closed_until=closed_until(),
    )


def changes_open_to(case: Case) -> tuple[Change, ...]:
    """What may be entered for him as he stands, in the order of the catalogue."""
    if case.is_present:
        own = [Change.CONFIRMED] if case.member.standing == "probationary" else []
        if case.member.serving != "retired":
            own.append(Change.RETIRED)
        return (*own, Change.DIED, Change.SUSPENDED, Change.REMOVED, Change.EXPELLED, Change.RESIGNED)
    if case.last is not None and rules.can_restore(case.last.ended, case.last.removed_on):
        return (Change.RESTORED, Change.REMOVED)
    return ()


def weighed(asked: Asked, case: Case, today: date) -> tuple[Verdict, ...]:
    """Everything that stands against the change, the weightiest first; nothing, if it may be entered."""
    verdicts = [*_standing(asked, case), *_day(asked, case, today)]
    against = [verdict for verdict in verdicts if not verdict]
    return tuple(sorted(against, key=lambda verdict: verdict.strength is not Strength.HARD))


def _standing(asked: Asked, case: Case) -> list[Verdict]:
    change, member, last = asked.change, case.member, case.last
    if change is Change.RESTORED:
        how, removed_on = (last.ended, last.removed_on) if last else ("", None)
        return [rules.can_restore(how, removed_on), *_place(asked)]
    if change is Change.REMOVED and last is not None and last.ended == Change.SUSPENDED:
        stands = rules.can_restore(last.ended, last.removed_on)
        return [stands, rules.can_remove_suspended(last.valid_to or date.min, asked.dated.happened_on)]
    if not case.is_present:
        return [rules.is_here(False, member.name)]
    # Leaving withdraws an open transfer; going elsewhere has the transfer itself for a way.
    in_transfer = case.in_transfer and change is Change.TRANSFER_OUT
    return [_own(asked, member), no_open_transfer(in_transfer, member.name)]


def _own(asked: Asked, member: Member) -> Verdict:
    """What the change itself asks for."""
    if asked.change is Change.CONFIRMED:
        return rules.can_confirm(member.standing, member.joined_on, asked.dated.happened_on)
    if asked.change is Change.RETIRED:
        return rules.can_retire(member.serving)
    if asked.change is Change.SUSPENDED:
        return rules.can_suspend(asked.ground, asked.since, asked.dated.happened_on)
    return Verdict.yes()


def _place(asked: Asked) -> list[Verdict]:
    where = asked.organisation
    if where is None:
        return []
    return [
        rules.can_join_here(where.kind, outside=where.outside, closed=where.closed_on is not None),
        rules.was_founded(where.founded_on, asked.dated.on),
    ]


def _day(asked: Asked, case: Case, today: date) -> list[Verdict]:
    last = case.last
    began_on = None
    if last is not None:
        began_on = last.valid_from if last.valid_to is None else last.valid_to
    removes = asked.change is Change.REMOVED and not case.is_present
    day = rules.is_day(
        asked.dated,
        today=today,
        began_on=None if removes else began_on,
        closed_until=None if removes else case.closed_until,
    )
    return [day, rules.has_paper(asked.change, asked.number)]


def admitting(asked: Asked, id_hash: str, today: date) -> tuple[Member | None, tuple[Verdict, ...]]:
    """Whoever has this number already, and what stands against admitting him (R09-12, R09-13)."""
    known = Member.objects.filter(id_hash=id_hash).first()
    last = known.belongings.order_by("-valid_from").first() if known is not None else None
    verdicts = _place(asked)
    began_on = None
    if last is not None and last.valid_to is not None:
        how = str(Change.REMOVED) if last.removed_on else last.ended
        verdicts.append(rules.can_rejoin(how, last.removed_on or last.valid_to, asked.dated.happened_on))
        began_on = last.valid_to
    elif known is not None:
        verdicts.append(rules.is_new(known.name))
    verdicts.append(rules.is_day(asked.dated, today=today, began_on=began_on, closed_until=closed_until()))
    return known, tuple(verdict for verdict in verdicts if not verdict)
