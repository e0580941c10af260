"""A requirement on its way down: to whom, taken up or returned, broken down to the last branch."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from heli.decomposition import actions
from heli.decomposition.catalogue import LAYER_OF, Layer, Way
from heli.decomposition.models import Task, TaskStep
from heli.decomposition.queries.below import below, receivers
from heli.duties.models import Plan
from heli.kernel.action import SYSTEM
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from heli.orgs.catalogue import Kind
from tests.decomposition.handing import at_committee, break_down, issue, take_up, task_of
from tests.duties.planned import Planned, require
from tests.people import NOW, TODAY, City, People, building


def names(city: City, way: str) -> set[str]:
    return {one.organisation.short_name for one in receivers(city.work_committee, way, TODAY)}


def test_a_unit_is_answered_for_by_its_leading_body_or_by_its_top_organisation(city: City) -> None:
    led = {one.short_name for one in (city.education_group, city.water_group, city.publicity_body)}
    tops = {
        one.short_name for one in (city.education_committee, city.water_committee, city.publicity_committee)
    }
    assert names(city, Way.LEADING) == led
    assert names(city, Way.AFFILIATED) == tops


def test_a_top_organisation_without_a_leading_body_answers_itself(city: City) -> None:
    with building():
        city.water_committee.leader = None
        city.water_committee.save()
    assert city.water_committee.short_name in names(city, Way.LEADING)


def test_a_body_hands_down_to_the_topmost_that_it_leads_and_a_committee_to_its_children(city: City) -> None:
    assert list(below(city.education_group, TODAY)) == [city.education_committee]
    assert set(below(city.education_committee, TODAY)) == {
        city.first_branch,
        city.small_branch,
        city.school,
        city.exam_centre,
        city.press,
    }
    with building():
        city.education_committee.leading = "guides"
        city.education_committee.save()
    assert list(below(city.education_group, TODAY)) == []


def test_it_goes_down_to_the_last_branch(city: City, planned: Planned, people: People) -> None:
    assert issue(city, planned.theme_day, planned.lecture, by=people.staff.actor) == 6
    assert AuditEntry.objects.latest("pk").action == "decomposition.issue"
    held = at_committee(city, people, planned.assembly)
    before = AuditEntry.objects.count()
    assert break_down(held, people.deputy.actor, office="secretary", due_on=date(2026, 11, 30)) == 5
    assert AuditEntry.objects.count() == before + 1
    school = task_of(planned.assembly, city.school)
    assert (school.level, school.layer, school.due_on, school.giver_id, school.state) == (
        3,
        Layer.BASE,
        date(2026, 11, 30),
        city.education_committee.pk,
        "handed",
    )
    take_up(school, by=people.general_secretary.actor)
    assert break_down(task_of(planned.assembly, city.school), people.general_secretary.actor) == 1
    last = task_of(planned.assembly, city.school_branch)
    assert (last.level, last.layer) == (4, Layer.BRANCH)
    held.refresh_from_db()
    assert held.state == "broken_down"


def test_who_holds_it_already_is_passed_over(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.assembly)
    assert break_down(held, kinds=[Kind.GENERAL_BRANCH]) == 1
    assert break_down(held, organisations=[city.first_branch.pk, city.school.pk]) == 1
    assert break_down(held) == 3
    with pytest.raises(Invalid, match="都已收到"):
        break_down(held)
    with pytest.raises(Invalid, match="都已收到"):
        issue(city, planned.assembly)


def test_days_waited_are_counted_from_the_first_handing(city: City, planned: Planned, people: People) -> None:
    issue(city, planned.assembly, at=NOW - timedelta(days=9))
    top = task_of(planned.assembly, city.education_group)
    actions.give_back(tasks=[top], reason="职责有交叉", by=people.lead_secretary.actor, at=NOW)
    actions.insist(task=top, reason="由教育局牵头", by=people.staff.actor, at=NOW)
    take_up(top)
    top.refresh_from_db()
    assert (top.waited, top.taken_up_at) == (9, NOW)


def test_what_is_returned_is_amended_insisted_on_or_taken_back(
    city: City, planned: Planned, people: People
) -> None:
    issue(city, planned.assembly)
    one, two, three = Task.objects.order_by("pk")
    actions.give_back(tasks=[one, two, three], reason="期限太紧", by=SYSTEM, at=NOW)
    day = date(2026, 12, 1)
    by = people.staff.actor
    amended = actions.amend(task=one, asked="先召开一次", due_on=day, reason="放宽", by=by, at=NOW)
    assert (amended.state, amended.asked, amended.due_on) == ("handed", "先召开一次", day)
    assert actions.insist(task=two, reason="按计划", by=by, at=NOW).state == "insisted"
    with pytest.raises(WrongState, match="坚持下达，待签收"):
        actions.give_back(tasks=[two], reason="仍有困难", by=SYSTEM, at=NOW)
    actions.take_back(tasks=[three], reason="不属于该单位", by=by, at=NOW)
    assert issue(city, planned.assembly) == 1
    said = list(TaskStep.objects.order_by("pk").values_list("act", "acted_by"))
    assert [act for act, _ in said] == ["return", "return", "return", "amend", "insist", "take_back"]
    assert said[-1][1] == by.label


def test_directly_handed_down_is_not_taken_up_and_broken_down_by_the_giver(
    city: City, planned: Planned, people: People
) -> None:
    held = at_committee(city, people, planned.assembly)
    break_down(held, people.deputy.actor)
    school = task_of(planned.assembly, city.school)
    actions.hand_directly(tasks=[school], reason="尚无账号", by=people.deputy.actor, at=NOW)
    assert break_down(school, people.deputy.actor) == 1
    school.refresh_from_db()
    last = task_of(planned.assembly, city.school_branch)
    assert (school.state, school.taken_up_at, last.giver_id) == (
        "direct",
        None,
        city.education_committee.pk,
    )
    with pytest.raises(WrongState, match="还有 1 项"):
        actions.take_back(tasks=[school], reason="收回", by=people.deputy.actor, at=NOW)
    take_up(school, by=people.general_secretary.actor)
    school.refresh_from_db()
    assert school.state == "taken_up"


def test_whatever_waits_is_taken_up_and_broken_down_without_an_object_each(
    city: City, planned: Planned
) -> None:
    issue(city, planned.assembly, planned.theme_day)
    while actions.take_up_all(tasks=Task.objects.all(), by=SYSTEM, at=NOW):
        actions.break_down_all(tasks=Task.objects.all(), by=SYSTEM, at=NOW)
    assert Task.objects.count() == 2 * 15  # every organisation but the 工委
    assert not Task.objects.filter(taken_up_at=None).exists()


def test_last_years_breakdown_is_the_template(city: City, planned: Planned, people: People) -> None:
    with building():
        plan = Plan.objects.create(year=2025, title="2025年分解表")
    last_year = require(plan, 1, planned.assembly.measure, "quarter", ["assembly"], ["branch"])
    old = datetime(2025, 3, 1, 9, tzinfo=NOW.tzinfo)
    before = at_committee(city, people, last_year, at=old)
    break_down(before, at=old, asked="含离退休党员", office="secretary", due_on=date(2025, 10, 31))
    held = at_committee(city, people, planned.assembly)
    break_down(held, organisations=[city.press.pk])
    assert actions.repeat_last_year(task=held, by=people.deputy.actor, at=NOW) == 4
    made = task_of(planned.assembly, city.first_branch)
    assert (made.asked, made.office, made.due_on) == ("含离退休党员", "secretary", date(2026, 10, 31))
    with pytest.raises(NotFound, match="去年没有"):
        actions.repeat_last_year(task=held, by=people.deputy.actor, at=NOW)


def test_bad_handing_is_refused_with_what_to_do(city: City, planned: Planned, people: People) -> None:
    with pytest.raises(Invalid, match="至少选择"):
        issue(city)
    with pytest.raises(Invalid, match="不能晚于计划的期限"):
        issue(city, planned.lecture, due_on=date(2026, 12, 31))
    with pytest.raises(Invalid, match="已经过去"):
        issue(city, planned.lecture, due_on=date(2026, 6, 1))
    with pytest.raises(Invalid, match="没有新下达"):
        issue(city, planned.lecture, to=[])
    assert not Task.objects.exists()
    held = at_committee(city, people, planned.lecture)
    with pytest.raises(Invalid, match="不能晚于本级的期限"):
        break_down(held, due_on=date(2026, 12, 21))
    with pytest.raises(WrongState, match="不能“签收”"):
        take_up(held)
    with pytest.raises(Invalid, match="理由"):
        actions.give_back(tasks=[task_of(planned.lecture, city.water_group)], reason=" ", by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="请先签收"):
        actions.keep_measures(
            task=task_of(planned.lecture, city.water_group), measures="x", office="", by=SYSTEM, at=NOW
        )


def test_own_measures_name_the_post_that_answers(city: City, planned: Planned, people: People) -> None:
    held = at_committee(city, people, planned.lecture)
    kept = actions.keep_measures(
        task=held, measures="分两批组织", office="fulltime_deputy", by=people.deputy.actor, at=NOW
    )
    assert (kept.measures, kept.get_office_display()) == ("分两批组织", "专职副书记")
    with pytest.raises(Invalid, match="岗位"):
        actions.keep_measures(task=held, measures="", office="king", by=SYSTEM, at=NOW)


@pytest.mark.parametrize("who", ["stranger", "other_secretary", "member", "audit_admin", "secretary"])
def test_nobody_acts_for_another(city: City, planned: Planned, people: People, who: str) -> None:
    held, by = at_committee(city, people, planned.lecture), getattr(people, who).actor
    top = task_of(planned.lecture, city.water_group)
    tries: list[Callable[[], object]] = [
        lambda: issue(city, planned.assembly, by=by),
        lambda: actions.take_up(tasks=[top], by=by, at=NOW),
        lambda: actions.take_up_all(tasks=Task.objects.all(), by=by, at=NOW),
        lambda: actions.give_back(tasks=[top], reason="x", by=by, at=NOW),
        lambda: break_down(held, by),
        lambda: actions.break_down_all(tasks=Task.objects.all(), by=by, at=NOW),
        lambda: actions.repeat_last_year(task=held, by=by, at=NOW),
        lambda: actions.keep_measures(task=held, measures="x", office="", by=by, at=NOW),
        lambda: actions.hand_directly(tasks=[top], reason="x", by=by, at=NOW),
        lambda: actions.take_back(tasks=[top], reason="x", by=by, at=NOW),
        lambda: actions.propose(tasks=[top], due_on=date(2026, 9, 1), reason="x", by=by, at=NOW),
    ]
    actions.give_back(tasks=[task_of(planned.lecture, city.publicity_body)], reason="x", by=SYSTEM, at=NOW)
    returned = task_of(planned.lecture, city.publicity_body)
    tries += [
        lambda: actions.amend(task=returned, asked="", due_on=returned.due_on, reason="x", by=by, at=NOW),
        lambda: actions.insist(task=returned, reason="x", by=by, at=NOW),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()


def test_every_kind_has_a_layer() -> None:
    assert set(LAYER_OF) == set(Kind)
