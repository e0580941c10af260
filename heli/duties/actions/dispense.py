"""Waiving a duty of one organisation, or extending its day; and taking that back."""

from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions.anew import derive_of
from heli.duties.actions.record import lock
from heli.duties.catalogue import Dispensing
from heli.duties.models import Dispensation, Requirement
from heli.duties.queries.listing import duty_of
from heli.duties.rules import judging
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import WrongState
from heli.kernel.verdict import all_of
from heli.orgs.models import Organisation


@action
def dispense(
    *,
    requirement: Requirement,
    organisation: Organisation,
    period: int,
    kind: Dispensing,
    reason: str,
    document: str,
    by: Doer,
    at: datetime,
    until: date | None = None,
) -> Dispensation:
    """Waive one duty of an organisation, or extend it to `until`, on the ground of a document.

    `period` is the index of the duty's period in its year, 0 for one that a trigger made. Fulfilments and
    counters of the organisation are derived again: what comes by the extended day is in time. NotAllowed
    without DUTY_DISPENSE there or for the own organisation, NotFound where nothing is owed, WrongState for
    what is done or dispensed already, Invalid for a day that is no extension or a missing ground.
    """
    held, today = lock(organisation), localdate(at)
    may(by, Permission.DUTY_DISPENSE, held).require()
    duty = duty_of(requirement, held, period, today)
    before = Dispensation.objects.in_force().filter(requirement=requirement, organisation=held, period=period)
    all_of(
        judging.is_not_own(by, held.pk),
        judging.can_be_dispensed(
            kind=kind,
            state=duty.state,
            due_on=duty.due_on,
            until=until,
            today=today,
            held=before.exists(),
        ),
        judging.is_grounded(reason, document),
    ).require()
    made = Dispensation.objects.create(
        requirement=requirement,
        organisation=held,
        period=period,
        kind=kind,
        until=until if kind is Dispensing.EXTENSION else None,
        reason=reason.strip(),
        document=document.strip(),
        granted_at=at,
        granted_by=by.label[:120],
    )
    derive_of([requirement.plan.year], [held.pk])
    note(kind=kind.value, period=period, until=until.isoformat() if until else "", document=document.strip())
    return made


@action
def revoke_dispensation(*, dispensation: Dispensation, reason: str, by: Doer, at: datetime) -> Dispensation:
    """Take a waiver or extension back: the duty is owed again as it was, by its own day.

    NotAllowed as `dispense`, Invalid without a reason, WrongState for one that was taken back before.
    """
    held = lock(dispensation.organisation)
    may(by, Permission.DUTY_DISPENSE, held).require()
    found = Dispensation.objects.select_for_update().get(pk=dispensation.pk)
    all_of(judging.is_not_own(by, held.pk), judging.is_revocable(reason)).require()
    if found.revoked_at is not None:
        raise WrongState("revoked-already", "这一项免除、延期已经撤销，请刷新页面查看。")
    found.revoked_at, found.revoked_by, found.revoked_why = at, by.label[:120], reason.strip()
    found.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    derive_of([found.requirement.plan.year], [held.pk])
    return found
