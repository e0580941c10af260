"""Pages of 减负账: numbers that open to their lists, few queries, a report made and answered on the pages."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.burden.models import RepeatReport
from heli.circulation import actions as notice_actions
from tests.burden.reporting import reported
from tests.circulation.sending import drafted, sent
from tests.duties.planned import Planned
from tests.people import NOW, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
PAGES = ("/burden/", "/burden/organisations/", "/burden/forms/", "/burden/refused/", "/burden/reports/")

MOST_QUERIES = 17
"""Plans, notices, what was given up and what was reported, whatever the size; five are the log-in's."""


def text(browser: Client, url: str, status: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_the_account_says_what_is_asked_and_opens_to_its_lists(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    sent(city.work_committee, people.staff)
    page = text(client_of(people.staff), "/burden/")
    assert "对全市各党组织提出的要求" in page
    assert '截至 <span class="keep">2026-06-30</span>' in page
    assert "另有 1 项在 2026-06-30 以后才到期" in page
    link = re.search(r'href="(/duties/records/duties/\?[^"]*requirement=\d+)"', page)
    assert link is not None
    listed = text(client_of(people.staff), link[1].replace("&amp;", "&"))
    assert "48" in listed
    branch = text(client_of(people.secretary), f"/burden/{city.first_branch.pk}/?on=2026-12-31")
    assert "对市教育局机关第一党支部提出的要求" in branch
    assert client_of(people.secretary).get(f"/burden/{city.water_branch.pk}/").status_code == 404
    assert text(client_of(people.staff), "/burden/?on=6月", 422)


def test_a_link_leads_from_an_organisation_to_its_account(
    city: City, people: People, client_of: Browsing
) -> None:
    page = text(client_of(people.secretary), f"/orgs/{city.first_branch.pk}/")
    assert f"/burden/{city.first_branch.pk}/" in page


def test_the_workbook_has_the_requests_and_the_months(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    answer = client_of(people.staff).get(f"/burden/export/?organisation={city.first_branch.pk}")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["报送事项", "按月"]
    rows = {row[0]: row[2:] for row in book["报送事项"].iter_rows(values_only=True)}
    assert rows["开展主题党日活动"][:2] == (1, 6)


@pytest.mark.parametrize("who", ["staff", "deputy", "secretary"])
def test_the_pages_take_few_queries(
    city: City,
    people: People,
    planned: Planned,
    client_of: Browsing,
    django_assert_max_num_queries: Callable[..., object],
    who: str,
) -> None:
    for _ in range(2):
        sent(city.work_committee, people.staff, despite="再发")
    for place in (city.first_branch, city.small_branch):
        reported(planned.theme_day, place, people.deputy)
    browser = client_of(getattr(people, who))
    for url in (*PAGES, f"/burden/{city.first_branch.pk}/"):
        browser.get(url)
        with django_assert_max_num_queries(MOST_QUERIES):  # type: ignore[attr-defined]
            browser.get(url)


def test_a_report_is_made_answered_and_read_on_the_pages(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    secretary, staff = client_of(people.secretary), client_of(people.staff)
    duty = text(secretary, f"/duties/records/duties/{city.first_branch.pk}/{planned.theme_day.pk}/5/")
    address = f"/burden/new/requirement/{planned.theme_day.pk}/?organisation={city.first_branch.pk}"
    assert address in duty
    assert "年度任务：召开支部党员大会" in text(secretary, address)
    assert secretary.post(address, {"given": "", "given_text": ""}).status_code == 422
    given = {"given": f"requirement-{planned.assembly.pk}", "given_text": "大会记录里有"}
    made = secretary.post(address, given, follow=True).content.decode()
    assert "已反映，由提出要求的组织答复" in made
    report = RepeatReport.objects.get()
    waiting = text(staff, "/burden/reports/answers/")
    assert f"/burden/reports/{report.pk}/" in waiting
    assert "林书远" not in text(staff, f"/burden/reports/{report.pk}/")
    assert staff.post(f"/burden/reports/{report.pk}/", {"answer": "kept"}).status_code == 422
    staff.post(f"/burden/reports/{report.pk}/", {"answer": "kept", "text": "用途不同"})
    assert "用途不同" in text(secretary, f"/burden/reports/{report.pk}/")
    assert "● 保留并说明理由" in text(secretary, "/burden/reports/mine/")


def test_a_notice_is_reported_from_its_page_and_taken_back(
    city: City, people: People, client_of: Browsing
) -> None:
    notice, member = sent(city.work_committee, people.staff), client_of(people.member)
    address = f"/burden/new/notice/{notice.pk}/"
    assert address in text(member, f"/circulation/{notice.pk}/")
    assert address not in text(client_of(people.staff), f"/circulation/{notice.pk}/")
    member.post(address, {"given": "", "given_text": "上周会上说过"})
    report = RepeatReport.objects.get()
    assert (report.organisation, report.notice) == (city.first_branch, notice)
    gone = member.post(f"/burden/reports/{report.pk}/withdraw/", follow=True).content.decode()
    assert "已收回" in gone
    assert "没有反映" in text(member, "/burden/reports/")


def test_who_is_not_asked_is_told_so(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    refusal = text(client_of(people.staff), f"/burden/new/requirement/{planned.theme_day.pk}/", 422)
    assert "没有被要求办理" in refusal


def test_a_draft_that_repeats_is_given_up_on_its_page(
    city: City, people: People, client_of: Browsing
) -> None:
    sent(city.work_committee, people.staff)
    draft, staff = drafted(city.work_committee, people.staff), client_of(people.staff)
    assert "与已有的重复，不再发出" in text(staff, f"/circulation/{draft.pk}/draft/")
    staff.post(f"/circulation/{draft.pk}/discard/", {"repeats": "1"})
    listed = text(staff, "/burden/refused/")
    assert draft.title in listed
    assert "不再发出" in listed


def test_an_item_taken_back_as_a_repeat_is_listed(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    staff = client_of(people.staff)
    address = f"/planning/items/{planned.assembly.pk}/take-back/"
    staff.post(address, {"why": "并入主题党日", "as_repeat": "on"})
    assert "并入主题党日" in text(staff, "/burden/refused/")


def test_a_withdrawn_notice_may_be_said_to_repeat(city: City, people: People, client_of: Browsing) -> None:
    out = sent(city.work_committee, people.staff)
    notice_actions.withdraw(notice=out, reason="已有通知", as_repeat=True, by=people.staff.actor, at=NOW)
    assert "撤回通知" in text(client_of(people.staff), "/burden/refused/")
