"""Writing a plan on the page: a draft owes nothing, what is issued is owed, what is taken back no more."""

from datetime import date
from decimal import Decimal

import pytest

from heli.duties import actions as duty_actions
from heli.duties.actions.rows import PlanRow
from heli.duties.catalogue import Cadence, PlanState, RequirementState
from heli.duties.models import Fulfilment, Plan, Requirement
from heli.duties.queries.counters import differences
from heli.duties.queries.listing import duties_of
from heli.duties.queries.plan import items
from heli.duties.rules import planning
from heli.duties.sheets.checking import said_of
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.queries import name_index
from heli.planning.queries import plans as plan_queries
from tests.duties.planned import enter
from tests.people import NOW, TODAY, City, People


def begin(city: City, by: Doer = SYSTEM, *, year: int = 2026, title: str = "2026年工作要点") -> Plan:
    return duty_actions.begin_plan(year=year, title=title, issuer=city.work_committee, by=by, at=NOW)


def row(measure: str, owner: str, deadline: str, evidence: str = "") -> PlanRow:
    understood = planning.understand(
        owner=owner,
        deadline=deadline,
        measure=measure,
        evidence=evidence,
        year=2026,
        index=name_index(TODAY),
    )
    return PlanRow(
        year=2026,
        title="",
        number=0,
        group="组织建设",
        measure=measure,
        owner_text=owner,
        deadline_text=deadline,
        evidence_text=evidence,
        weight=Decimal(5),
        said=said_of(understood),
    )


def put(plan: Plan, by: Doer = SYSTEM, item: Requirement | None = None, **more: str) -> Requirement:
    given = {"measure": "召开支部党员大会", "owner": "各党支部", "deadline": "每季度", **more}
    line = given.pop("line", "")
    return duty_actions.put_item(plan=plan, row=row(**given), item=item, line=line, by=by, at=NOW)


def test_a_draft_owes_nothing_and_an_issued_plan_does(city: City, people: People) -> None:
    enter(city.first_branch, "assembly", date(2026, 2, 10))
    plan = begin(city, people.staff.actor)
    one = put(plan, people.staff.actor)
    assert (one.state, one.cadence, one.number) == (RequirementState.DRAFT, Cadence.QUARTER, 1)
    assert duties_of(city.first_branch, 2026, TODAY) == []
    assert items(people.secretary.actor.scope("requirement.see"), 2026, TODAY) == []
    duty_actions.issue_plan(plan=plan, document="青直工〔2026〕5号", by=people.staff.actor, at=NOW)
    assert AuditEntry.objects.latest("pk").action == "duties.issue_plan"
    assert len(duties_of(city.first_branch, 2026, TODAY)) == 4
    assert Fulfilment.objects.count() == 1
    assert list(differences()) == []


def test_an_item_of_an_issued_plan_takes_effect_at_once(city: City) -> None:
    plan = begin(city)
    put(plan)
    duty_actions.issue_plan(plan=plan, document="青直工〔2026〕5号", by=SYSTEM, at=NOW)
    one = put(plan, measure="开展主题党日活动", deadline="每月", evidence="主题党日记录")
    assert one.state == RequirementState.ACTIVE
    put(plan, item=one, measure="开展主题党日活动", deadline="每季度", evidence="主题党日记录")
    assert len([d for d in duties_of(city.first_branch, 2026, TODAY) if d.reading.pk == one.pk]) == 4


def test_what_is_taken_back_is_owed_by_nobody_and_stays_to_be_read(city: City, people: People) -> None:
    plan = begin(city)
    one = put(plan)
    duty_actions.issue_plan(plan=plan, document="青直工〔2026〕5号", by=SYSTEM, at=NOW)
    enter(city.first_branch, "assembly", date(2026, 2, 10))
    duty_actions.take_back(requirement=one, why="并入主题党日", by=people.staff.actor, at=NOW)
    assert duties_of(city.first_branch, 2026, TODAY) == []
    assert not Fulfilment.objects.exists()
    one.refresh_from_db()
    assert (one.state, one.withdrawn_why) == (RequirementState.WITHDRAWN, "并入主题党日")
    with pytest.raises(WrongState, match="已经撤回"):
        duty_actions.take_back(requirement=one, why="再撤", by=SYSTEM, at=NOW)


def test_what_is_vague_is_kept_open_and_never_guessed(city: City) -> None:
    plan = begin(city)
    one = put(plan, deadline="适时", owner="有关单位")
    duty_actions.issue_plan(plan=plan, document="青直工〔2026〕5号", by=SYSTEM, at=NOW)
    one.refresh_from_db()
    assert one.state == RequirementState.UNDECIDED
    assert set(one.open_points.split(",")) >= {"owner", "deadline"}


@pytest.mark.parametrize("who", ["stranger", "secretary", "deputy", "lead_secretary", "clerk", "audit_admin"])
def test_plans_are_written_by_the_work_committee(city: City, people: People, who: str) -> None:
    plan, by = begin(city), getattr(people, who).actor
    one = put(plan)
    with pytest.raises(NotAllowed):
        begin(city, by, title="别的计划")
    with pytest.raises(NotAllowed):
        put(plan, by)
    with pytest.raises(NotAllowed):
        duty_actions.issue_plan(plan=plan, document="x", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        duty_actions.take_back(requirement=one, why="x", by=by, at=NOW)


def test_bad_plans_and_items_are_refused_with_what_to_do(city: City) -> None:
    plan = begin(city)
    with pytest.raises(WrongState, match="已经有一份同名"):
        begin(city)
    with pytest.raises(Invalid, match="2025 至 2027"):
        begin(city, year=2031)
    with pytest.raises(Invalid, match="还没有任务"):
        duty_actions.issue_plan(plan=plan, document="x", by=SYSTEM, at=NOW)
    with pytest.raises(Invalid, match="责任单位"):
        put(plan, owner=" ")
    put(plan)
    with pytest.raises(Invalid, match="文号"):
        duty_actions.issue_plan(plan=plan, document=" ", by=SYSTEM, at=NOW)
    duty_actions.issue_plan(plan=plan, document="青直工〔2026〕5号", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="已经下达"):
        duty_actions.issue_plan(plan=plan, document="x", by=SYSTEM, at=NOW)
    assert Plan.objects.get().state == PlanState.ISSUED


def test_the_issuer_sees_burden_repeats_and_clashes_before_it_goes_out(city: City) -> None:
    plan = begin(city)
    put(plan, line="trade")
    put(plan, measure="按月召开支部党员大会", deadline="每月", line="place")
    draft = plan_queries.draft(plan, TODAY)
    branches = 8
    assert [one.burden.organisations for one in draft.items] == [branches, branches]
    assert [one.burden.times for one in draft.items] == [4 * branches, 12 * branches]
    assert [len(one.repeats) for one in draft.items] == [1, 1]
    (clash,) = draft.clashes
    assert clash.why == "频次不同"
