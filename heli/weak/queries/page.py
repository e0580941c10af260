"""What the reader of a listing may do with it, each with the reason where not."""

from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.kernel.verdict import Verdict, all_of
from heli.orgs.models import Organisation
from heli.weak.catalogue import LISTINGS, ListingState, Move
from heli.weak.models import Listing
from heli.weak.queries import listings
from heli.weak.queries.listings import Whole
from heli.weak.rules import listing as rules
from heli.weak.rules import mending


@dataclass(frozen=True, slots=True)
class May:
    """None where the step is not the reader's at all, or not of this state; else whether, and why not."""

    keep: bool
    withdraw: bool
    add: bool
    drop: bool
    plan: Verdict | None
    tell: bool
    help_on: bool
    apply: Verdict | None
    answer: Verdict | None


def may_of(held: Listing, found: Whole, actor: Actor) -> May:
    """At most four queries."""
    keeps = bool(rules.may_keep(actor, held.lister, held.organisation))
    own = bool(rules.may_mend(actor, held.organisation))
    mending_now, state = held.state == ListingState.MENDING, ListingState(held.state)
    return May(
        keep=keeps and held.is_open,
        withdraw=keeps and bool(LISTINGS.may(state, Move.WITHDRAW)),
        add=own and bool(mending.can_add(held.state)),
        drop=own and bool(mending.can_drop(held.state)),
        plan=mending.can_plan(held.state, len(found.tasks)) if own and state is ListingState.LISTED else None,
        tell=own and mending_now,
        help_on=listings.helps(held, actor) and bool(mending.can_help_on(held.state, "帮带")),
        apply=mending.can_apply(held.state, found.waiting, listings.told_since_returned(held))
        if own and mending_now
        else None,
        answer=_answer(held, actor) if keeps and state is ListingState.APPLIED else None,
    )


def may_answer(held: Listing, actor: Actor) -> Verdict:
    """Whether the reader may answer 验收: he keeps the list, and neither helped nor mended."""
    return all_of(rules.may_keep(actor, held.lister, held.organisation), _answer(held, actor))


def _answer(held: Listing, actor: Actor) -> Verdict:
    helped = listings.helps(held, actor) or listings.takes_part(held, actor)
    return mending.may_answer(helped=helped, mended=listings.mends(held, actor))


def may_list(organisation: Organisation, lister: Organisation, today: date) -> Verdict:
    """Whether these may be listed by those today: one query."""
    is_open = listings.open_listing(organisation) is not None
    is_closed = organisation.closed_on is not None and organisation.closed_on <= today
    return rules.can_list(
        lister, lister.kind, organisation, organisation.kind, is_open=is_open, is_closed=is_closed
    )
