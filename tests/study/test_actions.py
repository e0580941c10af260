"""Writes of study: one audit entry each, refused to strangers, nothing half-written; and what they count."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from heli.duties.actions import record, withdraw
from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.members.models import Member
from heli.study.actions import classes, meetings, plans
from heli.study.catalogue import ClassKind, Outcome, Way
from heli.study.models import ClassMember, StudyClass, StudyLine, StudyMinutes, StudyPlan, StudyResult
from heli.study.queries.hours import lines
from heli.study.queries.own import own
from heli.study.queries.pending import open_items
from tests.orglife.meetings import hold
from tests.people import NOW, TODAY, City, People
from tests.study.ground import DAY, class_of, held, hours, person, session

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


def _line(city: City, by: Any = SYSTEM, **given: Any) -> StudyLine:
    words: dict[str, Any] = {"topic": "宗教政策法规", "way": Way.TOPIC, "period": "2026Q3", "tag": "religion"}
    return plans.add_line(organisation=city.first_branch, year=YEAR, **words | given, by=by, at=NOW)


def test_hours_follow_from_meetings_attended(city: City) -> None:
    held(city.first_branch, "theme_day", DAY, "吴晓溪")
    assert hours(city.first_branch, "孙明岚") == 2
    assert hours(city.first_branch, "吴晓溪") == 0
    held(city.first_branch, "assembly")
    assert hours(city.first_branch, "孙明岚") == 2


def test_a_withdrawn_meeting_or_class_counts_for_nobody(city: City) -> None:
    made, trained = held(city.first_branch), class_of(city.first_branch, "孙明岚")
    assert hours(city.first_branch, "孙明岚") == 26
    withdraw(record=made, reason="重复", by=SYSTEM, at=NOW)
    classes.withdraw_class(study_class=trained, why="重复", by=SYSTEM, at=NOW)
    assert hours(city.first_branch, "孙明岚") == 0


def test_stated_minutes_count_instead_of_the_kinds_own(city: City, people: People) -> None:
    made = held(city.first_branch)
    meetings.state_minutes(record=made, minutes=90, by=people.secretary.actor, at=NOW)
    assert hours(city.first_branch, "孙明岚") == Decimal("1.5")
    meetings.state_minutes(record=made, minutes=0, by=people.secretary.actor, at=NOW)
    assert hours(city.first_branch, "孙明岚") == 0
    assert StudyMinutes.objects.count() == 1
    with pytest.raises(Invalid, match="480"):
        meetings.state_minutes(record=made, minutes=500, by=people.secretary.actor, at=NOW)


def test_a_part_of_a_theme_day_counts_with_the_day(city: City) -> None:
    day = held(city.first_branch)
    hold(city.first_branch, "lecture", DAY, topic="党课", part_of=day)
    assert hours(city.first_branch, "孙明岚") == 2


def test_last_year_does_not_count(city: City) -> None:
    class_of(city.first_branch, "孙明岚", begins_on=date(2025, 5, 6), ends_on=date(2025, 5, 8))
    assert hours(city.first_branch, "孙明岚") == 0
    member = Member.objects.get(name="孙明岚")
    assert own(member, 2025, TODAY).earned == (24, 1)


def test_an_officer_is_measured_by_fifty_six_and_a_training(city: City) -> None:
    class_of(city.education_committee, "林书远", "孙明岚", half_days=6)
    for month in (1, 2, 3, 4):
        held(city.first_branch, "theme_day", date(2026, month, 10))
    assert person(city.first_branch, "孙明岚").reached
    secretary = person(city.first_branch, "林书远")
    assert (secretary.officer, secretary.earned, secretary.reached) == (True, (32, 1), False)
    (line,) = lines([city.first_branch], YEAR, TODAY)
    assert (line.members, line.members_reached, line.officers, line.officers_reached) == (5, 1, 4, 0)


def test_meetings_without_names_are_told_and_count_for_nobody(city: City) -> None:
    record(
        organisation=city.first_branch, kind="theme_day", happened_on=DAY, topic="导入的", due=9, present=9,
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    (line,) = lines([city.first_branch], YEAR, TODAY)
    assert (line.unnamed, line.possible, line.unknown, line.members_open) == (1, 2, 0, 5)
    assert hours(city.first_branch, "孙明岚") == 0
    class_of(city.first_branch, "孙明岚", title="一期")
    class_of(city.first_branch, "孙明岚", title="二期", begins_on=DAY, ends_on=DAY, half_days=2)
    class_of(
        city.first_branch, "吴晓溪", kind=ClassKind.ACADEMY, half_days=None, hours=Decimal(30), ends_on=DAY
    )
    (line,) = lines([city.first_branch], YEAR, TODAY)
    assert (line.members_reached, line.unknown, line.members_open) == (1, 1, 3)


def test_the_rows_behind_add_up(city: City) -> None:
    held(city.first_branch)
    class_of(city.first_branch, "孙明岚", kind=ClassKind.ACADEMY, half_days=None, hours=Decimal("20.5"))
    found = own(Member.objects.get(name="孙明岚"), YEAR, TODAY)
    assert sum(one.hours for one in found.rows) == found.earned.hours == Decimal("22.5")
    assert found.earned.trainings == 0
    assert [one.on for one in found.rows] == sorted((one.on for one in found.rows), reverse=True)


def test_a_class_counts_once_whoever_enters_it_again(city: City, people: People) -> None:
    class_of(city.education_committee, "林书远")
    again = class_of(city.first_branch)
    members = Member.objects.filter(name="林书远").select_related("organisation")
    with pytest.raises(Invalid, match="林书远（党支部书记轮训班）"):
        classes.enrol(study_class=again, members=members, by=people.secretary.actor, at=NOW)
    assert not again.members.exists()


def test_whoever_is_entered_already_stays_entered_once(city: City) -> None:
    made = class_of(city.first_branch, "孙明岚")
    members = Member.objects.filter(name__in=["孙明岚", "吴晓溪"]).select_related("organisation")
    classes.enrol(study_class=made, members=members, by=SYSTEM, at=NOW)
    assert made.members.count() == 2
    with pytest.raises(Invalid):
        classes.enrol(study_class=made, members=[], by=SYSTEM, at=NOW)


def test_nobody_enrols_whom_he_does_not_see(city: City, people: People) -> None:
    made = class_of(city.first_branch, by=people.secretary.actor)
    members = Member.objects.filter(name__in=["孙明岚", "江治河"]).select_related("organisation")
    with pytest.raises(NotAllowed):
        classes.enrol(study_class=made, members=members, by=people.secretary.actor, at=NOW)
    assert not made.members.exists()


def test_a_class_is_entered_once_by_its_host(city: City) -> None:
    class_of(city.first_branch)
    with pytest.raises(Invalid, match="请在那个班次里补学员"):
        class_of(city.first_branch)
    assert StudyClass.objects.count() == 1


def test_somebody_is_struck_off_with_a_trace(city: City) -> None:
    made = class_of(city.first_branch, "孙明岚")
    classes.strike(attended=made.members.get(), by=SYSTEM, at=NOW)
    assert not ClassMember.objects.exists()
    assert "孙明岚" in AuditEntry.objects.get(action="study.strike").detail


def test_a_template_begins_a_plan_and_repeats_nothing(city: City) -> None:
    _line(city, topic="党章党规党纪", period="2026Q4", tag="rules")
    plan = plans.use_template(
        organisation=city.first_branch, year=YEAR, template="required", by=SYSTEM, at=NOW
    )
    assert plan.lines.count() == 4
    with pytest.raises(WrongState):
        plans.use_template(organisation=city.first_branch, year=YEAR, template="required", by=SYSTEM, at=NOW)


def test_a_line_is_studied_at_a_meeting_of_its_own_organisation(city: City) -> None:
    line, meeting = _line(city), held(city.first_branch)
    made = plans.add_result(line=line, outcome=Outcome.HELD, record=meeting, by=SYSTEM, at=NOW)
    assert made.happened_on == DAY
    with pytest.raises(Invalid, match="已登记"):
        plans.add_result(line=line, outcome=Outcome.HELD, record=meeting, by=SYSTEM, at=NOW)
    other = hold(city.water_branch, "theme_day", DAY, chair="江治河")
    with pytest.raises(Invalid, match="本组织"):
        plans.add_result(line=line, outcome=Outcome.HELD, record=other, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="先作废"):
        plans.drop_line(line=line, by=SYSTEM, at=NOW)
    plans.withdraw_result(result=made, by=SYSTEM, at=NOW)
    plans.drop_line(line=line, by=SYSTEM, at=NOW)
    assert not StudyLine.objects.standing().exists()
    _line(city)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"topic": "  "}, "请填写学习内容"),
        ({"period": "2025Q1"}, "2026 年的某个月"),
        ({"tag": "astrology"}, "内容分类"),
        ({"year": 2031}, "年度"),
    ],
)
def test_a_line_that_cannot_be_leaves_nothing(city: City, given: dict[str, Any], said: str) -> None:
    words: dict[str, Any] = {"topic": "学习", "way": Way.SELF, "period": "2026", "year": YEAR} | given
    with pytest.raises(Invalid, match=said):
        plans.add_line(organisation=city.first_branch, **words, by=SYSTEM, at=NOW)
    assert not StudyPlan.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": Outcome.LEARNED, "happened_on": DAY}, "成果的名称"),
        ({"outcome": Outcome.HELD, "happened_on": DAY}, "哪次会议"),
        ({"outcome": Outcome.APPLIED, "title": "措施", "happened_on": date(2026, 7, 2)}, "还没有到"),
        ({"outcome": Outcome.APPLIED, "title": "措施", "happened_on": date(2025, 7, 2)}, "2026 年的日期"),
        ({"outcome": Outcome.APPLIED, "title": "措施"}, "2026 年的日期"),
    ],
)
def test_a_result_that_cannot_be(city: City, given: dict[str, Any], said: str) -> None:
    line = _line(city)
    with pytest.raises(Invalid, match=said):
        plans.add_result(line=line, **given, by=SYSTEM, at=NOW)
    assert not StudyResult.objects.exists()


def _deeds(city: City) -> list[Callable[..., Any]]:
    line, made, meeting = _line(city), class_of(city.first_branch, "孙明岚"), held(city.first_branch)
    result = plans.add_result(line=line, outcome=Outcome.HELD, record=meeting, by=SYSTEM, at=NOW)
    member = Member.objects.select_related("organisation").get(name="吴晓溪")
    branch, attended = city.first_branch, made.members.get()
    return [
        lambda **by: plans.add_line(
            organisation=branch, year=YEAR, topic="党章", way=Way.SELF, period="2026", **by
        ),
        lambda **by: plans.change_line(line=line, topic="法规", way=Way.SELF, period="2026", **by),
        lambda **by: plans.use_template(organisation=branch, year=YEAR, template="required", **by),
        lambda **by: plans.name_secretary(organisation=branch, year=YEAR, name="何宣宁", **by),
        lambda **by: plans.add_result(
            line=line, outcome=Outcome.LEARNED, title="心得汇编", happened_on=DAY, **by
        ),
        lambda **by: plans.withdraw_result(result=result, **by),
        lambda **by: meetings.state_minutes(record=meeting, minutes=60, **by),
        lambda **by: classes.enter_class(
            host=branch, title="讲座", organiser="市委讲师团", kind=ClassKind.LECTURE, begins_on=DAY,
            ends_on=DAY, half_days=1, **by,
        ),
        lambda **by: classes.enrol(study_class=made, members=[member], **by),
        lambda **by: classes.strike(attended=attended, **by),
        lambda **by: classes.withdraw_class(study_class=made, why="重复", **by),
        lambda **by: plans.drop_line(line=plans.add_line(
            organisation=branch, year=YEAR, topic="另一条", way=Way.SELF, period="2026", **by), **by),
    ]  # fmt: skip


def test_every_deed_is_refused_to_strangers_and_leaves_one_entry(city: City, people: People) -> None:
    for deed in _deeds(city):
        before = AuditEntry.objects.count()
        for who in (
            people.stranger,
            people.member,
            people.other_secretary,
            people.deputy,
            people.audit_admin,
        ):
            with pytest.raises(NotAllowed):
                deed(by=who.actor, at=NOW)
        assert AuditEntry.objects.count() == before
        deed(by=people.secretary.actor, at=NOW)
        told = AuditEntry.objects.order_by("-pk").first()
        assert told is not None
        assert told.action.startswith("study.")


def test_what_is_over_is_over(city: City) -> None:
    made, line = class_of(city.first_branch), _line(city)
    classes.withdraw_class(study_class=made, why="重复", by=SYSTEM, at=NOW)
    plans.drop_line(line=line, by=SYSTEM, at=NOW)
    over: list[Callable[[], Any]] = [
        lambda: classes.withdraw_class(study_class=made, why="重复", by=SYSTEM, at=NOW),
        lambda: plans.drop_line(line=line, by=SYSTEM, at=NOW),
        lambda: plans.change_line(line=line, topic="法规", way=Way.SELF, period="2026", by=SYSTEM, at=NOW),
    ]
    for deed in over:
        with pytest.raises(DomainError):
            deed()


def test_what_waits_is_told_to_who_enters_it(city: City, people: People) -> None:
    _line(city, topic="二季度专题", period="2026Q2")
    _line(city, topic="自己读书", way=Way.SELF, period="2026-06")
    _line(city, topic="四季度", period="2026Q4")
    found = [(one.what, one.due_on) for one in open_items(people.secretary.actor, TODAY)]
    assert found == [
        ("学习：二季度专题", date(2026, 6, 30)),
        ("学习计划补上必修内容：党的创新理论、意识形态", date(2026, 12, 31)),
    ]
    held_at = StudyLine.objects.get(topic="二季度专题")
    plans.add_result(line=held_at, outcome=Outcome.HELD, record=held(city.first_branch), by=SYSTEM, at=NOW)
    assert len(open_items(people.secretary.actor, TODAY)) == 1
    assert [one.what for one in open_items(people.lead_secretary.actor, TODAY)] == ["中心组学习（二季度）"]
    session(city.education_group, DAY)
    assert open_items(people.lead_secretary.actor, TODAY) == []
    assert open_items(people.stranger.actor, TODAY) == open_items(people.member.actor, TODAY) == []
