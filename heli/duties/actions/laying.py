"""Laying one duty on one organisation: what a judgement of others asks of it alone (整改), due on a day."""

from datetime import date, datetime

from django.db.models import Max

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties.actions.record import fulfil_again
from heli.duties.catalogue import Cadence, PlanState, RequirementState, Trigger
from heli.duties.models import Occurrence, Plan, Record, Requirement, RequirementKind
from heli.duties.rules import requiring
from heli.kernel.action import Doer, action, note
from heli.orgs.models import Organisation


@action
def lay_once(
    *,
    organisation: Organisation,
    issuer: Organisation,
    measure: str,
    record_kind: str,
    due_on: date,
    reason: str,
    by: Doer,
    at: datetime,
) -> Requirement:
    """Let an organisation owe `measure` once, by `due_on`, until a record of the kind says that it is done.

    All organisations that owe the same of one year stand under one item of a plan of its own; a later call
    for the same organisation moves its day. NotAllowed without TASK_HAND_DOWN at the issuer, Invalid where
    the organisation is not beneath it.
    """
    may(by, Permission.TASK_HAND_DOWN, issuer).require()
    requiring.is_beneath(organisation.path, issuer.path, issuer.kind, issuer.short_name).require()
    requirement = _item(_plan(due_on.year, measure, at, by), measure, record_kind)
    Occurrence.objects.update_or_create(
        requirement=requirement,
        organisation=organisation,
        defaults={"due_on": due_on, "reason": reason[:200]},
    )
    there = Record.objects.counting_in([due_on.year]).filter(organisation=organisation, kind=record_kind)
    for one in there.select_related("organisation").order_by("pk"):
        fulfil_again(one)
    note(measure=measure, due_on=due_on.isoformat())
    return requirement


def _plan(year: int, measure: str, at: datetime, by: Doer) -> Plan:
    """Issued as it is made: each of its duties has a decision of its own behind it."""
    made: Plan
    made, _ = Plan.objects.select_for_update().get_or_create(
        year=year,
        title=f"{year}年{measure}责任清单"[:200],
        defaults={"state": PlanState.ISSUED, "issued_at": at, "issued_by": by.label[:120]},
    )
    return made


def _item(plan: Plan, measure: str, record_kind: str) -> Requirement:
    found = plan.requirements.filter(measure=measure, state=RequirementState.ACTIVE).first()
    if found is not None:
        kept: Requirement = found
        return kept
    last = plan.requirements.aggregate(last=Max("number"))["last"] or 0
    made: Requirement = Requirement.objects.create(
        plan=plan,
        number=last + 1,
        group="责任落实",
        measure=measure,
        owner_text="有整改清单的党组织",
        deadline_text="整改清单所定期限",
        evidence_text="整改情况",
        cadence=Cadence.TRIGGERED,
        trigger=Trigger.MEETING,
        state=RequirementState.ACTIVE,
    )
    RequirementKind.objects.create(requirement=made, record_kind=record_kind)
    return made
