"""What else waits on 今日要务: minutes to sign, measures to put right, study, and the calendar's days."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heli.accounts.actor import Actor
from heli.almanac.actions import plan_day
from heli.almanac.rules.placing import Key
from heli.home.catalogue import Line, Turn
from heli.home.queries import waiting
from heli.home.queries.today import today_of
from heli.kernel.action import SYSTEM
from heli.members.models import Post
from heli.notices import rules as notice_rules
from heli.orglife import actions
from heli.orglife.models import Rectification
from heli.orglife.queries.waiting import to_put_right, to_sign
from heli.study.actions import plans
from heli.study.catalogue import Way
from tests.duties.planned import Planned
from tests.orglife.meetings import hold
from tests.people import NOW, TODAY, City, People, Person

ClientOf = Callable[[Person], Client]
MET = date(2026, 1, 23)


def told(someone: Person, turn: Turn, words: str) -> list[Line]:
    page = today_of(someone.actor, TODAY)
    group = next(one for one in page.groups if one.turn is turn)
    return [line for line in group.lines if words in line.what]


def measures(city: City, *days: date) -> list[Rectification]:
    branch = city.first_branch
    life = actions.set_theme(organisation=branch, year=2026, theme="改进作风", by=SYSTEM, at=NOW)
    meeting = hold(branch, "org_life", MET, topic="组织生活会", text="")
    life = actions.link_meeting(life=life, record=meeting, by=SYSTEM, at=NOW)
    return [
        actions.add_measure(
            life=life, issue="联系群众不多", measure=f"走访{day:%m}", person="何宣宁", due_on=day,
            by=SYSTEM, at=NOW,
        )
        for day in days
    ]  # fmt: skip


def test_minutes_wait_for_the_chair_and_for_the_secretary(city: City, people: People) -> None:
    made = hold(city.first_branch, chair="周组韬")
    for someone in (people.secretary, people.committee_member):
        (line,) = told(someone, Turn.NOW, "审签")
        assert (line.what, line.when) == ("审签会议记录：支部党员大会", "2026-06-30 的会议")
        assert line.url.endswith(f"/{made.pk}/minutes/")
    actions.sign_minutes(record=made, by=people.committee_member.actor, at=NOW)
    assert told(people.secretary, Turn.NOW, "审签") == []


def test_minutes_wait_for_nobody_who_may_not_sign_them(city: City, people: People) -> None:
    hold(city.first_branch)
    hold(city.first_branch, "theme_day", text="")
    assert len(to_sign(people.secretary.actor)) == 1
    for someone in people:
        if someone is not people.secretary:
            assert to_sign(someone.actor) == [], someone.account.name


def test_a_measure_waits_from_the_month_in_which_it_is_due_until_it_is_done(
    city: City, people: People
) -> None:
    late, now, later = measures(city, date(2026, 5, 31), TODAY, date(2026, 9, 30))
    lines = told(people.secretary, Turn.NOW, "落实整改措施")
    assert [(one.what, one.state) for one in lines] == [
        ("落实整改措施：走访05", "overdue"), ("落实整改措施：走访06", "due_soon"),
    ]  # fmt: skip
    actions.finish_measure(measure=late, how="已走访", by=SYSTEM, at=NOW)
    actions.withdraw_measure(measure=now, why="重复", by=SYSTEM, at=NOW)
    assert told(people.secretary, Turn.NOW, "落实整改措施") == []
    assert to_put_right(people.secretary.actor, later.due_on) == [later]
    for someone in (people.stranger, people.member, people.deputy, people.other_secretary):
        assert to_put_right(someone.actor, later.due_on) == []


def test_what_is_to_be_studied_waits_beside(city: City, people: People, client_of: ClientOf) -> None:
    plans.add_line(
        organisation=city.first_branch, year=2026, topic="二季度专题", way=Way.TOPIC, period="2026Q2",
        tag="religion", by=SYSTEM, at=NOW,
    )  # fmt: skip
    (line,) = told(people.secretary, Turn.NOW, "学习：二季度专题")
    (missing,) = told(people.secretary, Turn.MONTH, "学习计划补上必修内容")
    (session,) = told(people.lead_secretary, Turn.NOW, "中心组学习（二季度）")
    assert line.due_on == TODAY
    for someone, one in (
        (people.secretary, line),
        (people.secretary, missing),
        (people.lead_secretary, session),
    ):
        assert client_of(someone).get(one.url).status_code == 200


def test_a_duty_says_the_day_that_the_calendar_has_for_it(
    city: City, planned: Planned, people: People
) -> None:
    key = Key(planned.theme_day.pk, 5)
    plan_day(organisation=city.first_branch, year=2026, keys=[key], day=TODAY, by=SYSTEM, at=NOW)
    (line,) = told(people.secretary, Turn.NOW, "主题党日活动（6月）")
    assert line.note == "年历安排在 6月30日"
    (theirs,) = told(people.member, Turn.MONTH, "主题党日活动（6月）")
    assert theirs.note == line.note


def test_the_lines_name_nobody_and_a_digest_says_them_as_they_stand(city: City, people: People) -> None:
    hold(city.first_branch, topic="讨论冯小满转正")
    measures(city, TODAY)
    names = set(Post.objects.values_list("name", flat=True)) | {"冯小满"}
    for line in waiting.lines(people.secretary.actor, TODAY)[Turn.NOW]:
        said = notice_rules.without_names(Turn.NOW, line, "orglife:minutes")
        assert said.what == line.what
        assert not any(name in line.what + line.whom + line.when for name in names)


@pytest.mark.parametrize("role", ["secretary", "lead_secretary", "deputy", "staff"])
def test_more_of_them_ask_no_more_queries(city: City, people: People, role: str) -> None:
    actor = getattr(people, role).actor
    hold(city.first_branch)
    measures(city, TODAY)
    few = _queries(actor)
    for day in range(1, 8):
        hold(city.first_branch, "theme_day", date(2026, 6, day), topic=f"党日{day}")
    assert _queries(actor) == few <= 21
    for lines in waiting.lines(actor, TODAY).values():
        assert sum("审签" in line.what for line in lines) <= waiting.MOST_LINES


def _queries(actor: Actor) -> int:
    with CaptureQueriesContext(connection) as found:
        waiting.lines(actor, TODAY)
    return len(found)
