"""The pages of lists: overview, one list, editing on one page, adopting, comparing, taking out."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.duties.actions.withdraw import withdraw
from heli.kernel.action import SYSTEM
from heli.mandates.actions import adopting, drafts
from heli.mandates.catalogue import Bearer, ListState
from heli.mandates.models import Mandate
from tests.duties.planned import enter
from tests.mandates.test_lists import MARCH, adopted, begun, chosen, met, own
from tests.people import NOW, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def content(answer: Any) -> bytes:
    """The file that came back."""
    return b"".join(answer.streaming_content)


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of a workbook that came back."""
    sheet = load_workbook(BytesIO(content(answer))).active
    assert sheet is not None
    return list(sheet.values)


def sent(mandate: Mandate, **changed: str) -> dict[str, Any]:
    """What the edit page of a draft sends back, as it stands."""
    data: dict[str, Any] = {"line": [], "new-text": "", "new-group": "political"}
    for item in mandate.items.order_by("position"):
        data["line"].append(item.line)
        data |= {
            f"{item.line}-post": f"{item.office}:{item.post_id}" if item.post_id else item.office,
            f"{item.line}-deadline": item.deadline,
            f"{item.line}-due_on": str(item.due_on or ""),
            f"{item.line}-measures": item.measures,
            f"{item.line}-reason": item.reason,
        }
    return data | changed


def test_the_overview_counts_by_actor_and_state_and_opens_each_number(
    city: City, people: People, client_of: Browsing
) -> None:
    adopted(city.education_group)
    begun(city.water_group)
    browser = client_of(people.staff)
    page = browser.get("/mandates/")
    (body,) = [one for one in page.context["tallies"] if one.bearer == Bearer.BODY]
    assert (body.adopted, body.draft, body.none) == (1, 1, 1)
    for state, name in (("adopted", "市教育局党组"), ("draft", "市水利局党组"), ("none", "市委宣传部部务会")):
        narrowed = browser.get("/mandates/", {"bearer": "body", "state": state})
        assert [line.organisation.short_name for line in narrowed.context["lines"]] == [name]
    rows = rows_of(browser.get("/mandates/export/?bearer=body"))
    assert [row[5] for row in rows[-3:]] == ["已审定", "草稿", "未制定"]


def test_the_overview_keeps_to_the_scope_and_takes_a_constant_number_of_queries(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    assert "市教育局" not in client_of(people.other_secretary).get("/mandates/").content.decode()
    staff = client_of(people.staff)
    for bearer in Bearer:
        with django_assert_max_num_queries(12):
            assert staff.get("/mandates/", {"bearer": bearer.value, "state": "none"}).status_code == 200
    assert client_of(people.stranger).get("/mandates/").status_code == 403


def test_a_list_goes_its_whole_way_on_the_pages(city: City, people: People, client_of: Browsing) -> None:
    browser = client_of(people.lead_secretary)
    start = f"/mandates/of/{city.education_group.pk}/start/"
    assert "起草2026年度党组书记责任清单" in browser.get(start, {"bearer": "secretary"}).content.decode()
    answer = browser.post(start, {"bearer": "body", "post": "", "year": "2026"})
    draft = Mandate.objects.get()
    assert answer.headers["Location"] == f"/mandates/{draft.pk}/edit/"
    changed = sent(draft, **{"body-style-left_out": "on", "body-style-reason": "并入纪律建设"})
    changed |= {"new-text": "抓好校园党建", "new-post": "lead_secretary", "new-reason": "本局重点"}
    assert browser.post(f"/mandates/{draft.pk}/edit/", changed).status_code == 302
    page = browser.get(f"/mandates/{draft.pk}/").content.decode()
    assert "抓好校园党建" in page
    assert "原因：并入纪律建设" in page
    assert "还没有可以关联的会议记录" in browser.get(f"/mandates/{draft.pk}/adopt/").content.decode()
    meeting = met(city.education_group)
    assert browser.post(f"/mandates/{draft.pk}/adopt/", {}).status_code == 422
    browser.post(f"/mandates/{draft.pk}/adopt/", {"meeting": meeting.pk})
    draft.refresh_from_db()
    assert draft.state == ListState.ADOPTED
    assert meeting.topic in browser.get(f"/mandates/{draft.pk}/").content.decode()
    browser.post(f"/mandates/{draft.pk}/revise/", {"reason": "分工调整"})
    assert "第2版 草稿" in browser.get(f"/mandates/of/{city.education_group.pk}/").content.decode()


def test_the_edit_page_says_what_is_wrong_and_keeps_what_was_entered(
    city: City, people: People, client_of: Browsing
) -> None:
    draft, browser = begun(city.education_group), client_of(people.lead_secretary)
    answer = browser.post(
        f"/mandates/{draft.pk}/edit/",
        sent(
            draft,
            **{"body-style-left_out": "on", "body-lead-deadline": "年底前", "body-lead-due_on": "2025-01-01"},
        ),
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "有 2 条需要修改" in said
    assert "去掉这一条请写明原因" in said
    assert 'value="年底前"' in said
    assert draft.items.get(line="body-lead").deadline == "全年"
    assert browser.post(f"/mandates/{draft.pk}/edit/", {}).status_code == 409, (
        "an empty page wipes nothing out"
    )


def test_what_stands_against_adopting_is_said_beside_the_button(
    city: City, people: People, client_of: Browsing
) -> None:
    draft = begun(city.education_group)
    drafts.edit(mandate=draft, items=[chosen(one, office="") for one in draft.items.all()], by=SYSTEM, at=NOW)
    page = client_of(people.lead_secretary).get(f"/mandates/{draft.pk}/").content.decode()
    assert "disabled>提交审定" in page
    assert "没有责任人：还没有明确岗位" in page
    assert "提交审定" not in client_of(people.staff).get(f"/mandates/{draft.pk}/").content.decode()


def test_two_versions_stand_side_by_side(city: City, people: People, client_of: Browsing) -> None:
    old = adopted(city.education_group)
    new = drafts.revise(mandate=old, why="分工调整", by=SYSTEM, at=NOW)
    style, study = (new.items.get(line=line) for line in ("body-style", "body-study"))
    drafts.edit(
        mandate=new,
        items=[own(), chosen(style, left_out=True, reason="并入"), chosen(study, deadline="每月一次")],
        by=SYSTEM,
        at=NOW,
    )
    page = client_of(people.lead_secretary).get(f"/mandates/{new.pk}/compare/")
    assert sorted(row.what for row in page.context["rows"]) == sorted(["有改动", "去掉", "新增"])
    text = page.content.decode()
    assert "完成时限：每季度至少一次" in text
    assert "完成时限：每月一次" in text
    first = client_of(people.lead_secretary).get(f"/mandates/{old.pk}/compare/").content.decode()
    assert "没有可以对照的清单" in first


def test_the_secretarys_list_says_what_it_is_about_and_shows_facts_to_whom_they_concern(
    city: City, people: People, client_of: Browsing
) -> None:
    enter(city.first_branch, "lecture", MARCH, topic="党课一讲", chair="林书远")
    mandate = begun(city.first_branch, Bearer.SECRETARY)
    own_page = client_of(people.secretary).get(f"/mandates/{mandate.pk}/").content.decode()
    assert "抓机关党建是本职" in own_page
    assert "党课一讲" in own_page
    assert "参考下限" not in client_of(people.member).get(f"/mandates/{mandate.pk}/").content.decode()


def test_a_committee_sees_its_three_sides(city: City, people: People, client_of: Browsing) -> None:
    mandate = begun(city.education_committee, Bearer.COMMITTEE)
    page = client_of(people.deputy).get(f"/mandates/{mandate.pk}/")
    assert [one.heading for one in page.context["page"].by_lane] == [
        "协助党组",
        "直接责任",
        "隶属单位具体领导",
    ]


@pytest.mark.parametrize("view", ["person", "time"])
def test_one_list_takes_a_constant_number_of_queries(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any, view: str
) -> None:
    mandate = adopted(city.education_group)
    browser = client_of(people.staff)
    with django_assert_max_num_queries(12):
        text = browser.get(f"/mandates/{mandate.pk}/", {"view": view, "on": "2026-04-01"}).content.decode()
    assert "顾明德" in text
    assert "回到今天" in text


def test_a_list_goes_out_as_workbook_word_and_pdf(city: City, people: People, client_of: Browsing) -> None:
    mandate, browser = adopted(city.education_group), client_of(people.deputy)
    assert browser.get(f"/mandates/{mandate.pk}/export/").status_code == 404, "not in his scope"
    browser = client_of(people.lead_secretary)
    rows = rows_of(browser.get(f"/mandates/{mandate.pk}/export/"))
    assert rows[1][6:8] == ("岗位", "责任人")
    assert rows[2][6:8] == ("党组书记", "顾明德")
    word, pdf = (browser.get(f"/mandates/{mandate.pk}/paper.{form}") for form in ("docx", "pdf"))
    assert content(word).startswith(b"PK")
    assert content(pdf).startswith(b"%PDF")
    assert browser.get(f"/mandates/{mandate.pk}/paper.txt").status_code == 404


def test_the_work_committee_takes_templates_in_on_the_page(
    city: City, people: People, client_of: Browsing
) -> None:
    browser = client_of(people.staff)
    assert "待采用" in browser.get("/mandates/templates/").content.decode()
    assert browser.post("/mandates/templates/body-plan/take-in/", {"reason": ""}).status_code == 422
    browser.post("/mandates/templates/body-plan/take-in/", {"reason": "已核对原文"})
    assert "已核对原文" in browser.get("/mandates/templates/").content.decode()
    browser.post("/mandates/templates/body-plan/give-up/")
    assert "已核对原文" not in browser.get("/mandates/templates/").content.decode()
    lead = client_of(people.lead_secretary)
    assert "采用</a>" not in lead.get("/mandates/templates/").content.decode()
    assert lead.get("/mandates/templates/body-plan/take-in/").status_code == 403


def test_a_list_whose_meeting_was_declared_void_says_so(
    city: City, people: People, client_of: Browsing
) -> None:
    draft, meeting = begun(city.education_group), met(city.education_group, date(2026, 6, 20))
    adopting.adopt(mandate=draft, meeting=meeting, by=SYSTEM, at=NOW)
    withdraw(record=meeting, reason="记错了", by=SYSTEM, at=NOW)
    page = client_of(people.lead_secretary).get(f"/mandates/{draft.pk}/").content.decode()
    assert "这条会议记录已作废" in page
