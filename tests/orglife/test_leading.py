"""领导干部执行情况: who is counted, what is known of them, beside whom, and who may see it (S001-44)."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.catalogue import Office
from heli.accounts.scope import EVERYTHING, Scope
from heli.duties.actions.record import record
from heli.duties.models import Record, Source
from heli.kernel.action import SYSTEM
from heli.kernel.errors import NotFound
from heli.members.actions.posts import appoint
from heli.members.models import Member, Post
from heli.orglife.queries.evidence import evidence
from heli.orglife.queries.leading import Leading, leading
from heli.orglife.rules.leading import Cadre, Coming, Other, Told, figures, is_leading
from heli.orgs.models import Organisation
from tests.orglife.meetings import away, hold
from tests.people import FOUNDED, NOW, TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
YEAR = date(2026, 1, 1)
MAY, JUNE = date(2026, 5, 12), date(2026, 6, 9)


def _lead(body: Organisation, name: str, office: Office = Office.LEAD_MEMBER) -> Post:
    return appoint(
        organisation=body,
        office=office,
        name=name,
        member=Member.objects.filter(name=name).first(),
        valid_from=FOUNDED,
        by=SYSTEM,
        at=NOW,
    )


def _democratic(body: Organisation, due: int, present: int) -> Record:
    return record(
        organisation=body,
        kind="democratic_life",
        happened_on=date(2026, 1, 20),
        topic="年度民主生活会",
        due=due,
        present=present,
        chair="顾明德",
        by=SYSTEM,
        at=NOW,
    )


@pytest.fixture
def led(city: City, people: People) -> City:
    """Two members of the 党组 in the first branch, one of whom missed a meeting; its secretary in none."""
    _lead(city.education_group, "郑纪安")
    _lead(city.education_group, "孙明岚")
    hold(city.first_branch, on=MAY, topic="五月大会")
    hold(city.first_branch, on=JUNE, topic="六月大会", absent=away(city.first_branch, "孙明岚", "冯小满"))
    hold(city.first_branch, "lecture", on=JUNE, topic="廉政党课", chair="郑纪安")
    return city


def _all(scope: Scope = EVERYTHING) -> Leading:
    return leading(scope, YEAR, TODAY)


def _one(found: Leading, name: str) -> Cadre:
    return next(one for one in found.cadres if one.name == name)


def test_leading_cadres_are_those_of_leading_bodies_and_heads_of_committees() -> None:
    assert is_leading("party_group", Office.LEAD_MEMBER)
    assert is_leading("organ_committee", Office.FULLTIME_DEPUTY)
    assert not is_leading("organ_committee", Office.ORGANISATION)
    assert not is_leading("general_branch", Office.SECRETARY)
    assert not is_leading("local_committee", Office.LEAD_MEMBER)


def test_they_are_counted_beside_the_other_members_of_their_branches(led: City) -> None:
    found = _all()
    ours = found.figures(led.education_group.organ_id)
    assert (ours.total, ours.enrolled, ours.due) == (4, 2, 2)
    assert ours.once == ((2, 2), (7, 7))
    assert ours.every == ((1, 2), (6, 7))
    assert [one.percent for one in ours.every] == ["50.0%", "85.7%"]
    assert ours.lectured == ((1, 4), (0, 7))
    assert ours.heads == (0, 1)
    assert found.figures() == ours
    assert _one(found, "孙明岚").coming == Coming(3, 2)
    assert _one(found, "顾明德").branch_words == "名册中没有对应的党员"


def test_a_withdrawn_meeting_and_one_of_another_period_do_not_count(led: City) -> None:
    with building():
        Record.objects.filter(topic="六月大会").update(
            withdrawn_at=NOW, withdrawn_by="林书远", withdrawn_why="误记"
        )
    assert _one(_all(), "孙明岚").coming == Coming(2, 2)
    assert _one(leading(EVERYTHING, JUNE, TODAY), "孙明岚").coming == Coming(1, 1)


def test_the_democratic_life_meeting_is_unknown_without_a_source(led: City) -> None:
    assert _one(_all(), "郑纪安").democratic is Told.UNKNOWN
    assert _all().figures().democratic == (None, 0)
    with building():
        Source.objects.create(record_kind="democratic_life", org_kind="party_group", since=YEAR)
    assert _one(_all(), "郑纪安").democratic is Told.NOT_HELD
    assert _all().figures().not_held


@pytest.mark.parametrize(("present", "told"), [(3, Told.ATTENDED), (2, Told.UNKNOWN)])
def test_without_names_only_a_full_meeting_says_who_came(led: City, present: int, told: Told) -> None:
    _democratic(led.education_group, 3, present)
    assert _one(_all(), "郑纪安").democratic is told
    assert _one(_all(), "严守正").democratic is Told.NOT_DUE


def test_one_person_with_two_posts_is_counted_once(led: City) -> None:
    _lead(led.education_committee, "郑纪安", Office.SECRETARY)
    found = _all()
    assert found.figures().total == 4
    assert _one(found, "郑纪安").posts == ("市教育局党组成员", "市教育局机关党委书记")
    assert found.figures().heads == (1, 2)


def test_nobody_to_count_is_unknown_and_not_zero() -> None:
    none = figures([], [])
    assert none.once == ((None, 0), (None, 0))
    others = figures([], [Other(1, Coming(2, 1), lectured=False)])
    assert others.every[1] == (0, 1)


def test_it_keeps_to_the_scope_of_the_reader(led: City, people: People) -> None:
    branch = people.secretary.actor.scope("member.see")
    assert [one.name for one in _all(branch).cadres] == ["孙明岚", "郑纪安"]
    assert _all(people.other_secretary.actor.scope("member.see")).cadres == ()
    assert _all(people.lead_secretary.actor.scope("member.see")).figures().total == 4
    post = Post.objects.get(name="孙明岚", office=Office.LEAD_MEMBER)
    assert evidence(branch, post.pk, YEAR, TODAY).attended.count() == 3
    for scope, pk in ((people.other_secretary.actor.scope("member.see"), post.pk), (EVERYTHING, 0)):
        with pytest.raises(NotFound):
            evidence(scope, pk, YEAR, TODAY)


def test_every_number_opens_to_its_names_and_they_to_their_records(
    led: City, people: People, client_of: Browsing
) -> None:
    browser = client_of(people.deputy)
    page = browser.get("/meetings/leading/").content.decode()
    assert "其他 85.7%" in page
    missed = browser.get("/meetings/leading/names/?what=missed").content.decode()
    assert "孙明岚" in missed
    assert "郑纪安" not in missed
    post = Post.objects.get(name="郑纪安", office=Office.LEAD_MEMBER)
    told = browser.get(f"/meetings/leading/{post.pk}/").content.decode()
    for words in ("五月大会", "六月大会", "廉政党课", "每次都参加", "未知"):
        assert words in told


def test_a_year_goes_out_as_a_workbook(led: City, people: People, client_of: Browsing) -> None:
    url = "/meetings/leading/export/?first=2026-01-01&last=2026-06-30"
    book = load_workbook(BytesIO(client_of(people.staff).get(url).content))
    summary, names = book.worksheets
    rows = list(summary.values)
    assert rows[-1][:5] == ("合计", 4, 2, 2, 2)
    assert rows[-1][15] == "未知"
    assert [row[0] for row in names.values][1:] == [one.name for one in _all().cadres]
    book.close()


def test_it_takes_few_queries_for_one_and_for_all(
    led: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    for who in (people.secretary, people.staff):
        browser = client_of(who)
        for address in ("/meetings/leading/", "/meetings/leading/names/"):
            with django_assert_max_num_queries(16):
                assert browser.get(address).status_code == 200
    with django_assert_max_num_queries(11):
        _all()


def test_a_stranger_and_a_plain_member_see_nothing(people: People, client_of: Browsing) -> None:
    for who in (people.stranger, people.member, people.administrator):
        expected = 200 if who is people.administrator else 403
        assert client_of(who).get("/meetings/leading/").status_code == expected
