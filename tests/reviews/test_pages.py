"""民主评议 on screen: who sees names and who numbers, the vote of a member, what two tellers enter."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.ballots import queries as ballot_queries
from heli.ballots.catalogue import PollState
from heli.ballots.models import Option
from heli.kernel.action import SYSTEM
from heli.kernel.models import AuditEntry
from heli.reviews import actions, queries
from heli.reviews.catalogue import Grade, Step
from heli.reviews.models import Review
from tests.ballots.bodies import ELECTRONIC, as_voter, voters
from tests.people import NOW, TODAY, City, People, Person
from tests.reviews.reviewed import closed, counted, decided, discussed, met, opened, voting

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def test_a_secretary_is_led_from_step_to_step(city: City, people: People, client_of: Browsing) -> None:
    browser = client_of(people.secretary)
    assert "还没有民主评议" in browser.get("/reviews/").content.decode()
    assert browser.post(f"/reviews/open/{city.first_branch.pk}/", {"year": "2026"}).status_code == 302
    held = Review.objects.get()
    url = f"/reviews/{held.pk}/"
    assert "登记个人自评" in browser.get(url).content.decode()
    stage = {"done_on": str(TODAY), "took_part": "8", "ill": "1"}
    assert browser.post(f"{url}self/", stage).status_code == 302
    assert browser.post(f"{url}mutual/", stage | {"in_groups": "on"}).status_code == 302
    page = browser.get(url).content.decode()
    for words in ("应参加 9 人，参加 8 人；未参加：因病 1 人", "在党小组内进行", "组织民主测评"):
        assert words in page
    everybody = [str(one.pk) for one in ballot_queries.members_with_a_vote(city.first_branch, TODAY)]
    vote = {"manner": "paper", "opens_on": str(TODAY), "closes_on": str(TODAY), "voters": everybody}
    assert browser.post(f"{url}ballot/", vote).status_code == 302
    assert "录入计票结果" in browser.get(url).content.decode()
    blank = browser.get(f"{url}ballot/blank/").content.decode()
    assert blank.index("林书远") < blank.index("周组韬")
    assert browser.post(f"{url}ballot/count/", _counts(held)).status_code == 302
    meeting = met(city.first_branch)
    graded = {f"grade-{one.pk}": "qualified" for one in queries.evaluations(held)}
    assert browser.post(f"{url}decide/", graded | {"meeting": str(meeting.pk)}).status_code == 302
    done = browser.post(f"{url}close/", follow=True).content.decode()
    assert "已办结，并记入履职记录：2026年度民主评议党员" in done


def _counts(held: Review, **changed: Any) -> dict[str, str]:
    """What the tellers type: everybody 合格."""
    poll = queries.poll_of(Review.objects.get(pk=held.pk))
    typed = {
        f"q{line.pk}-{one.pk}": "8"
        for line in ballot_queries.ballot(poll)
        for one in line.choices
        if one.text == "合格"
    }
    ballots = {
        "issued": 8,
        "returned": 8,
        "valid": 8,
        "invalid": 0,
        "supervisor": "郑纪安",
        "teller": "孙明岚",
    }
    return typed | {name: str(value) for name, value in (ballots | changed).items()}


def test_ballots_too_many_are_asked_again_and_then_make_the_vote_void(
    city: City, people: People, client_of: Browsing
) -> None:
    held, browser = voting(city.first_branch), client_of(people.secretary)
    url = f"/reviews/{held.pk}/ballot/count/"
    refused = browser.post(url, _counts(held, returned=9, valid=9))
    assert refused.status_code == 422
    assert "收回 9 张，多于发出的 8 张" in refused.content.decode()
    told = browser.post(url, _counts(held, returned=9, valid=9, void="on"), follow=True).content.decode()
    assert "本次投票无效，请重新组织" in told
    assert "组织民主测评" in told
    poll = queries.poll_of(Review.objects.get(pk=held.pk))
    assert poll.state == PollState.VOID
    sent = browser.post(f"/reviews/{held.pk}/ballot/count/", _counts(held))
    assert sent.status_code == 409


def test_a_member_votes_on_his_phone_and_only_that_he_voted_is_kept(
    city: City, people: People, client_of: Browsing
) -> None:
    voters(city.first_branch)
    held = voting(city.first_branch, **ELECTRONIC)
    poll, browser = queries.poll_of(held), client_of(people.member)
    mine = browser.get("/reviews/mine/").content.decode()
    assert "去投票" in mine
    blank = browser.get(f"/reviews/{held.pk}/vote/")
    assert "no-store" in blank.headers["Cache-Control"]
    assert "谁选了什么无从查起" in blank.content.decode()
    lines = ballot_queries.ballot(poll)
    sent = {f"q{line.pk}": str(line.choices[0].pk) for line in lines[:-1]}
    answer = browser.post(f"/reviews/{held.pk}/vote/", sent, follow=True)
    assert "已投票。系统只记您投过票" in answer.content.decode()
    assert "去投票" not in answer.content.decode()
    again = browser.post(f"/reviews/{held.pk}/vote/", sent)
    assert again.status_code == 409
    assert sum(Option.objects.filter(question__poll=poll).values_list("votes", flat=True)) == 9
    assert AuditEntry.objects.filter(action="ballots.vote").get().account_id is None
    assert client_of(people.other_secretary).get(f"/reviews/{held.pk}/vote/").status_code == 404
    page = client_of(people.secretary).get(f"/reviews/{held.pk}/").content.decode()
    assert "已投 1 张；截止前不显示任何票数" in page


def test_too_few_electronic_votes_go_to_paper(city: City, people: People, client_of: Browsing) -> None:
    voters(city.first_branch)
    held = voting(city.first_branch, **ELECTRONIC | {"closes_on": TODAY})
    browser = client_of(people.secretary)
    refused = browser.post(f"/reviews/{held.pk}/ballot/close/")
    assert refused.status_code == 409
    assert "还有人没有投票" in refused.content.decode()
    told = browser.post(f"/reviews/{held.pk}/ballot/paper/", follow=True).content.decode()
    assert "已改用纸质选票" in told
    assert "录入计票结果" in told


def test_the_branchs_officers_see_names_and_superiors_see_numbers(
    city: City, people: People, client_of: Browsing
) -> None:
    held = closed(city.first_branch, 何宣宁=Grade.UNFIT, 林书远=Grade.EXCELLENT, 曾庆禾=Grade.BASIC)
    url = f"/reviews/{held.pk}/"
    for who in (people.secretary, people.committee_member):
        page = client_of(who).get(url).content.decode()
        assert "何宣宁" in page
        assert "按程序作出组织处置；本系统不会自动处置" in page
    above = client_of(people.deputy).get(url).content.decode()
    named = above.split("报上级党委的名单")[1].split("</section>")[0]
    assert "林书远" in named
    assert "何宣宁" in named
    for name in ("曾庆禾", "周组韬"):  # 基本合格 and 合格 stay in the branch
        assert name not in above
    for who in (people.staff, people.lead_secretary):
        page = client_of(who).get(url).content.decode()
        assert "报上级党委的名单" not in page
        for name in ("林书远", "何宣宁", "曾庆禾"):
            assert name not in page
    for who in (people.deputy, people.staff, people.lead_secretary):
        page = client_of(who).get(url).content.decode()
        assert "不合格</dt><dd>1 人" in page
        assert client_of(who).get(f"{url}decide/").status_code == 403
    assert client_of(people.other_secretary).get(url).status_code == 404
    assert client_of(people.member).get(url).status_code == 403


def test_superiors_see_no_numbers_before_it_is_closed(
    city: City, people: People, client_of: Browsing
) -> None:
    held = decided(city.first_branch, 何宣宁=Grade.UNFIT)
    assert "各等次人数" not in client_of(people.deputy).get(f"/reviews/{held.pk}/").content.decode()
    assert "各等次人数" in client_of(people.secretary).get(f"/reviews/{held.pk}/").content.decode()


def test_a_member_sees_his_own_grade_once_it_is_closed_and_the_sum_of_the_vote(
    city: City, people: People, client_of: Browsing
) -> None:
    held = decided(city.first_branch, 吴晓溪=Grade.EXCELLENT, 何宣宁=Grade.UNFIT)
    browser = client_of(people.member)
    before = browser.get("/reviews/mine/").content.decode()
    assert "还没有评定" in before
    assert "发出 8 张，收回 8 张" in before
    actions.close_review(review=held, by=SYSTEM, at=NOW)
    after = browser.get("/reviews/mine/").content.decode()
    assert "我的等次</dt><dd>优秀" in after
    assert "合格 72 票" in after
    assert "何宣宁" not in after


def test_the_list_has_the_branches_of_the_scope_with_numbers_by_grade(
    city: City, people: People, client_of: Browsing
) -> None:
    closed(city.first_branch, 何宣宁=Grade.BASIC)
    opened(city.school_branch)
    opened(city.water_branch)
    browser = client_of(people.deputy)
    page = browser.get("/reviews/?year=2026").content.decode()
    for words in ("已完成 1", "进行中 1", "没有开展 3", "市教育局机关第一党支部"):
        assert words in page
    assert "水利局" not in page
    assert "何宣宁" not in page
    narrowed = browser.get("/reviews/?year=2026&progress=none").content.decode()
    assert "市教育局机关第一党支部" not in narrowed
    book = load_workbook(BytesIO(browser.get("/reviews/export/?year=2026&progress=done").content))
    sheet: Any = book.active
    assert list(sheet.values)[-1][:9] == (
        city.first_branch.name, 2026, "已完成", sheet.cell(sheet.max_row, 4).value, 9, 0, 8, 1, 0,
    )  # fmt: skip
    assert client_of(people.stranger).get("/reviews/").status_code == 403


def test_the_lists_take_the_same_few_queries_whatever_the_size(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    for branch in (city.first_branch, city.school_branch, city.water_branch, city.exam_centre):
        opened(branch)
    for who, url in (
        (people.staff, "/reviews/"),
        (people.secretary, "/reviews/"),
        (people.member, "/reviews/mine/"),
        (people.staff, "/reviews/export/"),
    ):
        browser = client_of(who)
        browser.get(url)
        with django_assert_max_num_queries(12):
            assert browser.get(url).status_code == 200


def test_one_review_takes_the_same_few_queries_whatever_the_members(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    held = closed(city.first_branch)
    browser = client_of(people.secretary)
    with django_assert_max_num_queries(15):
        assert browser.get(f"/reviews/{held.pk}/").status_code == 200


def test_what_waits_is_told_to_whom_it_concerns(city: City, people: People) -> None:
    discussed(city.first_branch)
    (one,) = queries.open_items(people.secretary.actor, TODAY)
    assert (one.step, one.voting, one.due_on.isoformat()) == (Step.BALLOT, False, "2027-03-31")
    assert queries.open_items(people.member.actor, TODAY) == []
    assert queries.open_items(people.stranger.actor, TODAY) == []
    everybody = voters(city.first_branch)
    actions.hold_vote(
        review=one.review, voters=everybody, opens_on=TODAY, by=SYSTEM, at=NOW,
        manner=ELECTRONIC["manner"], closes_on=TODAY + timedelta(days=2),
    )  # fmt: skip
    (vote,) = queries.open_items(as_voter(everybody[-1]), TODAY)
    assert (vote.voting, vote.due_on) == (True, TODAY + timedelta(days=2))


def test_telling_is_entered_with_its_day_alone(city: City, people: People, client_of: Browsing) -> None:
    held = closed(city.first_branch, 何宣宁=Grade.UNFIT)
    browser = client_of(people.secretary)
    one = held.evaluations.get(grade=Grade.UNFIT)
    page = browser.get(f"/reviews/{held.pk}/tell/").content.decode()
    assert "何宣宁（不合格）" in page
    assert "林书远" not in page.split("<form")[-1]
    sent = {"evaluation": str(one.pk), "told_on": str(TODAY)}
    assert "已告知" in browser.post(f"/reviews/{held.pk}/tell/", sent, follow=True).content.decode()


def test_a_form_that_is_not_whole_says_what_is_missing(
    city: City, people: People, client_of: Browsing
) -> None:
    held = counted(city.first_branch)
    browser = client_of(people.secretary)
    page = browser.post(f"/reviews/{held.pk}/decide/", {})
    assert page.status_code == 422
    assert "请选择评定等次的会议" in page.content.decode()
    assert browser.get(f"/reviews/{held.pk}/self/").status_code == 409
    assert browser.post(f"/reviews/open/{city.first_branch.pk}/", {"year": ""}).status_code == 422
