"""The pages of schemes as each role: what is shown, what opens, what bad input is told."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heli.accounts.scope import EVERYTHING, Scope
from heli.kernel.action import SYSTEM
from heli.kernel.periods import Period
from heli.schemes.actions import writing
from heli.schemes.catalogue import Part
from heli.schemes.models import IndicatorRow, Noted, Objection, RaterGroup, Release, Scheme, Version
from heli.schemes.queries.behind import behind
from heli.schemes.queries.definitions import definition_of
from heli.schemes.queries.standing import classes, reckoned, sheet
from heli.schemes.queries.trial import trial
from tests.people import NOW, TODAY, City, People, Person
from tests.schemes.made import BONUS, MARKED, adopted, objected, page, released

Browsing = Callable[[Person], Client]
HALF = Period.parse("2026H1")


def test_a_scheme_is_written_on_the_page_from_a_ready_one(
    city: City, people: People, client_of: Browsing
) -> None:
    staff = client_of(people.staff)
    assert "还没有考核方案" in page(staff, "schemes")
    answer = staff.post(reverse("schemes:start"), {"name": "2026 年考核", "template": "branch"})
    version = Version.objects.get()
    assert answer.headers["Location"] == reverse("schemes:version", args=[version.scheme_id, 1])
    assert "应办事项完成" in page(staff, "version", version.scheme_id, 1)
    assert staff.post(reverse("schemes:start"), {"name": "", "template": "x"}).status_code == 422


def test_an_indicator_is_entered_with_points_bands_and_whom_it_holds_for(
    city: City, people: People, client_of: Browsing
) -> None:
    staff = client_of(people.staff)
    staff.post(reverse("schemes:start"), {"name": "2026 年考核", "template": "branch"})
    version = Version.objects.get()
    told = {
        "group": "工作质量", "name": "服务群众", "part": "own", "weight": "7.5", "measure": "records",
        "shape": "bands", "over": "self", "bands": "3 100\n1 50", "place": "attached", "kinds": ["lecture"],
        "least": "1.5",
        "gives_to": "",
    }  # fmt: skip
    url = reverse("schemes:new_indicator", args=[version.scheme_id, 1])
    assert staff.post(url, told).status_code == 302
    row = IndicatorRow.objects.get(name="服务群众")
    assert (row.weight, row.least, row.bands, row.part) == (750, 150, [[3, 10000], [1, 5000]], Part.OWN)
    assert {tuple(one) for one in row.holds_for} == {(kind, True, "") for kind in version.kinds}
    assert "3\n1" not in page(staff, "indicator", version.scheme_id, 1, row.code)
    for wrong, words in (
        ({"weight": "一百"}, "填 0 至 100 之间的数"),
        ({"bands": "三 100"}, "不是数"),
        ({"bands": "3"}, "写两个数"),
        ({"name": ""}, "请填写指标名称"),
    ):
        answer = staff.post(url, {**told, **wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_the_frame_says_tiers_from_above(city: City, people: People, client_of: Browsing) -> None:
    staff = client_of(people.staff)
    staff.post(reverse("schemes:start"), {"name": "2026 年考核", "template": "branch"})
    version = Version.objects.get()
    url = reverse("schemes:frame", args=[version.scheme_id, 1])
    told = {
        "kinds": ["branch"],
        "tiers": "优 95\n良 0",
        "bonus_cap": "3",
        "unknown": "keep",
        "period": "year",
    }
    assert staff.post(url, told).status_code == 302
    version.refresh_from_db()
    assert (version.tiers, version.period_kind, version.bonus_cap) == ([["优", 9500], ["良", 0]], "year", 300)
    staff.post(url, {**told, "limits": "组织生活 20 65"})
    version.refresh_from_db()
    assert version.limits == [["组织生活", 2000, 6500]]
    assert "“组织生活”保底 20 分、封顶 65 分" in page(staff, "version", version.scheme_id, 1)
    for wrong, words in (("组织生活 20", "写名称和两个数"), ("甲 1 2\n甲 2 3", "只写一行")):
        assert words in staff.post(url, {**told, "limits": wrong}).content.decode()
    answer = staff.post(url, {**told, "tiers": "优 很多"})
    assert "第 1 行“优 很多”里的“很多”不是数" in answer.content.decode()


def test_a_sheet_opens_each_line_and_shows_marks_side_by_side(
    worked: City, people: People, client_of: Browsing
) -> None:
    version = adopted(worked)
    deputy = client_of(people.deputy)
    group = RaterGroup.objects.get()
    give = reverse("schemes:give", args=[version.scheme_id, worked.first_branch.pk, MARKED, group.pk])
    assert deputy.post(give, {"points": "31"}).status_code == 422
    assert deputy.post(give, {"points": "27.5", "reason": "成效好"}).status_code == 302
    text = page(deputy, "sheet", version.scheme_id, worked.first_branch.pk)
    assert "27.50 分（成效好）" in text
    assert f"organisation={worked.first_branch.pk}" in text
    assert "还没有依据，未按 0 分计" in text


def test_one_sees_the_scores_of_the_own_scope_alone(
    worked: City, people: People, client_of: Browsing
) -> None:
    version = adopted(worked, "branch", "党支部考核")
    found = reckoned(version, HALF, TODAY)
    seen = classes(found, Scope(organisations=(worked.first_branch.pk,)))
    assert [row.pk for one in seen for row in one.rows] == [worked.first_branch.pk]
    everybody = {row.pk for one in classes(found, EVERYTHING) for row in one.rows}
    assert {worked.first_branch.pk, worked.water_branch.pk} < everybody
    secretary = client_of(people.secretary)
    other = reverse("schemes:sheet", args=[version.scheme_id, worked.water_branch.pk])
    assert secretary.get(other).status_code == 404
    assert worked.water_branch.short_name not in page(secretary, "standing", version.scheme_id)


def test_a_class_is_shown_tiers_before_order(worked: City, people: People, client_of: Browsing) -> None:
    version = adopted(worked, "branch", "党支部考核")
    (own, *_) = [
        one for one in classes(reckoned(version, HALF, TODAY), EVERYTHING) if one.code.endswith("own")
    ]
    totals = [row.score.total for row in own.rows if row.score.total is not None]
    assert totals == sorted(totals, reverse=True)
    text = page(client_of(people.staff), "standing", version.scheme_id, **{"class": own.code})
    places = [text.index(row.name) for row in own.rows]
    assert places == sorted(places)


def test_an_indicator_over_those_beneath_opens_to_each_of_them(
    worked: City, people: People, client_of: Browsing
) -> None:
    version = adopted(worked, "organ-committee", "机关党委考核")
    one = next(x for x in definition_of(version).indicators if x.code == "A4")
    rows = behind(version, one, worked.education_committee, Period.parse("2026"), TODAY)
    assert {row.organisation.pk for row in rows} == {worked.first_branch.pk, worked.small_branch.pk}
    text = page(client_of(people.staff), "behind", version.scheme_id, worked.education_committee.pk, "A4")
    assert worked.small_branch.short_name in text


def test_a_trial_says_who_moves_by_how_much_and_why(
    worked: City, people: People, client_of: Browsing
) -> None:
    first = adopted(worked, "branch", "党支部考核")
    draft = writing.revise(scheme=first.scheme, by=SYSTEM, at=NOW)
    weights = {"A1": 2000, "A4": 3000}
    for one in definition_of(draft).indicators:
        if one.code in weights:
            changed = replace(one, weight=weights[one.code])
            writing.keep_indicator(version=draft, indicator=changed, by=SYSTEM, at=NOW)
    found = trial(first, draft, HALF, TODAY, EVERYTHING)
    moved = {one.pk: one for one in found.movers}[worked.small_branch.pk]
    assert moved.by is not None
    assert moved.by > 0
    assert {one.name for one in moved.causes} >= {"按期换届"}
    text = page(client_of(people.staff), "trial", first.scheme_id, 2, period="2026H1")
    assert "得分有变化的" in text
    sheet = reverse("schemes:sheet", args=[first.scheme_id, worked.small_branch.pk])
    assert text.count(f"{sheet}?period=2026H1") == 1  # what stands opens; a draft has no sheet yet
    assert (
        client_of(people.deputy).get(reverse("schemes:trial", args=[first.scheme_id, 2])).status_code == 403
    )


def test_facts_are_noted_and_taken_back_on_the_page(city: City, people: People, client_of: Browsing) -> None:
    version = adopted(city)
    staff = client_of(people.staff)
    url = reverse("schemes:note_fact", args=[version.scheme_id])
    told = {
        "organisation": city.first_branch.name, "code": BONUS, "happened_on": "2026-05-06",
        "what": "被转发", "document": "简报第 6 期",
    }  # fmt: skip
    assert "没有名为“没有的支部”" in staff.post(url, {**told, "organisation": "没有的支部"}).content.decode()
    assert staff.post(url, told).status_code == 302
    noted = Noted.objects.get()
    assert "被转发" in page(staff, "noted", version.scheme_id)
    away = reverse("schemes:withdraw_fact", args=[noted.pk])
    assert staff.post(away, {"why": ""}).status_code == 422
    assert staff.post(away, {"why": "登记错了"}).status_code == 302
    assert "已撤销：登记错了" in page(staff, "noted", version.scheme_id)


def test_results_are_published_objected_to_answered_and_exported(
    worked: City, people: People, client_of: Browsing
) -> None:
    version = adopted(worked)
    staff, secretary = client_of(people.staff), client_of(people.secretary)
    url = reverse("schemes:publish", args=[version.scheme_id])
    told = {"period": "2026", "shown_until": "2026-07-06", "answerer": people.staff.account.username}
    assert "从列出的人员中选择" in staff.post(url, {**told, "answerer": "nobody"}).content.decode()
    assert staff.post(url, told).status_code == 302
    release = Release.objects.get()
    assert release.publication.title in page(secretary, "releases")
    text = page(secretary, "result", release.pk, worked.first_branch.pk)
    assert "提出异议" in text
    away = reverse("schemes:object", args=[release.pk, worked.first_branch.pk])
    assert secretary.post(away, {"code": "A1", "text": ""}).status_code == 422
    assert secretary.post(away, {"code": "A1", "text": "请核对"}).status_code == 302
    objection = Objection.objects.get()
    assert "待我答复" in page(staff, "objections")
    assert "答复对考核得分的异议" in staff.get(reverse("home:today")).content.decode()
    assert "公示中的考核得分" in secretary.get(reverse("home:today")).content.decode()
    answer = staff.post(reverse("schemes:objection", args=[objection.pk]), {"upheld": "no", "words": "无误"})
    assert answer.status_code == 302
    assert "不成立" in page(secretary, "result", release.pk, worked.first_branch.pk)
    book = staff.get(reverse("schemes:export", args=[release.pk]))
    sheet_ = load_workbook(BytesIO(b"".join(book.streaming_content)))["考核结果"]  # type: ignore[arg-type]
    assert {row[1] for row in sheet_.iter_rows(min_row=2, values_only=True)} >= {worked.first_branch.name}


def test_raters_are_named_by_their_user_names(city: City, people: People, client_of: Browsing) -> None:
    version = adopted(city)
    staff = client_of(people.staff)
    url = reverse("schemes:set_raters", args=[version.scheme_id])
    told = {"name": "考核组", "kind": "named", "weight": "30", "trims": "on"}
    assert "没有用户名为“无名”" in staff.post(url, {**told, "accounts": "无名"}).content.decode()
    assert staff.post(url, {**told, "accounts": people.deputy.account.username}).status_code == 302
    group = RaterGroup.objects.get(name="考核组")
    assert (group.weight, group.trims, group.seats.count()) == (3000, True, 1)
    assert "考核组" in page(staff, "raters", version.scheme_id)


@pytest.mark.parametrize("name", ["standing", "schemes", "releases", "objections"])
def test_a_list_asks_few_queries(worked: City, people: People, client_of: Browsing, name: str) -> None:
    version = adopted(worked)
    objected(released(version, people), worked.first_branch, people)
    staff = client_of(people.staff)
    args = [version.scheme_id] if name == "standing" else []
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(staff, name, *args)
    assert len(asked) <= (24 if name == "standing" else 12)


def test_the_sheet_says_the_place_in_the_class_and_the_tier_above(worked: City, people: People) -> None:
    version = adopted(worked, "branch", "党支部考核")
    found = sheet(reckoned(version, HALF, TODAY, full=True), worked.small_branch)
    assert found.place is not None
    assert found.count >= found.place
    assert found.above is None or found.above[1] > 0
    assert Scheme.objects.count() == 1
