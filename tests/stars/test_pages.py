"""The pages of stars as each role: what is shown, what opens, what bad input is told."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from openpyxl import load_workbook

from heli.home.catalogue import Turn
from heli.home.queries import waiting as home_waiting
from heli.stars.catalogue import HonourState, RoundState, Star
from heli.stars.models import Assessed, Honour, Round, StarHeld, StarObjection
from heli.stars.queries.waiting import open_items
from tests.people import TODAY, City, People, Person
from tests.stars.made import (
    CLAIM_UNTIL,
    DOCUMENT,
    MEETING,
    MET_ON,
    SHOWN_UNTIL,
    applied,
    claiming,
    entered,
    objected,
    of,
    result,
    reviewed,
    reviewing,
    settled,
    shown,
)

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def page(client: Client, which: str, /, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"stars:{which}", args=args), query)
    assert answer.status_code == 200, (which, answer.status_code)
    return answer.content.decode()


def sent(client: Client, name: str, pk: int, told: dict[str, Any]) -> int:
    return client.post(reverse(f"stars:{name}", args=[pk]), told).status_code


def on(day: date) -> Any:
    return override_settings(HELI_TODAY=day)


def test_a_round_is_opened_on_the_page_by_a_published_result(
    city: City, people: People, client_of: Browsing
) -> None:
    staff = client_of(people.staff)
    assert "还没有星级评定" in page(staff, "rounds")
    assert staff.get(reverse("stars:open")).status_code == 409
    release = result(city, people)
    told = {"release": str(release.pk), "claim_until": "2026-07-10"}
    answer = staff.post(reverse("stars:open"), {**told, "claim_until": "七月"})
    assert (answer.status_code, "2026-06-30 的样子" in answer.content.decode()) == (422, True)
    assert staff.post(reverse("stars:open"), told).status_code == 302
    held = Round.objects.get()
    text = page(staff, "round", held.pk)
    assert "自评中，自评到 2026-07-10" in text
    assert "五星：90 分以上，不超过参评党组织的 30%（名额舍去小数）" in text
    assert client_of(people.deputy).get(reverse("stars:open")).status_code == 403


def test_terms_are_filled_in_and_changed_on_the_page(city: City, people: People, client_of: Browsing) -> None:
    held, staff = claiming(city, people), client_of(people.staff)
    text = page(staff, "terms", held.pk)
    assert "示例，待工委确认" in text
    told = {
        "line-5": "95", "line-4": "85", "quota-5": "10", "quota-4": "", "step": "on",
        "satisfaction_line": "60", "satisfaction_star": "2", "shown_days": "7", "years": "2",
    }  # fmt: skip
    assert sent(staff, "terms", held.pk, told) == 302
    held.refresh_from_db()
    said = held.said
    assert (said.lines, said.quotas, said.satisfaction_line) == ({5: 95_00, 4: 85_00}, {5: 10}, 60_00)
    assert (said.step, said.newcomers, said.working, said.years) == (True, False, False, 2)
    assert "群众满意度低于 60% 的，最高二星" in page(staff, "round", held.pk)
    assert sent(staff, "terms", held.pk, {**told, "quota-5": "三成"}) == 422
    assert sent(staff, "terms", held.pk, {**told, "line-4": "96"}) == 422
    assert client_of(people.deputy).get(reverse("stars:terms", args=[held.pk])).status_code == 403


def test_a_branch_claims_its_star_from_its_own_page(city: City, people: People, client_of: Browsing) -> None:
    held, secretary = claiming(city, people), client_of(people.secretary)
    one = of(held, city.first_branch)
    assert reverse("stars:claim", args=[one.pk]) in page(secretary, "assessed", one.pk)
    assert "不用照片" in page(secretary, "claim", one.pk)
    assert sent(secretary, "claim", one.pk, {"star": "4", "words": "组织生活规范"}) == 302
    assert "四星：组织生活规范" in page(secretary, "assessed", one.pk)
    assert sent(secretary, "claim", one.pk, {"star": "9", "words": "好"}) == 422
    other = of(held, city.water_branch)
    assert secretary.get(reverse("stars:assessed", args=[other.pk])).status_code == 404


def test_a_proposal_is_seen_by_those_above_until_it_is_shown(
    city: City, people: People, client_of: Browsing
) -> None:
    held = reviewing(city, people)
    one = of(held, city.first_branch)
    reason = "得分 100，达五星线（90）"
    assert reason in page(client_of(people.deputy), "assessed", one.pk)
    secretary = client_of(people.secretary)
    assert reason not in page(secretary, "assessed", one.pk)
    assert reason not in page(secretary, "round", held.pk, star="5")
    assert secretary.get(reverse("stars:round_export", args=[held.pk])).status_code == 409
    assert "各星级" not in page(secretary, "round", held.pk)


def test_a_committee_reviews_its_branches_one_by_one_and_the_rest_together(
    city: City, people: People, client_of: Browsing
) -> None:
    held, deputy = reviewing(city, people), client_of(people.deputy)
    one = of(held, city.press)
    assert "5 个党组织</a>待审核" in page(deputy, "round", held.pk)
    assert city.water_branch.short_name not in page(deputy, "round", held.pk)
    assert "测算三星" in page(deputy, "opinion", one.pk)
    assert sent(deputy, "opinion", one.pk, {"star": "4", "words": ""}) == 422
    assert sent(deputy, "opinion", one.pk, {"star": "4", "words": "任务完成好"}) == 302
    assert sent(deputy, "agree_all", held.pk, {}) == 409
    assert sent(deputy, "agree_all", held.pk, {"reviewer": str(city.education_committee.pk)}) == 302
    assert "待审核" not in page(deputy, "round", held.pk).split("参评党组织</h2>")[0]
    assert city.press.short_name in page(deputy, "round", held.pk, only="differs")


def test_facts_and_decisions_are_entered_on_the_page(city: City, people: People, client_of: Browsing) -> None:
    held, staff = reviewing(city, people), client_of(people.staff)
    one = of(held, city.exam_centre)
    told = {"satisfaction": "88.5", "satisfaction_source": "2026 年群众测评"}
    assert sent(staff, "facts", one.pk, told) == 302
    assert "88.5%（2026 年群众测评）" in page(staff, "assessed", one.pk)
    assert sent(staff, "facts", one.pk, {"satisfaction": "88.5"}) == 422
    assert "审定意见" in page(staff, "decide", one.pk)
    assert sent(staff, "decide", one.pk, {"star": "3", "words": "会议研究"}) == 302
    assert "三星：会议研究" in page(staff, "assessed", one.pk)
    assert city.exam_centre.short_name in page(staff, "round", held.pk, only="departs")
    assert city.press.short_name not in page(staff, "round", held.pk, only="departs")
    assert city.press.short_name in page(staff, "round", held.pk, star="3", name=city.press.short_name[:4])


def test_a_round_is_worked_out_adopted_and_settled_on_its_page(
    city: City, people: People, client_of: Browsing
) -> None:
    held = reviewed(city, people)
    with on(MET_ON):
        staff = client_of(people.staff)
        assert sent(staff, "propose", held.pk, {}) == 302
        told = {
            "met_on": str(MET_ON), "met_as": MEETING, "shown_until": str(SHOWN_UNTIL), "answerer": "gongwei",
        }  # fmt: skip
        assert "公示到" in page(staff, "adopt", held.pk)
        assert sent(staff, "adopt", held.pk, {**told, "answerer": "没有这人"}) == 422
        assert sent(staff, "adopt", held.pk, told) == 302
        assert "异议由方敏行答复" in page(staff, "round", held.pk)
    with on(SHOWN_UNTIL + timedelta(1)):
        staff = client_of(people.staff)
        assert sent(staff, "settle", held.pk, {"document": ""}) == 422
        assert sent(staff, "settle", held.pk, {"document": DOCUMENT}) == 302
        assert DOCUMENT in page(staff, "round", held.pk)
    held.refresh_from_db()
    assert held.state == RoundState.SETTLED


def test_an_objection_is_raised_and_answered_on_pages(
    city: City, people: People, client_of: Browsing
) -> None:
    one = of(shown(city, people), city.first_branch)
    with on(MET_ON):
        secretary, staff = client_of(people.secretary), client_of(people.staff)
        assert "得分 100，达五星线（90）" in page(secretary, "assessed", one.pk)
        assert "公示的星级：五星" in page(secretary, "object", one.pk)
        assert sent(secretary, "object", one.pk, {"text": ""}) == 422
        assert sent(secretary, "object", one.pk, {"text": "与事实不符"}) == 302
        raised = StarObjection.objects.get()
        assert "答复" in page(secretary, "objection", raised.pk)
        assert sent(staff, "objection", raised.pk, {"star": "4", "words": ""}) == 422
        assert sent(staff, "objection", raised.pk, {"star": "4", "words": "经核实"}) == 302
        assert "成立，已更正：五星 → 四星" in page(secretary, "objection", raised.pk)
    assert Assessed.objects.get(pk=one.pk).star == Star.FOUR


def test_the_list_of_stars_is_narrowed_opened_and_exported(
    city: City, people: People, client_of: Browsing
) -> None:
    held, staff = settled(city, people), client_of(people.staff)
    assert "没有符合条件的党组织" in page(staff, "stars", star="1")
    text = page(staff, "stars", star="5")
    assert city.first_branch.short_name in text
    assert city.press.short_name not in text
    answer = staff.get(reverse("stars:export"), {"star": "5"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["五星", "五星"]
    answer = staff.get(reverse("stars:round_export", args=[held.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 9
    assert any("逐级晋升" in str(row[5].value) for row in sheet.iter_rows(min_row=2))
    secretary = page(client_of(people.secretary), "stars")
    assert city.first_branch.short_name in secretary
    assert city.water_branch.short_name not in secretary


def test_a_list_of_stars_takes_as_many_queries_for_two_as_for_eight(
    city: City, people: People, client_of: Browsing, django_assert_num_queries: Any
) -> None:
    staff = client_of(people.staff)
    settled(city, people)
    staff.get(reverse("stars:stars"))
    with django_assert_num_queries(8):
        staff.get(reverse("stars:stars"), {"star": "5"})
    with django_assert_num_queries(8):
        staff.get(reverse("stars:stars"))


def test_an_organisation_shows_its_history_and_what_may_be_done(
    city: City, people: People, client_of: Browsing
) -> None:
    entered(city.first_branch, Star.FOUR)
    staff, secretary = client_of(people.staff), client_of(people.secretary)
    pk = city.first_branch.pk
    assert sent(staff, "lower", pk, {"star": "4", "on": str(TODAY), "why": "通报", "document": "2 号"}) == 422
    assert sent(staff, "lower", pk, {"star": "3", "on": str(TODAY), "why": "通报", "document": "2 号"}) == 302
    text = page(secretary, "organisation", pk)
    assert "<strong>三星</strong>，有效期至 2027-01-20" in text
    assert "2 号：通报" in text
    assert "降星、摘星" not in text
    with on(date(2027, 2, 1)):
        assert "（已过期）" in page(client_of(people.staff), "organisation", pk)
    told = {"star": "5", "begins_on": str(TODAY), "ends_on": "2027-06-29", "document": "9 号"}
    assert sent(staff, "enter", pk, {**told, "document": ""}) == 422
    assert sent(staff, "enter", pk, told) == 302
    assert StarHeld.objects.filter(organisation=city.first_branch).count() == 3
    assert secretary.get(reverse("stars:organisation", args=[city.water_branch.pk])).status_code == 404
    assert (
        reverse("stars:organisation", args=[pk])
        in secretary.get(reverse("orgs:organisation", args=[pk])).content.decode()
    )


def test_an_honour_goes_its_way_on_pages(city: City, people: People, client_of: Browsing) -> None:
    entered(city.first_branch)
    staff, secretary = client_of(people.staff), client_of(people.secretary)
    assert "没有这样的申报" in page(staff, "honours")
    assert sent(secretary, "apply", city.first_branch.pk, {"words": ""}) == 422
    assert sent(secretary, "apply", city.first_branch.pk, {"words": "成效好"}) == 302
    held = Honour.objects.get()
    assert "评审</a>" not in page(secretary, "honour", held.pk)
    assert sent(secretary, "review", held.pk, {"upheld": "yes", "words": "好"}) == 403
    steps: list[tuple[str, dict[str, str], HonourState]] = [
        ("review", {"upheld": "yes", "words": "同意"}, HonourState.AGREED),
        ("name", {"document": "30 号", "on": str(TODAY)}, HonourState.NAMED),
        ("take_off", {"why": "降星", "document": "31 号", "on": str(TODAY)}, HonourState.TAKEN_OFF),
    ]
    for name, told, state in steps:
        assert page(staff, name, held.pk)
        assert sent(staff, name, held.pk, {}) == 422
        assert sent(staff, name, held.pk, told) == 302
        held.refresh_from_db()
        assert held.state == state
        assert city.first_branch.short_name in page(staff, "honours", state=state)
    assert "降星（31 号，2026-06-30）" in page(secretary, "honour", held.pk)


def test_what_waits_is_told_to_whoever_it_waits_for(city: City, people: People) -> None:
    held = claiming(city, people)
    (claim,) = open_items(people.secretary.actor, TODAY)
    assert (claim.page, claim.due_on, claim.what) == ("claim", CLAIM_UNTIL, "2026年度星级自评（可以不评）")
    assert open_items(people.stranger.actor, TODAY) == []
    assert open_items(people.staff.actor, TODAY) == []
    (step,) = open_items(people.staff.actor, CLAIM_UNTIL + timedelta(1))
    assert (step.page, step.pk) == ("round", held.pk)


def test_a_committee_is_told_of_its_opinions(city: City, people: People) -> None:
    reviewing(city, people)
    (opinion,) = open_items(people.deputy.actor, TODAY)
    assert opinion.what == "审核2026年度星级：5 个党组织"
    assert open_items(people.secretary.actor, TODAY) == []
    told = home_waiting.lines(people.deputy.actor, TODAY)[Turn.NOW]
    assert "审核2026年度星级：5 个党组织" in [one.what for one in told]


def test_shown_stars_objections_and_applications_wait(city: City, people: People) -> None:
    entered(city.first_branch)
    applied(city.first_branch, people)
    held = shown(city, people)
    (own,) = open_items(people.secretary.actor, MET_ON)
    assert own.what == "公示中的2026年度星级：五星"
    objected(held, city.first_branch, people)
    waiting = {one.page for one in open_items(people.staff.actor, MET_ON)}
    assert waiting == {"objection", "honour"}
    after = {one.what for one in open_items(people.staff.actor, SHOWN_UNTIL + timedelta(1))}
    assert "2026年度星级评定：定星" in after
