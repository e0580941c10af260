"""Stars that an earlier document gave, and those lowered or withdrawn during the year (动态管理)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.orgs.models import Organisation
from heli.stars.catalogue import MOST_DOCUMENT, MOST_WORDS, Given, Star
from heli.stars.models import StarHeld
from heli.stars.queries.holdings import latest
from heli.stars.rules import keeping


@action
def enter_held(
    *,
    organisation: Organisation,
    star: Star,
    begins_on: date,
    ends_on: date,
    document: str,
    by: Doer,
    at: datetime,
) -> StarHeld:
    """Enter a star that was given by a document before Heli: what 逐级晋升 begins from.

    NotAllowed without `star.keep`; WrongState where a later one is known; Invalid for days or document.
    """
    keeping.may_keep(by, organisation).require()
    last = latest(organisation)
    keeping.can_enter(
        star, begins_on, ends_on, last.begins_on if last is not None else None, document, localdate(at)
    ).require()
    note(star=int(star), document=document.strip())
    return StarHeld.objects.create(
        organisation=organisation,
        star=star,
        year=begins_on.year,
        given=Given.ENTERED,
        begins_on=begins_on,
        ends_on=ends_on,
        document=document.strip()[:MOST_DOCUMENT],
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def lower(
    *, organisation: Organisation, star: Star, on: date, why: str, document: str, by: Doer, at: datetime
) -> StarHeld:
    """降星 to a lower star, or 摘星 with `Star.NONE`; the validity stays as it was given.

    NotAllowed without `star.keep`; WrongState without a star; Invalid for day, reason or
    document.
    """
    keeping.may_keep(by, organisation).require()
    last = latest(organisation)
    held, since = (last.star, last.begins_on) if last is not None else (None, on)
    keeping.can_lower(held, star, why, document, on, localdate(at), since).require()
    note(before=held, after=int(star), document=document.strip())
    return StarHeld.objects.create(
        organisation=organisation,
        star=star,
        year=last.year if last is not None else on.year,
        given=Given.LOWERED if star.is_star else Given.WITHDRAWN,
        begins_on=on,
        ends_on=last.ends_on if last is not None and star.is_star else None,
        why=why.strip()[:MOST_WORDS],
        document=document.strip()[:MOST_DOCUMENT],
        entered_at=at,
        entered_by=by.label[:120],
    )
