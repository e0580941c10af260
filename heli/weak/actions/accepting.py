"""验收: accepted and off the list, or sent back with reasons and a new day (R12-06, R12-09)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.weak.actions.listing import lock
from heli.weak.catalogue import LISTINGS, MOST_WORDS, PARAMETERS, ListingState, Move
from heli.weak.models import Acceptance, Listing
from heli.weak.queries import listings
from heli.weak.rules import listing as listing_rules
from heli.weak.rules import mending as rules


@action
def accept(*, listing: Listing, looked_on: date, opinion: str, by: Doer, at: datetime) -> Acceptance:
    """验收销号: it leaves the list; what was stays in the history.

    NotAllowed without `weak.keep`, for who helped and for who mended; WrongState unless asked for; Invalid
    for opinion or day.
    """
    held, asked = _answering(listing, by)
    today = localdate(at)
    held.state = LISTINGS.next(ListingState(held.state), Move.ACCEPT)
    rules.is_answer(opinion, looked_on, localdate(asked.applied_at), today).require()
    held.ended_on = looked_on
    held.save(update_fields=["state", "ended_on"])
    return _answered(asked, looked_on, opinion, True, by, at)


@action
def send_back(
    *, listing: Listing, looked_on: date, opinion: str, new_due_on: date | None, by: Doer, at: datetime
) -> Acceptance:
    """退回整改 with reasons and a new day.

    NotAllowed without `weak.keep`, for who helped and for who mended; WrongState unless asked for; Invalid
    for opinion or days.
    """
    held, asked = _answering(listing, by)
    today = localdate(at)
    held.state = LISTINGS.next(ListingState(held.state), Move.SEND_BACK)
    rules.is_answer(opinion, looked_on, localdate(asked.applied_at), today).require()
    longest = PARAMETERS().get("longest_days", today).value
    rules.is_new_day(new_due_on, held.due_on, today, longest).require()
    asked.was_due_on, asked.new_due_on = held.due_on, new_due_on
    held.due_on = new_due_on or held.due_on
    held.save(update_fields=["state", "due_on"])
    return _answered(asked, looked_on, opinion, False, by, at)


def _answering(listing: Listing, by: Doer) -> tuple[Listing, Acceptance]:
    held = lock(listing)
    listing_rules.may_keep(by, held.lister, held.organisation).require()
    helped = listings.helps(held, by) or listings.takes_part(held, by)
    rules.may_answer(helped=helped, mended=listings.mends(held, by)).require()
    LISTINGS.may(ListingState(held.state), Move.ACCEPT).require()
    asked: Acceptance = Acceptance.objects.select_for_update().get(listing=held, answered_at=None)
    return held, asked


def _answered(
    asked: Acceptance, looked_on: date, opinion: str, accepted: bool, by: Doer, at: datetime
) -> Acceptance:
    asked.accepted, asked.looked_on, asked.finding = accepted, looked_on, opinion.strip()[:MOST_WORDS]
    asked.answered_at, asked.answered_by = at, by.label[:120]
    asked.save()
    note(accepted=accepted)
    return asked
