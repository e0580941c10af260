"""先锋指数 of a review: its items, each member's marks, confirming and giving up (S001-53)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, NotFound
from heli.kernel.verdict import all_of
from heli.reviews import queries
from heli.reviews.actions.stages import lock
from heli.reviews.models import PioneerItem, PioneerList, PioneerMark, Review
from heli.reviews.rules import pioneer as rules


@action
def choose_pioneer(*, review: Review, points: Mapping[str, int], by: Doer, at: datetime) -> Review:
    """Use 先锋指数 in this review, by the items in `points` (example → the most points); anew until the
    first mark. NotAllowed without REVIEW_HOLD, WrongState once marked or graded, Invalid as the rules say.
    """
    held, today = lock(review, by), localdate(at)
    using = queries.kept(held)
    marked = using is not None and PioneerMark.objects.filter(item__pioneer=using).exists()
    all_of(
        rules.can_choose(queries.standing(held), marked=marked), rules.list_holds(points, today)
    ).require()  # fmt: skip
    if using is None:
        using = PioneerList(review=held, chosen_at=at, chosen_by=by.label[:120])
    using.listed_on = today
    using.save()
    using.items.all().delete()
    PioneerItem.objects.bulk_create(
        PioneerItem(pioneer=using, code=code, points=most) for code, most in points.items()
    )
    note(items=len(points))
    return held


@action
def mark_member(
    *, review: Review, evaluation: int, marks: Mapping[str, rules.Marked], by: Doer, at: datetime
) -> Review:
    """Give one member his marks, in place of those before; an item left out is not marked. The audit names
    the review alone: no member, no points. Raises as `rules.pioneer.marks_hold` says."""
    held = lock(review, by)
    rules.can_mark(queries.standing(held)).require()
    one = held.evaluations.filter(pk=evaluation).first()
    if one is None:
        raise NotFound("evaluation-not-found", "这次民主评议中没有这名党员。")
    using = _using(held)
    rules.marks_hold(queries.items_of(using), marks).require()
    keys = dict(using.items.values_list("code", "pk"))
    one.pioneer_marks.all().delete()
    PioneerMark.objects.bulk_create(
        PioneerMark(evaluation=one, item_id=keys[code], points=mark.points, reason=mark.reason)
        for code, mark in marks.items()
    )
    return held


@action
def confirm_pioneer(*, review: Review, by: Doer, at: datetime) -> Review:
    """Confirm all marks as the meeting that decided the grades did; from then on each member sees his own and
    nothing is changed, unless the grades are decided anew or the review is opened again."""
    held = lock(review, by)
    found = queries.standing(held)
    rules.can_confirm(found, queries.unfinished(held)).require()
    using = _using(held)
    if held.meeting is None or held.meeting.withdrawn_at is not None:
        raise Invalid("meeting-withdrawn", "评定等次的会议记录已经作废，请重新登记等次，再确认先锋指数。")
    using.meeting, using.confirmed_at, using.confirmed_by = held.meeting, at, by.label[:120]
    using.save(update_fields=["meeting", "confirmed_at", "confirmed_by"])
    note(meeting=held.meeting.pk)
    return held


@action
def drop_pioneer(*, review: Review, by: Doer, at: datetime) -> Review:
    """Give it up for this review: its items and all marks are deleted."""
    held = lock(review, by)
    rules.can_drop(queries.standing(held)).require()
    using = _using(held)
    PioneerMark.objects.filter(item__pioneer=using).delete()
    using.items.all().delete()
    using.delete()
    return held


def release(held: Review) -> None:
    """Grades that are decided or opened anew want the marks confirmed anew, with them."""
    PioneerList.objects.filter(review=held).update(meeting=None, confirmed_at=None, confirmed_by="")


def _using(held: Review) -> PioneerList:
    using = queries.kept(held)
    if using is None:
        raise NotFound("pioneer-not-found", "这次民主评议没有使用先锋指数。")
    return using
