"""Opening the review of a year, and entering its stages as they were held."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.reviews import queries, rules
from heli.reviews.catalogue import StageKind
from heli.reviews.models import Evaluation, Review, Stage, StageAbsence


@action
def open_review(*, organisation: Organisation, year: int, by: Doer, at: datetime) -> Review:
    """Begin the review of a year with the members on the roster of the day (R01-21).

    NotAllowed without REVIEW_HOLD there; Invalid outside the time of the year, WrongState for a second one.
    """
    may(by, Permission.REVIEW_HOLD, organisation).require()
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    known = Review.objects.filter(organisation=held, year=year).exists()
    rules.can_open(year, localdate(at), is_branch=held.is_branch, held=known).require()
    made = Review.objects.create(organisation=held, year=year, opened_at=at, opened_by=by.label[:120])
    note(year=year, members=enrol(made))
    return made


@action
def enter_stage(
    *,
    review: Review,
    kind: StageKind,
    done_on: date,
    took_part: int,
    absences: Mapping[str, int],
    by: Doer,
    at: datetime,
    in_groups: bool = False,
) -> Stage:
    """Enter 自评 or 互评, or enter it anew until the vote begins (R01-21): the day, how many took part, and
    how many did not for which reason. Nobody is named, nothing said is kept. Raises as the rules say."""
    held = lock(review, by)
    found, today = queries.standing(held), localdate(at)
    due = held.evaluations.count()
    numbers = {reason: number for reason, number in absences.items() if number}
    all_of(
        rules.can_enter(kind, found),
        rules.fits(kind, done_on, found, today),
        rules.adds_up(due, took_part, numbers),
    ).require()
    StageAbsence.objects.filter(stage__review=held, stage__kind=kind).delete()
    stage, _ = Stage.objects.update_or_create(
        review=held,
        kind=kind,
        defaults={
            "done_on": done_on,
            "in_groups": in_groups,
            "due": due,
            "took_part": took_part,
            "entered_at": at,
            "entered_by": by.label[:120],
        },
    )
    StageAbsence.objects.bulk_create(
        StageAbsence(stage=stage, reason=reason, number=number) for reason, number in numbers.items()
    )
    note(kind=kind, done_on=done_on.isoformat(), took_part=took_part)
    return stage


def lock(review: Review, by: Doer) -> Review:
    """The review as it is now, for whoever may hold it; nobody else changes it until the transaction ends."""
    held: Review = (
        Review.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "poll", "meeting", "record")
        .get(pk=review.pk)
    )
    may(by, Permission.REVIEW_HOLD, held.organisation).require()
    return held


def enrol(held: Review) -> int:
    """Bring in every member of the branch who is not in the review yet; returns how many are in it."""
    known = set(held.evaluations.values_list("member_id", flat=True))
    there = Member.objects.present().filter(organisation=held.organisation_id).order_by("pk")
    missing = [pk for pk in there.values_list("pk", flat=True) if pk not in known]
    Evaluation.objects.bulk_create(Evaluation(review=held, member_id=pk) for pk in missing)
    return len(known) + len(missing)
