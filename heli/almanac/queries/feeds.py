"""What a calendar feed tells: days and kinds of the holder's own organisations; nothing of who fetched it."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.accounts.queries import hashed
from heli.almanac.catalogue import Event
from heli.almanac.models import Feed, PlannedDate
from heli.almanac.queries.calendar import kind_names, kind_of, number
from heli.almanac.queries.shown import DONE
from heli.almanac.queries.year import feed_is_on
from heli.almanac.rules.placing import Key
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Duty, Filters, duties
from heli.duties.queries.plan import plan_year
from heli.kernel.errors import NotFound
from heli.members.queries import actor_of

OTHER = "其他应办"


def feed_in_use(account_id: int | None) -> Feed | None:
    return Feed.objects.filter(account=account_id, revoked_at=None).first()


def account_behind(token: str) -> Account:
    """Whose feed it is. NotFound alike for unknown, revoked, closed, and where the 工委 has feeds off."""
    found = Feed.objects.select_related("account").filter(token_hash=hashed(token), revoked_at=None).first()
    if found is None or not found.account.is_active or not feed_is_on():
        raise NotFound("feed-not-found", "没有这个日历地址，或已停用。请在合力中重新开通。")
    return found.account


def own_scope(actor: Actor) -> Scope:
    """The organisations of the actor's own posts and his own branch, where their duties are his to see."""
    own = {post.organisation_id for post in actor.posts if not post.delegated_from}
    seen = actor.scope(Permission.RECORD_SEE)
    if seen.is_empty:
        return Scope()
    if actor.branch_id is not None:
        own.add(actor.branch_id)
    return Scope(organisations=tuple(sorted(own)))


def events(account: Account, at: datetime) -> list[Event]:
    """Planned days, and last days of what has no day: by kind alone, one event a day and organisation."""
    today = at.date()
    scope = own_scope(actor_of(account, today))
    if scope.is_empty:
        return []
    since = today - timedelta(days=number("feed-past-days", today))
    rows = duties(scope, plan_year(today), today, Filters())[0:]
    planned = {
        (organisation, Key(requirement, period)): (day, moment)
        for organisation, requirement, period, day, moment in PlannedDate.objects.visible_to(scope)
        .filter(day__gte=since)
        .values_list("organisation", "requirement", "period", "day", "planned_at")
    }
    held: dict[tuple[date, int], dict[str, datetime]] = defaultdict(dict)
    due: dict[tuple[date, int], dict[str, None]] = defaultdict(dict)
    for duty in rows:
        kind = _kind_name(duty, today)
        found = planned.get((duty.organisation.pk, Key(duty.reading.pk, duty.period.index)))
        if found is not None:
            held[found[0], duty.organisation.pk][kind] = found[1]
        elif duty.state not in (*DONE, DutyState.WAIVED) and duty.due_on >= since:
            due[duty.due_on, duty.organisation.pk][kind] = None
    made = [
        Event(f"plan-{one}-{day:%Y%m%d}", day, "、".join(kinds), max(kinds.values()))
        for (day, one), kinds in held.items()
    ]
    made += [
        Event(f"due-{one}-{day:%Y%m%d}", day, f"到期：{'、'.join(kinds)}", at)
        for (day, one), kinds in due.items()
    ]
    return sorted(made, key=lambda one: (one.day, one.uid))


def _kind_name(duty: Duty, today: date) -> str:
    """The kind of meeting or paper; never the words of the plan, which may be a topic."""
    names = kind_names(today)
    kind = kind_of(duty.reading.kinds, duty.organisation.kind, today)
    others = sorted(one for one in duty.reading.kinds if one in names)
    return names[kind] if kind else names[others[0]] if others else OTHER
