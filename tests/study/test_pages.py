"""Pages of study: who sees numbers and who names, what is missing, what a sheet says, and few queries."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from heli.accounts.catalogue import Permission
from heli.duties.models import Source
from heli.kernel.action import SYSTEM
from heli.members.models import Member
from heli.orglife.models import Attendance
from heli.study.actions import plans
from heli.study.catalogue import Way
from heli.study.models import StudyClass, StudyLine, StudyPlan
from tests.people import NOW, TODAY, City, People, Person, building
from tests.study.ground import DAY, class_of, held, names, session

pytestmark = pytest.mark.django_db
Browsing = Callable[[Person], Client]
LIST_PAGES = (
    "/study/plans/",
    "/study/groups/",
    "/study/classes/",
    "/study/hours/",
    "/study/hours/export/",
    "/study/secretaries/",
    "/study/secretaries/export/",
)


def text(browser: Client, url: str, status: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_a_superior_sees_numbers_and_the_branch_sees_names(
    city: City, people: People, client_of: Browsing
) -> None:
    held(city.first_branch, "theme_day", DAY, "吴晓溪")
    here = f"/study/hours/{city.first_branch.pk}/"
    superior = text(client_of(people.deputy), here)
    assert "5 人：已达标 0，未达标 5" in superior
    assert "孙明岚" not in superior
    own = text(client_of(people.secretary), here)
    assert own.index("冯小满") < own.index("何宣宁") < own.index("吴晓溪") < own.index("曾庆禾")
    assert "4 人：已达标 0，未达标 4" in own
    assert client_of(people.other_secretary).get(here).status_code == 404
    assert client_of(people.member).get(here).status_code == 403


def test_a_member_sees_his_own_rows_and_nobody_elses(city: City, people: People, client_of: Browsing) -> None:
    held(city.first_branch)
    class_of(city.education_committee, "吴晓溪", "孙明岚")
    mine = text(client_of(people.member), "/study/mine/")
    assert "党支部书记轮训班" in mine
    assert "26" in mine
    assert "孙明岚" not in mine
    other = Member.objects.get(name="孙明岚").pk
    assert client_of(people.member).get(f"/study/hours/members/{other}/").status_code == 403
    assert client_of(people.deputy).get(f"/study/hours/members/{other}/").status_code == 404
    assert "孙明岚的学时" in text(client_of(people.secretary), f"/study/hours/members/{other}/")
    assert client_of(people.stranger).get("/study/mine/").status_code == 403


def test_the_names_of_a_class_are_for_its_host_and_each_ones_own_branch(
    city: City, people: People, client_of: Browsing
) -> None:
    made = class_of(city.education_committee, "孙明岚", "陈望舒")
    here = f"/study/classes/{made.pk}/"
    host = text(client_of(people.deputy), here)
    assert "孙明岚" in host
    assert "陈望舒" in host
    branch = text(client_of(people.secretary), here)
    assert "孙明岚" in branch
    assert "陈望舒" not in branch
    office = text(client_of(people.staff), here)
    assert "孙明岚" not in office
    assert "2 人" in office
    assert client_of(people.other_secretary).get(here).status_code == 404


def test_a_class_is_entered_and_its_members_ticked(city: City, people: People, client_of: Browsing) -> None:
    browser = client_of(people.secretary)
    sent = {
        "host": city.first_branch.pk, "title": "市委党校春季班", "organiser": "市委党校", "kind": "training",
        "begins_on": "2026-05-06", "ends_on": "2026-05-08", "half_days": "6",
    }  # fmt: skip
    refused = browser.post("/study/classes/new/", {**sent, "half_days": "9"})
    assert refused.status_code == 422
    assert "最多 6 个半天" in refused.content.decode()
    assert browser.post("/study/classes/new/", sent).status_code == 302
    made = StudyClass.objects.get()
    member = Member.objects.get(name="孙明岚")
    assert "孙明岚" in text(browser, f"/study/classes/{made.pk}/")
    browser.post(f"/study/classes/{made.pk}/pick/", {"member": [member.pk]})
    assert made.members.get().member == member
    again = browser.post("/study/classes/new/", {**sent, "host": city.water_branch.pk})
    assert again.status_code == 422


def test_a_list_enters_the_good_rows_and_names_the_bad_ones(
    city: City, people: People, client_of: Browsing
) -> None:
    other = class_of(city.first_branch, "何宣宁", title="另一个班")
    made = class_of(city.education_committee)
    with building():
        Member.objects.filter(name="许知秋").update(name="沈听雨")
    last4 = Member.objects.filter(name="沈听雨").values_list("id_last4", flat=True).first() or ""
    first, second = "市教育局机关第一支部委员会", "市教育局机关第二支部委员会"
    rows = [
        ("孙明岚", first, ""), ("查无此人", first, ""), ("陈望舒", "不存在的支部委员会", ""),
        ("江治河", "市水利局机关第一支部委员会", ""), ("沈听雨", second, ""), ("沈听雨", second, last4),
        ("何宣宁", first, ""), ("", first, ""),
    ]  # fmt: skip
    browser = client_of(people.deputy)
    here = f"/study/classes/{made.pk}/upload/"
    page = browser.post(here, {"workbook": names(*rows)}).content.decode()
    assert set(made.members.values_list("member__name", flat=True)) == {"孙明岚", "沈听雨"}
    for said in (
        "第 3 行", "名册上没有的“查无此人”", "没有名为“不存在的支部委员会”", "“江治河”", "有 2 名沈听雨",
        f"“{other.title}”", "只有一个单元格", "已登记 2 人", "有 6 行不能登记",
    ):  # fmt: skip
        assert said in page, said
    clean = browser.post(here, {"workbook": names(rows[0])})
    assert clean.status_code == 302
    assert made.members.count() == 2


def test_what_is_no_list_is_refused_with_the_way_out(city: City, people: People, client_of: Browsing) -> None:
    made = class_of(city.education_committee)
    browser, here = client_of(people.deputy), f"/study/classes/{made.pk}/upload/"
    assert browser.post(here).status_code == 422
    template = b"".join(browser.get("/study/classes/template/").streaming_content)
    assert load_workbook(BytesIO(template)).sheetnames == ["学员名单"]
    answer = browser.post(here, {"workbook": SimpleUploadedFile("别的.csv", "甲,乙\n1,2\n".encode())})
    assert answer.status_code == 422
    assert "姓名、所在党支部" in answer.content.decode()


def test_a_plan_points_out_what_is_missing(city: City, people: People, client_of: Browsing) -> None:
    browser, here = client_of(people.secretary), f"/study/plans/{city.first_branch.pk}/"
    assert "缺必修内容“宗教政策法规”" in text(browser, here)
    sent = {"topic": "宗教工作条例", "tag": "religion", "way": "topic", "period": "2026Q3"}
    assert browser.post(f"{here}lines/new/", {**sent, "topic": ""}).status_code == 422
    assert browser.post(f"{here}lines/new/", sent).status_code == 302
    assert "缺必修内容“宗教政策法规”" not in text(browser, here)
    assert "缺党的创新理论、意识形态" in text(client_of(people.deputy), "/study/plans/")
    browser.post(f"{here}template/", {"template": "required"})
    assert "已齐" in text(client_of(people.deputy), "/study/plans/?q=第一支部")
    without = text(client_of(people.deputy), "/study/plans/?without=1")
    assert "第一党支部" not in without
    assert "第二党支部" in without


def test_a_line_is_changed_studied_and_dropped_by_page(
    city: City, people: People, client_of: Browsing
) -> None:
    browser, meeting = client_of(people.secretary), held(city.first_branch)
    line = plans.add_line(
        organisation=city.first_branch,
        year=2026,
        topic="党章",
        way=Way.SELF,
        period="2026",
        by=SYSTEM,
        at=NOW,
    )
    sent = {"topic": "学党章", "way": "group", "period": "2026-06"}
    browser.post(f"/study/lines/{line.pk}/", sent)
    new = f"/study/lines/{line.pk}/results/new/"
    assert browser.post(new, {"outcome": "held"}).status_code == 422
    assert browser.post(new, {"outcome": "held", "record": meeting.pk}).status_code == 302
    page = text(client_of(people.member), f"/study/plans/{city.first_branch.pk}/")
    assert "● 已落实" in page
    assert "学党章" in page
    result = line.results.get()
    assert browser.post(f"/study/lines/{line.pk}/drop/").status_code == 409
    browser.post(f"/study/results/{result.pk}/withdraw/")
    browser.post(f"/study/lines/{line.pk}/drop/")
    assert not StudyLine.objects.standing().exists()
    assert client_of(people.other_secretary).post(f"/study/lines/{line.pk}/drop/").status_code == 404


def test_the_minutes_of_a_meeting_are_stated_by_page(city: City, people: People, client_of: Browsing) -> None:
    made, browser = held(city.first_branch), client_of(people.secretary)
    here = f"/study/hours/meetings/{made.pk}/"
    assert browser.post(here, {"minutes": "999"}).status_code == 422
    assert browser.post(here, {"minutes": "180"}).status_code == 302
    assert "180 分钟" in text(browser, f"/study/hours/{city.first_branch.pk}/")
    assert client_of(people.deputy).post(here, {"minutes": "60"}).status_code == 404


def test_a_group_shows_quarters_sessions_and_who_is_in_charge(
    city: City, people: People, client_of: Browsing
) -> None:
    session(city.education_group, date(2026, 5, 20))
    with building():
        Source.objects.filter(record_kind="study_group").update(since=date(2025, 1, 1))
    browser, here = client_of(people.lead_secretary), f"/study/groups/{city.education_group.pk}/"
    page = text(browser, here)
    assert "缺一季度" in page
    assert "集体学习研讨" in page
    assert "顾明德" in page
    browser.post(f"/study/plans/{city.education_group.pk}/secretary/", {"name": "李秘书"})
    assert "李秘书" in text(browser, here)
    listed = text(client_of(people.staff), "/study/groups/")
    assert listed.index("市教育局党组") < listed.index("缺一季度")
    assert "市水利局党组" in listed
    assert client_of(people.deputy).get(here).status_code == 404
    assert browser.get(f"/study/groups/{city.first_branch.pk}/").status_code == 404


def test_the_workbook_has_numbers_and_no_names(city: City, people: People, client_of: Browsing) -> None:
    for month in range(1, 7):
        held(city.first_branch, "theme_day", date(2026, month, 5))
    class_of(city.first_branch, "孙明岚")
    content = client_of(people.deputy).get("/study/hours/export/?year=2026").content
    rows = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    line = next(row for row in rows if row[0] == city.first_branch.name)
    assert line[1:] == [5, 1, 4, 4, 0, 4, 0, 0]
    assert "孙明岚" not in str(rows)
    assert city.water_branch.name not in str(rows)


@pytest.mark.parametrize("url", LIST_PAGES)
def test_lists_take_few_queries_whatever_their_size(
    url: str, city: City, people: People, client_of: Browsing, django_assert_max_num_queries: Any
) -> None:
    browser = client_of(people.staff)
    with django_assert_max_num_queries(12) as before:
        text(browser, url) if "export" not in url else browser.get(url)
    for branch in (city.first_branch, city.water_branch):
        class_of(branch)
        plans.use_template(organisation=branch, year=2026, template="required", by=SYSTEM, at=NOW)
    class_of(city.education_committee, "孙明岚", "陈望舒", "杨景行")
    session(city.education_group, DAY)
    for month in range(1, 7):
        held(city.first_branch, "theme_day", date(2026, month, 5))
    with django_assert_max_num_queries(12) as after:
        browser.get(url)
    assert len(after) <= len(before) + 2


def test_nothing_is_seen_beyond_the_scope(city: City, people: People) -> None:
    class_of(city.first_branch, "孙明岚")
    held(city.first_branch)
    plans.use_template(organisation=city.first_branch, year=2026, template="required", by=SYSTEM, at=NOW)
    theirs = people.other_secretary.actor.scope(Permission.RECORD_SEE)
    ours = people.deputy.actor.scope(Permission.RECORD_SEE)
    for model in (StudyClass, StudyPlan, StudyLine):
        assert not model.objects.visible_to(theirs).exists()
        assert model.objects.visible_to(ours).exists()
    assert Attendance.objects.exists()


def test_an_unlikely_year_is_this_one(city: City, people: People, client_of: Browsing) -> None:
    browser = client_of(people.staff)
    for year in ("1066", "2099", "x", "２０２６"):
        assert f"截至 {TODAY}" in text(browser, f"/study/hours/?year={year}")
    assert "截至 2025-12-31" in text(browser, "/study/hours/?year=2025")


def test_what_was_not_chosen_is_named(
    city: City, people: People, client_of: Callable[[Person], Client]
) -> None:
    refused = client_of(people.secretary).post("/study/classes/new/", {"hours": "-1"}).content.decode()
    for words in ("请选择登记的党组织。", "请选择类型。", "学时填数字，如 20 或 20.5。"):
        assert words in refused
    assert "必填项" not in refused
