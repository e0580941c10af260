"""Putting an organisation on the list, another helper, and taking off what should not be there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.members.models import Post
from heli.orgs.models import Organisation
from heli.stars.catalogue import Star
from heli.weak.catalogue import (
    LISTINGS,
    MOST_DOCUMENT,
    MOST_WORDS,
    PARAMETERS,
    REASONS,
    ListingState,
    Move,
)
from heli.weak.models import Listing
from heli.weak.queries import listings
from heli.weak.queries.page import may_list
from heli.weak.rules import listing as rules


@dataclass(frozen=True, slots=True)
class Help:
    """Who helps until when: a post above (包联), perhaps an organisation beside (结对)."""

    helper: Post
    partner: Organisation | None
    due_on: date


@action
def put_on(
    *,
    organisation: Organisation,
    lister: Organisation,
    reasons: list[str],
    words: str,
    document: str,
    listed_on: date,
    help_by: Help,
    by: Doer,
    at: datetime,
) -> Listing:
    """认定: put an organisation on the list, with reasons, document, helper and day (S001-49).

    What Heli knows of it that day is kept with it. NotAllowed without `weak.keep` over both; WrongState where
    it is not beneath the lister, closed or listed already; Invalid for reasons, document, days or helper.
    """
    rules.may_keep(by, lister, organisation).require()
    today = localdate(at)
    may_list(organisation, lister, today).require()
    known = [one.id for one in REASONS().on(listed_on)]
    rules.is_ground(reasons, known, words, document, listed_on, today).require()
    _check_help(organisation, lister, help_by, listed_on, today)
    facts = listings.facts_now(organisation, today)
    return Listing.objects.create(
        organisation=organisation,
        lister=lister,
        reasons=[one for one in known if one in reasons],
        words=words.strip()[:MOST_WORDS],
        facts=[{"kind": one.kind.value, "words": one.words} for one in facts],
        listed_on=listed_on,
        document=document.strip()[:MOST_DOCUMENT],
        due_on=help_by.due_on,
        partner=help_by.partner,
        **_named(help_by.helper),
        after=listings.relapse_of(organisation, listed_on),
        listed_at=at,
        listed_by=by.label[:120],
    )


@action
def change_help(*, listing: Listing, help_by: Help, by: Doer, at: datetime) -> Listing:
    """Another helper, partner or day; who helped before stays in the audit.

    NotAllowed without `weak.keep`; WrongState once it has ended; Invalid for helper, partner or day.
    """
    held = lock(listing)
    rules.may_keep(by, held.lister, held.organisation).require()
    rules.can_change(is_open=held.is_open).require()
    _check_help(held.organisation, held.lister, help_by, held.listed_on, localdate(at))
    note(before=held.helper_title, was_due_on=str(held.due_on))
    for name, value in _named(help_by.helper).items():
        setattr(held, name, value)
    held.partner, held.due_on = help_by.partner, help_by.due_on
    held.save(update_fields=["helper", "helper_name", "helper_title", "partner", "due_on"])
    return held


@action
def withdraw(*, listing: Listing, why: str, document: str, by: Doer, at: datetime) -> Listing:
    """撤销认定: what should not have been listed, with reason and document; it stays in the history.

    NotAllowed without `weak.keep`; WrongState while 验收 waits or once ended; Invalid without either.
    """
    held = lock(listing)
    rules.may_keep(by, held.lister, held.organisation).require()
    held.state = LISTINGS.next(ListingState(held.state), Move.WITHDRAW)
    rules.can_withdraw(why, document).require()
    held.withdrawn_why, held.withdrawn_document = why.strip()[:MOST_WORDS], document.strip()[:MOST_DOCUMENT]
    held.ended_on = localdate(at)
    held.save(update_fields=["state", "withdrawn_why", "withdrawn_document", "ended_on"])
    return held


def lock(listing: Listing) -> Listing:
    """The row as it stands, held until the action ends."""
    rows = Listing.objects.select_for_update(of=("self",))
    found: Listing = rows.select_related("organisation", "lister", "helper").get(pk=listing.pk)
    return found


def _check_help(
    organisation: Organisation, lister: Organisation, help_by: Help, listed_on: date, today: date
) -> None:
    post, partner = help_by.helper, help_by.partner
    is_held = post.valid_from <= today and (post.valid_to is None or post.valid_to > today)
    rules.can_help(
        post.office, is_held=is_held, is_above=listings.is_above(post, organisation, lister)
    ).require()
    if partner is not None:
        least = PARAMETERS().get("partner_star", today).value
        rules.can_pair(
            partner.pk != organisation.pk and rules.stands_above(lister, partner),
            listings.open_listing(partner) is not None,
            listings.star_of(partner, today),
            least,
            Star(least).label,
        ).require()
    longest = PARAMETERS().get("longest_days", today).value
    rules.is_deadline(listed_on, help_by.due_on, today, longest).require()


def _named(helper: Post) -> dict[str, object]:
    title = listings.title_of(helper)[:200]
    return {"helper": helper, "helper_name": helper.name, "helper_title": title}
