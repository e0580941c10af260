"""组织生活会: four stages, evidence linked and never typed, measures put right by the day."""

from datetime import date
from typing import Any

import pytest

from heli.duties.actions.record import record as enter
from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.orglife import actions
from heli.orglife.catalogue import Preparation, Stage
from heli.orglife.models import OrgLife, OrgLifeEvidence, Rectification
from heli.orglife.queries import org_life as life_queries
from heli.orglife.rules import org_life as life_rules
from heli.orglife.rules.org_life import Measure
from heli.orgs.models import Organisation
from tests.orglife.meetings import hold
from tests.orglife.test_page import ClientOf, text_of
from tests.people import NOW, TODAY, City, People

MET = date(2026, 6, 26)


def theme(branch: Organisation, by: Any = SYSTEM, year: int = 2026) -> OrgLife:
    return actions.set_theme(organisation=branch, year=year, theme="改进作风、服务群众", by=by, at=NOW)


def talk(branch: Organisation, on: date = date(2026, 6, 10)) -> Record:
    return enter(
        organisation=branch, kind="heart_talk", happened_on=on, topic=f"谈心谈话{on}", by=SYSTEM, at=NOW
    )


def met(branch: Organisation) -> OrgLife:
    meeting = hold(branch, "org_life", MET, topic="组织生活会")
    return actions.link_meeting(life=theme(branch), record=meeting, by=SYSTEM, at=NOW)


def measure(life: OrgLife, by: Any = SYSTEM, **changed: Any) -> Rectification:
    told = {"issue": "集中学习安排不够及时", "measure": "每月初公布学习安排", "person": "何宣宁"}
    return actions.add_measure(life=life, by=by, at=NOW, **{**told, "due_on": date(2026, 8, 31), **changed})


def link(life: OrgLife, part: Preparation, *records: Record, by: Any = SYSTEM) -> OrgLife:
    return actions.link_evidence(life=life, preparation=part, records=records, by=by, at=NOW)


def test_the_stages_tell_what_is_done_and_what_shows_it() -> None:
    states = life_rules.stages(
        theme="作风",
        evidence={Preparation.STUDY: 1, Preparation.TALKS: 2},
        held_on=MET,
        measures=[Measure(date(2026, 6, 1), done=False), Measure(date(2026, 9, 1), done=True)],
        today=TODAY,
    )
    assert [(one.stage, one.done) for one in states] == [
        (Stage.THEME, True), (Stage.PREPARE, False), (Stage.MEET, True), (Stage.RECTIFY, False),
    ]  # fmt: skip
    assert states[3].items[1].said == "2 项，已落实 1 项，逾期 1 项"
    assert "听取意见" in life_rules.is_prepared(states).reason


def test_a_branch_goes_through_the_four_stages(city: City) -> None:
    branch = city.first_branch
    life = theme(branch)
    study = hold(branch, "lecture", date(2026, 6, 12), topic="会前学习")
    link(life, Preparation.STUDY, study)
    link(life, Preparation.TALKS, talk(branch), talk(branch, date(2026, 6, 11)))
    link(life, Preparation.OPINIONS, hold(branch, "committee", date(2026, 6, 15), topic="听取意见"))
    held = met(branch)
    done = measure(held)
    actions.finish_measure(measure=done, how="已公布7月安排", by=SYSTEM, at=NOW)
    (line,) = life_queries.lines([branch], 2026, TODAY)
    assert all(stage.done for stage in line.stages)
    assert (line.met_on, line.measures, line.done, line.overdue) == (MET, 1, 1, 0)


def test_evidence_is_of_the_branch_the_kind_and_the_time(city: City) -> None:
    life = theme(city.first_branch)
    for part, record, code in (
        (Preparation.TALKS, talk(city.small_branch), "evidence-elsewhere"),
        (Preparation.STUDY, talk(city.first_branch), "evidence-kind"),
        (Preparation.TALKS, talk(city.first_branch, date(2025, 12, 31)), "evidence-day"),
    ):
        with pytest.raises(Invalid) as refused:
            link(life, part, record)
        assert refused.value.code == code
    assert not OrgLifeEvidence.objects.exists()


def test_linking_twice_is_once_and_a_link_is_taken_back_without_its_record(city: City) -> None:
    life, record = theme(city.first_branch), talk(city.first_branch)
    link(life, Preparation.TALKS, record)
    link(life, Preparation.TALKS, record)
    actions.unlink_evidence(evidence=OrgLifeEvidence.objects.get(), by=SYSTEM, at=NOW)
    assert not OrgLifeEvidence.objects.exists()
    assert Record.objects.filter(pk=record.pk).exists()


def test_measures_follow_from_the_meeting(city: City) -> None:
    life = theme(city.first_branch)
    with pytest.raises(WrongState, match="整改措施在会后制定"):
        measure(life)
    held = met(city.first_branch)
    with pytest.raises(Invalid, match="完成时限"):
        measure(held, due_on=date(2026, 6, 1))
    with pytest.raises(Invalid, match="请填写责任人"):
        measure(held, person=" ")
    made = measure(held)
    with pytest.raises(WrongState, match="已有 1 项整改措施"):
        actions.unlink_meeting(life=held, by=SYSTEM, at=NOW)
    actions.withdraw_measure(measure=made, why="登记错了", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="已经撤销"):
        actions.finish_measure(measure=made, how="已落实", by=SYSTEM, at=NOW)
    assert actions.unlink_meeting(life=held, by=SYSTEM, at=NOW).record is None


def test_the_theme_stays_once_the_meeting_was_held(city: City) -> None:
    met(city.first_branch)
    with pytest.raises(WrongState, match="主题不再改动"):
        theme(city.first_branch)


def test_the_meeting_is_of_that_branch_kind_and_year(city: City) -> None:
    branch = city.first_branch
    life = theme(branch, year=2025)
    with pytest.raises(Invalid, match="计入 2026 年度"):
        actions.link_meeting(
            life=life, record=hold(branch, "org_life", MET, topic="组织生活会"), by=SYSTEM, at=NOW
        )
    with pytest.raises(Invalid, match="组织生活会"):
        actions.link_meeting(life=life, record=hold(branch), by=SYSTEM, at=NOW)


def test_a_leading_body_has_none_and_years_to_come_are_refused(city: City) -> None:
    with pytest.raises(Invalid, match="民主生活会"):
        theme(city.education_group)
    with pytest.raises(Invalid, match="不能登记"):
        theme(city.first_branch, year=2027)


def test_strangers_and_superiors_change_nothing(city: City, people: People) -> None:
    held = met(city.first_branch)
    made = measure(held)
    record = talk(city.first_branch)
    link(held, Preparation.TALKS, record)
    evidence = OrgLifeEvidence.objects.get()
    for who in (people.stranger.actor, people.deputy.actor):
        for refused in (
            lambda who=who: theme(city.first_branch, who),
            lambda who=who: link(held, Preparation.TALKS, record, by=who),
            lambda who=who: actions.unlink_evidence(evidence=evidence, by=who, at=NOW),
            lambda who=who: actions.link_meeting(life=held, record=record, by=who, at=NOW),
            lambda who=who: actions.unlink_meeting(life=held, by=who, at=NOW),
            lambda who=who: measure(held, who),
            lambda who=who: actions.finish_measure(measure=made, how="已落实", by=who, at=NOW),
            lambda who=who: actions.withdraw_measure(measure=made, why="错", by=who, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_the_page_takes_a_branch_from_theme_to_measures(
    city: City, people: People, client_of: ClientOf
) -> None:
    branch, secretary = city.first_branch, client_of(people.secretary)
    page = f"/meetings/org-life/{branch.pk}/?year=2026"
    record = talk(branch)
    meeting = hold(branch, "org_life", MET, topic="组织生活会")
    assert secretary.post(page, {"do": "theme", "theme": ""}).status_code == 422
    assert secretary.post(page, {"do": "theme", "theme": "改进作风"}).status_code == 302
    assert secretary.post(page, {"do": "link", "part": "talks"}).status_code == 422
    secretary.post(page, {"do": "link", "part": "talks", "record": [record.pk]})
    secretary.post(page, {"do": "meeting", "record": meeting.pk})
    told = {"issue": "学习不够及时", "measure": "每月初公布安排", "person": "何宣宁", "due_on": "2026-08-31"}
    secretary.post(page, {"do": "measure", **told})
    made = Rectification.objects.get()
    shown = text_of(secretary.get(page))
    assert "改进作风" in shown
    assert "会前的步骤还缺：会前学习、听取意见" in shown
    secretary.post(f"/meetings/org-life/measures/{made.pk}/", {"do": "finish", "how": "已公布"})
    assert "2026-06-30：已公布" in text_of(secretary.get(page))
    secretary.post(f"/meetings/org-life/links/{OrgLifeEvidence.objects.get().pk}/")
    assert not OrgLifeEvidence.objects.exists()


def test_the_list_shows_the_branches_of_the_readers_scope_with_few_queries(
    city: City, people: People, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    late = measure(met(city.first_branch), due_on=MET)
    assert late.due_on < TODAY
    deputy = client_of(people.deputy)
    deputy.get("/meetings/org-life/")
    with django_assert_max_num_queries(12):
        shown = text_of(deputy.get("/meetings/org-life/"))
    assert city.first_branch.short_name in shown
    assert city.water_branch.short_name not in shown
    assert city.small_branch.short_name not in text_of(deputy.get("/meetings/org-life/?state=overdue"))
    assert city.first_branch.short_name not in text_of(deputy.get("/meetings/org-life/?state=unheld"))
    scope = people.secretary.actor.scope("record.see")
    assert life_queries.open_measures(scope, TODAY, TODAY).get() == late
