"""Grades as a meeting decided them, the record that a finished review is, and telling who has a low one."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.duties import actions as duty_actions
from heli.duties.models import Record
from heli.duties.queries.later import later
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, NotFound
from heli.kernel.verdict import all_of
from heli.reviews import queries, rules
from heli.reviews.actions.pioneer import release
from heli.reviews.actions.stages import lock
from heli.reviews.catalogue import RECORD_KIND, Grade
from heli.reviews.models import Evaluation, Review


@action
def decide(
    *,
    review: Review,
    meeting: Record,
    grades: Mapping[int, str],
    by: Doer,
    at: datetime,
    why_more: str = "",
) -> Review:
    """Enter the grades as the linked meeting decided them: `grades` by key of Evaluation, "" for none.

    Every member of the review is named. More 优秀 than a third wants `why_more` (R01-22, strength G). Anew
    until the review is closed, and 先锋指数 is then confirmed anew. The audit keeps numbers, no name.
    """
    held, today = lock(review, by), localdate(at)
    found = queries.standing(held)
    people = queries.evaluations(held)
    all_of(
        rules.can_decide(found),
        rules.is_the_meeting(_as_meeting(meeting), held.organisation_id, found, today),
        rules.somebody_graded(grades.values()),
    ).require()
    if set(grades) != {one.pk for one in people}:
        raise Invalid("not-everybody", "名单已更新，请刷新页面，给每名党员选择等次或“不评定”。")
    within = rules.within_a_third(grades.values(), len(people), meeting.happened_on)
    if not why_more.strip():
        within.require()
    for one in people:
        if one.grade != grades[one.pk]:
            one.grade, one.told_on = grades[one.pk], None
    Evaluation.objects.bulk_update(people, ["grade", "told_on"])
    held.meeting, held.why_more = meeting, "" if within else why_more.strip()
    held.save(update_fields=["meeting", "why_more"])
    release(held)
    note(meeting=meeting.pk, numbers={str(grade.label): _many(grades, grade) for grade in Grade})
    return held


@action
def close_review(*, review: Review, by: Doer, at: datetime) -> Review:
    """Close it: one 履职记录 of the day of the meeting, which fulfils what the branch owes (R01-21).

    Entered once: where that meeting, or another record of the day, is a 民主评议 already, it is that record.
    """
    held = lock(review, by)
    rules.can_close(queries.standing(held)).require()
    meeting = held.meeting
    if meeting is None or meeting.withdrawn_at is not None:
        raise Invalid("meeting-withdrawn", "评定等次的会议记录已经作废，请重新选择会议后再办结。")
    held.record = _known(held, meeting) or duty_actions.record(
        organisation=held.organisation,
        kind=RECORD_KIND,
        happened_on=meeting.happened_on,
        counts_on=_counts_on(held, meeting),
        topic=held.title,
        due=meeting.due,
        present=meeting.present,
        chair=meeting.chair,
        recorder=meeting.recorder,
        by=by,
        at=at,
    )
    held.closed_at, held.closed_by = at, by.label[:120]
    held.save(update_fields=["record", "closed_at", "closed_by"])
    return held


def _counts_on(held: Review, meeting: Record) -> date | None:
    """A day of the year that is reviewed, where it was held later and a window of that year lets it count."""
    if meeting.happened_on.year <= held.year:
        return None
    found = later(held.organisation, RECORD_KIND, meeting.happened_on)
    return next((one.counts_on for one in found if one.counts_on.year == held.year), None)


@action
def reopen(*, review: Review, by: Doer, at: datetime) -> Review:
    """Open a closed review again, to put a grade or a mark of 先锋指数 right; its record stays, and the next
    closing keeps it."""
    held = lock(review, by)
    rules.can_reopen(queries.standing(held)).require()
    held.closed_at, held.closed_by = None, ""
    held.save(update_fields=["closed_at", "closed_by"])
    release(held)
    return held


@action
def tell(*, review: Review, evaluation: int, told_on: date, by: Doer, at: datetime) -> Review:
    """Enter that a member was told of his 基本合格 or 不合格, and when; the audit names the review alone."""
    held = lock(review, by)
    one = held.evaluations.filter(pk=evaluation).first()
    if one is None:
        raise NotFound("evaluation-not-found", "这次民主评议中没有这名党员。")
    decided_on = held.meeting.happened_on if held.meeting is not None else None
    rules.can_be_told(one.grade, told_on, decided_on, localdate(at)).require()
    one.told_on = told_on
    one.save(update_fields=["told_on"])
    return held


def _as_meeting(record: Record) -> rules.Meeting:
    withdrawn = record.withdrawn_at is not None
    return rules.Meeting(record.organisation_id, record.kind, record.happened_on, withdrawn)


def _known(held: Review, meeting: Record) -> Record | None:
    """The record that this review is already: its own from an earlier closing, or one of that day."""
    standing = Record.objects.standing().filter(organisation=held.organisation, kind=RECORD_KIND)
    own = held.record if held.record is not None and held.record.withdrawn_at is None else None
    if own is not None:
        rules.is_of_the_day(own.happened_on, meeting.happened_on).require()
        return own
    known: Record | None = standing.filter(happened_on=meeting.happened_on).order_by("pk").first()
    return known


def _many(grades: Mapping[int, str], grade: Grade) -> int:
    return sum(one == grade for one in grades.values())
