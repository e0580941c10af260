"""After the grade: feedback that both confirm, rectification that is owed, and next year's report."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from heli.accounts.catalogue import Office
from heli.debriefing import actions, queries
from heli.debriefing.catalogue import Grade, Manner, Step
from heli.debriefing.models import Debriefing, Mending
from heli.debriefing.queries import filling, results
from heli.debriefing.queries import reporters as reporter_queries
from heli.debriefing.rules import rounds
from heli.duties.catalogue import DutyState
from heli.duties.models import Occurrence, Record
from heli.duties.queries.listing import duties_of
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from tests.debriefing.reporting import (
    BY,
    PROBLEMS,
    VOTERS,
    body_reporter,
    closed,
    colleague,
    committee_reporter,
    decided,
    fed_back,
    figures,
    grades,
    hold,
    listed,
    remarked,
)
from tests.people import NOW, TODAY, City, People

pytestmark = pytest.mark.django_db


def step(held: Debriefing) -> Step:
    return rounds.next_step(queries.standing(Debriefing.objects.get(pk=held.pk)))


def test_no_feedback_no_close_and_each_confirms_for_himself(city: City, people: People) -> None:
    """S000-35: 未反馈不能结案."""
    held = decided(city)
    with pytest.raises(WrongState, match="还有 2 名述职人的反馈没有双方确认"):
        actions.close_round(debriefing=held, **BY)
    one = committee_reporter(held)
    given: dict[str, Any] = {
        "reporter": one,
        "given_on": TODAY,
        "giver": "方敏行",
        "problems": PROBLEMS,
        **BY,
    }
    with pytest.raises(WrongState, match="还没有登记反馈"):
        actions.sign_feedback(reporter=one, as_giver=False, **BY)
    with pytest.raises(Invalid, match="反馈日期应在"):
        actions.feed_back(**given | {"given_on": TODAY - timedelta(days=1)})
    with pytest.raises(Invalid, match="请填写反馈人"):
        actions.feed_back(**given | {"giver": " "})
    actions.feed_back(**given)
    with pytest.raises(NotAllowed, match="述职人本人"):
        actions.sign_feedback(reporter=one, as_giver=False, by=colleague(people), at=NOW)
    mine = actions.sign_feedback(reporter=one, as_giver=False, by=people.deputy.actor, at=NOW)
    assert (mine.is_signed, mine.reporter_signed_by) == (False, "严守正")
    with pytest.raises(WrongState, match="已经确认过"):
        actions.sign_feedback(reporter=one, as_giver=False, by=people.deputy.actor, at=NOW)
    with pytest.raises(WrongState, match="等次不能再改"):
        actions.decide(
            debriefing=held, meeting=None, grades=grades(held), met_on=TODAY, met_as="工委会议", **BY
        )
    actions.sign_feedback(reporter=one, as_giver=True, by=people.staff.actor, at=NOW)
    other = body_reporter(held)
    actions.feed_back(**given | {"reporter": other})
    with pytest.raises(WrongState, match="还有 1 名"):
        actions.close_round(debriefing=held, **BY)
    assert actions.sign_on_paper(reporter=other, **BY).on_paper
    assert actions.close_round(debriefing=held, **BY).is_closed


def test_only_who_gave_the_feedback_confirms_it(city: City, people: People) -> None:
    one = committee_reporter(fed_back(city))
    (post,) = people.staff.actor.posts
    other = replace(people.staff.actor, posts=(replace(post, name="别人"),))
    with pytest.raises(NotAllowed, match="反馈人 方敏行 本人确认"):
        actions.sign_feedback(reporter=one, as_giver=True, by=other, at=NOW)


def test_the_list_becomes_a_duty_and_working_it_off_fulfils_it(city: City, people: People) -> None:
    """R10-07; entered once."""
    held = closed(city)
    one = committee_reporter(held)
    with pytest.raises(Invalid, match="整改清单还是空的"):
        actions.hand_down(reporter=one, **BY)
    item: dict[str, Any] = {
        "reporter": one, "problem": "问题", "measure": "措施", "office": one.office, "due_on": TODAY, **BY,
    }  # fmt: skip
    with pytest.raises(Invalid, match="今天以后"):
        actions.list_item(**item | {"due_on": TODAY - timedelta(days=1)})
    with pytest.raises(Invalid, match="不超过一年"):
        actions.list_item(**item | {"due_on": date(2027, 12, 31)})
    with pytest.raises(Invalid, match="请填写问题和整改措施"):
        actions.list_item(**item | {"problem": " "})
    dropped = actions.list_item(**item)
    actions.drop_item(item=dropped, **BY)
    listed(held)
    first, second = reporter_queries.mendings(one)
    with pytest.raises(WrongState, match="还没有批准下达"):
        actions.finish_item(item=first, done_on=TODAY, how="已列入计划并逐月检查", **BY)
    actions.hand_down(reporter=one, **BY)
    (occurrence,) = Occurrence.objects.filter(
        organisation=city.education_committee, requirement__plan__year=2026
    )
    assert (occurrence.due_on, "整改清单2项" in occurrence.reason) == (second.due_on, True)
    with pytest.raises(WrongState, match="已经批准下达"):
        actions.list_item(**item)
    assert _mending(city).state is not DutyState.ON_TIME
    actions.finish_item(item=first, done_on=TODAY, how="已列入计划并逐月检查", **BY)
    with pytest.raises(WrongState, match="已经登记完成"):
        actions.finish_item(item=first, done_on=TODAY, how="已列入计划并逐月检查", **BY)
    with pytest.raises(Invalid, match="还没有到"):
        actions.finish_item(item=second, done_on=TODAY + timedelta(days=1), how="已列入计划并逐月检查", **BY)
    with pytest.raises(Invalid, match="请写明整改结果"):
        actions.finish_item(item=second, done_on=TODAY, how="好", **BY)
    actions.finish_item(item=second, done_on=TODAY, how="到六个支部调研并解决问题", **BY)
    assert _mending(city).state is DutyState.ON_TIME
    made = Record.objects.get(kind="debriefing_rectification")
    assert "到六个支部调研并解决问题" in made.text


def _mending(city: City) -> Any:
    found = duties_of(city.education_committee, 2026, TODAY)
    return next(one for one in found if one.reading.measure == "书记抓党建述职评议整改")


def test_a_list_worked_off_before_its_year_waits_for_it(city: City, people: People) -> None:
    held = closed(city)
    one = committee_reporter(held)
    item = actions.list_item(
        reporter=one, problem="问题", measure="措施", office=one.office, due_on=date(2027, 1, 31), **BY
    )
    actions.hand_down(reporter=one, **BY)
    with pytest.raises(Invalid, match="2027-01-01 以后登记完成"):
        actions.finish_item(item=item, done_on=TODAY, how="已列入计划并逐月检查", **BY)
    assert Mending.objects.get(pk=item.pk).done_on is None


def test_next_years_report_begins_with_this_years_problems(city: City, people: People) -> None:
    """R10-06: 上年问题整改; nothing is asked twice."""
    held = closed(city)
    one = listed(held)
    actions.hand_down(reporter=one, **BY)
    first, _ = reporter_queries.mendings(one)
    actions.finish_item(item=first, done_on=TODAY, how="已列入计划并逐月检查", **BY)
    next_year = NOW.replace(year=2027)
    later = actions.start(organiser=city.work_committee, year=2027, by=SYSTEM, at=next_year)
    (again,) = actions.enlist(
        debriefing=later, relation="organ_committee", office=Office.FULLTIME_DEPUTY,
        organisations=[city.education_committee], manner=Manner.WRITTEN, by=SYSTEM, at=next_year,
    )  # fmt: skip
    report = filling.report(again, next_year.date())
    text = next(part.text for part in report.parts if part.rule.id == "last_year")
    assert "上年度指出的问题2项，已完成整改1项" in text
    assert "已列入计划并逐月检查" in text
    assert "正在整改，期限" in text


def test_the_mark_of_the_yearly_assessment_is_part_of_the_proposal(city: City, people: People) -> None:
    held = remarked(city)
    one = committee_reporter(held)
    given: dict[str, Any] = {"reporter": one, "source": "青直工〔2026〕40号", **BY}
    for wrong in ({"mark": Decimal(101)}, {"mark": Decimal(90), "source": " "}):
        with pytest.raises(Invalid, match="0 至 100"):
            actions.mark_work(**given | wrong)
    actions.mark_work(mark=Decimal(50), **given)
    for group in results.groups_of(held):
        voted = hold(group, VOTERS[group.name])
        actions.count_vote(group=voted, counted=figures(results.poll_of(voted)), **BY)
    found = {one.reporter.relation: one.proposal for one in results.results(held)}
    assert (found["organ_committee"].result, found["organ_committee"].grade) == (Decimal("80.00"), Grade.FAIR)
    assert found["leading_group"].result == Decimal("100.00")
    actions.decide(
        debriefing=held, meeting=None, met_on=TODAY, met_as="工委会议",
        grades={one.pk: (found[one.relation].grade or "", "") for one in results.reporters_of(held)}, **BY,
    )  # fmt: skip
    with pytest.raises(WrongState, match="不能再改"):
        actions.mark_work(mark=Decimal(90), **given)
