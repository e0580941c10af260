"""换届: the list to work off, one organisation's terms, and what is entered on them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.elections import actions
from heli.home.queries.today import today_of
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotAllowed
from heli.orgs.actions.elections import decide_term
from heli.orgs.catalogue import TermChange, TermStepKind
from heli.orgs.models import CommitteeTerm, Organisation
from tests.people import NOW, TERM_ENDS, TODAY, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def _ending(organisation: Organisation, until: date) -> CommitteeTerm:
    """Its term, moved to end on another day."""
    term = CommitteeTerm.objects.get(organisation=organisation)
    decide_term(
        term=term,
        kind=TermChange.ADVANCED,
        until=until,
        approved_on=TODAY,
        document_number="1号",
        reason="调整",
        by=SYSTEM,
        at=NOW,
    )
    return term


def test_the_list_is_narrowed_by_state_and_goes_out_as_a_workbook(
    city: City, people: People, client_of: Browsing
) -> None:
    _ending(city.first_branch, TODAY + timedelta(days=100))
    browser = client_of(people.deputy)
    page = browser.get("/orgs/terms/").content.decode()
    assert page.index("市教育局机关第一党支部") < page.index("市教育局机关第二党支部")
    narrowed = browser.get("/orgs/terms/?state=remind").content.decode()
    assert "市教育局机关第一党支部" in narrowed
    assert "市教育局机关第二党支部" not in narrowed
    sheet = load_workbook(BytesIO(browser.get("/orgs/terms/export/?state=remind").content)).active
    assert [row[0] for row in sheet.values][-1] == city.first_branch.name
    _ending(city.press, TODAY - timedelta(days=9))
    assert "1 人届满留任" in browser.get("/orgs/terms/?state=over").content.decode()
    assert "没有这种状态的党组织" in browser.get("/orgs/terms/?state=unstated").content.decode()


def test_the_list_keeps_to_the_scope_of_the_reader(city: City, people: People, client_of: Browsing) -> None:
    page = client_of(people.other_secretary).get("/orgs/terms/").content.decode()
    assert "市水利局机关第一党支部" in page
    assert "市教育局" not in page
    assert client_of(people.stranger).get("/orgs/terms/").status_code == 403


def test_the_list_takes_the_same_few_queries_for_one_and_for_all(
    people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    for who in (people.secretary, people.staff):
        browser = client_of(who)
        with django_assert_max_num_queries(14):
            browser.get("/orgs/terms/")


def test_one_organisation_shows_its_seats_and_all_that_was_done(
    city: City, people: People, client_of: Browsing
) -> None:
    browser = client_of(people.deputy)
    page = browser.get(f"/orgs/{city.first_branch.pk}/terms/").content.decode()
    for words in ("林书远", "在任", "组织委员", "登记提醒", "延期、提前", "登记新一届"):
        assert words in page
    assert "登记提醒" not in client_of(people.secretary).get(
        f"/orgs/{city.first_branch.pk}/terms/"
    ).content.decode()  # fmt: skip
    assert browser.get(f"/orgs/{city.water_branch.pk}/terms/").status_code == 404


def test_a_notice_is_entered_once_and_told(city: City, people: People, client_of: Browsing) -> None:
    browser, url = client_of(people.deputy), f"/orgs/{city.first_branch.pk}/terms/remind/"
    assert "发函" in browser.get(url).content.decode()
    told = {"manner": "电话", "done_on": str(TODAY), "document_number": "", "remark": "书记接听"}
    assert browser.post(url, told).status_code == 302
    page = browser.get(f"/orgs/{city.first_branch.pk}/terms/").content.decode()
    assert "书记接听" in page
    again = browser.post(url, told)
    assert again.status_code == 409
    assert "已经登记过" in again.content.decode()


def test_a_term_past_a_year_is_refused_with_the_article_and_kept_with_a_reason(
    city: City, people: People, client_of: Browsing
) -> None:
    browser, url = client_of(people.deputy), f"/orgs/{city.first_branch.pk}/terms/decide/"
    told = {
        "kind": "extended", "until": "2028-06-01", "approved_on": str(TODAY), "document_number": "3号",
        "reason": "班子调整", "why": "",
    }  # fmt: skip
    refused = browser.post(url, told).content.decode()
    assert "一般不超过一年" in refused
    assert "选举工作条例》第三条" in refused
    assert CommitteeTerm.objects.get(organisation=city.first_branch).ends_on == TERM_ENDS
    assert browser.post(url, told | {"why": "市委统一安排"}).status_code == 302
    assert CommitteeTerm.objects.get(organisation=city.first_branch).ends_on == date(2028, 6, 1)


def test_the_branch_enters_its_request_and_its_election(
    city: City, people: People, client_of: Browsing
) -> None:
    term = _ending(city.first_branch, TODAY + timedelta(days=20))
    browser, base = client_of(people.secretary), f"/orgs/{city.first_branch.pk}/terms"
    asked = {"done_on": str(TODAY), "document_number": "5号", "remark": ""}
    assert browser.post(f"{base}/request/", asked).status_code == 302
    assert term.steps.get().kind == TermStepKind.REQUEST
    assert (
        browser.post(f"{base}/begin/", {"elected_on": str(TODAY), "ends_on": "", "why": ""}).status_code
        == 302
    )
    latest = CommitteeTerm.objects.filter(organisation=city.first_branch).latest("ends_on")
    assert (latest.begins_on, latest.ends_on) == (TODAY, date(2029, 6, 30))
    assert browser.get(f"{base}/decide/").status_code == 403


@pytest.mark.parametrize("page", ["decide", "remind", "request", "begin"])
def test_nobody_else_enters_anything(page: str, city: City, people: People, client_of: Browsing) -> None:
    url = f"/orgs/{city.first_branch.pk}/terms/{page}/"
    for who, status in ((people.stranger, 403), (people.other_secretary, 404), (people.member, 403)):
        assert client_of(who).get(url).status_code == status
        assert client_of(who).post(url, {}).status_code == status


def test_strangers_do_nothing_by_the_actions_either(city: City, people: People) -> None:
    term = CommitteeTerm.objects.get(organisation=city.first_branch)
    for who in (people.stranger, people.member, people.other_secretary):
        with pytest.raises(NotAllowed):
            actions.decide(
                term=term, kind=TermChange.EXTENDED, until=date(2027, 9, 1), approved_on=TODAY,
                document_number="1号", reason="调整", by=who.actor, at=NOW,
            )  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.begin(organisation=city.first_branch, elected_on=TODAY, by=who.actor, at=NOW)


def test_today_has_the_notice_for_the_superior_and_the_request_for_the_branch(
    city: City, people: People
) -> None:
    _ending(city.first_branch, TODAY + timedelta(days=20))

    def told(who: Person) -> set[tuple[str, str, str]]:
        lines = [one for group in today_of(who.actor, TODAY).groups for one in group.lines]
        return {(one.what, one.whom, one.label) for one in lines if "换届" in one.what}

    branch = "市教育局机关第一党支部"
    assert ("换届提醒", branch, "登记提醒") in told(people.deputy)
    assert ("换届请示", branch, "登记请示") in told(people.secretary)
    assert not any(what == "换届提醒" for what, _, _ in told(people.secretary))
    assert told(people.other_secretary) == told(people.member) == set()
