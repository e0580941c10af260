"""向党组报告 (S000-38): what a 机关党委 tells the 党组, without a name of a member, and who may read it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from heli.accounts.actor import EVERYTHING
from heli.duties.catalogue import DutyState
from heli.home.papers import paper_of
from heli.home.queries.report import report
from heli.kernel.errors import NotFound
from heli.members.models import Member
from heli.papers.paper import check
from tests.duties.planned import Planned, enter
from tests.people import TODAY, City, People, Person

ClientOf = Callable[[Person], Client]


def test_it_says_what_is_done_late_and_left(city: City, planned: Planned, people: People) -> None:
    enter(city.first_branch, "theme_day", date(2026, 1, 10))
    before = report(city.education_committee.pk, EVERYTHING, TODAY)
    enter(city.first_branch, "theme_day", date(2026, 2, 10))
    found = report(city.education_committee.pk, EVERYTHING, TODAY)
    assert found.done == before.done + 1
    assert found.counts[DutyState.OVERDUE] == before.counts[DutyState.OVERDUE] - 1
    assert found.owed == before.owed
    assert found.body == city.education_group
    assert {one.organisation.pk for one in found.topics} == {city.education_group.pk}
    assert list(found.topics) == sorted(found.topics, key=lambda one: one.due_on)
    assert {one.organisation.organ_id for one in found.overdue} == {city.education_committee.organ_id}
    assert all(one.state is DutyState.OVERDUE for one in found.overdue)


def test_the_paper_keeps_the_rules_and_names_no_member(city: City, planned: Planned, people: People) -> None:
    found = report(city.education_committee.pk, EVERYTHING, TODAY)
    paper = paper_of(found)
    assert check(paper) == []
    words = str(paper.body)
    assert not [name for name in Member.objects.values_list("name", flat=True) if name in words]
    assert "提请党组研究的事项" in words


@pytest.mark.parametrize("role", ["deputy", "lead_secretary", "staff"])
def test_who_sees_the_unit_takes_the_paper_out(
    city: City, planned: Planned, people: People, client_of: ClientOf, role: str
) -> None:
    client, pk = client_of(getattr(people, role)), city.education_committee.pk
    page = client.get(reverse("home:report", args=[pk])).content.decode()
    assert "关于2026年机关党建工作情况的报告" in page
    assert "党组今年还有以下事项" in page
    made = BytesIO(b"".join(client.get(reverse("home:report_word", args=[pk]))))  # type: ignore[arg-type]
    assert "逾期事项" in {one.text.removeprefix("二、") for one in Document(made).paragraphs}
    pdf = BytesIO(b"".join(client.get(reverse("home:report_pdf", args=[pk]))))  # type: ignore[arg-type]
    assert "党建工作情况的报告" in PdfReader(pdf).pages[0].extract_text().replace("\n", "")
    link = reverse("home:report", args=[pk])
    assert link in client.get(reverse("orgs:organisation", args=[pk])).content.decode()
    other = reverse("orgs:organisation", args=[city.first_branch.pk])
    assert "向党组报告" not in client.get(other).content.decode()


def test_nobody_else_reads_it(city: City, planned: Planned, people: People, client_of: ClientOf) -> None:
    url = reverse("home:report", args=[city.education_committee.pk])
    assert client_of(people.other_secretary).get(url).status_code == 404
    assert client_of(people.stranger).get(url).status_code == 403
    assert client_of(people.stranger).get(f"{url}word/").status_code == 403
    branch = reverse("home:report", args=[city.first_branch.pk])
    assert client_of(people.deputy).get(branch).status_code == 404
    with pytest.raises(NotFound) as refused:
        report(city.first_branch.pk, EVERYTHING, TODAY)
    assert refused.value.code == "nobody-to-tell"


def test_it_asks_the_same_queries_for_more(
    city: City, planned: Planned, people: People, client_of: ClientOf
) -> None:
    client, url = client_of(people.deputy), reverse("home:report", args=[city.education_committee.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = asked()
    for month in range(1, 6):
        enter(city.small_branch, "theme_day", date(2026, month, 10))
    assert asked() <= before <= 40
