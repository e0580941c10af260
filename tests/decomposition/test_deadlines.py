"""A deadline moved above is proposed below, level by level, and never silently moved."""

from datetime import date, timedelta

import pytest

from heli.decomposition import actions
from heli.decomposition.models import Proposal, Task
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from tests.decomposition.handing import at_committee, break_down, issue, take_up, task_of
from tests.duties.planned import Planned
from tests.people import NOW, City, People

EARLIER, LATER = date(2026, 9, 30), date(2026, 12, 31)


def proposal_of(task: Task) -> Proposal:
    found: Proposal = Proposal.objects.unsettled().select_related("task").get(task=task)
    return found


def propose(task: Task, day: date = EARLIER) -> Proposal:
    actions.propose(tasks=[task], due_on=day, reason="迎接检查", by=SYSTEM, at=NOW)
    return proposal_of(task)


def day_of(task: Task) -> date:
    task.refresh_from_db()
    return task.due_on


def test_an_earlier_day_waits_for_everybody_below(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    break_down(held, organisations=[city.first_branch.pk, city.press.pk])
    branch, press = task_of(planned.assembly, city.first_branch), task_of(planned.assembly, city.press)
    asked = propose(held)
    assert actions.accept_day(proposal=asked, by=people.deputy.actor, at=NOW).state == "passed_on"
    assert (day_of(held), proposal_of(branch).cause_id) == (LATER, asked.pk)
    actions.accept_day(proposal=proposal_of(branch), by=people.secretary.actor, at=NOW)
    assert (day_of(branch), day_of(press), day_of(held)) == (EARLIER, LATER, LATER)
    with pytest.raises(WrongState, match="正等下级答复"):
        actions.accept_day(proposal=asked, by=people.deputy.actor, at=NOW)
    actions.accept_day(proposal=proposal_of(press), by=SYSTEM, at=NOW)
    assert (day_of(press), day_of(held)) == (EARLIER, EARLIER)
    asked.refresh_from_db()
    assert asked.state == "in_force"


def test_who_differs_is_heard_and_the_giver_decides(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    break_down(held, organisations=[city.first_branch.pk])
    branch = task_of(planned.assembly, city.first_branch)
    asked = propose(branch)
    with pytest.raises(WrongState, match="还不满 5 天"):
        actions.insist_on_day(proposal=asked, reason="必须", by=people.deputy.actor, at=NOW)
    actions.answer_day(proposal=asked, answer="九月有换届", by=people.secretary.actor, at=NOW)
    assert day_of(branch) == LATER
    actions.insist_on_day(proposal=asked, reason="检查在十月", by=people.deputy.actor, at=NOW)
    assert day_of(branch) == EARLIER


def test_silence_is_no_consent_and_no_standstill(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    asked = propose(held)
    later = NOW + timedelta(days=5)
    assert day_of(held) == LATER
    by = people.lead_secretary.actor
    actions.insist_on_day(proposal=asked, reason="未答复", by=by, at=later)
    assert day_of(held) == EARLIER


def test_a_later_day_is_offered_to_those_who_had_the_same(
    city: City, planned: Planned, people: People
) -> None:
    issue(city, planned.assembly, due_on=EARLIER)
    top = task_of(planned.assembly, city.education_group)
    take_up(top)
    break_down(top)
    below = task_of(planned.assembly, city.education_committee)
    actions.accept_day(proposal=propose(top, LATER), by=people.lead_secretary.actor, at=NOW)
    assert (day_of(top), day_of(below), proposal_of(below).due_on) == (LATER, EARLIER, LATER)


def test_dropping_it_drops_what_was_passed_on(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    break_down(held)
    asked = propose(held)
    actions.accept_day(proposal=asked, by=people.deputy.actor, at=NOW)
    assert Proposal.objects.unsettled().count() == 6
    actions.drop_day(proposal=asked, by=people.lead_secretary.actor, at=NOW)
    assert not Proposal.objects.unsettled().exists()
    assert day_of(held) == LATER


def test_taking_the_last_one_back_brings_it_into_force(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    break_down(held, organisations=[city.press.pk])
    actions.accept_day(proposal=propose(held), by=people.deputy.actor, at=NOW)
    press = task_of(planned.assembly, city.press)
    actions.take_back(tasks=[press], reason="并入机关", by=people.deputy.actor, at=NOW)
    assert day_of(held) == EARLIER


def test_bad_proposals_are_refused(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.lecture)
    with pytest.raises(Invalid, match="不能晚于上级的期限"):
        propose(held, LATER)
    with pytest.raises(Invalid, match="不用调整"):
        propose(held, held.due_on)
    asked = propose(held)
    with pytest.raises(WrongState, match="没办结的期限建议"):
        propose(held, date(2026, 10, 1))
    for who in (people.stranger, people.secretary, people.staff):
        by = who.actor
        with pytest.raises(NotAllowed):
            actions.accept_day(proposal=asked, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.answer_day(proposal=asked, answer="x", by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.insist_on_day(proposal=asked, reason="x", by=by, at=NOW)
        with pytest.raises(NotAllowed):
            actions.drop_day(proposal=asked, by=by, at=NOW)
