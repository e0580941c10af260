"""A year's plan for the standing cast, and short ways to enter records and to look at the counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Actor
from heli.duties import actions as duty_actions
from heli.duties.catalogue import Cadence, RequirementState
from heli.duties.models import (
    Occurrence,
    Plan,
    Record,
    Requirement,
    RequirementClass,
    RequirementKind,
    RequirementOwner,
    Source,
    Standing,
    Tally,
)
from heli.kernel.action import SYSTEM, Doer
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS, Kind
from heli.orgs.models import Organisation
from tests.people import NOW, building

BRANCHES = tuple(sorted(BRANCH_KINDS))
LEADING = tuple(sorted(LEADING_KINDS))


@dataclass(frozen=True)
class Planned:
    """The plan of 2026: one requirement of each cadence, for several classes."""

    plan: Plan
    theme_day: Requirement  # every month, branches
    committee: Requirement  # every month, branches with a committee
    assembly: Requirement  # every quarter, branches
    governance: Requirement  # every half-year, leading bodies
    lecture: Requirement  # by 20 December, branches and 机关党委, the secretary himself
    duty_list: Requirement  # by 31 March, leading bodies
    election: Requirement  # before the term ends
    open_one: Requirement  # by 30 June, branches; nobody knows what answers it


def require(
    plan: Plan,
    number: int,
    measure: str,
    cadence: str,
    kinds: Sequence[str],
    classes: Sequence[str],
    *,
    group: str = "组织建设",
    due: tuple[int, int] | None = None,
    owners: Sequence[Organisation] = (),
    committee_only: bool = False,
    chair_is_secretary: bool = False,
    weight: int = 8,
) -> Requirement:
    """Write a requirement as a load would, already read."""
    with building():
        made = Requirement.objects.create(
            plan=plan,
            number=number,
            group=group,
            measure=measure,
            cadence=cadence,
            due_month=due[0] if due else None,
            due_day=due[1] if due else None,
            trigger="term_end" if cadence == Cadence.TRIGGERED else "",
            committee_only=committee_only,
            chair_is_secretary=chair_is_secretary,
            weight=weight,
            state=RequirementState.ACTIVE,
            open_points="" if kinds else "evidence",
        )
        _write_parts(made, kinds, classes, owners)
    return made


def _write_parts(
    made: Requirement, kinds: Sequence[str], classes: Sequence[str], owners: Sequence[Organisation]
) -> None:
    RequirementKind.objects.bulk_create(RequirementKind(requirement=made, record_kind=kind) for kind in kinds)
    RequirementClass.objects.bulk_create(
        RequirementClass(
            requirement=made,
            kind=one.rstrip("+-"),
            attached={"+": True, "-": False}.get(one[-1]),
        )
        for one in classes
    )
    RequirementOwner.objects.bulk_create(
        RequirementOwner(requirement=made, organisation=one) for one in owners
    )


def plan_2026() -> Planned:
    """The plan with its eight requirements."""
    with building():
        plan = Plan.objects.create(year=2026, title="青岚市直机关2026年党建责任目标分解表")
    committees = (Kind.ORGAN_COMMITTEE, Kind.GENERAL_BRANCH, *BRANCHES)
    return Planned(
        plan=plan,
        theme_day=require(plan, 1, "开展主题党日活动", Cadence.MONTH, ["theme_day"], BRANCHES),
        committee=require(
            plan, 2, "召开支部委员会会议", Cadence.MONTH, ["committee"], BRANCHES, committee_only=True
        ),
        assembly=require(plan, 3, "召开支部党员大会", Cadence.QUARTER, ["assembly"], BRANCHES),
        governance=require(
            plan, 4, "专题研究全面从严治党工作", Cadence.HALF, ["governance_study"], LEADING, group="政治建设"
        ),
        lecture=require(
            plan,
            5,
            "党组织书记讲党课",
            Cadence.YEAR,
            ["lecture"],
            (*BRANCHES, Kind.ORGAN_COMMITTEE),
            group="思想建设",
            due=(12, 20),
            chair_is_secretary=True,
        ),
        duty_list=require(
            plan, 6, "制定党建责任清单", Cadence.YEAR, ["duty_list"], LEADING, group="政治建设", due=(3, 31)
        ),
        election=require(plan, 7, "按期完成换届选举", Cadence.TRIGGERED, ["election_result"], committees),
        open_one=require(
            plan, 8, "开展调研", Cadence.YEAR, [], BRANCHES, group="作风建设", due=(6, 30), weight=5
        ),
    )


def enter(
    organisation: Organisation,
    kind: str,
    day: date,
    *,
    topic: str = "学习",
    by: Doer | Actor = SYSTEM,
    chair: str = "",
    due: int | None = None,
    present: int | None = None,
) -> Record:
    """Enter a record as a page would."""
    return duty_actions.record(
        organisation=organisation,
        kind=kind,
        happened_on=day,
        topic=topic,
        chair=chair,
        due=due,
        present=present,
        by=by,
        at=NOW,
    )


def occurs(requirement: Requirement, organisation: Organisation, due_on: date) -> Occurrence:
    with building():
        return Occurrence.objects.create(
            requirement=requirement, organisation=organisation, due_on=due_on, reason="任期届满"
        )


def counters() -> tuple[set[object], set[object], set[object]]:
    """All that the counters say, as sets that can be compared; what counts nothing is left out."""
    return (
        set(Standing.objects.values_list("organisation_id", "requirement_id", "year", "done", "on_time")),
        set(
            Tally.objects.exclude(done=0).values_list(
                "organ_id", "requirement_id", "year", "period", "done", "on_time"
            )
        ),
        set(Source.objects.values_list("record_kind", "org_kind", "since")),
    )
