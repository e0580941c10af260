"""All writes: a branch's fixed day and planned days, switches of the 工委, private calendar addresses."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.models import Account
from heli.accounts.queries import hashed
from heli.accounts.rules import is_own
from heli.almanac.catalogue import FEED_SWITCH, YearEntry
from heli.almanac.models import Feed, FixedDay, PlannedDate, Switch
from heli.almanac.queries import calendar as calendars
from heli.almanac.queries import year as years
from heli.almanac.queries.feeds import feed_in_use
from heli.almanac.queries.shown import Entry
from heli.almanac.rules import feeds as feed_rules
from heli.almanac.rules import planning as rules
from heli.almanac.rules.days import Habit
from heli.almanac.rules.placing import Key
from heli.kernel.action import Doer, action, note
from heli.orgs.models import Organisation


@action
def set_fixed_day(*, organisation: Organisation, habit: Habit, by: Doer, at: datetime) -> FixedDay:
    """Set the relatively fixed day of the branch's 主题党日 (R01-17). Planned days stay where they are.

    NotAllowed without RECORD_ENTER there, Invalid for what is no day or no branch.
    """
    _require_branch(organisation, by)
    rules.is_habit(habit).require()
    made, _ = FixedDay.objects.update_or_create(
        organisation=organisation,
        defaults={
            "day": habit.day,
            "nth": habit.nth,
            "weekday": habit.weekday,
            "earlier": habit.earlier,
            "on_days_off": habit.on_days_off,
            "set_at": at,
            "set_by": by.label[:120],
        },
    )
    note(habit=habit.words, on_day_off=habit.on_day_off_words)
    return made


@action
def plan_day(
    *,
    organisation: Organisation,
    year: int,
    keys: Sequence[Key],
    day: date,
    by: Doer,
    at: datetime,
    day_off: bool = False,
    apart: bool = False,
) -> list[PlannedDate]:
    """Plan duties of a year for one day, all or none. `day_off`: though it is not worked; `apart`: at
    different hours, where they may not share one gathering.

    NotAllowed without RECORD_ENTER there, NotFound for what is not owed, Invalid outside the period of any of
    them, WrongState for what is done or waived.
    """
    _require_branch(organisation, by)
    today = localdate(at)
    found = calendars.calendar_of(organisation, year, today)
    chosen = [found.find(key) for key in keys]
    for entry in chosen:
        rules.can_be_planned(entry.span, day, today, day_off=day_off).require()
    kinds = {one.kind for one in chosen} | {one.kind for one in found.planned_ahead if _stays(one, keys, day)}
    names = "、".join(one.name for one in chosen)
    rules.can_share(names, kinds, day, calendars.table(today), apart=apart).require()
    made = [_plan(organisation, entry.key, day, by, at) for entry in chosen]
    note(day=day.isoformat(), planned=len(made))
    return made


@action
def accept_proposal(*, organisation: Organisation, year: int, by: Doer, at: datetime) -> int:
    """Plan everything of a year for the day that is proposed; what is planned stays. Returns how many.

    NotAllowed without RECORD_ENTER there, WrongState where nothing is proposed.
    """
    _require_branch(organisation, by)
    proposed = calendars.calendar_of(organisation, year, localdate(at)).proposed
    rules.can_be_accepted(proposed).require()
    for key, day in proposed.items():
        _plan(organisation, key, day, by, at)
    note(year=year, planned=len(proposed))
    return len(proposed)


@action
def propose_anew(
    *, organisation: Organisation, year: int, by: Doer, at: datetime, keys: Sequence[Key] | None = None
) -> int:
    """Give up planned days to come, all of the year's or those of `keys`, so that they are proposed anew.

    NotAllowed without RECORD_ENTER there, WrongState where there are none.
    """
    _require_branch(organisation, by)
    ahead = calendars.calendar_of(organisation, year, localdate(at)).planned_ahead
    wanted = [one.key for one in ahead if keys is None or one.key in keys]
    rules.can_be_proposed_anew(len(wanted)).require()
    for key in wanted:
        PlannedDate.objects.filter(
            organisation=organisation, requirement=key.requirement, period=key.period
        ).delete()
    note(year=year, given_up=len(wanted))
    return len(wanted)


@action
def switch_entry(*, entry: YearEntry, on: bool, by: Doer, at: datetime) -> Switch:
    """Turn an entry of 全年一览 on or off for everybody. NotAllowed but for the 工委."""
    rules.may_switch(by).require()
    note(entry=entry.name, on=on)
    return _switch(entry.switch, on, by, at)


@action
def switch_feed(*, on: bool, by: Doer, at: datetime) -> Switch:
    """Allow calendar feeds, or stop all of them at once; addresses stay and answer nothing while it is off.

    NotAllowed but for the 工委.
    """
    rules.may_switch(by).require()
    note(on=on)
    return _switch(FEED_SWITCH, on, by, at)


@action
def open_feed(*, account: Account, by: Doer, at: datetime) -> str:
    """Make the private address of the own account anew and return its token, told now and never again.

    The one before it ends. NotAllowed for another's account, WrongState while the 工委 has feeds off.
    """
    is_own(by, account).require()
    feed_rules.may_open(by, is_on=years.feed_is_on()).require()
    before = feed_in_use(account.pk)
    if before is not None:
        _revoke(before, by, at)
    token = secrets.token_urlsafe(32)
    Feed.objects.create(account=account, token_hash=hashed(token), made_at=at, made_by=by.label[:120])
    note(replaced=before is not None)
    return token


@action
def close_feed(*, account: Account, by: Doer, at: datetime) -> Feed:
    """End the private address of the own account. NotAllowed for another's, WrongState for none."""
    is_own(by, account).require()
    found = feed_in_use(account.pk)
    feed_rules.can_be_closed(found is not None).require()
    assert found is not None  # noqa: S101 - as the rule says
    return _revoke(found, by, at)


def _require_branch(organisation: Organisation, by: Doer) -> None:
    rules.may_plan(by, organisation).require()
    rules.is_branch(organisation.is_branch).require()


def _stays(entry: Entry, keys: Sequence[Key], day: date) -> bool:
    return entry.planned == day and entry.key not in keys


def _plan(organisation: Organisation, key: Key, day: date, by: Doer, at: datetime) -> PlannedDate:
    made, _ = PlannedDate.objects.update_or_create(
        organisation=organisation,
        requirement_id=key.requirement,
        period=key.period,
        defaults={"day": day, "planned_at": at, "planned_by": by.label[:120]},
    )
    return made


def _switch(key: str, on: bool, by: Doer, at: datetime) -> Switch:
    made, _ = Switch.objects.update_or_create(
        key=key, defaults={"on": on, "set_at": at, "set_by": by.label[:120]}
    )
    return made


def _revoke(feed: Feed, by: Doer, at: datetime) -> Feed:
    feed.revoked_at, feed.revoked_by = at, by.label[:120]
    feed.save(update_fields=["revoked_at", "revoked_by"])
    return feed
