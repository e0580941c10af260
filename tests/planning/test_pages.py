"""The pages of planning: the whole way of a plan, regulations taken up, and who is turned away."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heli.duties.models import Plan, Requirement
from heli.kernel.action import SYSTEM
from heli.planning import actions
from heli.planning.models import Theme, Tie
from tests.duties.planned import Planned
from tests.people import NOW, City, People, Person

ClientOf = Callable[[Person], Client]
ITEM = {
    "group": "组织建设",
    "measure": "开展主题党日活动",
    "owner": "各党支部",
    "person": "党支部书记",
    "deadline": "每月",
    "evidence": "主题党日记录",
    "weight": "8",
    "line": "trade",
}


def test_a_plan_is_begun_filled_and_issued_on_the_page(
    city: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    begun = client.post(reverse("planning:plans"), {"year": "2026", "title": "2026年工作要点"})
    plan = Plan.objects.get()
    assert begun.headers["Location"] == reverse("planning:plan", args=[plan.pk])
    client.post(reverse("planning:new_item", args=[plan.pk]), ITEM)
    one = Requirement.objects.get()
    shown = client.get(reverse("planning:plan", args=[plan.pk])).content.decode()
    assert "读作：每月" in shown
    assert "全年各组织合计约需记录 96 次" in shown
    opens = f"{reverse('duties:list')}?requirement={one.pk}"
    assert opens not in shown  # a draft is owed by nobody yet
    client.post(reverse("planning:item", args=[one.pk]), {**ITEM, "deadline": "每季度"})
    client.post(reverse("planning:issue", args=[plan.pk]), {"document": "青直工〔2026〕5号"})
    one.refresh_from_db()
    assert (one.state, one.cadence) == ("active", "quarter")
    assert opens in client.get(reverse("planning:plan", args=[plan.pk])).content.decode()
    client.post(reverse("planning:take_back", args=[one.pk]), {"why": "并入其他条目"})
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_what_is_missing_is_said_at_its_field(city: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    client.post(reverse("planning:plans"), {"year": "2026", "title": "2026年工作要点"})
    plan = Plan.objects.get()
    answer = client.post(reverse("planning:new_item", args=[plan.pk]), {**ITEM, "owner": ""})
    assert answer.status_code == 422
    assert "请填写责任单位" in answer.content.decode()
    assert client.post(reverse("planning:plans"), {"year": "2026", "title": ""}).status_code == 422
    assert not Requirement.objects.exists()


def test_regulations_are_taken_up_on_the_page(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client, url = client_of(people.staff), reverse("planning:regulations")
    assert "待核原文" in client.get(url).content.decode()
    client.post(url, {"regulations": ["R15-04", "R15-03"]})
    assert set(Requirement.objects.exclude(regulation="").values_list("regulation", flat=True)) == {
        "R15-03",
        "R15-04",
    }
    assert client_of(people.secretary).get(url).status_code == 200
    assert client_of(people.secretary).post(url, {"regulations": ["R15-05"]}).status_code == 403


def test_strategic_tasks_and_ties_are_kept_on_their_pages(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    client.post(reverse("planning:add_theme"), {"name": "一个总目标", "source": "市第五次党代会"})
    top = Theme.objects.get()
    client.post(reverse("planning:add_beneath", args=[top.pk]), {"name": "示范市一"})
    client.post(reverse("planning:rename_theme", args=[top.pk]), {"name": "总目标", "source": ""})
    assert "示范市一" in client.get(reverse("planning:themes")).content.decode()
    below = Theme.objects.get(parent=top)
    assert client.post(reverse("planning:close_theme", args=[below.pk])).status_code == 302
    lead = client_of(people.lead_secretary)
    given = {
        "organisation": city.education_group.pk,
        "requirement": planned.governance.pk,
        "project": "义务教育优质均衡创建",
        "goal": "",
    }
    assert lead.post(reverse("planning:add_tie"), given).status_code == 302
    made = Tie.objects.get()
    assert "义务教育优质均衡创建" in lead.get(reverse("planning:ties")).content.decode()
    assert lead.get(reverse("planning:step", args=[made.pk, "planned"])).status_code == 200
    assert lead.get(reverse("planning:step", args=[made.pk, "nothing"])).status_code == 404
    assert lead.post(reverse("planning:untie", args=[made.pk])).status_code == 302


@pytest.mark.parametrize("name", ["plans", "regulations", "themes", "ties"])
def test_a_stranger_is_turned_away(city: City, people: People, client_of: ClientOf, name: str) -> None:
    assert client_of(people.stranger).get(reverse(f"planning:{name}")).status_code == 403


def test_no_page_asks_more_queries_for_more(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    urls = [reverse("planning:plan", args=[planned.plan.pk])]
    urls += [reverse(f"planning:{name}") for name in ("plans", "regulations", "themes", "ties")]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    few = counted()
    for name in ("甲", "乙", "丙"):
        held = actions.add_theme(name=name, parent=None, source="", by=SYSTEM, at=NOW)
        actions.tag(requirement=planned.theme_day, themes=[held], by=SYSTEM, at=NOW)
        actions.tie(
            requirement=planned.governance,
            organisation=city.education_group,
            project=name,
            goal="",
            by=SYSTEM,
            at=NOW,
        )
    assert counted() == few
    assert max(few) <= 12
