"""今日要务 by role: who finds which line in which group, and what each line opens."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import Office
from heli.duties.catalogue import Cadence, DutyState
from heli.duties.models import Plan
from heli.home.catalogue import Line, Today, Turn
from heli.home.queries.today import today_of
from heli.intake.catalogue import DecisionKind, IntakeState
from heli.intake.models import Decision, Intake
from heli.kernel.action import SYSTEM
from heli.members.actions import posts as post_actions
from heli.orgs.models import Organisation
from tests.duties.planned import BRANCHES, Planned, enter, occurs, require
from tests.people import NOW, TODAY, City, People, Person, building, person

ClientOf = Callable[[Person], Client]


def page_of(someone: Person, day: date = TODAY) -> Today:
    return today_of(someone.actor, day)


def lines(page: Today, turn: Turn) -> list[Line]:
    return list(next(group.lines for group in page.groups if group.turn is turn))


def said(page: Today, turn: Turn) -> list[tuple[str, str, str]]:
    return [(line.what, line.state, line.when) for line in lines(page, turn)]


def nothing(page: Today, turn: Turn) -> str:
    return next(group.nothing for group in page.groups if group.turn is turn)


def test_a_secretary_finds_first_what_can_still_be_in_time(planned: Planned, people: People) -> None:
    assert said(page_of(people.secretary), Turn.NOW) == [
        ("开展主题党日活动（6月）", "due_soon", "今天到期"),
        ("召开支部委员会会议（6月）", "due_soon", "今天到期"),
        ("召开支部党员大会（二季度）", "due_soon", "今天到期"),
        ("开展主题党日活动（1月、2月、3月等 5 期）", "unknown", "最早已过 150 天"),
        ("召开支部委员会会议（1月、2月、3月等 5 期）", "unknown", "最早已过 150 天"),
        ("召开支部党员大会（一季度）", "unknown", "已过 91 天"),
    ]


def test_its_button_records_that_kind_of_meeting_there(city: City, planned: Planned, people: People) -> None:
    first = lines(page_of(people.secretary), Turn.NOW)[0]
    assert first.label == "去记录"
    assert first.whom == city.first_branch.short_name
    assert first.url == f"{reverse('orglife:record')}?organisation={city.first_branch.pk}&kind=theme_day"


def test_months_that_were_missed_stand_in_one_line(city: City, planned: Planned, people: People) -> None:
    enter(city.first_branch, "theme_day", date(2026, 1, 15))
    told = {
        line.state: line for line in lines(page_of(people.secretary), Turn.NOW) if "主题党日" in line.what
    }
    assert told["overdue"].what == "开展主题党日活动（2月、3月、4月等 4 期）"
    assert (told["overdue"].when, told["overdue"].due_on) == ("最早已过 122 天", date(2026, 2, 28))
    assert "补记" in told["overdue"].note


def test_a_record_takes_its_line_away_at_once(city: City, planned: Planned, people: People) -> None:
    enter(city.first_branch, "theme_day", TODAY, by=people.secretary.actor)
    page = page_of(people.secretary)
    assert "开展主题党日活动（6月）" not in [line.what for line in lines(page, Turn.NOW)]
    june = page.years[0].months[5]
    assert (june.owed, june.done) == (4, 1)


def test_what_nobody_knows_how_to_answer_waits_for_the_office(planned: Planned, people: People) -> None:
    (line,) = lines(page_of(people.secretary), Turn.OTHERS)
    assert line.what == "开展调研"
    assert line.url == reverse("duties:requirement", args=[planned.open_one.pk])
    assert "机关工委" in line.note


def test_what_falls_due_later_in_the_month_has_its_own_group(planned: Planned, people: People) -> None:
    page = page_of(people.secretary, date(2026, 6, 5))
    assert ("开展主题党日活动（6月）", "not_due", "还有 25 天") in said(page, Turn.MONTH)
    assert "开展主题党日活动（6月）" not in [line.what for line in lines(page, Turn.NOW)]


def test_a_term_that_ends_is_a_line_of_its_own(city: City, planned: Planned, people: People) -> None:
    occurs(planned.election, city.first_branch, date(2026, 7, 3))
    told = next(line for line in lines(page_of(people.secretary), Turn.NOW) if "换届" in line.what)
    assert (told.what, told.when) == ("按期完成换届选举", "还有 3 天")
    assert told.url.endswith("kind=election_result")


def test_nothing_to_do_says_what_comes_next_and_when(city: City, people: People) -> None:
    with building():
        plan = Plan.objects.create(year=2026, title="计划")
    require(plan, 1, "召开支部党员大会", Cadence.QUARTER, ["assembly"], BRANCHES)
    for day in (date(2026, 2, 3), date(2026, 5, 6)):
        enter(city.first_branch, "assembly", day)
    page = page_of(people.secretary, date(2026, 7, 5))
    assert [line for turn in Turn for line in lines(page, turn)] == []
    assert nothing(page, Turn.NOW) == "没有需要您现在办的事项。"
    assert nothing(page, Turn.MONTH).endswith("召开支部党员大会（三季度），9月30日到期，还有 87 天。")


def test_a_member_sees_what_he_takes_part_in_and_waits_for_the_officers(
    city: City, planned: Planned, people: People
) -> None:
    enter(city.first_branch, "theme_day", date(2026, 1, 15))
    enter(city.first_branch, "committee", date(2026, 1, 15))
    page = page_of(people.member)
    assert lines(page, Turn.NOW) == []
    assert [line.what for line in lines(page, Turn.MONTH)] == [
        "开展主题党日活动（6月）",
        "召开支部党员大会（二季度）",
    ]
    waiting = lines(page, Turn.OTHERS)
    assert waiting[0].what == "开展主题党日活动（2月、3月、4月等 4 期）"
    assert {line.label for turn in Turn for line in lines(page, turn)} == {"查看"}
    assert [own.name for own in page.years] == [city.first_branch.short_name]


def test_a_superior_finds_counts_of_what_is_beneath(city: City, planned: Planned, people: People) -> None:
    enter(city.small_branch, "theme_day", date(2026, 4, 15))
    waiting = lines(page_of(people.deputy), Turn.OTHERS)
    told = next(line for line in waiting if line.state == DutyState.OVERDUE)
    # April and May of four branches, and May of the one that met in April.
    assert (told.what, told.whom, told.when) == (
        "开展主题党日活动",
        "本级及下级 5 个组织",
        "9 项，最早已过 61 天",
    )


def test_a_superiors_own_duties_come_first(city: City, planned: Planned, people: People) -> None:
    page = page_of(people.lead_secretary)
    assert [line.whom for line in lines(page, Turn.NOW)] == [city.education_group.short_name] * 3
    assert [line.what for line in lines(page, Turn.NOW)] == [
        "专题研究全面从严治党工作（上半年）",
        "制定党建责任清单",
        "中心组学习（二季度）",
    ]
    assert [own.name for own in page.years] == [city.education_group.short_name]


def test_only_own_duties_are_not_counted_a_second_time(city: City, planned: Planned, people: People) -> None:
    enter(city.water_group, "duty_list", date(2026, 2, 2))
    page = page_of(people.lead_secretary)
    assert "制定党建责任清单" in [line.what for line in lines(page, Turn.NOW)]
    assert "制定党建责任清单" not in [line.what for line in lines(page, Turn.OTHERS)]


def test_a_person_with_several_posts_sees_all_of_them(city: City, planned: Planned, people: People) -> None:
    for where, office in ((city.water_branch, Office.COMMITTEE_MEMBER), (city.school, Office.DEPUTY)):
        post_actions.appoint(
            organisation=where,
            office=office,
            name="林书远",
            account=people.secretary.account,
            valid_from=TODAY,
            by=SYSTEM,
            at=NOW,
        )
    page = page_of(person(people.secretary.account))
    mine = {city.first_branch.short_name, city.water_branch.short_name}
    assert {line.whom for line in lines(page, Turn.NOW)} == mine
    assert {own.name for own in page.years} == mine
    assert any(line.whom.startswith("本级及下级") for line in lines(page, Turn.MONTH))


def test_the_office_decides_first(city: City, planned: Planned, people: People) -> None:
    with building():
        checked = Intake.objects.create(state=IntakeState.CHECKED, made_at=NOW)
        for key in ("1", "2"):
            Decision.objects.create(
                kind=DecisionKind.MEMBER_VANISHED,
                subject=f"党员{key}",
                subject_key=key,
                question="转出了吗？",
                raised_at=NOW,
                raised_by="导入 1",
            )
    told = [(line.what, line.when, line.url) for line in lines(page_of(people.staff), Turn.NOW)]
    assert told == [
        ("明确“开展调研”", "明确以前情况未知", reverse("duties:requirement", args=[planned.open_one.pk])),
        ("确认导入已检查的工作簿", "检查已完成", reverse("intake:show", args=[checked.pk])),
        ("处理导入后的待定事项", "2 项", reverse("intake:decisions")),
    ]


def test_the_office_sees_units_terms_and_what_is_unknown(
    city: City, planned: Planned, people: People
) -> None:
    enter(city.small_branch, "theme_day", date(2026, 4, 15))
    occurs(planned.election, city.water_branch, date(2026, 5, 31))
    occurs(planned.election, city.press, date(2026, 9, 30))
    waiting = lines(page_of(people.administrator), Turn.OTHERS)
    # The branches of three units, without the 联合党支部: nobody of its kind has recorded a 主题党日.
    assert [(line.what, line.whom, line.when) for line in waiting if line.state != DutyState.UNKNOWN] == [
        ("有逾期事项的单位", "3 个单位", "14 项"),
        ("任期已届满、还没有换届", "各级党组织", "1 个"),
        ("年内任期届满", "各级党组织", "1 个"),
        ("开展主题党日活动", "3 个单位", "13 项"),
    ]
    unknown = next(line for line in waiting if line.what == "制定党建责任清单")
    assert (unknown.whom, unknown.when, unknown.note) == (
        "3 个单位",
        "3 项",
        "还没有这类记录：党建责任清单",
    )


def test_an_officer_of_the_work_committee_with_a_branch_sees_both(
    city: City, planned: Planned, people: People
) -> None:
    post_actions.appoint(
        organisation=city.water_branch,
        office=Office.DEPUTY,
        name="方敏行",
        account=people.staff.account,
        valid_from=TODAY,
        by=SYSTEM,
        at=NOW,
    )
    occurs(planned.election, city.water_branch, date(2026, 7, 3))
    enter(city.water_branch, "theme_day", date(2026, 6, 9))
    both = page_of(person(people.staff.account))
    own = [line for line in lines(both, Turn.NOW) if line.whom == city.water_branch.short_name]
    secretary = lines(page_of(people.other_secretary), Turn.NOW)
    assert own == secretary != []
    assert both.years == page_of(people.other_secretary).years


def test_without_a_plan_the_page_says_so(people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    page = client.get(reverse("home:today")).content.decode()
    assert "年度任务分解表还没有导入" in page
    assert f'href="{reverse("intake:start")}"' in page
    theirs = client_of(people.secretary).get(reverse("home:today")).content.decode()
    assert "年度任务分解表还没有导入" in theirs
    assert "去导入" not in theirs


@pytest.mark.parametrize("role", ["administrator", "lead_secretary", "deputy"])
def test_every_count_equals_the_list_that_it_opens(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    _some_records(city)
    occurs(planned.election, city.school, date(2026, 5, 31))
    reader: Person = getattr(people, role)
    client = client_of(reader)
    compared = 0
    for group in page_of(reader).groups:
        for line in group.lines:
            if line.url.startswith(reverse("duties:list")) and line.when[0].isdigit():
                listed = client.get(line.url)
                assert line.when.split()[0] == str(listed.context["page"].paginator.count), line
                compared += 1
    assert compared


def _some_records(city: City) -> None:
    branches: list[Organisation] = [city.first_branch, city.school_branch, city.water_branch]
    for branch in branches:
        enter(branch, "theme_day", date(2026, 2, 10))
    enter(city.school_branch, "assembly", date(2026, 3, 10))
    enter(city.education_group, "duty_list", date(2026, 4, 10))


def test_many_lines_of_a_sort_end_in_one_that_has_them_all(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    for number in range(20, 27):
        require(planned.plan, number, f"开展调研{number}", Cadence.YEAR, [], BRANCHES, due=(3, 31))
        require(planned.plan, number + 10, f"举措{number}", Cadence.YEAR, ["assembly"], BRANCHES, due=(3, 31))
    enter(city.first_branch, "assembly", date(2026, 1, 6))
    page = page_of(people.staff)
    settling = lines(page, Turn.NOW)
    assert [line.label for line in settling] == ["去明确"] * 5 + ["查看"]
    assert settling[-1].when == "8 条"
    listed = client_of(people.staff).get(settling[-1].url)
    assert listed.context["count"] == 8
    waiting = lines(page, Turn.OTHERS)
    assert [line.whom for line in waiting if line.what.startswith("全部")] == ["合计", "合计"]
    beneath = lines(page_of(people.deputy), Turn.OTHERS)
    assert [line.what for line in beneath if line.state == DutyState.OVERDUE][-1] == "全部逾期事项"
