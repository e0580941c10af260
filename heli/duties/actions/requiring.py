"""Writing a plan on the page: begun, its items put one by one, issued; and an item taken back."""

from datetime import datetime

from django.db.models import Max
from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may_somewhere
from heli.duties.actions.fulfilling import fulfil_requirements_anew
from heli.duties.actions.occurrences import follow_terms
from heli.duties.actions.rows import PlanRow
from heli.duties.actions.settlements import Settlement, put, settlement_of, settlements, write_parts
from heli.duties.catalogue import PlanState, RequirementState
from heli.duties.models import Plan, Requirement
from heli.duties.rules import requiring
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation

_WORDS = ("group", "measure", "owner_text", "person_text", "deadline_text", "evidence_text", "weight")


@action
def begin_plan(*, year: int, title: str, issuer: Organisation, by: Doer, at: datetime) -> Plan:
    """Begin a year's plan as a draft: nobody owes anything of it before it is issued.

    NotAllowed without PLAN_KEEP, Invalid for a missing title or an unlikely year, WrongState where the year
    has a plan of this title already.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    known = Plan.objects.filter(year=year, title=title.strip()).exists()
    requiring.can_begin(year=year, title=title, known=known, today=localdate(at)).require()
    made: Plan = Plan.objects.create(year=year, title=title.strip(), issuer=issuer, state=PlanState.DRAFT)
    return made


@action
def put_item(
    *,
    plan: Plan,
    row: PlanRow,
    by: Doer,
    at: datetime,
    item: Requirement | None = None,
    optional: bool = False,
    line: str = "",
    regulation: str = "",
) -> Requirement:
    """Add an item to a plan, or let one say something else; read as a loaded row is (`row.said`).

    In a draft it makes no duties yet; in an issued plan it does at once, and records that are there already
    fulfil it. What the office has settled gives way to new words. NotAllowed without PLAN_KEEP, Invalid
    without a measure or for a weight that cannot be, WrongState for an item that was taken back.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    one = item or Requirement(plan=held, number=_next_number(held))
    all_of(
        requiring.has_a_measure(row.measure, row.owner_text),
        requiring.weight_fits(row.weight),
        requiring.still_stands(one.state),
    ).require()
    before = settlements([one])[one.pk] if item is not None else None
    settlement = _settlement(row)
    for name in _WORDS:
        setattr(one, name, getattr(row, name))
    one.optional, one.line, one.regulation = optional, line, regulation or one.regulation
    one.settled_at, one.settled_by = None, ""
    put(one, settlement)
    one.save()
    if settlement != before:
        write_parts(one, settlement)
    if held.state == PlanState.ISSUED:
        _take_effect([one.pk], held.year)
    note(measure=one.measure, open_points=one.open_points)
    return one


@action
def issue_plan(*, plan: Plan, document: str, by: Doer, at: datetime) -> Plan:
    """Issue a draft: from now on its items are owed, and what is there already fulfils them.

    NotAllowed without PLAN_KEEP, WrongState for one that is issued, Invalid without items, without a
    document, or where an item names nobody that answers for it.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    items = list(Requirement.objects.filter(plan=held, state=RequirementState.DRAFT).order_by("number"))
    requiring.can_be_issued(
        state=held.state,
        document=document,
        items=len(items),
        ownerless=[one.number for one in items if not one.owner_text.strip()],
    ).require()
    held.state, held.document = PlanState.ISSUED, document.strip()
    held.issued_at, held.issued_by = at, by.label[:120]
    held.save(update_fields=["state", "document", "issued_at", "issued_by"])
    read = settlements(items)
    for one in items:
        one.plan = held
        put(one, read[one.pk])
        one.save(update_fields=["state", "open_points"])
    _take_effect([one.pk for one in items], held.year)
    note(items=len(items), document=document.strip())
    return held


@action
def take_back(
    *, requirement: Requirement, why: str, by: Doer, at: datetime, as_repeat: bool = False
) -> Requirement:
    """Take an item of a plan back: it stays to be read, and nobody owes it any more.

    An item of a draft is taken back likewise. `as_repeat`: because it asks what is asked already; 减负账
    counts those. Records stay; only what they fulfilled of it goes. NotAllowed
    without PLAN_KEEP, Invalid without a reason, WrongState for one that was taken back before.
    """
    may_somewhere(by, Permission.PLAN_KEEP).require()
    held = Requirement.objects.select_for_update(of=("self",)).select_related("plan").get(pk=requirement.pk)
    all_of(requiring.still_stands(held.state), requiring.says_why(why)).require()
    held.state, held.withdrawn_at = RequirementState.WITHDRAWN, at
    held.withdrawn_by, held.withdrawn_why = by.label[:120], why.strip()
    held.as_repeat = as_repeat
    held.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why", "as_repeat"])
    fulfil_requirements_anew([held.pk], [held.plan.year])
    note(why=why.strip(), as_repeat=as_repeat)
    return held


def _settlement(row: PlanRow) -> Settlement:
    wanted = set(row.said.owners)
    found = {key: one.pk for key, one in org_queries.by_key(wanted).items()} if wanted else {}
    return settlement_of(row.said, found)


def _next_number(plan: Plan) -> int:
    return (Requirement.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1


def _take_effect(requirements: list[int], year: int) -> None:
    follow_terms(year)
    fulfil_requirements_anew(requirements, [year])
