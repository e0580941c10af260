"""The pages of 考责 through the browser's door: who is let in, what they say, and where a figure leads."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html import escape, unescape
from io import BytesIO
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from heli.appraisal.rules import Counted
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Duty
from heli.kernel.models import AuditEntry
from heli.kernel.periods import Period
from heli.orgs.models import Organisation
from tests.duties.planned import Planned, enter
from tests.people import City, People, Person, building

ClientOf = Callable[[Person], Client]
SCORES, EXPORT, CIRCULAR = (reverse(f"appraisal:{name}") for name in ("scores", "export", "circular"))
WORD, PDF = reverse("appraisal:word"), reverse("appraisal:pdf")
OWN_BRANCHES = reverse("appraisal:class", args=["branch.organ.unstated.own"])
MOST_QUERIES = 13


def sheet_of(organisation: Organisation) -> str:
    return reverse("appraisal:sheet", args=[organisation.pk])


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def rows_behind(client: Client, address: str) -> list[Duty]:
    """Every row of the list that a link of a sheet opens."""
    return list(client.get(address).context["page"].paginator.object_list[0:])


def counted(rows: list[Duty], period: Period) -> Counted:
    """What a sheet of a past period must say of the rows of its list."""
    states = Counter(row.state for row in rows if period.contains(row.due_on))
    done = states[DutyState.ON_TIME] + states[DutyState.LATE]
    owed = done + states[DutyState.OVERDUE]
    return Counted(owed, done, states[DutyState.ON_TIME], states[DutyState.UNKNOWN])


def test_a_stranger_is_refused_on_every_page(worked: City, people: People, client_of: ClientOf) -> None:
    for who in (people.stranger, people.member):
        client = client_of(who)
        for url in (SCORES, EXPORT, CIRCULAR, OWN_BRANCHES, sheet_of(worked.first_branch)):
            assert client.get(url).status_code == 403, url
        assert [client.post(url).status_code for url in (WORD, PDF)] == [403, 403]


def test_who_has_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for url in (SCORES, EXPORT, CIRCULAR, OWN_BRANCHES, reverse("appraisal:sheet", args=[1])):
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("accounts:sign_in"))


@pytest.mark.parametrize("code", ["2026Q1", "2026-05"])
def test_every_line_of_every_sheet_opens_to_the_duties_it_counts(
    worked: City, people: People, client_of: ClientOf, code: str
) -> None:
    client, lines_seen = client_of(people.staff), []
    for one in (worked.small_branch, worked.school_branch, worked.school, worked.water_group, worked.press):
        answer = client.get(sheet_of(one), {"period": code})
        if answer.status_code == 404:  # it owed nothing then
            continue
        links = re.findall(r'<td class="main"><a href="([^"]+)"', answer.content.decode())
        for line, link in zip(answer.context["sheet"].lines, map(unescape, links), strict=True):
            rows = rows_behind(client, link)
            assert {(row.organisation.pk, row.reading.pk) for row in rows} == {(one.pk, line.reading.pk)}
            assert counted(rows, Period.parse(code)) == line.counted
            assert len(rows) == line.counted.owed + line.counted.unknown, "no row but those counted"
            lines_seen.append(line.counted)
    assert any(line.unknown for line in lines_seen)
    assert any(line.owed > line.done for line in lines_seen)


def test_a_line_opens_to_the_record_that_did_it(
    worked: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    text = page(client, sheet_of(worked.water_group))
    (link,) = re.findall(rf'<a href="([^"]+)">{planned.duty_list.measure}', text)
    (row,) = rows_behind(client, unescape(link))
    assert row.state == DutyState.LATE
    assert row.answer is not None
    assert row.answer.happened_on == date(2026, 4, 20)
    assert client.get(reverse("duties:record", args=[row.answer.record_id])).status_code == 200


def test_a_line_opens_in_the_list_of_its_own_year(worked: City, people: People, client_of: ClientOf) -> None:
    text = page(client_of(people.staff), f"{sheet_of(worked.first_branch)}?period=2026Q1")
    links = [parse_qs(urlsplit(unescape(link)).query) for link in re.findall(r'data-href="([^"]+)"', text)]
    assert links
    assert {link["year"][0] for link in links} == {"2026"}


def test_a_secretary_sees_his_own_sheet_and_no_other(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.secretary)
    text = page(client, sheet_of(worked.first_branch))
    assert "<strong>100.00</strong> 分" in text
    assert "41.67" in text  # the middle of its class in the whole city
    for other in (worked.small_branch, worked.water_branch, worked.education_group):
        refused = page(client, sheet_of(other), 403)
        assert other.short_name not in refused
    assert client.get(reverse("appraisal:sheet", args=[10**9])).status_code == 404


def test_nobody_reads_another_units_scores(worked: City, people: People, client_of: ClientOf) -> None:
    strange = [one for one in worked if one.organ_id != worked.first_branch.organ_id]
    for who in (people.lead_secretary, people.deputy, people.secretary):
        client = client_of(who)
        assert client.get(sheet_of(worked.water_branch)).status_code == 403
        for url in (SCORES, OWN_BRANCHES):
            text = page(client, url)
            assert [one.short_name for one in strange if one.short_name in text] == []


def test_a_leading_body_sees_all_that_it_leads(worked: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.lead_secretary)
    assert [row.name for row in client.get(SCORES).context["classes"]] == [
        "党组 · 机关 · 机关本级",
        "党总支 · 事业单位 · 直属单位",
        "党支部 · 国有企业 · 直属单位",
        "党支部 · 事业单位 · 直属单位",
        "党支部 · 机关 · 机关本级",
    ]
    for one in (worked.first_branch, worked.school_branch, worked.press, worked.education_group):
        assert client.get(sheet_of(one)).status_code == 200
    assert "起草通报" not in page(client, SCORES)


def test_a_class_without_anything_in_sight_says_so_and_leads_back(
    worked: City, people: People, client_of: ClientOf
) -> None:
    url = reverse("appraisal:class", args=["leading_body.organ.unstated.own"])
    text = page(client_of(people.secretary), url)
    assert "您能看到的范围内没有这一类党组织的得分" in text
    assert f'href="{SCORES}?period=2026H1"' in text


def test_a_class_that_is_none_is_not_found_and_leads_on(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    for code in ("nonsense", "branch.organ.unstated.moon", "branch.organ", "a.b.c.d", "..."):
        text = page(client, reverse("appraisal:class", args=[code]), 404)
        assert "没有这一类党组织，请从分类列表中选择。" in text
        assert f'href="{reverse("home:today")}"' in text


def test_a_period_that_is_none_is_refused_in_words(worked: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    pages = (SCORES, OWN_BRANCHES, EXPORT, CIRCULAR, sheet_of(worked.first_branch))
    for url, code in product(pages, ("2026H3", "2026-13", "上半年", "0000", "<b>")):
        answer = client.get(url, {"period": code})
        assert answer.status_code == 422
        assert f"“{escape(code)}”不是一个期间，请写作 2026、2026H1" in answer.content.decode()


def test_a_period_without_duties_says_what_to_do(worked: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    for code in ("2025", "2026H2", "2199", "9999", "0001"):
        assert "这个时间范围内还没有到期的应办事项" in page(client, f"{SCORES}?period={code}")
    text = page(client, f"{sheet_of(worked.first_branch)}?period=2026H2", 404)
    assert "没有到期的应办事项，因此没有得分" in text


def test_the_period_is_chosen_by_tabs_that_stay_on_the_page(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    tabs = client.get(SCORES).context["periods"]
    assert [(tab.label, tab.url, tab.active) for tab in tabs] == [
        ("2026年上半年", "?period=2026H1", True),
        ("2026年一季度", "?period=2026Q1", False),
        ("2026年二季度", "?period=2026Q2", False),
        ("2026年", "?period=2026", False),
    ]
    month = client.get(SCORES, {"period": "2026-03"}).context["periods"]
    assert (month[0].label, month[0].active) == ("2026年3月", True)


def test_the_page_moves_as_soon_as_a_record_is_entered(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    assert "<strong>50.00</strong>" in page(client, sheet_of(worked.small_branch))
    enter(worked.small_branch, "theme_day", date(2026, 6, 25))
    assert "<strong>66.67</strong>" in page(client, sheet_of(worked.small_branch))


def test_what_is_unknown_stands_as_unknown(worked: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    text = page(client, sheet_of(worked.publicity_joint))
    assert "没有得分" in text
    assert "不计分" in text
    assert "<dt>得分</dt><dd>未知</dd>" in text
    assert "0.00" not in text
    joint = reverse("appraisal:class", args=["joint_branch.organ.unstated.own"])
    assert '<td class="num" data-label="得分">未知</td>' in page(client, joint)


def test_the_workbook_is_what_the_reader_may_see(worked: City, people: People, client_of: ClientOf) -> None:
    answer = client_of(people.other_secretary).get(EXPORT)
    assert "2026%E5%B9%B4%E4%B8%8A%E5%8D%8A%E5%B9%B4" in answer["Content-Disposition"]
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert worked.water_branch.short_name in names
    assert worked.first_branch.short_name not in names


def test_looking_at_the_circular_leaves_no_trace_and_taking_it_out_leaves_one(
    worked: City, people: People, client_of: ClientOf
) -> None:
    client = client_of(people.staff)
    before = AuditEntry.objects.count()
    text = page(client, CIRCULAR)
    assert "应办事项共45项，已完成18项" in text
    assert AuditEntry.objects.count() == before
    word = client.post(f"{WORD}?period=2026H1")
    pdf = client.post(f"{PDF}?period=2026H1")
    assert [one["Content-Disposition"].split(".")[-1] for one in (word, pdf)] == ["docx", "pdf"]
    assert Document(BytesIO(b"".join(word.streaming_content))).paragraphs
    assert PdfReader(BytesIO(b"".join(pdf.streaming_content))).pages
    entries = AuditEntry.objects.order_by("pk")[before:]
    assert [(one.action, one.account_id) for one in entries] == [
        ("appraisal.hand_out_circular", people.staff.account.pk)
    ] * 2


def test_the_circular_is_not_taken_out_by_a_link(worked: City, people: People, client_of: ClientOf) -> None:
    client = client_of(people.staff)
    assert [client.get(url).status_code for url in (WORD, PDF)] == [405, 405]


def test_thirteen_queries_are_enough_however_many_organisations(
    worked: City, people: People, client_of: ClientOf
) -> None:
    urls = [SCORES, OWN_BRANCHES, sheet_of(worked.first_branch), EXPORT, CIRCULAR]
    client = client_of(people.staff)
    few = [_queries(client, url) for url in urls]
    _grow(worked)
    assert [_queries(client, url) for url in urls] == few
    assert max(few[:-1]) <= MOST_QUERIES
    assert few[-1] <= MOST_QUERIES + 4  # the 通报 asks besides for its issuer, counts, terms and remarks


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def _grow(city: City) -> None:
    """Twenty branches more."""
    with building():
        for number in range(20):
            branch = Organisation.objects.get(pk=city.small_branch.pk)
            branch.pk, branch.code = None, f"T{number:04d}"
            branch.name = branch.short_name = branch.name_key = f"新建第{number}支部"
            branch.path = f"{city.education_committee.path}{5000 + number}"
            branch.save(force_insert=True)
