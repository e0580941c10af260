"""One organisation: both superiors side by side, figures, setting, what is beneath, history."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from heli.accounts.catalogue import Permission
from heli.kernel.errors import NotFound
from heli.members.models import Belonging, Post
from heli.orgs import queries
from heli.orgs.actions.events import carry_out
from heli.orgs.catalogue import EventKind
from heli.orgs.models import CommitteeTerm, Organisation, OrganisationVersion
from heli.orgs.queries.changes import inverse
from heli.orgs.rules.change import Change
from tests.duties.planned import enter, plan_2026
from tests.people import NOW, TODAY, City, People, Person, building

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
        Belonging.objects.all().delete()
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


def test_the_page_tells_members_by_kind_and_who_leads(people: People, city: City, client_of: Browser) -> None:
    page = _page(client_of(people.secretary), city.first_branch)
    roster = f"{reverse('members:list')}?organisation={city.first_branch.pk}"
    for query, number in (("standing=full", 8), ("standing=probationary", 1), ("serving=retired", 1)):
        assert f'<a class="figure" href="{roster}&amp;{query}">{number}<' in page
    assert '书记 <span class="name">林书远</span>' in page
    assert "林书远" not in _page(client_of(people.member), city.first_branch).split("<main")[1]


def test_the_year_is_a_map_of_requirements_and_months(people: People, city: City, client_of: Browser) -> None:
    planned = plan_2026()
    entered = enter(city.first_branch, "theme_day", date(2026, 2, 10))
    page = _page(client_of(people.secretary), city.first_branch)
    row = page.split(f">{planned.theme_day.measure}</a></th>")[1].split("</tr>")[0]
    assert row.count("<td") == 12
    assert f'href="{reverse("duties:record", args=[entered.pk])}"' in row
    assert f"requirement={planned.theme_day.pk}&amp;due_from=2026-03-31&amp;due_to=2026-03-31" in row
    quarters = page.split(f">{planned.assembly.measure}</a></th>")[1].split("</tr>")[0]
    assert quarters.count('<td colspan="3">') == 4
    assert entered.topic in page.split('id="latest"')[1]


def test_ways_on_are_offered_to_those_who_may_go_them(people: People, city: City, client_of: Browser) -> None:
    for person, offered in ((people.staff, True), (people.deputy, True), (people.secretary, False)):
        page = _page(client_of(person), city.first_branch)
        for name in ("补充信息", "办理组织变动", "登记任职"):
            assert (f">{name}</a>" in page) is offered
    with building():
        Organisation.objects.filter(pk=city.press.pk).update(closed_on=TODAY)
    page = _page(client_of(people.staff), city.press)
    assert "办理组织变动" not in page
    assert f"― 已于 {TODAY} 撤销" in page


def test_a_temporary_branch_names_its_end_and_what_it_does_not_do(
    people: People, city: City, client_of: Browser
) -> None:
    with building():
        held = Organisation.objects.filter(pk=city.press.pk)
        held.update(kind="temporary_branch", ends_on=date(2026, 12, 31))
    page = _page(client_of(people.staff), city.press)
    assert "◐ 存续至 2026-12-31" in page
    assert "收缴党费" in page
    assert "收缴党费" not in _page(client_of(people.staff), city.first_branch)


def test_a_relation_of_guiding_is_told_as_such(people: People, city: City, client_of: Browser) -> None:
    with building():
        Organisation.objects.filter(pk=city.water_committee.pk).update(leading="guides")
    page = _page(client_of(people.staff), city.water_committee)
    assert "<dt>指导督促 " in page
    assert "<dt>领导 " not in page


def test_the_page_of_a_past_day_is_of_that_day(people: People, city: City, client_of: Browser) -> None:
    with building():
        OrganisationVersion.objects.filter(organisation=city.water_branch).update(valid_to=date(2026, 5, 1))
        new = OrganisationVersion.objects.get(organisation=city.water_branch)
        new.pk, new.valid_from, new.valid_to = None, date(2026, 5, 1), None
        new.name, new.parent = "中共青岚市水利局机关新支部委员会", city.education_committee
        new.save()
        Organisation.objects.filter(pk=city.water_branch.pk).update(name=new.name, parent=new.parent)
    client, address = client_of(people.staff), reverse("orgs:organisation", args=[city.water_branch.pk])
    then = client.get(address, {"on": "2026-03-31"}).content.decode()
    assert '<body class="past-day"' in then
    assert f"<h1>{city.water_branch.name}</h1>" in then
    assert f'href="{reverse("orgs:organisation", args=[city.water_committee.pk])}?on=2026-03-31"' in then
    assert f'href="{reverse("orgs:history", args=[city.water_branch.pk])}?on=2026-03-31"' in then
    assert "办理组织变动" not in then
    assert "回到今天" in then
    now = client.get(address).content.decode()
    assert "<h1>中共青岚市水利局机关新支部委员会</h1>" in now
    assert client.get(address, {"on": "2020-01-01"}).status_code == 404
    committee = reverse("orgs:organisation", args=[city.education_committee.pk])
    assert "水利局机关新支部" not in client.get(committee, {"on": "2026-03-31"}).content.decode()
    assert client_of(people.other_secretary).get(address, {"on": "2026-03-31"}).status_code == 200
    assert client_of(people.secretary).get(address, {"on": "2026-03-31"}).status_code == 404


def test_the_leadership_of_a_past_day_is_of_that_day(people: People, city: City, client_of: Browser) -> None:
    with building():
        Post.objects.filter(organisation=city.press).update(valid_to=date(2026, 5, 1))
    client, address = client_of(people.staff), reverse("members:posts", args=[city.press.pk])
    then = client.get(address, {"on": "2026-03-31"}).content.decode()
    assert '<body class="past-day"' in then
    assert '<td class="main name">叶印清</td>' in then.split("现任班子成员")[1]
    assert "登记任职" not in then
    now = client.get(address).content.decode()
    assert "没有登记的班子成员" in now
    assert "登记任职" in now


def test_the_history_tells_events_and_what_undid_them(people: People, city: City, client_of: Browser) -> None:
    renaming = Change(
        kind=EventKind.RENAMED,
        happened_on=date(2026, 6, 1),
        document_number="青工〔2026〕18号",
        reason="机构更名",
        subjects=(city.press.pk,),
        new_name="中共青岚市教育传媒有限公司支部委员会",
    )
    event = carry_out(change=renaming, by=people.staff.actor, at=NOW)
    back = inverse(event, happened_on=TODAY, document_number="青工〔2026〕20号", reason="更名不当")
    carry_out(change=back, undoes=event, by=people.staff.actor, at=NOW)
    page = _page(client_of(people.staff), city.press, "orgs:history")
    assert f'<a href="{reverse("reorganisation:event", args=[event.pk])}">更名</a> · 青工〔2026〕18号' in page
    assert "<ins>中共青岚市教育传媒有限公司支部委员会</ins>" in page
    assert page.count("timeline-undone") == 1
    assert "青工〔2026〕20号</a> 撤回" in page
    address = reverse("orgs:history", args=[city.press.pk])
    then = client_of(people.staff).get(address, {"on": "2026-06-15"}).content.decode()
    assert then.count("2026-06-15 时") == 1
    assert "中共青岚市教育传媒有限公司支部委员会</h1>" in then


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
        with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
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
    assert "记录会议" not in _page(client_of(people.staff), city.work_committee)


def test_a_member_is_not_sent_to_a_roster_that_he_may_not_open(
    client_of: Browser, people: People, city: City
) -> None:
    roster = f"{reverse('members:list')}?organisation={city.first_branch.pk}"
    assert roster not in _page(client_of(people.member), city.first_branch)
    assert roster in _page(client_of(people.secretary), city.first_branch)
