"""The pages of the list as each role: who sees what, what opens, what waits on 今日要务."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from heli.duties.actions.record import record
from heli.figures.models import CorrectedFigure, Correction
from heli.home.queries import waiting as home_waiting
from heli.kernel.action import SYSTEM
from heli.orgs.models import CommitteeTerm, Organisation
from heli.schemes.catalogue import ReleaseState
from heli.schemes.models import Release, ReleasedScore
from heli.stars.queries.facts import scored, scored_under
from heli.weak.actions import mending
from heli.weak.catalogue import FactKind, ListingState
from heli.weak.models import Listing, Rectification, Telling
from heli.weak.queries import listings
from heli.weak.queries.facts import facts_of
from heli.weak.queries.waiting import open_items
from tests.duties.planned import plan_2026
from tests.people import NOW, TODAY, City, People, Person, building
from tests.stars.made import result
from tests.weak.made import (
    DOCUMENT,
    DUE_ON,
    applied,
    cleared,
    leader,
    listed,
    planned,
    secretary_left,
    task_of,
)

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]


def page(client: Client, which: str, /, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"weak:{which}", args=args), query)
    assert answer.status_code == 200, (which, answer.status_code)
    return answer.content.decode()


def sent(client: Client, name: str, pk: int, told: dict[str, Any]) -> int:
    return client.post(reverse(f"weak:{name}", args=[pk]), told).status_code


def test_those_above_and_the_organisation_itself_see_it_and_no_other(
    city: City, people: People, client_of: Browsing
) -> None:
    held = listed(city, people)
    for who in (people.staff, people.deputy, people.lead_secretary, people.secretary):
        client = client_of(who)
        assert "市教育局机关第一党支部" in page(client, "listings")
        assert DOCUMENT in page(client, "listing", held.pk)
    other = client_of(people.other_secretary)
    assert "没有软弱落后党组织" in page(other, "listings")
    assert other.get(reverse("weak:listing", args=[held.pk])).status_code == 404
    for who in (people.clerk, people.general_secretary):
        assert "没有软弱落后党组织" in page(client_of(who), "listings")
    for who in (people.member, people.stranger, people.security_admin):
        assert client_of(who).get(reverse("weak:listings")).status_code == 403


def test_candidates_are_proposed_with_facts_that_open_and_never_listed(
    city: City, people: People, client_of: Browsing
) -> None:
    secretary_left(city.first_branch, 100)
    secretary_left(city.small_branch, 89)
    with building():
        terms = CommitteeTerm.objects
        terms.filter(organisation=city.exam_centre).update(ends_on=TODAY - timedelta(60))
        terms.filter(organisation=city.press).update(ends_on=TODAY - timedelta(59))
    deputy = client_of(people.deputy)
    shown = page(deputy, "candidates")
    assert "已 100 天" in shown
    assert reverse("members:posts", args=[city.first_branch.pk]) in shown
    assert "已过 60 天没有换届" in shown
    assert reverse("elections:organisation", args=[city.exam_centre.pk]) in shown
    assert "机关第二党支部" not in shown
    assert "教育印务" not in shown
    assert shown.index("机关第一党支部") < shown.index("教育考试中心")  # the tree's order
    assert not Listing.objects.exists()
    by_name = page(deputy, "candidates", name="机关第二")
    assert "系统里没有提示" in by_name
    assert "没有这样的党组织" in page(deputy, "candidates", name="水利")
    assert "由机关工委、机关党委认定" in page(client_of(people.general_secretary), "candidates")
    assert client_of(people.secretary).get(reverse("weak:candidates")).status_code == 403
    listed(city, people)
    assert "机关第一党支部" not in page(deputy, "candidates")


def test_overdue_duties_speak_from_the_number_of_the_parameter_on(city: City, people: People) -> None:
    plan_2026()
    record(
        organisation=city.first_branch, kind="theme_day", happened_on=date(2026, 1, 10), topic="主题党日",
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    found = facts_of(listings.beneath([city.work_committee], TODAY), TODAY)
    facts = {pk: [one for one in rows if one.kind is FactKind.OVERDUE] for pk, rows in found.items()}
    overdue = {pk: rows[0] for pk, rows in facts.items() if rows}
    one = overdue[city.first_branch.pk]
    assert f"organisation={city.first_branch.pk}" in one.url
    assert one.words == "2026 年应办逾期 4 项"


def test_the_lowest_tier_of_a_final_result_speaks(
    city: City, people: People, django_assert_max_num_queries: Any
) -> None:
    release = result(city, people)
    with building():
        Release.objects.filter(pk=release.pk).update(
            state=ReleaseState.FINAL, finalised_at=NOW, finalised_by="工委"
        )
    with django_assert_max_num_queries(24):
        found = facts_of(listings.beneath([city.work_committee], TODAY), TODAY)
    lowest = {pk for pk, rows in found.items() if any(one.kind is FactKind.LOWEST_TIER for one in rows)}
    name = release.version.tiers[-1][0]
    placed = ReleasedScore.objects.filter(release=release, tier=name, place__isnull=False)
    assert lowest == set(placed.values_list("organisation", flat=True))
    assert lowest


def test_scores_under_a_floor_are_those_that_the_whole_result_has_as_corrected(
    city: City, people: People
) -> None:
    release = result(city, people)
    figures = list(release.publication.figures.order_by("position"))
    with building():
        for figure, new in zip(figures, (Decimal("10.01"), Decimal("99.5"), None), strict=False):
            made = Correction.objects.create(
                publication=release.publication, reason="查明", made_at=NOW, made_by="工委"
            )
            CorrectedFigure.objects.create(correction=made, figure=figure, old=figure.value, new=new)
    everybody = Organisation.objects.all()
    for floor in (0, 1001, 1002, 5000, 7500, 9750, 9951, 20_000):
        whole = [one for one in scored(release) if one.score is not None and one.score < floor]
        assert scored_under(release, floor, everybody) == [one.organisation for one in whole]
    assert scored_under(release, 20_000, everybody.filter(pk=city.press.pk)) == [city.press.pk]


def test_an_organisation_is_listed_on_the_page_with_its_facts(
    city: City, people: People, client_of: Browsing
) -> None:
    secretary_left(city.first_branch, 100)
    deputy, pk = client_of(people.deputy), city.first_branch.pk
    shown = page(deputy, "put_on", pk)
    assert "已 100 天" in shown
    ticked = re.findall(r'value="(\w+)"[^>]*checked', shown)
    assert ticked == ["secretary"]
    told = {
        "reasons": ["secretary", "role"], "words": "", "listed_on": str(TODAY), "document": DOCUMENT,
        "helper": leader(people).pk, "partner": "", "due_on": str(DUE_ON),
    }  # fmt: skip
    assert sent(deputy, "put_on", pk, {**told, "reasons": []}) == 422
    assert sent(deputy, "put_on", pk, {**told, "helper": ""}) == 422
    assert sent(deputy, "put_on", pk, told) == 302
    held = Listing.objects.get()
    assert (held.reasons, held.lister) == (["secretary", "role"], city.education_committee)
    assert "书记长期缺职、作用发挥弱化" in page(deputy, "listing", held.pk)
    assert "已经在名单里" in page(deputy, "put_on", pk)
    assert client_of(people.secretary).get(reverse("weak:put_on", args=[pk])).status_code == 403
    assert deputy.get(reverse("weak:put_on", args=[city.water_branch.pk])).status_code == 404


def test_the_whole_way_on_the_pages(city: City, people: People, client_of: Browsing) -> None:
    held = listed(city, people)
    branch, deputy = client_of(people.secretary), client_of(people.deputy)
    assert "还没有整改任务" in page(branch, "listing", held.pk)
    task = {"problem": "没有开会", "measure": "补开", "office": "secretary", "due_on": "2026-07-20"}
    assert sent(branch, "add_task", held.pk, {**task, "problem": ""}) == 422
    assert sent(branch, "add_task", held.pk, task) == 302
    assert sent(branch, "add_task", held.pk, task) == 302
    first, second = Rectification.objects.order_by("pk")
    assert sent(branch, "drop_task", second.pk, {}) == 302
    assert sent(deputy, "settle_plan", held.pk, {}) == 403
    assert sent(branch, "settle_plan", held.pk, {}) == 302
    assert "登记进展" in page(branch, "listing", held.pk)
    assert sent(branch, "tell", first.pk, {"words": "", "record": "", "done_on": ""}) == 422
    assert sent(branch, "tell", first.pk, {"words": "已补开", "record": "", "done_on": str(TODAY)}) == 302
    assert "完成日期" not in page(branch, "tell", first.pk)
    helper = client_of(people.lead_secretary)
    assert sent(helper, "tell_help", held.pk, {"words": "到会指导"}) == 302
    assert deputy.get(reverse("weak:tell_help", args=[held.pk])).status_code == 404
    assert "到会指导" in page(deputy, "listing", held.pk)
    assert sent(branch, "apply", held.pk, {"words": "已办结"}) == 302
    assert helper.get(reverse("weak:answer", args=[held.pk])).status_code == 403
    back = {"accepted": "no", "looked_on": str(TODAY), "opinion": "记录不全", "new_due_on": "2026-11-30"}
    assert sent(deputy, "answer", held.pk, {**back, "opinion": ""}) == 422
    assert sent(deputy, "answer", held.pk, back) == 302
    assert "期限由 2026-10-31 改为 2026-11-30" in page(branch, "listing", held.pk)
    assert Telling.objects.count() == 2
    assert sent(deputy, "withdraw", held.pk, {"why": "", "document": ""}) == 422
    told = {"helper": leader(people).pk, "partner": "", "due_on": "2026-12-01"}
    assert sent(deputy, "change_help", held.pk, told) == 302
    assert sent(deputy, "withdraw", held.pk, {"why": "有误", "document": "文"}) == 302
    assert "已撤销" in page(branch, "listing", held.pk)


def test_acceptance_on_the_page_clears_and_a_relapse_shows_what_was_before(
    city: City, people: People, client_of: Browsing
) -> None:
    held = applied(city, people)
    deputy = client_of(people.deputy)
    told = {"accepted": "yes", "looked_on": str(TODAY), "opinion": "属实", "new_due_on": ""}
    assert sent(deputy, "answer", held.pk, told) == 302
    assert "通过，销号" in page(deputy, "listing", held.pk)
    assert "上一次认定" in page(deputy, "put_on", city.first_branch.pk)
    again = listed(city, people, listed_on=TODAY, at=NOW)
    assert "上一次认定" in page(deputy, "listing", again.pk)
    assert "（反弹）" in page(deputy, "listings", relapsed="on")


def test_the_list_is_narrowed_and_taken_away_as_a_workbook(
    city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    cleared(city, people)
    listed(city, people, organisation=city.small_branch)
    staff = client_of(people.staff)
    with django_assert_max_num_queries(14):
        assert "机关第二党支部" in page(staff, "listings")
    assert "机关第二党支部" not in page(staff, "listings", state="cleared")
    assert "没有符合条件的" in page(staff, "listings", state="mending", year="2026")
    answer = staff.get(reverse("weak:export"), {"state": "cleared"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[union-attr]
    assert len(rows) == 2
    assert rows[1][0] == city.first_branch.name
    assert rows[1][4] == "组织生活不正常"
    assert rows[1][11] == "已销号"


def test_what_waits_stands_on_todays_page_for_each(city: City, people: People) -> None:
    held = listed(city, people)

    def told(who: Person) -> list[str]:
        return [one.what for one in open_items(who.actor, TODAY)]

    assert told(people.secretary) == ["订出整改方案"]
    assert told(people.lead_secretary) == ["帮带软弱落后党组织"]
    assert told(people.deputy) == told(people.other_secretary) == told(people.stranger) == []
    task_of(held, people)
    mending.settle_plan(listing=held, by=people.secretary.actor, at=NOW)
    assert told(people.secretary) == ["整改任务：一季度没有召开党员大会"]
    mending.tell_help(listing=held, words="到会", by=people.lead_secretary.actor, at=NOW)
    (item,) = open_items(people.lead_secretary.actor, TODAY)
    assert item.due_on == TODAY + timedelta(days=30)
    mending.tell(
        task=Rectification.objects.get(), words="已补开", done_on=TODAY, record=None,
        by=people.secretary.actor, at=NOW,
    )  # fmt: skip
    assert told(people.secretary) == ["整改完成，申请验收"]
    mending.apply(listing=held, words="已办结", by=people.secretary.actor, at=NOW)
    assert told(people.secretary) == told(people.lead_secretary) == []
    assert told(people.deputy) == ["验收软弱落后整改"]
    lines = [line for turn in home_waiting.lines(people.deputy.actor, TODAY).values() for line in turn]
    assert any(line.what == "验收软弱落后整改" and line.label == "去验收" for line in lines)


def test_the_page_says_why_acceptance_cannot_be_asked_for_yet(
    city: City, people: People, client_of: Browsing
) -> None:
    held = planned(city, people)
    assert "还有 1 项整改任务没有办结" in page(client_of(people.secretary), "listing", held.pk)
    held.refresh_from_db()
    assert held.state == ListingState.MENDING
