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
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationVersion
from tests.people import NOW, TERM_ENDS, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def _ending(organisation: Organisation, until: date) -> CommitteeTerm:
    """Its term, moved to end on another day."""
    term = CommitteeTerm.objects.get(organisation=organisation)
    decide_term(
        term=term,
        kind=TermChange.ADVANCED,
        until=until,
        approved_on=min(TODAY, until),
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


def test_the_list_of_a_past_day_knows_what_was_known_then(
    city: City, people: People, client_of: Browsing
) -> None:
    day = TODAY - timedelta(days=60)
    _ending(city.first_branch, TODAY + timedelta(days=100))
    with building():
        OrganisationVersion.objects.filter(organisation=city.small_branch).update(name="原第二党支部")
    browser = client_of(people.deputy)
    then = browser.get("/orgs/terms/", {"on": str(day)})
    found = {one.organisation.pk: one for one, _ in then.context["rows"]}
    assert found[city.first_branch.pk].held.ends_on == TERM_ENDS
    assert found[city.first_branch.pk].tasks == ()
    assert "原第二党支部" in then.content.decode()
    assert "回到今天" in then.content.decode()
    now = {one.organisation.pk: one for one, _ in browser.get("/orgs/terms/").context["rows"]}
    assert now[city.first_branch.pk].held.ends_on == TODAY + timedelta(days=100)
    book = load_workbook(BytesIO(browser.get("/orgs/terms/export/", {"on": str(day)}).content))
    assert "原第二党支部" in [row[0] for row in book.active.values]
    book.close()


def test_the_list_of_a_past_day_takes_a_constant_number_of_queries(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(people.staff)
    with django_assert_max_num_queries(14):
        assert browser.get("/orgs/terms/", {"on": "2026-03-31"}).status_code == 200


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
    assert again.status_code == 422
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


def _refused(browser: Client, url: str, told: dict[str, str]) -> str:
    """What the form says at its fields when it comes back with all that was typed."""
    answer = browser.post(url, told)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: form[name].value() for name in told} == told
    return "；".join(f"{name}：{text}" for name, texts in form.errors.items() for text in texts)


@pytest.mark.parametrize(
    ("elected_on", "ends_on", "said"),
    [
        ("2012-03-01", "", "elected_on：选举日期 2012-03-01 早于这个党组织批准成立"),
        ("2026-07-01", "", "elected_on：选举日期 2026-07-01 晚于今天"),
        ("1900-01-01", "", "elected_on：日期早于 1921-07-01"),
        ("2026-06-20", "2026-06-01", "ends_on：届满日期 2026-06-01 不在选举日期"),
        ("2026-06-20", "2031-06-01", "ends_on：每届任期3年"),
    ],
)
def test_an_election_that_cannot_be_is_told_at_its_field(
    elected_on: str, ends_on: str, said: str, city: City, people: People, client_of: Browsing
) -> None:
    told = {"elected_on": elected_on, "ends_on": ends_on, "why": "先行换届"}
    faults = _refused(client_of(people.secretary), f"/orgs/{city.first_branch.pk}/terms/begin/", told)
    assert said in faults
    if "1921" not in said:
        assert "R03-02" in faults or "R02-05" in faults
    assert CommitteeTerm.objects.filter(organisation=city.first_branch).count() == 1


def test_an_old_election_is_entered_where_nothing_is_known_of_the_founding(
    city: City, people: People, client_of: Browsing
) -> None:
    with building():
        CommitteeTerm.objects.filter(organisation=city.first_branch).delete()
        Organisation.objects.filter(pk=city.first_branch.pk).update(founded_on=None)
    told = {"elected_on": "2012-03-01", "ends_on": "", "why": ""}
    answer = client_of(people.secretary).post(f"/orgs/{city.first_branch.pk}/terms/begin/", told)
    assert answer.status_code == 302
    assert CommitteeTerm.objects.get(organisation=city.first_branch).ends_on == date(2015, 3, 1)


@pytest.mark.parametrize(
    ("done_on", "said"),
    [
        ("2010-01-01", "早于本届起始"),
        ("2026-07-01", "晚于今天"),
        ("2026-02-01", "早了 12 个月以上"),
    ],
)
def test_a_request_on_a_day_that_cannot_be_is_told_at_its_field(
    done_on: str, said: str, city: City, people: People, client_of: Browsing
) -> None:
    told = {"done_on": done_on, "document_number": "5号", "remark": ""}
    faults = _refused(client_of(people.secretary), f"/orgs/{city.first_branch.pk}/terms/request/", told)
    assert said in faults
    assert faults.startswith("done_on：")
    assert "R03-12" in faults


def test_a_notice_before_the_term_is_refused_and_an_early_request_needs_a_remark(
    city: City, people: People, client_of: Browsing
) -> None:
    told = {"manner": "电话", "done_on": "2010-01-01", "document_number": "", "remark": "接听"}
    url = f"/orgs/{city.first_branch.pk}/terms"
    assert "早于本届起始" in _refused(client_of(people.deputy), f"{url}/remind/", told)
    early = {"done_on": "2026-02-01", "document_number": "", "remark": "机构改革，提前准备"}
    assert client_of(people.secretary).post(f"{url}/request/", early).status_code == 302


def test_an_approval_after_the_earlier_end_is_told_at_its_field(
    city: City, people: People, client_of: Browsing
) -> None:
    told = {
        "kind": "advanced", "until": "2026-05-01", "approved_on": str(TODAY), "document_number": "3号",
        "reason": "班子调整", "why": "",
    }  # fmt: skip
    faults = _refused(client_of(people.deputy), f"/orgs/{city.first_branch.pk}/terms/decide/", told)
    assert "approved_on：批准日期 2026-06-30 晚于提前后的届满日期 2026-05-01" in faults
