"""任务分解 in the browser: issued, taken up, broken down, returned, amended; and who is turned away."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import Permission
from heli.decomposition import actions
from heli.decomposition.models import Proposal, Task
from heli.decomposition.queries import open_items
from heli.duties.models import Plan
from heli.kernel.action import SYSTEM
from tests.decomposition.handing import at_committee, at_first_branch, break_down, take_up, task_of
from tests.duties.planned import Planned, require
from tests.people import NOW, TODAY, City, People, Person, building

Browsing = Callable[[Person], Client]


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"decomposition:{name}", args=args) + query)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def send(client: Client, name: str, *args: object, query: str = "", **given: object) -> str:
    answer = client.post(reverse(f"decomposition:{name}", args=args) + query, given, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def test_a_plans_item_goes_down_to_a_branch_and_back(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    office, body, top = (client_of(one) for one in (people.staff, people.lead_secretary, people.deputy))
    branch = client_of(people.secretary)
    assert "3. 召开支部党员大会" in page(office, "issue")
    said = send(office, "issue", requirements=[planned.assembly.pk], asked="", due_on="")
    assert "已下达 3 项任务" in said
    for client, holder in ((body, city.education_group), (top, city.education_committee)):
        held = task_of(planned.assembly, holder)
        assert "待签收" in page(client, "mine")
        assert "已签收 1 项" in send(client, "take_up_many", tasks=[held.pk])
        form = page(client, "break_down", query=f"?task={held.pk}")
        assert f"不晚于本级的期限 {held.due_on}" in form
        said = send(client, "break_down", query=f"?task={held.pk}", office="secretary", due_on="2026-11-30")
        assert "已分解" in said
    waiting = task_of(planned.assembly, city.first_branch)
    assert "责任岗位" in page(branch, "task", waiting.pk)
    assert "已退回" in send(branch, "give_back", waiting.pk, reason="十一月换届")
    assert "十一月换届" in page(top, "task", waiting.pk)
    said = send(top, "amend", waiting.pk, asked="换届后补开", due_on="2026-11-29", reason="已放宽")
    assert "已修改并重新下达" in said
    assert "换届后补开" in page(branch, "mine")
    assert "已签收" in send(branch, "take_up", waiting.pk)
    said = send(branch, "measures", waiting.pk, measures="十一月下旬召开", office="secretary")
    assert "林书远" in said, "the person follows from the post on the day"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.due_on) == ("taken_up", date(2026, 11, 29))


def test_the_chain_shows_the_delay_at_each_level(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    at_committee(city, people, planned.assembly, at=NOW - timedelta(days=9))
    break_down(task_of(planned.assembly, city.education_committee), at=NOW - timedelta(days=8))
    shown = page(client_of(people.deputy), "task", task_of(planned.assembly, city.education_committee).pk)
    assert "市教育局党组" in shown
    assert "党支部 4 个" in shown
    assert "未承接 4 个" in shown
    assert "超过签收期限 4 个" in shown
    tree = page(client_of(people.staff), "item", planned.assembly.pk)
    assert "下级 6 个：已签收 1，未承接 5" in tree
    top = task_of(planned.assembly, city.education_group)
    opened = page(client_of(people.staff), "item", planned.assembly.pk, query=f"?open={top.pk}")
    assert "市教育局机关党委" in opened
    part = client_of(people.staff).get(
        reverse("decomposition:item", args=[planned.assembly.pk]) + f"?open={top.pk}",
        headers={"HX-Request": "true"},
    )
    assert part.content.decode().strip() in opened, "a swap equals a reload"


def test_what_cannot_be_is_said_in_the_form(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    task = at_first_branch(city, planned.assembly)
    branch, top = client_of(people.secretary), client_of(people.deputy)
    refused = branch.post(reverse("decomposition:give_back", args=[task.pk]), {"reason": ""})
    assert refused.status_code == 422
    assert "请写明退回的理由" in refused.content.decode()
    held = task_of(planned.assembly, city.school)
    take_up(held)
    url = reverse("decomposition:break_down") + f"?task={held.pk}"
    later = client_of(people.general_secretary).post(url, {"due_on": "2027-02-01"})
    assert later.status_code == 422
    assert "不能晚于本级的期限" in later.content.decode()
    past = top.post(reverse("decomposition:propose", args=[task.pk]), {"due_on": "2026-06-01", "reason": "x"})
    assert "已经过去" in past.content.decode()
    assert past.status_code == 422
    bad = top.post(reverse("decomposition:propose", args=[task.pk]), {"due_on": "十一月", "reason": ""})
    assert "请按 2026-06-30 的样子填写日期" in bad.content.decode()
    assert "请写明调整期限的理由" in bad.content.decode()
    nothing = client_of(people.staff).post(reverse("decomposition:issue"), {"requirements": []})
    assert "请至少选择一项条目" in nothing.content.decode()
    assert (
        "请先选择要分解的任务" in top.get(reverse("decomposition:break_down"), follow=True).content.decode()
    )
    assert top.get(reverse("decomposition:break_down") + "?task=999").status_code == 404
    both = f"?task={held.pk}&task={task_of(planned.assembly, city.education_committee).pk}"
    assert top.get(reverse("decomposition:break_down") + both).status_code == 422


def test_a_deadline_is_proposed_differed_from_and_insisted_on(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    task = at_first_branch(city, planned.assembly)
    top, branch = client_of(people.deputy), client_of(people.secretary)
    said = send(top, "propose", task.pk, due_on="2026-11-01", reason="迎接检查")
    assert "现在的期限不变" in said
    one = Proposal.objects.get()
    assert "迎接检查" in page(branch, "mine", query="?show=days")
    assert "已提出不同意见" in send(branch, "answer_day", one.pk, reason="十月换届")
    assert "十月换届" in page(top, "mine", query="?show=days")
    send(top, "insist_on_day", one.pk, reason="检查在十一月")
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 1)
    send(top, "propose", task.pk, due_on="2026-10-15", reason="再提前")
    two = Proposal.objects.unsettled().get()
    assert "新期限生效" in send(branch, "accept_day", two.pk)
    send(top, "propose", task.pk, due_on="2026-10-01", reason="再提前")
    assert "期限不变" in send(top, "drop_day", Proposal.objects.unsettled().get().pk)


def test_insisting_and_handing_directly_say_why(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    task = at_first_branch(city, planned.assembly)
    top = client_of(people.deputy)
    actions.give_back(tasks=[task], reason="职责不清", by=SYSTEM, at=NOW)
    assert "下级退回" in page(top, "mine", query="?show=back")
    assert "坚持下达" in send(top, "insist", task.pk, reason="由支部负责")
    shown = page(client_of(people.secretary), "task", task.pk)
    assert "不能“退回”" in shown, "the button says why it is closed"
    school = task_of(planned.assembly, city.school)
    assert "代为分解" in send(top, "hand_directly", school.pk, reason="尚无账号")
    assert "已收回" in send(top, "take_back", task_of(planned.assembly, city.press).pk, reason="并入机关")


def test_last_year_is_offered_as_a_template(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    with building():
        plan = Plan.objects.create(year=2025, title="2025年分解表")
    last_year = require(plan, 1, planned.assembly.measure, "quarter", ["assembly"], ["branch"])
    old = datetime(2025, 3, 1, 9, tzinfo=NOW.tzinfo)
    before = at_first_branch(city, last_year, at=old)
    assert before.due_on == date(2025, 12, 31)
    office, body = client_of(people.staff), client_of(people.lead_secretary)
    assert "沿用去年的单位" in page(office, "issue")
    assert "下达 1 项" in send(office, "issue_as_last_year", requirements=[planned.assembly.pk])
    refused = office.post(reverse("decomposition:issue_as_last_year"), {"requirements": [planned.lecture.pk]})
    assert refused.status_code == 404
    held = task_of(planned.assembly, city.education_group)
    take_up(held)
    assert "去年的分解" in page(body, "break_down", query=f"?task={held.pk}")
    assert "已沿用去年的分解，共 1 项" in send(body, "repeat", held.pk)


def test_nobody_issues_but_the_work_committee(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    for one in (people.deputy, people.lead_secretary, people.secretary, people.stranger):
        client = client_of(one)
        assert client.get(reverse("decomposition:issue")).status_code == 403
        assert (
            client.post(reverse("decomposition:issue_as_last_year"), {"requirements": [1]}).status_code == 403
        )
    assert not Task.objects.exists()


def test_each_sees_the_tasks_in_his_sight(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    task = at_first_branch(city, planned.assembly)
    assert (
        client_of(people.other_secretary).get(reverse("decomposition:task", args=[task.pk])).status_code
        == 404
    )
    assert client_of(people.stranger).get(reverse("decomposition:items")).status_code == 403
    assert "还没有下达到" in page(client_of(people.other_secretary), "items")
    member = page(client_of(people.member), "task", task.pk)
    assert "签收</button>" not in member
    assert "市教育局党组" in member, "the chain above is told"
    missing = client_of(people.secretary).post(reverse("decomposition:take_up_many"), {"tasks": [999]})
    assert missing.status_code == 404


def test_a_name_is_shown_to_those_who_may_see_members(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    task = at_first_branch(city, planned.assembly)
    take_up(task)
    actions.keep_measures(task=task, measures="", office="secretary", by=SYSTEM, at=NOW)
    assert "林书远" in page(client_of(people.deputy), "task", task.pk)
    shown = page(client_of(people.member), "task", task.pk)
    assert "林书远" not in shown
    assert not people.member.actor.may(Permission.MEMBER_SEE, city.first_branch)


def test_the_desk_says_what_waits(city: City, planned: Planned, people: People, client_of: Browsing) -> None:
    for one in (planned.assembly, planned.theme_day):
        at_first_branch(city, one, at=NOW - timedelta(days=2))
    (waits,) = open_items(people.secretary.actor, TODAY)
    assert (waits.what, waits.whom, waits.due_on) == (
        "签收上级下达的任务（2 项）",
        city.first_branch.short_name,
        date(2026, 7, 3),
    )
    assert "签收上级下达的任务（2 项）" in client_of(people.secretary).get("/").content.decode()
    back = task_of(planned.assembly, city.first_branch)
    actions.give_back(tasks=[back], reason="职责不清", by=people.secretary.actor, at=NOW)
    actions.propose(
        tasks=[task_of(planned.theme_day, city.first_branch)],
        due_on=date(2026, 11, 1),
        reason="提前",
        by=people.deputy.actor,
        at=NOW,
    )
    assert [one.what for one in open_items(people.deputy.actor, TODAY)] == ["答复下级退回的任务"]
    assert [one.what for one in open_items(people.secretary.actor, TODAY)] == [
        "签收上级下达的任务",
        "答复期限建议",
    ]
    day = Proposal.objects.get()
    actions.answer_day(proposal=day, answer="太早", by=people.secretary.actor, at=NOW)
    assert "处理对期限的不同意见" in [one.what for one in open_items(people.deputy.actor, TODAY)]
    assert open_items(people.stranger.actor, TODAY) == []
    assert open_items(people.member.actor, TODAY) == []


@pytest.mark.parametrize(
    ("name", "most"),
    [("items", 3), ("item", 4), ("missing", 5), ("lag", 4), ("tasks", 5), ("mine", 7), ("task", 16)],
)
def test_pages_take_few_queries_whatever_the_size(
    name: str,
    most: int,
    city: City,
    planned: Planned,
    people: People,
    client_of: Browsing,
    django_assert_max_num_queries: Any,
) -> None:
    for one in (planned.assembly, planned.theme_day, planned.lecture):
        at_first_branch(city, one)
    held = task_of(planned.assembly, city.education_committee)
    args = {"item": [planned.assembly.pk], "task": [held.pk]}.get(name, [])
    for who in (people.staff, people.deputy):
        client = client_of(who)
        with django_assert_max_num_queries(5 + most):  # session, account, posts, office; then the page
            page(client, name, *args)


def test_an_organisations_page_leads_to_its_tasks(
    city: City, planned: Planned, people: People, client_of: Browsing
) -> None:
    at_first_branch(city, planned.assembly)
    shown = client_of(people.secretary).get(f"/orgs/{city.first_branch.pk}/").content.decode()
    way = reverse("decomposition:tasks") + f"?organisation={city.first_branch.pk}"
    assert way in shown
    assert "共 1 项" in page(
        client_of(people.secretary), "tasks", query=f"?organisation={city.first_branch.pk}"
    )
