"""A branch's year: what is proposed, planned, moved, given up, and done from the duties' side alone."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING, Scope
from heli.almanac import actions
from heli.almanac.models import FixedDay, PlannedDate
from heli.almanac.queries import beneath
from heli.almanac.queries.calendar import calendar_of
from heli.almanac.queries.shown import Calendar, Entry
from heli.almanac.rules.days import Habit, works
from heli.almanac.rules.placing import Key
from heli.duties.catalogue import Cadence
from heli.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from heli.kernel.models import AuditEntry
from tests.duties.planned import BRANCHES, Planned, enter, plan_2026, require
from tests.people import NOW, TODAY, City, People, Person

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
JULY = 6


@pytest.fixture
def planned() -> Planned:
    found = plan_2026()
    for number, kind in enumerate(("org_life", "review"), 9):
        require(found.plan, number, kind, Cadence.YEAR, [kind], BRANCHES)
    return found


def year_of(city: City, today: date = TODAY) -> Calendar:
    return calendar_of(city.first_branch, 2026, today)


def entry(found: Calendar, requirement: int, period: int) -> Entry:
    return found.find(Key(requirement, period))


def plan(city: City, people: People, keys: list[Key], day: date, **changed: Any) -> list[PlannedDate]:
    said = {"year": 2026, "by": people.secretary.actor, "at": NOW, **changed}
    return actions.plan_day(organisation=city.first_branch, keys=keys, day=day, **said)


def test_everything_that_can_still_be_held_is_proposed_within_its_period(
    city: City, planned: Planned
) -> None:
    found = year_of(city)
    waiting = [one for one in found.entries if one.waits]
    # Today is the last day of June: the 主题党日 takes it, and the committee needs a day of its own.
    assert [one.key for one in found.unplaced] == [Key(planned.committee.pk, 5)]
    waiting = [one for one in waiting if one not in found.unplaced]
    assert {one.duty.period.index for one in waiting if one.kind == "theme_day"} == set(range(5, 12))
    for one in waiting:
        assert one.proposed is not None
        assert max(one.span.first, TODAY) <= one.proposed <= one.span.last
        assert works(one.proposed)


def test_what_may_shares_a_day_and_the_committee_meets_apart_and_before(city: City, planned: Planned) -> None:
    found = year_of(city)
    days = {one.key: one.proposed for one in found.entries if one.proposed}
    themes = {day for key, day in days.items() if key.requirement == planned.theme_day.pk}
    assert days[Key(planned.assembly.pk, 2)] in themes
    assert days[Key(planned.lecture.pk, 0)] in themes
    committees = {day.month: day for key, day in days.items() if key.requirement == planned.committee.pk}
    assert not set(committees.values()) & themes
    for period in (2, 3):
        assembly = days[Key(planned.assembly.pk, period)]
        assert committees[assembly.month] < assembly
    life = [one.proposed for one in found.entries if one.kind in ("org_life", "review")]
    assert len(set(life)) == 1
    assert life[0] is not None
    assert life[0].month >= 10


def test_a_paper_and_what_a_term_triggers_have_no_day(city: City, planned: Planned) -> None:
    open_one = entry(year_of(city), planned.open_one.pk, 0)
    assert (open_one.kind, open_one.day, open_one.name) == ("", None, "开展调研")
    assert open_one.record_url == ""


def test_what_is_done_is_told_by_the_duties_and_given_no_day(
    city: City, people: People, planned: Planned
) -> None:
    enter(city.first_branch, "theme_day", date(2026, 6, 12))
    done = entry(year_of(city), planned.theme_day.pk, 5)
    assert done.is_done
    assert (done.day, done.proposed) == (date(2026, 6, 12), None)
    with pytest.raises(WrongState, match="已经完成"):
        plan(city, people, [done.key], TODAY)


def test_accepting_plans_all_at_once_and_leaves_one_audit_entry(
    city: City, people: People, planned: Planned
) -> None:
    proposed, before = year_of(city).proposed, AuditEntry.objects.count()
    made = actions.accept_proposal(
        organisation=city.first_branch, year=2026, by=people.committee_member.actor, at=NOW
    )
    assert made == PlannedDate.objects.count() == len(proposed)
    assert AuditEntry.objects.count() == before + 1
    assert {one.key: one.planned for one in year_of(city).planned_ahead} == proposed
    with pytest.raises(WrongState, match="没有可以采用的建议"):
        actions.accept_proposal(organisation=city.first_branch, year=2026, by=people.secretary.actor, at=NOW)


def test_a_moved_day_stays_and_the_rest_follows_it(city: City, people: People, planned: Planned) -> None:
    assembly = Key(planned.assembly.pk, 2)
    plan(city, people, [assembly], date(2026, 8, 27))
    found = year_of(city)
    assert entry(found, *assembly).planned == date(2026, 8, 27)
    committee = entry(found, planned.committee.pk, 7).proposed
    assert committee is not None
    assert committee < date(2026, 8, 27)


def test_a_day_outside_the_period_is_refused_with_its_reason(
    city: City, people: People, planned: Planned
) -> None:
    before = AuditEntry.objects.count()
    july = Key(planned.theme_day.pk, JULY)
    for day, words in (
        (date(2026, 8, 3), "应在 2026-07-01 至 2026-07-31 之间"),
        (date(2026, 7, 5), "休息日"),
    ):
        with pytest.raises(Invalid, match=words):
            plan(city, people, [july], day)
    with pytest.raises(Invalid, match="已经过去"):
        plan(city, people, [Key(planned.theme_day.pk, 5)], date(2026, 6, 29))
    with pytest.raises(Invalid, match="之间"):
        plan(city, people, [july, Key(planned.theme_day.pk, JULY + 1)], date(2026, 7, 6))
    with pytest.raises(NotFound):
        plan(city, people, [Key(planned.governance.pk, 1)], date(2026, 7, 6))
    assert not PlannedDate.objects.exists()
    assert AuditEntry.objects.count() == before
    plan(city, people, [july], date(2026, 7, 5), day_off=True)


def test_what_may_not_share_a_gathering_is_refused_unless_held_apart(
    city: City, people: People, planned: Planned
) -> None:
    plan(city, people, [Key(planned.assembly.pk, 2)], date(2026, 7, 8))
    with pytest.raises(Invalid, match="当天分开召开"):
        plan(city, people, [Key(planned.committee.pk, JULY)], date(2026, 7, 8))
    plan(city, people, [Key(planned.committee.pk, JULY)], date(2026, 7, 8), apart=True)
    assert PlannedDate.objects.count() == 2


def test_planned_days_can_be_given_up_and_are_proposed_anew(
    city: City, people: People, planned: Planned
) -> None:
    said: dict[str, Any] = {
        "organisation": city.first_branch, "year": 2026, "by": people.secretary.actor, "at": NOW,
    }  # fmt: skip
    actions.accept_proposal(**said)
    every = PlannedDate.objects.count()
    assert actions.propose_anew(**said, keys=[Key(planned.assembly.pk, 2)]) == 1
    assert actions.propose_anew(**said) == every - 1
    assert year_of(city).proposed
    with pytest.raises(WrongState):
        actions.propose_anew(**said)


def test_a_planned_day_that_passed_without_a_record_is_looked_for_anew(
    city: City, people: People, planned: Planned
) -> None:
    key = Key(planned.assembly.pk, 2)
    plan(city, people, [key], date(2026, 7, 8))
    later = year_of(city, date(2026, 8, 3))
    found = entry(later, *key)
    assert (found.missed, found.planned) == (date(2026, 7, 8), None)
    assert found.proposed is not None
    assert found.proposed >= date(2026, 8, 3)


def test_the_fixed_day_moves_what_is_not_planned_yet(city: City, people: People, planned: Planned) -> None:
    plan(city, people, [Key(planned.theme_day.pk, JULY)], date(2026, 7, 9))
    for habit in (Habit(), Habit(day=5, nth=1), Habit(day=40)):
        with pytest.raises(Invalid):
            actions.set_fixed_day(
                organisation=city.first_branch, habit=habit, by=people.secretary.actor, at=NOW
            )
    actions.set_fixed_day(
        organisation=city.first_branch, habit=Habit(nth=1, weekday=4), by=people.secretary.actor, at=NOW
    )
    found = year_of(city)
    assert entry(found, planned.theme_day.pk, JULY).planned == date(2026, 7, 9)
    assert entry(found, planned.theme_day.pk, JULY + 1).proposed == date(2026, 8, 7)
    october = entry(found, planned.theme_day.pk, 9)
    assert (october.proposed, october.fixed, october.far) == (date(2026, 10, 8), date(2026, 10, 2), False)


def test_only_whoever_records_for_the_branch_plans_for_it(
    city: City, people: People, planned: Planned
) -> None:
    for who in people:
        if who in (people.secretary, people.committee_member):
            continue
        said: dict[str, Any] = {"organisation": city.first_branch, "by": who.actor, "at": NOW}
        with pytest.raises(NotAllowed):
            actions.plan_day(year=2026, keys=[Key(planned.theme_day.pk, JULY)], day=date(2026, 7, 9), **said)
        with pytest.raises(NotAllowed):
            actions.accept_proposal(year=2026, **said)
        with pytest.raises(NotAllowed):
            actions.propose_anew(year=2026, **said)
        with pytest.raises(NotAllowed):
            actions.set_fixed_day(habit=Habit(day=5), **said)
    assert not PlannedDate.objects.exists()
    assert not FixedDay.objects.exists()


def test_superiors_see_the_branches_of_their_own_month(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    plan(city, people, [Key(planned.theme_day.pk, JULY), Key(planned.lecture.pk, 0)], date(2026, 7, 9))
    for who in (people.deputy, people.lead_secretary, people.staff):
        page = client_of(who).get("/almanac/?month=2026-07").content.decode()
        assert "主题党日、党课" in page
        assert "机关第一党支部" in page
    waiting = client_of(people.deputy).get("/almanac/?month=2026-07&unplanned=on")
    assert waiting.context["count"] == len(waiting.context["page"].object_list) == 4
    assert "机关第一党支部" not in waiting.content.decode().split("<tbody>")[1]
    other = client_of(people.other_secretary)
    assert other.get("/almanac/?month=2026-07").status_code == 302
    assert other.get(f"/almanac/{city.first_branch.pk}/").status_code == 404
    book = load_workbook(BytesIO(client_of(people.deputy).get("/almanac/export/?month=2026-07").content))
    assert [row[3] for row in book.worksheets[0].values][1:] == ["主题党日、党课"]
    book.close()
    enter(city.first_branch, "theme_day", date(2026, 6, 30))
    rows = list(beneath.in_month(Scope(organisations=(city.first_branch.pk,)), date(2026, 7, 1), TODAY))
    (line,) = beneath.lines(rows, TODAY)
    assert not line.is_done
    assert PlannedDate.objects.visible_to(EVERYTHING).count() == 2
    assert not PlannedDate.objects.visible_to(Scope(organisations=(city.press.pk,))).exists()


def test_the_secretary_walks_through_the_page(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    browser, own = client_of(people.secretary), f"/almanac/{city.first_branch.pk}/"
    page = browser.get(own).content.decode()
    for words in ("全部采用建议日期", "支部还没有设定", "改日期", "比一项一天少占"):
        assert words in page
    assert f"/meetings/new/?organisation={city.first_branch.pk}&amp;kind=theme_day&amp;day=" in page
    said = {"way": "weekday", "nth": "1", "weekday": "4", "shifting": "earlier"}
    assert browser.post(f"{own}fixed-day/", {**said, "nth": ""}).status_code == 422
    assert "每月第一个周五" in browser.post(f"{own}fixed-day/", said, follow=True).content.decode()
    assert "已按建议安排" in browser.post(f"{own}accept/", follow=True).content.decode()
    address = f"{own}days/{planned.lecture.pk}/0/"
    form = browser.get(address).context["form"]
    assert [one.kind for one in form.others]
    refused = browser.post(address, {"day": "2026-12-25"})
    assert refused.status_code == 422
    assert "应在 2026-01-01 至 2026-12-20 之间" in refused.content.decode()
    assert "安排在 2026-12-11" in browser.post(address, {"day": "2026-12-11"}, follow=True).content.decode()
    assert "重新推算" in browser.post(f"{address}give-up/", follow=True).content.decode()
    assert "已取消" in browser.post(f"{own}anew/", follow=True).content.decode()
    assert "□主题党日、□支部党员大会（三季度）" in browser.get(f"{own}print/").content.decode()
    book = load_workbook(BytesIO(browser.get(f"{own}export/").content))
    assert "主题党日（7月）" in {row[3] for row in book.worksheets[0].values}
    book.close()


def test_a_member_looks_and_changes_nothing(
    city: City, people: People, planned: Planned, client_of: Browsing
) -> None:
    browser, own = client_of(people.member), f"/almanac/{city.first_branch.pk}/"
    page = browser.get(own).content.decode()
    assert "改日期" not in page
    assert "还没有排下的" in page
    assert "/days/" not in page
    assert "您的职务不含这项权限" in page
    assert browser.post(f"{own}accept/").status_code == 403
    assert client_of(people.deputy).get(f"/almanac/{city.education_committee.pk}/").status_code == 422


def test_pages_take_few_queries(
    city: City, people: People, planned: Planned, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    actions.accept_proposal(organisation=city.first_branch, year=2026, by=people.secretary.actor, at=NOW)
    own = city.first_branch.pk
    for who, address, most in (
        (people.secretary, f"/almanac/{own}/", 18),
        (people.secretary, f"/almanac/{own}/print/", 18),
        (people.deputy, "/almanac/?month=2026-07", 16),
        (people.deputy, "/almanac/year/", 8),
        (people.staff, "/almanac/year/entries/", 8),
    ):
        browser = client_of(who)
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200
