"""Promises: made at a gathering, handed down as duties, reported, and settled at the 回头看."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.duties import actions as duty_actions
from heli.duties.actions.rows import PlanRow, Said
from heli.duties.catalogue import Cadence, OpenPoint, PlanState
from heli.duties.models import Plan, Record
from heli.duties.rules.kinds import kind_name, kinds_recorded_by
from heli.exchange.actions.arranging import lock
from heli.exchange.catalogue import RUNNING, Outcome, State
from heli.exchange.models import Exhibit, Gathering, Problem, Promise
from heli.exchange.queries.exhibiting import category_name
from heli.exchange.rules import acts, judging
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Verdict
from heli.orgs.rules.index import identity


@action
def promise(
    *,
    exhibit: Exhibit,
    text: str,
    measure: str,
    due_on: date,
    by: Doer,
    at: datetime,
    problem: Problem | None = None,
    record_kind: str = "",
) -> Promise:
    """Promise something measurable by a day, in answer to `problem` where one is named.

    By the organisation itself, or by the organiser that hands a problem on (S001-04). NotAllowed for others,
    WrongState before 晒 or when archived, Invalid without measure or for a day past.
    """
    held = _held(exhibit)
    _may_promise(by, held).require()
    acts.is_at(held.gathering.state, RUNNING | {State.PUBLISHED}, "作出承诺").require()
    known = Promise.objects.filter(exhibit=held, text=text.strip()).exists()
    judging.can_be_promised(
        text=text, measure=measure, due_on=due_on, known=known, today=localdate(at)
    ).require()
    if problem is not None and problem.exhibit_id != held.pk:
        raise Invalid("problem-elsewhere", "这条问题不是这个单位的，请从它的材料里选择。")
    kinds = {kind.id for kind in kinds_recorded_by(held.organisation.kind, localdate(at))}
    if record_kind and record_kind not in kinds:
        raise Invalid("kind-not-here", "这类组织没有这类履职记录，请重新选择。")
    made: Promise = Promise.objects.create(
        exhibit=held,
        problem=problem,
        text=text.strip()[:200],
        measure=measure.strip()[:200],
        due_on=due_on,
        record_kind=record_kind,
        made_at=at,
        made_by=by.label[:120],
    )
    note(organisation=held.organisation_id, due_on=due_on.isoformat())
    return made


def _may_promise(by: Doer, held: Exhibit) -> Verdict:
    own = may(by, Permission.RECORD_ENTER, held.organisation)
    return own or may(by, Permission.GATHERING_HOLD, held.gathering.organiser)


@action
def hand_down(*, gathering: Gathering, promises: Sequence[Promise], by: Doer, at: datetime) -> int:
    """Make duties of promises: an item of a plan of its own, without points, owed by who promised.

    What has no kind of record is owed and unknown until the office says what shows it. NotAllowed without
    GATHERING_HOLD and PLAN_KEEP, Invalid for none, WrongState for one that is a duty or settled already.
    """
    held = lock(gathering, by)
    found = list(
        Promise.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in promises], exhibit__gathering=held)
        .select_related("exhibit__organisation", "problem")
        .order_by("pk")
    )
    if not found or len(found) != len(promises):
        raise Invalid("nothing-chosen", "请至少选择一项本次晒比评的承诺。")
    if any(one.requirement_id is not None or one.outcome for one in found):
        raise WrongState("promise-handed-down", "所选承诺中有已经列为应办或已经认定的，请刷新页面后再选。")
    for one in found:
        plan = _plan(one.due_on.year, held, by, at)
        one.requirement = duty_actions.put_item(plan=plan, row=_row(one, plan, localdate(at)), by=by, at=at)
        one.save(update_fields=["requirement"])
    drafts = Plan.objects.filter(title__in={plan_title(one.due_on.year) for one in found})
    for plan in drafts.filter(state=PlanState.DRAFT):
        duty_actions.issue_plan(plan=plan, document=f"按《{held.title}》承诺列入", by=by, at=at)
    note(promises=len(found))
    return len(found)


def plan_title(year: int) -> str:
    """The title of the plan in which the promises of a year stand."""
    return f"{year}年晒比评承诺事项"


def _plan(year: int, held: Gathering, by: Doer, at: datetime) -> Plan:
    known = Plan.objects.filter(year=year, title=plan_title(year)).first()
    if known is not None:
        return known
    return duty_actions.begin_plan(year=year, title=plan_title(year), issuer=held.organiser, by=by, at=at)


def _row(one: Promise, plan: Plan, today: date) -> PlanRow:
    organisation = one.exhibit.organisation
    category = one.problem.category if one.problem is not None else ""
    kinds = frozenset({one.record_kind} if one.record_kind else ())
    return PlanRow(
        year=plan.year,
        title=plan.title,
        number=0,
        group=category_name(category, today) if category else "责任落实",
        measure=one.text,
        owner_text=organisation.name[:300],
        deadline_text=f"{one.due_on.month}月{one.due_on.day}日前",
        evidence_text=kind_name(one.record_kind, today) if one.record_kind else "",
        said=Said(
            cadence=Cadence.YEAR,
            due_month=one.due_on.month,
            due_day=one.due_on.day,
            owners=frozenset({identity(organisation.code, organisation.name)}),
            kinds=kinds,
            open_points=() if kinds else (OpenPoint.EVIDENCE,),
        ),
    )


@action
def report(*, promise: Promise, text: str, record: Record | None, by: Doer, at: datetime) -> Promise:
    """Say how a promise was carried out, in words or by a record of one's own that is there already.

    NotAllowed without RECORD_ENTER there, WrongState once it is settled, Invalid without either, or for a
    record of another organisation.
    """
    held = _promise(promise)
    may(by, Permission.RECORD_ENTER, held.exhibit.organisation).require()
    if held.outcome:
        raise WrongState("promise-settled", "这项承诺已经认定，不能再报告。")
    if record is None:
        acts.says_why(text, "完成情况，或选择一条履职记录").require()
    _require_own(record, held)
    held.report, held.record = text.strip()[:300], record
    held.reported_at, held.reported_by = at, by.label[:120]
    held.save(update_fields=["report", "record", "reported_at", "reported_by"])
    note(by_record=record is not None)
    return held


@action
def settle(
    *, promise: Promise, outcome: Outcome, why: str, by: Doer, at: datetime, record: Record | None = None
) -> Promise:
    """Say what came of a promise: by a record, or with a reason (S001-85).

    NotAllowed without GATHERING_HOLD or for one's own promise, WrongState for one settled or too early,
    Invalid without ground.
    """
    held = _promise(promise)
    gathering = lock(held.exhibit.gathering, by)
    _require_own(record, held)
    ground = record or held.record
    judging.can_be_settled(
        outcome,
        why=why,
        evidence=ground is not None,
        settled=bool(held.outcome),
        own=held.exhibit.organisation_id == gathering.organiser_id,
        state=gathering.state,
    ).require()
    held.outcome, held.why, held.record = outcome, why.strip()[:300], ground
    held.settled_at, held.settled_by = at, by.label[:120]
    held.save(update_fields=["outcome", "why", "record", "settled_at", "settled_by"])
    note(outcome=outcome, by_record=ground is not None)
    return held


def _require_own(record: Record | None, held: Promise) -> None:
    if record is None:
        return
    if record.organisation_id != held.exhibit.organisation_id or record.withdrawn_at is not None:
        raise Invalid("record-elsewhere", "这条履职记录不是这个单位的，或已作废，请另选一条。")


def _held(exhibit: Exhibit) -> Exhibit:
    found: Exhibit = (
        Exhibit.objects.select_for_update(of=("self",))
        .select_related("gathering__organiser", "organisation")
        .get(pk=exhibit.pk)
    )
    return found


def _promise(promise: Promise) -> Promise:
    found: Promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("exhibit__organisation", "exhibit__gathering")
        .get(pk=promise.pk)
    )
    return found
