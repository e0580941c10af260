"""One organisation: both superiors side by side, figures, setting, what is beneath, history."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.orgs import queries
from heli.orgs.models import CommitteeTerm, Organisation
from tests.people import TODAY, City, People, Person, building

pytestmark = pytest.mark.django_db

Browser = Callable[[Person], Client]


def _page(client: Client, organisation: Organisation, name: str = "orgs:organisation") -> str:
    response = client.get(reverse(name, args=[organisation.pk]))
    assert response.status_code == 200
    return response.content.decode()


def _see(person: Person, organisation: Organisation) -> queries.OrganisationPage:
    scope = person.actor.scope(Permission.ORGANISATION_SEE)
    return queries.organisation_page(organisation.pk, scope, TODAY)


def test_both_superiors_stand_side_by_side(people: People, city: City, client_of: Browser) -> None:
    page = _page(client_of(people.staff), city.first_branch)
    for superior in (city.education_committee, city.education_group):
        assert f'<a href="{reverse("orgs:organisation", args=[superior.pk])}">{superior.name}</a>' in page


def test_a_superior_out_of_reach_is_named_without_a_link(
    people: People, city: City, client_of: Browser
) -> None:
    page = _page(client_of(people.secretary), city.first_branch)
    assert city.education_committee.name in page
    assert reverse("orgs:organisation", args=[city.education_committee.pk]) not in page


def test_a_branch_shows_its_own_numbers(people: People, city: City, client_of: Browser) -> None:
    found = _see(people.secretary, city.first_branch)
    assert (found.members, found.full) == (9, 8)
    assert "<dt>设支委会</dt><dd>是</dd>" in _page(client_of(people.secretary), city.first_branch)


def test_a_committee_counts_everything_beneath_it(people: People, city: City) -> None:
    below = Organisation.objects.under(city.education_committee.path)
    found = _see(people.deputy, city.education_committee)
    assert found.members == sum(one.member_count for one in below) == 9 + 4 + 10 + 5 + 3
    assert found.full == 30
    assert {node.organisation for node in found.beneath} == {
        city.first_branch,
        city.small_branch,
        city.school,
        city.exam_centre,
        city.press,
    }


def test_a_leading_body_shows_what_it_leads(people: People, city: City, client_of: Browser) -> None:
    found = _see(people.lead_secretary, city.education_group)
    assert [node.organisation for node in found.beneath] == [city.education_committee]
    assert (found.led_total, found.members, found.beneath_total) == (7, None, 1)
    page = _page(client_of(people.lead_secretary), city.education_group)
    assert f"?leader={city.education_group.pk}" in page
    assert "本身就是领导机构" in page
    assert "<dt>党员</dt>" not in page


def test_no_roster_is_unknown_and_not_zero(people: People, city: City, client_of: Browser) -> None:
    with building():
        Organisation.objects.update(member_count=0, full_count=0, has_committee=False)
    found = _see(people.staff, city.first_branch)
    assert (found.members, found.full) == (None, None)
    page = _page(client_of(people.staff), city.first_branch)
    assert "未知" in page
    assert "尚未导入党员花名册" in page
    assert "R01-01" not in page


def test_what_breaks_the_regulations_is_shown_as_advice(
    people: People, city: City, client_of: Browser
) -> None:
    with building():
        Organisation.objects.filter(pk=city.first_branch.pk).update(
            member_count=61, full_count=7, has_committee=False
        )
    page = _page(client_of(people.secretary), city.first_branch)
    for rule in ("R01-02", "R01-28"):
        assert f" · {rule}</span>" in page
    assert "R02-03" not in page
    assert '<b class="advice-strength">必须</b> 正式党员 7 人，已满 7 人，应当设立支部委员会。' in page
    assert "只作提示，不影响办理" in page


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (date(2024, 6, 29), "已届满 2 年"),
        (date(2026, 9, 30), "还有 3 个月届满"),
        (date(2027, 3, 1), "任期内"),
    ],
)
def test_the_term_is_told_in_words(
    people: People, city: City, client_of: Browser, ends_on: date, words: str
) -> None:
    with building():
        CommitteeTerm.objects.filter(organisation=city.first_branch).update(begins_on=None, ends_on=ends_on)
    page = _page(client_of(people.secretary), city.first_branch)
    assert words in page
    assert str(ends_on) in page
    assert ("R03-02" in page) == (ends_on < TODAY)


def test_an_organisation_out_of_reach_is_as_if_it_were_not(
    people: People, city: City, client_of: Browser
) -> None:
    client = client_of(people.secretary)
    for name in ("orgs:organisation", "orgs:history"):
        assert client.get(reverse(name, args=[city.small_branch.pk])).status_code == 404
        assert client.get(reverse(name, args=[10**9])).status_code == 404
    with pytest.raises(NotFound):
        _see(people.secretary, city.water_branch)


def test_the_history_is_a_timeline(people: People, city: City, client_of: Browser) -> None:
    page = _page(client_of(people.staff), city.first_branch, "orgs:history")
    assert page.count('class="timeline-step"') == 1
    assert "至今" in page
    with building():
        city.press.versions.all().delete()
    assert "还没有沿革记录" in _page(client_of(people.staff), city.press, "orgs:history")


def test_every_page_of_the_city_is_shown_in_few_queries(
    people: People, city: City, client_of: Browser, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = client_of(people.staff)
    for organisation in city:
        with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
            _page(client, organisation)


def test_tabs_lead_only_to_what_the_reader_may_see(people: People, city: City, client_of: Browser) -> None:
    tabs = {"应办", "记录", "班子与任期", "沿革"}

    def shown(person: Person) -> set[str]:
        page = _page(client_of(person), city.first_branch)
        return {tab for tab in tabs if f">{tab}</a></li>" in page}

    assert shown(people.secretary) == tabs
    assert shown(people.member) == tabs - {"班子与任期"}


def test_a_meeting_is_recorded_from_the_own_organisation_only(
    people: People, city: City, client_of: Browser
) -> None:
    assert "记录会议" in _page(client_of(people.secretary), city.first_branch)
    assert "记录会议" not in _page(client_of(people.staff), city.first_branch)


def test_a_member_is_not_sent_to_a_roster_that_he_may_not_open(
    client_of: Browser, people: People, city: City
) -> None:
    roster = f"{reverse('members:list')}?organisation={city.first_branch.pk}"
    assert roster not in _page(client_of(people.member), city.first_branch)
    assert roster in _page(client_of(people.secretary), city.first_branch)
