"""传达阅知 in the browser."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.circulation import actions
from heli.circulation.models import Notice, Receipt
from heli.duties.actions.record import record
from tests.circulation.sending import WEEK, drafted, sent
from tests.people import NOW, TODAY, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
WORDS = {
    "title": "关于学习党章的通知", "document": "", "text": "请学习。", "pointer": "", "asked": "members",
    "due_on": str(WEEK), "kinds": ["branch"], "place": "",
}  # fmt: skip


def test_a_notice_is_drafted_weighed_signed_and_answered(
    city: City, people: People, client_of: Browsing
) -> None:
    office = client_of(people.staff)
    assert "只发给其中几个" in office.get("/circulation/new/").content.decode()
    weighed = office.post("/circulation/new/", WORDS, follow=True).content.decode()
    assert "7 个 × 7 分钟：约 49 分钟" in weighed
    assert not Receipt.objects.exists()
    notice = Notice.objects.get()
    signed = office.post(f"/circulation/{notice.pk}/send/", {"organisations": 7}, follow=True)
    assert "已发给 7 个党组织" in signed.content.decode()
    branch = client_of(people.secretary)
    waiting = branch.get("/circulation/").content.decode()
    assert "待办理 1 件" in waiting
    url = f"/circulation/{notice.pk}/receipts/{city.first_branch.pk}/"
    form = branch.get(url).content.decode()
    assert 'value="9"' in form, "filled in from the roster"
    assert "人数，不填姓名" in form
    told = branch.post(url, {"done_on": str(TODAY), "told": "8"}, follow=True).content.decode()
    assert "待办理 0 件" in told
    page = office.get(f"/circulation/{notice.pk}/?show=waiting").content.decode()
    assert "市教育局机关第一党支部" not in page
    assert "未登记 6" in page


def test_a_recorded_meeting_is_offered_and_asks_for_nothing_else(
    city: City, people: People, client_of: Browsing
) -> None:
    notice = sent(city.work_committee, people.staff)
    held = record(
        organisation=city.first_branch, kind="assembly", happened_on=TODAY, topic="学习全会精神",
        due=9, present=7, by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    url, branch = f"/circulation/{notice.pk}/receipts/{city.first_branch.pk}/", client_of(people.secretary)
    assert "学习全会精神" in branch.get(url).content.decode()
    assert branch.post(url, {"record": held.pk, "done_on": "", "told": ""}).status_code == 302
    assert Receipt.objects.get().record == held
    page = branch.get(f"/circulation/{notice.pk}/").content.decode()
    assert f"/duties/records/{held.pk}/" in page or "查看</a>" in page
    assert branch.post(url + "undo/", follow=True).status_code == 200
    assert not Receipt.objects.standing().exists()


def test_what_cannot_be_is_told_at_its_field(city: City, people: People, client_of: Browsing) -> None:
    office = client_of(people.staff)
    refused = office.post("/circulation/new/", WORDS | {"text": "", "kinds": ["general_branch"]})
    assert refused.status_code == 422
    assert "请填写正文" in refused.content.decode()
    notice = sent(city.work_committee, people.staff)
    url = f"/circulation/{notice.pk}/receipts/{city.first_branch.pk}/"
    beyond = client_of(people.secretary).post(url, {"done_on": str(TODAY), "told": "12"})
    assert beyond.status_code == 422
    assert "名册上有党员 9 人" in beyond.content.decode()


def test_a_similar_notice_is_shown_before_signing(city: City, people: People, client_of: Browsing) -> None:
    sent(city.work_committee, people.staff)
    made = drafted(city.work_committee, people.staff, title="关于传达学习市委全会精神的补充通知")
    office = client_of(people.staff)
    assert "同一事项不重复发文" in office.get(f"/circulation/{made.pk}/draft/").content.decode()
    refused = office.post(f"/circulation/{made.pk}/send/", {"organisations": 7})
    assert refused.status_code == 422
    assert "相似的通知" in refused.content.decode()


def test_each_sees_the_organisations_in_his_sight(city: City, people: People, client_of: Browsing) -> None:
    notice = sent(city.work_committee, people.staff)
    page = client_of(people.deputy).get(f"/circulation/{notice.pk}/").content.decode()
    assert "市教育局机关第一党支部" in page
    assert "市水利局" not in page
    member = client_of(people.member).get(f"/circulation/{notice.pk}/").content.decode()
    assert "发给 1" in member
    own = sent(city.education_committee, people.deputy, title="教育系统内部通知")
    assert client_of(people.other_secretary).get(f"/circulation/{own.pk}/").status_code == 404
    assert client_of(people.stranger).get(f"/circulation/{own.pk}/").status_code == 403
    draft = drafted(city.work_committee, people.staff, title="还没有发")
    assert client_of(people.deputy).get(f"/circulation/{draft.pk}/draft/").status_code == 404
    assert client_of(people.secretary).get(f"/circulation/{draft.pk}/").status_code == 404


def test_a_withdrawn_notice_says_why(city: City, people: People, client_of: Browsing) -> None:
    notice = sent(city.work_committee, people.staff)
    answer = client_of(people.staff).post(f"/circulation/{notice.pk}/withdraw/", {"reason": "另有安排"})
    assert answer.status_code == 302
    assert "另有安排" in client_of(people.secretary).get(f"/circulation/{notice.pk}/").content.decode()


def test_the_organisations_go_out_as_a_workbook(city: City, people: People, client_of: Browsing) -> None:
    notice = sent(city.work_committee, people.staff)
    content = client_of(people.deputy).get(f"/circulation/{notice.pk}/export/?show=waiting").content
    book = load_workbook(BytesIO(content))
    assert city.first_branch.name in [row[0] for row in book["传达情况"].values]
    book.close()


@pytest.mark.parametrize("url", ["/circulation/", "/circulation/sent/", "/circulation/{pk}/"])
def test_pages_take_few_queries_whatever_the_size(
    url: str, city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        notice = sent(city.work_committee, people.staff, title=f"第{number}号", despite="另一事项")
        actions.give_receipt(
            notice=notice, organisation=city.first_branch, told=8, by=people.secretary.actor, at=NOW
        )
    for who in (people.staff, people.deputy):
        browser = client_of(who)
        with django_assert_max_num_queries(4 + 10):  # session, account, posts, office; then the page
            assert browser.get(url.format(pk=notice.pk)).status_code == 200


def test_only_whom_a_notice_asks_is_offered_to_say_that_it_repeats(
    city: City, people: People, client_of: Browsing
) -> None:
    url = f"/circulation/{sent(city.work_committee, people.staff).pk}/"
    assert "又要报一遍" in client_of(people.secretary).get(url).content.decode()
    assert "又要报一遍" not in client_of(people.deputy).get(url).content.decode()
