"""述职评议 on screen: who sees what, the steps by forms, papers and sheets, the chain of three levels."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import Manner as Voting
from heli.debriefing import actions
from heli.debriefing.models import Debriefing, Reporter
from heli.debriefing.queries import results
from tests.ballots.bodies import voters
from tests.debriefing.reporting import (
    BY,
    PROBLEMS,
    TEXTS,
    VOTERS,
    body_reporter,
    closed,
    committee_reporter,
    decided,
    fed_back,
    handed_in,
    hold,
    issued,
    rated,
    remarked,
    started,
)
from tests.people import TODAY, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_organiser_is_led_from_step_to_step(city: City, people: People, client_of: Browsing) -> None:
    browser = client_of(people.staff)
    assert "还没有述职评议" in text(browser.get("/debriefing/"))
    sent = {"organiser": str(city.work_committee.pk), "year": "2026"}
    assert browser.post("/debriefing/start/", sent).status_code == 302
    held = Debriefing.objects.get()
    url = f"/debriefing/{held.pk}/"
    assert "还没有述职人" in text(browser.get(url))
    plan = browser.get(f"{url}plan/").context["form"]
    asked = {name: plan.get_initial_for_field(field, name) for name, field in plan.fields.items()}
    typed = {name: "" if value is None else str(value) for name, value in asked.items()}
    early = typed | {"first_on": "2026-06-15", "last_on": "2026-07-31"}
    refused = browser.post(f"{url}plan/", early)
    assert refused.status_code == 422
    assert "请写明原因" in text(refused)
    assert browser.post(f"{url}plan/", early | {"why_when": "试行"}).status_code == 302
    who = "?who=organ_committee-fulltime_deputy"
    page = text(browser.get(f"{url}enlist/{who}"))
    assert "严守正" in page
    assert "职务空缺" in page
    chosen = {"manner": "on_spot", "organisations": [str(city.education_committee.pk)]}
    assert browser.post(f"{url}enlist/{who}", chosen).status_code == 302
    assert browser.post(f"{url}issue/", {"document": ""}).status_code == 422
    assert "已印发方案" in text(browser.post(f"{url}issue/", {"document": "青直工1号"}, follow=True))
    assert "已报送 0 份，共 1 份" in text(browser.get(url))


def test_the_vote_on_paper_is_held_printed_and_counted(
    city: City, people: People, client_of: Browsing
) -> None:
    held, browser = remarked(city), client_of(people.staff)
    for group in results.groups_of(held):
        names = "\n".join(VOTERS[group.name])
        days = {"opens_on": str(TODAY), "closes_on": str(TODAY)}
        sent = {"manner": "paper", "voters": names, **days}
        assert browser.post(f"/debriefing/group/{group.pk}/hold/", sent).status_code == 302
        blank = text(browser.get(f"/debriefing/group/{group.pk}/blank/"))
        assert "严守正（市教育局机关党委）" in blank
        poll = results.poll_of(results.groups_of(held)[group.place - 1])
        counts = _counts(poll)
        page = text(browser.post(f"/debriefing/group/{group.pk}/count/", counts, follow=True))
        assert "已登记计票结果" in page
    assert "审定等次" in page
    assert browser.post(f"/debriefing/group/{group.pk}/count/", counts).status_code == 409


def _counts(poll: Any) -> dict[str, str]:
    number = str(poll.issued)
    typed = {
        f"q{line.pk}-{one.pk}": number
        for line in ballot_queries.ballot(poll)
        for one in line.choices
        if one.text == "好"
    }
    ballots = {"issued": number, "returned": number, "valid": number, "invalid": "0"}
    return typed | ballots | {"supervisor": "郑纪安", "teller": "孙明岚"}


def test_a_name_that_the_roster_has_not_is_said_before_anything_is_kept(
    city: City, people: People, client_of: Browsing
) -> None:
    held, browser = issued(city), client_of(people.staff)
    group = results.groups_of(held)[0]
    sent = {"manner": "paper", "voters": "查无此人", "opens_on": str(TODAY), "closes_on": str(TODAY)}
    answer = browser.post(f"/debriefing/group/{group.pk}/hold/", sent)
    assert answer.status_code == 422
    assert "名册中没有：查无此人" in text(answer)


def test_a_rater_votes_on_his_phone_and_counters_wait_for_the_close(
    city: City, people: People, client_of: Browsing
) -> None:
    everybody = [one.name for one in voters(city.first_branch)]
    group = hold(
        results.groups_of(issued(city))[0], everybody, manner=Voting.ELECTRONIC,
        closes_on=TODAY + timedelta(days=2),
    )  # fmt: skip
    browser, url = client_of(people.member), f"/debriefing/group/{group.pk}/vote/"
    assert "等您测评" in text(browser.get("/debriefing/mine/"))
    page = browser.get(url)
    assert "no-store" in page.headers["Cache-Control"]
    line = ballot_queries.ballot(results.poll_of(group))[0]
    told = text(browser.post(url, {f"q{line.pk}": str(line.choices[0].pk)}, follow=True))
    assert "已投票。系统只记您投过票" in told
    assert browser.post(url, {}).status_code == 409
    assert client_of(people.other_secretary).get(url).status_code == 404
    seen = text(client_of(people.staff).get(f"/debriefing/{group.debriefing_id}/"))
    assert "已投 1 张" in seen
    refused = client_of(people.staff).post(f"/debriefing/group/{group.pk}/close/")
    assert refused.status_code == 409
    back = client_of(people.staff).post(f"/debriefing/group/{group.pk}/on-paper/", follow=True)
    assert "已改用纸质测评票" in text(back)


def test_a_reporter_writes_and_hands_in_what_heli_filled_in(
    city: City, people: People, client_of: Browsing
) -> None:
    """S000-75: the must chapter, and the disabled button that says so."""
    one, browser = committee_reporter(issued(city)), client_of(people.deputy)
    url = f"/debriefing/reporter/{one.pk}/"
    page = text(browser.get(f"{url}write/"))
    assert "本单位有直属单位党组织" in page
    assert browser.post(f"{url}write/", {"attached": "略"}).status_code == 302
    shown = text(browser.get(url))
    assert "缺少“抓直属单位党的工作情况”" in shown
    assert browser.post(f"{url}hand-in/").status_code == 422
    browser.post(f"{url}write/", TEXTS)
    assert "已报送述职报告，并记入履职记录" in text(browser.post(f"{url}hand-in/", follow=True))
    assert browser.get(f"{url}write/").status_code == 409


def test_a_draft_is_the_writers_alone(city: City, people: People, client_of: Browsing) -> None:
    one = committee_reporter(issued(city))
    actions.write_report(reporter=one, texts=TEXTS, **BY)
    url = f"/debriefing/reporter/{one.pk}/"
    assert TEXTS["problems"] in text(client_of(people.deputy).get(url))
    page = text(client_of(people.staff).get(url))
    assert TEXTS["problems"] not in page
    assert "还没有报送" in page
    assert client_of(people.staff).get(f"{url}report.pdf").status_code == 404


def test_the_report_is_a_paper_and_the_round_a_workbook(
    city: City, people: People, client_of: Browsing
) -> None:
    held = decided(city)
    one = committee_reporter(held)
    browser = client_of(people.staff)
    pdf = b"".join(browser.get(f"/debriefing/reporter/{one.pk}/report.pdf").streaming_content)  # type: ignore[attr-defined]
    docx = b"".join(browser.get(f"/debriefing/reporter/{one.pk}/report.docx").streaming_content)  # type: ignore[attr-defined]
    assert (pdf[:4], docx[:2]) == (b"%PDF", b"PK")
    assert browser.get(f"/debriefing/reporter/{one.pk}/report.odt").status_code == 404
    content = b"".join(browser.get(f"/debriefing/{held.pk}/export/").streaming_content)  # type: ignore[attr-defined]
    sheet: Any = load_workbook(BytesIO(content)).active
    rows = [row for row in sheet.values if row[1] == "严守正"]
    assert rows[0][5:9] == (12, 0, 0, 0)
    assert rows[0][-2] == "好"


def test_a_reporter_sees_his_own_and_a_superior_what_was_reported_to_him(
    city: City, people: People, client_of: Browsing
) -> None:
    """S000-76; others nothing."""
    held = fed_back(city)
    committee, body = committee_reporter(held), body_reporter(held)
    own, other = f"/debriefing/reporter/{committee.pk}/", f"/debriefing/reporter/{body.pk}/"
    for who, seen, hidden in ((people.deputy, own, other), (people.lead_secretary, other, own)):
        browser = client_of(who)
        page = text(browser.get(seen))
        assert "好 12 票" in page
        assert "工委领导班子成员" not in page
        assert browser.get(hidden).status_code == 404
        assert browser.get(f"/debriefing/{held.pk}/").status_code in (403, 404)
    assert "工委领导班子成员" in text(client_of(people.staff).get(own))
    assert client_of(people.other_secretary).get(own).status_code == 404
    assert client_of(people.clerk).get(own).status_code == 403
    assert client_of(people.stranger).get(own).status_code == 403
    looking = text(client_of(people.administrator).get(own))
    assert "登记纸质签字" not in looking


def test_counters_are_hidden_until_every_group_is_counted_and_from_himself_until_the_grade(
    city: City, people: People, client_of: Browsing
) -> None:
    held = rated(city)
    url = f"/debriefing/reporter/{committee_reporter(held).pk}/"
    assert "测评和测算" in text(client_of(people.staff).get(url))
    assert "测评和测算" not in text(client_of(people.deputy).get(url))


def test_grades_are_entered_with_the_proposal_beside(city: City, people: People, client_of: Browsing) -> None:
    held, browser = rated(city), client_of(people.staff)
    url = f"/debriefing/{held.pk}/decide/"
    assert "建议“好”，100.00 分" in text(browser.get(url))
    meeting = {"met_as": "工委会议", "met_on": str(TODAY)}
    lowered = {f"grade-{one.pk}": "fair" for one in held.reporters.all()}
    refused = browser.post(url, meeting | lowered)
    assert refused.status_code == 422
    assert "与测算建议“好”不同" in text(refused)
    why = {f"why-{one.pk}": "重点任务未完成" for one in held.reporters.all()}
    assert "已登记审定的等次" in text(browser.post(url, meeting | lowered | why, follow=True))
    one = committee_reporter(held)
    feedback = text(browser.get(f"/debriefing/reporter/{one.pk}/feedback/"))
    assert "联系基层党支部的次数偏少" in feedback  # from the remark: not typed again


def test_both_confirm_and_the_list_is_approved_and_worked_off(
    city: City, people: People, client_of: Browsing
) -> None:
    held = fed_back(city)
    one, office, own = committee_reporter(held), client_of(people.staff), client_of(people.deputy)
    url = f"/debriefing/reporter/{one.pk}/"
    assert "已确认反馈" in text(own.post(f"{url}sign/", follow=True))
    assert "已确认反馈" in text(office.post(f"{url}sign-giver/", follow=True))
    form = text(own.get(f"{url}items/"))
    assert "研究党建工作不够经常" in form
    item = {"problem": "研究党建工作不够经常", "measure": "按季研究", "office": "secretary"}
    own.post(f"{url}items/", item | {"due_on": str(TODAY + timedelta(days=20))})
    assert "联系基层党支部的次数偏少" in text(own.get(f"{url}items/"))
    assert "已批准下达整改清单" in text(office.post(f"{url}hand-down/", follow=True))
    page = text(own.get(url))
    assert "已记入本组织应办" in page
    made = one.mendings.get()
    today = text(own.get("/"))
    assert "述职整改：研究党建工作不够经常" in today
    assert "书记抓党建述职评议整改" not in today  # the list is one fact, told item by item
    done = {"done_on": str(TODAY), "how": "已按季研究并印发纪要"}
    told = text(own.post(f"/debriefing/item/{made.pk}/finish/", done, follow=True))
    assert "整改清单全部完成，已记入履职记录" in told
    assert office.get(f"/debriefing/item/{made.pk}/finish/").status_code in (403, 404)
    assert own.post(f"/debriefing/item/{made.pk}/drop/").status_code == 409


def test_the_other_forms_of_the_organiser(city: City, people: People, client_of: Browsing) -> None:
    held, browser = issued(city), client_of(people.staff)
    one = committee_reporter(held)
    url = f"/debriefing/reporter/{one.pk}/"
    assert "已登记收到纸质述职报告" in text(browser.post(f"{url}receive/", follow=True))
    assert "已退回述职报告" in text(browser.post(f"{url}give-back/", follow=True))
    browser.post(f"{url}receive/")
    assert browser.post(f"{url}work/", {"mark": "101"}).status_code == 422
    assert "90.00 分" in text(browser.post(f"{url}work/", {"mark": "90", "source": "通报"}, follow=True))
    remark = {"spoken_on": str(TODAY), "speaker": "方敏行", "problems": PROBLEMS}
    assert "已登记点评" in text(browser.post(f"{url}remark/", remark, follow=True))
    other = body_reporter(held)
    assert "已从名单中去掉" in text(browser.post(f"/debriefing/reporter/{other.pk}/strike/", follow=True))
    assert not Reporter.objects.filter(pk=other.pk).exists()


def test_a_round_is_closed_on_its_page(city: City, people: People, client_of: Browsing) -> None:
    held, browser = fed_back(city), client_of(people.staff)
    url = f"/debriefing/{held.pk}/close/"
    refused = browser.post(url)
    assert (refused.status_code, "未反馈不能结案" in text(refused)) == (409, True)
    for one in results.reporters_of(held):
        browser.post(f"/debriefing/reporter/{one.pk}/sign-on-paper/")
    assert "已办结" in text(browser.post(url, follow=True))


def test_the_chain_shows_three_levels_and_what_is_missing(
    city: City, people: People, client_of: Browsing
) -> None:
    """S001-74: one combined result each."""
    held = closed(city)
    browser = client_of(people.staff)
    page = text(browser.get("/debriefing/chain/?year=2026&show=listed"))
    assert "青岚市教育局" in page
    assert "水利局" not in page
    unit = text(browser.get(f"/debriefing/chain/{city.education_committee.pk}/?year=2026"))
    for words in ("党组（党委）书记", "机关党委书记", "党总支、党支部书记", "严守正", "顾明德", "未列入述职"):
        assert words in unit
    assert "党建考核" in unit  # known of nobody: missing, and said so
    below = text(client_of(people.deputy).get(f"/debriefing/chain/{city.education_committee.pk}/?year=2026"))
    assert "这一级向上级述职，结果不在您的范围" in below
    assert "严守正" not in below.split("<main", 1)[1]
    assert client_of(people.deputy).get(f"/debriefing/chain/{city.water_committee.pk}/").status_code == 404
    assert held.is_closed


def test_who_reports_to_whom_can_be_read(city: City, people: People, client_of: Browsing) -> None:
    page = text(client_of(people.secretary).get("/debriefing/relations/"))
    for words in ("机关党委书记向机关工委述职", "抓直属单位党的工作情况（有直属单位的必写）", "示例"):
        assert words in page
    assert "没有您的述职" in text(client_of(people.secretary).get("/debriefing/mine/"))


def test_the_row_of_pages_stands_under_appraisal(city: City, people: People, client_of: Browsing) -> None:
    for url in ("/scores/", "/debriefing/", "/debriefing/chain/"):
        page = text(client_of(people.staff).get(url))
        assert "联述联评联考" in page
        assert "组织状态" in page
    assert "我的述职" in text(client_of(people.secretary).get("/debriefing/mine/"))


def test_the_lists_take_the_same_few_queries_whatever_the_size(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    held = closed(city)
    started(city.education_committee)
    started(city.school)
    for who, url, most in (
        (people.staff, "/debriefing/", 12),
        (people.staff, f"/debriefing/{held.pk}/", 13),
        (people.staff, "/debriefing/chain/?year=2026", 12),
        (people.staff, f"/debriefing/{held.pk}/export/", 12),
        (people.deputy, "/debriefing/mine/", 12),
        (people.staff, f"/debriefing/reporter/{committee_reporter(held).pk}/", 36),
    ):
        browser = client_of(who)
        browser.get(url)
        with django_assert_max_num_queries(most):
            assert browser.get(url).status_code == 200


def test_a_form_that_is_not_whole_says_what_is_missing(
    city: City, people: People, client_of: Browsing
) -> None:
    held = handed_in(city)
    browser, own = client_of(people.staff), client_of(people.deputy)
    one = committee_reporter(held)
    url = f"/debriefing/reporter/{one.pk}/"
    for page, words in (("remark/", "请填写指出的问题"), ("work/", "")):
        answer = browser.post(f"{url}{page}", {"mark": "x"})
        assert answer.status_code == 422
        assert words in text(answer)
    assert browser.get(f"{url}feedback/").status_code == 409
    assert own.get(f"{url}items/").status_code == 409
    assert browser.get(f"/debriefing/{held.pk}/decide/").status_code == 409
    assert browser.post("/debriefing/start/", {}).status_code == 422


def test_home_leads_to_the_report_and_to_the_vote(city: City, people: People, client_of: Browsing) -> None:
    one = committee_reporter(issued(city))
    page = text(client_of(people.deputy).get("/"))
    assert "报送2026年度述职报告" in page
    assert f"/debriefing/reporter/{one.pk}/write/" in page
    actions.receive(reporter=one, **BY)
    assert "报送2026年度述职报告" not in text(client_of(people.deputy).get("/"))
