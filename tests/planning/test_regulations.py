"""The regulation catalogue: whole, marked, carried by what a plan asks, taken up once."""

import re
from datetime import date

import pytest

from heli.duties.catalogue import RECORD_KINDS, RequirementState
from heli.duties.models import Plan, Requirement
from heli.duties.queries.listing import duties_of
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound
from heli.kernel.models import AuditEntry
from heli.planning import actions
from heli.planning.catalogue import GROUPS, HEADS, REGULATIONS, Mark
from heli.planning.queries.regulations import Line, catalogue
from tests.duties.planned import Planned, enter
from tests.people import NOW, TODAY, City, People


def line_of(rule: str) -> Line:
    return next(line for head in catalogue(2026, TODAY) for line in head.lines if line.regulation.id == rule)


def take_up(city: City, *rules: str, by: object = SYSTEM) -> int:
    return actions.take_up(year=2026, regulations=rules, issuer=city.work_committee, by=by, at=NOW)  # type: ignore[arg-type]


def test_every_rule_names_its_source_and_what_fulfils_it_or_where_it_is_seen() -> None:
    kinds = {kind.id for kind in RECORD_KINDS().on(TODAY)}
    groups = {group.id for group in GROUPS()}
    for one in REGULATIONS():
        assert re.search(r"R\d\d-\d\d|S\d{3}-\d\d", one.source), one.id
        assert set(one.records) <= kinds, one.id
        assert one.group in groups
        assert one.head in HEADS
        assert one.records or one.seen or one.condition or one.mark is Mark.UNSEEN, one.id
        for kind in one.records:
            answered = RECORD_KINDS().get(kind, TODAY).org_kinds
            assert set(one.kinds) <= set(answered), (one.id, kind)


def test_nothing_unseen_or_local_is_chosen_beforehand() -> None:
    for one in REGULATIONS():
        if one.mark is not Mark.SEEN or one.strength == "P" or one.condition:
            assert not one.is_default, one.id


def test_what_the_plan_asks_carries_the_regulation(city: City, planned: Planned) -> None:
    carried = line_of("R01-17")
    assert [one.pk for one in carried.carriers] == [planned.theme_day.pk]
    assert carried.is_carried
    assert not carried.verdict
    assert "已有条目承接" in carried.verdict.reason


def test_what_is_owed_less_often_does_not_carry_it(city: City, planned: Planned) -> None:
    assert not line_of("R01-16-branch").carriers  # once a year is not every quarter
    assert line_of("R01-16").missing  # 党组 and 总支 are not asked by the plan


def test_it_is_taken_up_for_those_whom_nothing_asks_yet(city: City, planned: Planned, people: People) -> None:
    enter(city.education_group, "ideology_study", date(2026, 3, 3))
    assert take_up(city, "R15-04", "R01-16", by=people.staff.actor) == 2
    made = Requirement.objects.get(regulation="R15-04")
    assert (made.state, made.weight, made.plan.document) == (
        RequirementState.ACTIVE,
        0,
        "按党内法规规定纳入",
    )
    assert [d.state for d in duties_of(city.education_group, 2026, TODAY) if d.reading.pk == made.pk] == [
        "on_time",
        "not_due",
    ]
    lecture = Requirement.objects.get(regulation="R01-16")
    assert {one.kind for one in lecture.classes.all()} == {
        "party_group",
        "leading_committee",
        "leading_body",
        "committee",
        "general_branch",
    }
    assert line_of("R15-04").is_carried
    assert AuditEntry.objects.latest("pk").action == "planning.take_up"
    with pytest.raises(Invalid, match="已有条目承接"):
        take_up(city, "R15-04")
    assert Plan.objects.count() == 2


def test_what_no_record_answers_cannot_be_taken_up(city: City) -> None:
    with pytest.raises(Invalid, match="由学习教育的学时得出"):
        take_up(city, "R09-01")
    with pytest.raises(Invalid, match="至少选择一条"):
        take_up(city)
    with pytest.raises(NotFound):
        take_up(city, "R99-99")
    assert not Requirement.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "secretary", "deputy", "lead_secretary"])
def test_only_the_work_committee_takes_up(city: City, people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        take_up(city, "R15-04", by=getattr(people, who).actor)
