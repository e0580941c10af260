"""What the listed organisation does: its plan, progress, asking for 验收; and what its helper tells."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.models import Record
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.weak.actions.listing import lock
from heli.weak.catalogue import LISTINGS, MOST_WORDS, ListingState, Move
from heli.weak.models import Acceptance, Listing, Rectification, Telling
from heli.weak.queries import listings
from heli.weak.rules import listing as listing_rules
from heli.weak.rules import mending as rules


@action
def add_task(
    *, listing: Listing, problem: str, measure: str, office: str, due_on: date, by: Doer, at: datetime
) -> Rectification:
    """Put a task on the plan: problem, measure, post, day (R12-06, R12-07).

    NotAllowed without `weak.mend` there; WrongState while 验收 waits or once ended; Invalid for words or day.
    """
    held = _lock_own(listing, by)
    rules.can_add(held.state).require()
    rules.is_task(problem, measure, due_on, localdate(at), held.due_on).require()
    return Rectification.objects.create(
        listing=held,
        problem=problem.strip()[:200],
        measure=measure.strip()[:MOST_WORDS],
        office=office,
        due_on=due_on,
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def drop_task(*, task: Rectification, by: Doer, at: datetime) -> None:
    """Take a task off a plan that does not stand yet.

    NotAllowed without `weak.mend` there; WrongState once the plan stands.
    """
    held = _lock_own(task.listing, by)
    rules.can_drop(held.state).require()
    note(problem=task.problem)
    Rectification.objects.filter(pk=task.pk, listing=held).delete()


@action
def settle_plan(*, listing: Listing, by: Doer, at: datetime) -> Listing:
    """确定整改方案: from now on each task is told of and none vanishes.

    NotAllowed without `weak.mend` there; Invalid without a task; WrongState where it stands.
    """
    held = _lock_own(listing, by)
    number = Rectification.objects.filter(listing=held).count()
    rules.can_plan(held.state, number).require()
    held.state = LISTINGS.next(ListingState(held.state), Move.PLAN)
    held.planned_at, held.planned_by = at, by.label[:120]
    held.save(update_fields=["state", "planned_at", "planned_by"])
    note(tasks=number)
    return held


@action
def tell(
    *,
    task: Rectification,
    words: str,
    done_on: date | None,
    record: Record | None,
    by: Doer,
    at: datetime,
) -> Telling:
    """Progress on a task in one sentence, with the record that shows it; `done_on` finishes it.

    NotAllowed without `weak.mend` there; WrongState while it is not mended or the task is finished; Invalid
    for words, day, or a record of another organisation.
    """
    held = _lock_own(task.listing, by)
    kept: Rectification = Rectification.objects.select_for_update().get(pk=task.pk, listing=held)
    rules.can_tell(held.state, words).require()
    rules.can_finish(done_on, kept.done_on, held.listed_on, localdate(at)).require()
    rules.is_own_record(
        record.organisation_id if record is not None else None, held.organisation_id
    ).require()
    if done_on is not None:
        kept.done_on = done_on
        kept.save(update_fields=["done_on"])
    return _told(held, kept, words, record, by, at)


@action
def tell_help(*, listing: Listing, words: str, by: Doer, at: datetime) -> Telling:
    """What the helper did, in one sentence; by the helper himself.

    NotAllowed for anybody else; WrongState while 验收 waits or once ended; Invalid without words.
    """
    held = lock(listing)
    may(by, Permission.WEAK_SEE, held.organisation).require()
    rules.is_helper(helps=by is SYSTEM or listings.helps(held, by)).require()
    rules.can_help_on(held.state, words).require()
    return _told(held, None, words, None, by, at)


@action
def apply(*, listing: Listing, words: str, by: Doer, at: datetime) -> Acceptance:
    """申请验收, when every task is finished.

    NotAllowed without `weak.mend` there; WrongState where tasks are open, or nothing was told since it was
    sent back; Invalid without words.
    """
    held = _lock_own(listing, by)
    waiting = Rectification.objects.filter(listing=held, done_on=None).count()
    rules.can_apply(held.state, waiting, listings.told_since_returned(held)).require()
    listing_rules.is_said(words, "请写明整改情况。", "words-missing").require()
    held.state = LISTINGS.next(ListingState(held.state), Move.APPLY)
    held.save(update_fields=["state"])
    return Acceptance.objects.create(
        listing=held,
        words=words.strip()[:MOST_WORDS],
        applicant_id=by.account_id,
        applied_at=at,
        applied_by=by.label[:120],
    )


def _told(
    held: Listing, task: Rectification | None, words: str, record: Record | None, by: Doer, at: datetime
) -> Telling:
    return Telling.objects.create(
        listing=held,
        rectification=task,
        words=words.strip()[:MOST_WORDS],
        record=record,
        teller_id=by.account_id,
        told_at=at,
        told_by=by.label[:120],
    )


def _lock_own(listing: Listing, by: Doer) -> Listing:
    held = lock(listing)
    listing_rules.may_mend(by, held.organisation).require()
    return held
