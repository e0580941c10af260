"""Assigning a post or task to members of a branch, ending one, taking back what was entered by mistake."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.assignments import queries, rules
from heli.assignments.catalogue import MOST_WHY, AssignmentKind
from heli.assignments.models import Assignment
from heli.assignments.rules import Entered
from heli.kernel.action import Doer, action, note
from heli.members.models import Member
from heli.orgs.models import Organisation


@action
def assign(
    *,
    organisation: Organisation,
    kind: AssignmentKind,
    title: str,
    members: Collection[Member],
    begins_on: date,
    by: Doer,
    at: datetime,
    about: str = "",
    ends_on: date | None = None,
) -> list[Assignment]:
    """Say that members of a branch answer for a post or task, each a row of his own (S002-28).

    NotAllowed without RECORD_ENTER there, Invalid for what cannot be (a day to come, nobody, not on the
    roster of the first day), WrongState where one of them has the same title in these days already.
    """
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    rules.may_keep(by, held).require()
    rules.is_branch(held.is_branch).require()
    people = {one.pk: one for one in members}
    entered = Entered(rules.tidy(title), about.strip(), begins_on, ends_on, frozenset(people))
    roster = {one.member for one in queries.people_of(held, begins_on)}
    holding = queries.holding(held, entered)
    rules.can_be_assigned(entered, roster, localdate(at), holding=holding).require()
    note(kind=kind, title=entered.title, begins_on=begins_on.isoformat(), people=len(people))
    return Assignment.objects.bulk_create(
        Assignment(
            organisation=held,
            member=one,
            kind=kind,
            title=entered.title,
            about=entered.about,
            begins_on=begins_on,
            ends_on=ends_on,
            entered_at=at,
            entered_by=by.label[:120],
        )
        for _, one in sorted(people.items())
    )


@action
def end(*, assignment: Assignment, ends_on: date, by: Doer, at: datetime) -> Assignment:
    """Say that somebody has answered for it until a day, the last one; the row stays.

    NotAllowed without RECORD_ENTER there, Invalid for a day before its first or to come, WrongState for one
    that is over or was taken back.
    """
    held = _lock(assignment)
    rules.may_keep(by, held.organisation).require()
    rules.can_be_ended(queries.span(held), ends_on, localdate(at)).require()
    held.ends_on, held.ended_at, held.ended_by = ends_on, at, by.label[:120]
    held.save(update_fields=["ends_on", "ended_at", "ended_by"])
    note(ends_on=ends_on.isoformat())
    return held


@action
def withdraw(*, assignment: Assignment, reason: str, by: Doer, at: datetime) -> Assignment:
    """Take back what was entered by mistake; it stays readable with the reason, and counts nowhere.

    NotAllowed without RECORD_ENTER there, Invalid without a reason, WrongState for one taken back before.
    """
    held = _lock(assignment)
    rules.may_keep(by, held.organisation).require()
    rules.can_be_withdrawn(withdrawn=held.withdrawn_at is not None, reason=reason).require()
    held.withdrawn_at, held.withdrawn_by = at, by.label[:120]
    held.withdrawn_why = reason.strip()[:MOST_WHY]
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return held


def _lock(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("organisation")
    found: Assignment = rows.get(pk=assignment.pk)
    return found
