"""Entering a talk and taking one back; the record of the branch's duty follows by itself (R01-24)."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.duties import actions as duty_actions
from heli.duties.actions.withdraw import withdraw
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.members.models import Member
from heli.orgs.models import Organisation
from heli.talks import queries, rules
from heli.talks.catalogue import COVERED_TOPIC, HEART_TALK, TOGETHER_TOPIC, TalkKind
from heli.talks.models import Talk, Talker
from heli.talks.rules import Entered


@action
def enter_talk(
    *,
    organisation: Organisation,
    kind: TalkKind,
    held_on: date,
    leads: Member,
    others: Collection[Member],
    by: Doer,
    at: datetime,
    together: bool = False,
) -> Talk:
    """Write down that one member talked with others, each by himself; nothing of what was said.

    A record of the branch's 谈心谈话 is handed down once a day for a round (`together`), or when the year's
    coverage becomes whole and none counts yet. NotAllowed without TALK_KEEP there, Invalid for what cannot
    be, WrongState for one that is entered already.
    """
    rules.may_keep(by, organisation).require()
    rules.is_branch(organisation.is_branch).require()
    entered = Entered(kind, held_on, leads.pk, frozenset(one.pk for one in others))
    people, again = queries.people_of(organisation, held_on), queries.is_known(organisation, entered)
    rules.can_be_entered(entered, people, localdate(at), again=again).require()
    talk = Talk.objects.create(
        organisation=organisation,
        kind=kind,
        held_on=held_on,
        together=together,
        entered_at=at,
        entered_by=by.label[:120],
    )
    Talker.objects.bulk_create(
        [
            Talker(talk=talk, member=leads, leads=True),
            *(Talker(talk=talk, member=one) for one in sorted(others, key=lambda one: one.pk)),
        ]
    )
    talk.record = _round(talk, by, at) if together else _covered(talk, by, at)
    talk.save(update_fields=["record"])
    note(held_on=held_on.isoformat(), people=len(entered.others), recorded=talk.record is not None)
    return talk


@action
def withdraw_talk(*, talk: Talk, by: Doer, at: datetime) -> Talk:
    """Take back a talk entered by mistake; it stays, and so does the record unless nothing carries it now.

    NotAllowed without TALK_KEEP there, WrongState for one taken back before.
    """
    held = Talk.objects.select_for_update().select_related("organisation").get(pk=talk.pk)
    rules.may_keep(by, held.organisation).require()
    rules.can_be_withdrawn(withdrawn=held.withdrawn_at is not None).require()
    held.withdrawn_at, held.withdrawn_by = at, by.label[:120]
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    uncarried = _uncarried(held, localdate(at))
    for record in uncarried:
        withdraw(record=record, reason="所依据的谈心谈话登记已撤回", by=by, at=at)
    note(held_on=held.held_on.isoformat(), records_withdrawn=len(uncarried))
    return held


def _round(talk: Talk, by: Doer, at: datetime) -> Record:
    """The record of the round: one a day, whoever talked with whom on it."""
    same = Record.objects.standing().filter(
        organisation=talk.organisation, kind=HEART_TALK, happened_on=talk.held_on, topic=TOGETHER_TOPIC
    )
    return same.first() or duty_actions.record(
        organisation=talk.organisation,
        kind=HEART_TALK,
        happened_on=talk.held_on,
        topic=TOGETHER_TOPIC,
        by=by,
        at=at,
    )


def _covered(talk: Talk, by: Doer, at: datetime) -> Record | None:
    """The record of the year's coverage, on the day of its last talk; None while it is not whole, or where
    a record counts already."""
    branch, year = talk.organisation, talk.held_on.year
    if queries.record_of_year(branch, year) is not None:
        return None
    covered = queries.coverage_of(branch, year, localdate(at))
    if not covered.is_whole:
        return None
    last = Talk.objects.standing().of_year(year).filter(organisation=branch).order_by("-held_on")[0]
    return duty_actions.record(
        organisation=branch,
        kind=HEART_TALK,
        happened_on=last.held_on,
        topic=COVERED_TOPIC,
        due=covered.total,
        present=covered.talked,
        by=by,
        at=at,
    )


def _uncarried(talk: Talk, today: date) -> list[Record]:
    """Standing records handed down that no talk carries any more: a round's, the coverage of the year."""
    of_branch = Talk.objects.of_year(talk.held_on.year).filter(organisation=talk.organisation)
    handed = of_branch.filter(record__withdrawn_at=None).exclude(record=None).select_related("record")
    records = {one.record_id: one for one in handed.order_by("pk")}
    kept = set(of_branch.standing().filter(together=True).values_list("record", flat=True))
    whole = queries.coverage_of(talk.organisation, talk.held_on.year, today).is_whole
    return [
        one.record
        for pk, one in records.items()
        if one.record is not None and (pk not in kept if one.together else not whole)
    ]
