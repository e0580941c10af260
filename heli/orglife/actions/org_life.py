"""A 组织生活会 through its four stages (R01-20): theme, evidence, the meeting, measures put right."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions.record import lock
from heli.duties.models import Record
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.orglife.catalogue import PREPARATIONS, Preparation
from heli.orglife.models import OrgLife, OrgLifeEvidence, Rectification
from heli.orglife.queries.org_life import held_on
from heli.orglife.rules import org_life as life_rules
from heli.orgs.models import Organisation


@action
def set_theme(*, organisation: Organisation, year: int, theme: str, by: Doer, at: datetime) -> OrgLife:
    """定主题: begin the 组织生活会 of a branch and year with its theme, or change that before the meeting.

    NotAllowed without RECORD_ENTER there; Invalid for no branch, an unlikely year, no theme; WrongState once
    the meeting was held.
    """
    may(by, Permission.RECORD_ENTER, organisation).require()
    held = lock(organisation)
    life = OrgLife.objects.select_related("record").filter(organisation=held, year=year).first()
    all_of(
        life_rules.is_of_a_branch(held.kind),
        life_rules.is_of_a_year(year, localdate(at)),
        life_rules.fits(主题=theme),
        life_rules.theme_may_change(held_on(life)),
    ).require()
    life = life or OrgLife(organisation=held, year=year)
    life.theme, life.theme_at, life.theme_by = theme.strip(), at, by.label[:120]
    life.save()
    note(year=year)
    return life


@action
def link_evidence(
    *, life: OrgLife, preparation: Preparation, records: Sequence[Record], by: Doer, at: datetime
) -> OrgLife:
    """会前学习、谈心谈话、听取意见: let records that exist show that it was done; twice is once.

    NotAllowed without RECORD_ENTER there; Invalid for a record of another branch, kind or time.
    """
    may(by, Permission.RECORD_ENTER, life.organisation).require()
    held = _fresh(life)
    rule = PREPARATIONS().get(preparation.value, localdate(at))
    for record in records:
        life_rules.can_be_evidence(
            rule,
            kind=record.kind,
            on=record.happened_on,
            year=held.year,
            held_on=held_on(held),
            own=record.organisation_id == held.organisation_id,
            withdrawn=record.withdrawn_at is not None,
        ).require()
        OrgLifeEvidence.objects.get_or_create(
            life=held,
            preparation=preparation,
            record=record,
            defaults={"linked_at": at, "linked_by": by.label[:120]},
        )
    note(preparation=str(preparation), records=[one.pk for one in records])
    return held


@action
def unlink_evidence(*, evidence: OrgLifeEvidence, by: Doer, at: datetime) -> OrgLife:
    """Take a link back; the record itself stays as it is. NotAllowed without RECORD_ENTER there."""
    life = evidence.life
    may(by, Permission.RECORD_ENTER, life.organisation).require()
    held = _fresh(life)
    note(record=evidence.record_id, preparation=str(evidence.preparation))
    OrgLifeEvidence.objects.filter(pk=evidence.pk).delete()
    return held


@action
def link_meeting(*, life: OrgLife, record: Record, by: Doer, at: datetime) -> OrgLife:
    """会上: the record of the meeting itself. What is missing before it is named on the page, never refused.

    NotAllowed without RECORD_ENTER there; Invalid for another kind, branch or year; WrongState for one that
    another 组织生活会 has, or where a meeting is linked already.
    """
    may(by, Permission.RECORD_ENTER, life.organisation).require()
    held = _fresh(life)
    taken = OrgLife.objects.filter(record=record).exclude(pk=held.pk).exists()
    all_of(
        life_rules.theme_may_change(held_on(held)),
        life_rules.can_be_the_meeting(
            kind=record.kind,
            counts_in=(record.counts_on or record.happened_on).year,
            year=held.year,
            own=record.organisation_id == held.organisation_id,
            withdrawn=record.withdrawn_at is not None,
            taken=taken,
        ),
    ).require()
    held.record, held.held_at, held.held_by = record, at, by.label[:120]
    held.save(update_fields=["record", "held_at", "held_by"])
    return held


@action
def unlink_meeting(*, life: OrgLife, by: Doer, at: datetime) -> OrgLife:
    """Take the link to the meeting back while no measure follows from it. Raises as `link_meeting`."""
    may(by, Permission.RECORD_ENTER, life.organisation).require()
    held = _fresh(life)
    measures = Rectification.objects.standing().filter(life=held).count()
    all_of(life_rules.is_held(held_on(held)), life_rules.has_no_measures(measures)).require()
    note(record=held.record_id)
    held.record, held.held_at, held.held_by = None, None, ""
    held.save(update_fields=["record", "held_at", "held_by"])
    return held


@action
def add_measure(
    *, life: OrgLife, issue: str, measure: str, person: str, due_on: date, by: Doer, at: datetime
) -> Rectification:
    """会后: an issue of the organisation with what is done about it, by whom and by when.

    NotAllowed without RECORD_ENTER there; WrongState before the meeting; Invalid for a text that is missing
    or too long, or a deadline before the meeting.
    """
    may(by, Permission.RECORD_ENTER, life.organisation).require()
    held = _fresh(life)
    on = held_on(held)
    all_of(
        life_rules.is_held(on),
        life_rules.fits(支部存在的问题=issue, 整改措施=measure, 责任人=person),
        life_rules.due_after(due_on, on or due_on),
    ).require()
    return Rectification.objects.create(
        life=held,
        issue=issue.strip(),
        measure=measure.strip(),
        person=person.strip(),
        due_on=due_on,
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def finish_measure(*, measure: Rectification, how: str, by: Doer, at: datetime) -> Rectification:
    """逐一落实: tick a measure as done, and say how. Raises as `add_measure`; WrongState for one done."""
    held = _open_measure(measure, by)
    life_rules.fits(落实情况=how).require()
    held.done_at, held.done_by, held.done_how = at, by.label[:120], how.strip()
    held.save(update_fields=["done_at", "done_by", "done_how"])
    return held


@action
def withdraw_measure(*, measure: Rectification, why: str, by: Doer, at: datetime) -> Rectification:
    """Take a measure back that was wrongly entered, with a reason; it stays readable. As `finish_measure`."""
    held = _open_measure(measure, by)
    life_rules.fits(原因=why).require()
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by.label[:120], why.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return held


def _fresh(life: OrgLife) -> OrgLife:
    lock(life.organisation)
    return OrgLife.objects.select_related("organisation", "record").get(pk=life.pk)


def _open_measure(measure: Rectification, by: Doer) -> Rectification:
    may(by, Permission.RECORD_ENTER, measure.life.organisation).require()
    lock(measure.life.organisation)
    held = Rectification.objects.select_for_update().get(pk=measure.pk)
    life_rules.is_open(done=held.done_at is not None, withdrawn=held.withdrawn_at is not None).require()
    return held
