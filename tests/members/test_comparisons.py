"""对账: an export of the nation-wide system beside Heli's roster, each difference a decision."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heli.kernel.action import SYSTEM
from heli.kernel.errors import DomainError, Invalid, NotAllowed
from heli.kernel.secrets import hash_id_number
from heli.members.actions import comparisons
from heli.members.actions.comparisons import Settling
from heli.members.catalogue import Change, DecisionMade, DifferenceKind
from heli.members.models import Belonging, Comparison, Difference, Member
from heli.members.queries.belongings import differences as unsound
from heli.members.rules.changes import Dated
from heli.members.sheets import national
from heli.orgs import queries as org_queries
from heli.orgs.models import Organisation
from heli.sheets.reading import open_workbook
from tests.people import NOW, TODAY, City, People, Person, building, id_number
from tests.sheets.books import xlsx

ClientOf = Callable[[Person], Client]
MAY = date(2026, 5, 6)
HEADINGS = (
    "序号",
    "姓名",
    "公民身份号码",
    "性别",
    "民族",
    "出生日期",
    "学历",
    "入党日期",
    "转正日期",
    "人员类别",
    "党籍状态",
    "所在党支部",
    "手机号码",
)
BORN = date(1990, 3, 3)
NEW = id_number(BORN, 901)


def numbers(names: str) -> dict[str, str]:
    """Give members of the city numbers that a file can name: theirs are not kept."""
    found = {}
    with building():
        for order, name in enumerate(names.split()):
            found[name] = id_number(BORN, 500 + order)
            Member.objects.filter(name=name).update(
                id_hash=hash_id_number(found[name]), id_last4=found[name][-4:], born_on=BORN, sex=""
            )
    return found


def line(name: str, number: str, branch: Organisation, **changes: str) -> list[str]:
    held = Member.objects.filter(name=name).first()
    told = {
        "姓名": name,
        "公民身份号码": number,
        "出生日期": "1990-03-03",
        "入党日期": str(held.joined_on) if held else "2015-07-01",
        "转正日期": str(held.full_on or "") if held else "2016-07-01",
        "人员类别": held.get_standing_display() if held else "正式党员",
        "党籍状态": "正常",
        "所在党支部": branch.name,
        "民族": "汉族",
        "手机号码": "19900001111",
        **changes,
    }
    return [told.get(heading, "") for heading in HEADINGS]


def book(*lines: list[str]) -> bytes:
    rows: list[Any] = [list(HEADINGS), *lines]
    return xlsx(rows)


def compare(where: Organisation, *lines: list[str], by: Any = SYSTEM) -> Comparison:
    read = national.read("全国系统.xlsx", book(*lines), index=org_queries.name_index(TODAY))
    return comparisons.compare(
        organisation=where,
        file_name="全国系统.xlsx",
        as_of=TODAY,
        rows=read.rows,
        refused=len(read.refused),
        by=by,
        at=NOW,
    )


def settle(found: Comparison, by: Any = SYSTEM, **said: Any) -> int:
    only = said.pop("only", {})
    return comparisons.decide(
        comparison=found,
        differences=list(found.differences.filter(**only)),
        settling=Settling(said.pop("decision", DecisionMade.TAKEN), **said),
        by=by,
        at=NOW,
    )


def shown(found: Comparison) -> set[tuple[str, str, str]]:
    return set(found.differences.values_list("kind", "name", "field"))


@pytest.fixture
def press(city: City) -> dict[str, str]:
    return numbers("叶印清 田版舟 任墨白")


def test_what_differs_is_listed_and_nothing_is_changed(city: City, press: dict[str, str]) -> None:
    before = list(Member.objects.order_by("pk").values()), Belonging.objects.count()
    found = compare(
        city.education_committee,
        line("叶印清", press["叶印清"], city.press),
        line("田版舟", press["田版舟"], city.exam_centre, 学历="大专"),
        line("钟灵秀", NEW, city.press),
    )
    kinds = shown(found)
    assert {
        ("moved", "田版舟", "所在党支部"),
        ("changed", "田版舟", "学历"),
        ("joined", "钟灵秀", ""),
    } <= kinds
    assert {name for kind, name, _ in kinds if kind == "missing"} >= {"任墨白", "林书远"}
    assert "叶印清" not in {name for _, name, _ in kinds}
    assert (found.rows, found.same) == (3, 1)
    assert (list(Member.objects.order_by("pk").values()), Belonging.objects.count()) == before


def test_no_number_phone_or_ethnicity_is_kept(city: City, press: dict[str, str]) -> None:
    compare(city.press, line("钟灵秀", NEW, city.press))
    kept = str(list(Difference.objects.values()))
    for secret in (NEW, "19900001111", "汉族"):
        assert secret not in kept


def test_a_missing_member_leaves_only_as_it_is_decided(city: City, press: dict[str, str]) -> None:
    found = compare(city.press, line("叶印清", press["叶印清"], city.press))
    assert shown(found) == {("missing", "田版舟", ""), ("missing", "任墨白", "")}
    with pytest.raises(Invalid, match="怎样离开"):
        settle(found)
    said = {"how": Change.TRANSFER_OUT, "dated": Dated(MAY), "number": "介绍信 3 号"}
    assert settle(found, only={"name": "田版舟"}, **said) == 1
    assert settle(found, only={"name": "任墨白"}, decision=DecisionMade.KEPT, why="对方未更新") == 1
    gone, here = (Member.objects.get(name=name) for name in ("田版舟", "任墨白"))
    assert (gone.left_on, here.left_on) == (MAY, None)
    assert Belonging.objects.get(member=gone).ended == Change.TRANSFER_OUT
    assert list(unsound(TODAY)) == []


def test_a_missing_member_may_have_been_suspended(
    people: People, city: City, client_of: ClientOf, press: dict[str, str]
) -> None:
    """停止党籍 asks for its ground and since when, as on the member's own page (R09-10)."""
    found = compare(
        city.press, line("叶印清", press["叶印清"], city.press), line("田版舟", press["田版舟"], city.press)
    )
    browser, url = client_of(people.deputy), reverse("members:comparison", args=[found.pk])
    ticked = {"difference": [str(found.differences.get().pk)], "decision": "taken", "how": "suspended"}
    said = {**ticked, "happened_on": "2026-06-08", "number": "教党〔2026〕8号", "ground": "lost"}
    assert "停止党籍的情形" in browser.get(f"{url}?kind=missing").content.decode()
    assert browser.post(f"{url}?kind=missing", ticked).status_code == 422
    assert browser.post(f"{url}?kind=missing", {**said, "since": "2026-03-01"}).status_code == 422
    assert browser.post(f"{url}?kind=missing", {**said, "since": "2025-10-01"}).status_code == 302
    row = Belonging.objects.get(member__name="任墨白")
    assert (row.ended, row.valid_to) == (Change.SUSPENDED, date(2026, 6, 8))


def test_a_member_who_is_new_here_comes_by_transfer_or_admission(city: City, press: dict[str, str]) -> None:
    rows = [line(name, number, city.press) for name, number in press.items()]
    other = id_number(BORN, 903)
    found = compare(
        city.press,
        *rows,
        line("钟灵秀", NEW, city.press),
        line("梅有信", other, city.press, 人员类别="预备党员", 转正日期="", 入党日期="2026-05-06"),
    )
    assert shown(found) == {("joined", "钟灵秀", ""), ("joined", "梅有信", "")}
    with pytest.raises(Invalid, match="接收还是转入"):
        settle(found)
    settle(found, only={"name": "钟灵秀"}, how=Change.TRANSFER_IN, dated=Dated(MAY))
    settle(found, only={"name": "梅有信"}, how=Change.ADMITTED, dated=Dated(MAY))
    began = dict(Belonging.objects.filter(organisation=city.press).values_list("member__name", "began"))
    assert (began["钟灵秀"], began["梅有信"]) == (Change.TRANSFER_IN, Change.ADMITTED)
    assert Member.objects.get(name="钟灵秀").standing == "full"
    assert list(unsound(TODAY)) == []
    again = compare(city.press, *rows, line("钟灵秀", NEW, city.press))
    assert shown(again) == {("missing", "梅有信", "")}


def test_moves_and_categories_are_taken_over_from_one_day(city: City, press: dict[str, str]) -> None:
    found = compare(
        city.press,
        line("叶印清", press["叶印清"], city.exam_centre, 学历="硕士研究生", 人员类别="预备党员"),
        line("田版舟", press["田版舟"], city.press),
        line("任墨白", press["任墨白"], city.press),
    )
    assert shown(found) == {
        ("moved", "叶印清", "所在党支部"),
        ("changed", "叶印清", "学历"),
        ("changed", "叶印清", "党员类别"),
    }
    assert settle(found, dated=Dated(MAY)) == 3
    moved = Member.objects.get(name="叶印清")
    assert (moved.organisation, moved.education, moved.standing) == (
        city.exam_centre,
        "硕士研究生",
        "probationary",
    )
    assert not moved.posts.held(TODAY).exists()
    assert list(unsound(TODAY)) == []
    with pytest.raises(DomainError, match="还没有处理"):
        settle(found, dated=Dated(MAY))


def test_a_status_that_is_not_normal_is_entered_on_the_members_page(
    city: City, press: dict[str, str]
) -> None:
    rows = [line(name, number, city.press) for name, number in press.items()]
    rows[0] = line("叶印清", press["叶印清"], city.press, 党籍状态="停止党籍")
    found = compare(city.press, *rows)
    assert shown(found) == {("changed", "叶印清", "党籍状态")}
    with pytest.raises(DomainError, match="他的页面"):
        settle(found)


def test_a_branch_that_heli_does_not_know_is_named(city: City, press: dict[str, str]) -> None:
    rows = [line(name, number, city.press) for name, number in press.items()]
    rows[0] = line("叶印清", press["叶印清"], city.press, 所在党支部="中共外市某局支部委员会")
    found = compare(city.press, *rows)
    assert shown(found) == {("moved", "叶印清", "所在党支部")}
    with pytest.raises(Invalid, match="外市某局"):
        settle(found)


def test_a_file_that_is_no_roster_is_refused(city: City) -> None:
    with pytest.raises(Invalid, match="公民身份号码"):
        national.read("别的.xlsx", xlsx([["甲", "乙"], ["1", "2"]]), index=org_queries.name_index(TODAY))


def test_a_roster_without_anybody_to_compare_makes_nobody_missing(city: City) -> None:
    content = book(line("范同舟", "", city.press))
    with pytest.raises(Invalid, match="没有一个人可以比较"):
        national.read("全国系统.xlsx", content, index=org_queries.name_index(TODAY))


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "lead_secretary", "other_secretary"])
def test_who_keeps_no_roster_compares_and_decides_nothing(
    people: People, city: City, client_of: ClientOf, who: str
) -> None:
    person = getattr(people, who)
    with pytest.raises(NotAllowed):
        compare(city.press, by=person.actor)
    found = compare(city.press)
    with pytest.raises(NotAllowed):
        settle(found, by=person.actor, decision=DecisionMade.KEPT, why="不改")
    browser = client_of(person)
    for name, pks in (
        ("comparisons", []),
        ("comparison_new", []),
        ("comparison", [found.pk]),
        ("comparison_export", [found.pk]),
    ):
        assert browser.get(reverse(f"members:{name}", args=pks)).status_code == 403
    assert browser.post(reverse("members:comparison", args=[found.pk]), {}).status_code == 403


def test_a_committee_does_not_see_anothers_comparison(
    people: People, city: City, client_of: ClientOf
) -> None:
    found = compare(city.water_committee)
    assert client_of(people.deputy).get(reverse("members:comparison", args=[found.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        compare(city.water_committee, by=people.deputy.actor)


def test_a_file_is_uploaded_looked_at_and_settled_on_pages(
    people: People, city: City, client_of: ClientOf, press: dict[str, str]
) -> None:
    browser = client_of(people.deputy)
    assert "还没有对过账" in browser.get(reverse("members:comparisons")).content.decode()
    lines = line("叶印清", press["叶印清"], city.press), line("甲", "1", city.press)
    file = SimpleUploadedFile("名册.xlsx", book(*lines))
    sent = {"organisation": city.education_committee.pk, "as_of": "2026-06-30", "workbook": file}
    answer = browser.post(reverse("members:comparison_new"), sent, follow=True)
    page = answer.content.decode()
    assert "已比较 1 人" in page
    assert "读不出" in page
    found = Comparison.objects.get()
    assert f"{found.file_name}" in browser.get(reverse("members:comparisons")).content.decode()
    url = reverse("members:comparison", args=[found.pk])
    shown_page = browser.get(url, {"kind": "missing"}).content.decode()
    assert "任墨白" in shown_page
    ticked = found.differences.get(name="任墨白").pk
    kept = {"difference": [str(ticked)], "decision": "kept", "why": "对方未更新"}
    assert browser.post(f"{url}?kind=missing", kept).status_code == 302
    assert found.differences.get(pk=ticked).decision == DecisionMade.KEPT
    refused = browser.post(f"{url}?kind=missing", {**kept, "difference": []})
    assert refused.status_code == 409
    assert browser.post(f"{url}?kind=missing", {**kept, "all": "1"}).status_code == 302
    assert not found.differences.filter(kind="missing", decision="open").exists()
    content = browser.get(reverse("members:comparison_export", args=[found.pk])).content
    assert "任墨白" in str(open_workbook("差异.xlsx", content).sheets[0].rows)
    assert DifferenceKind.MISSING.label in shown_page


def test_a_file_that_cannot_be_taken_is_refused_with_a_reason(
    people: People, city: City, client_of: ClientOf
) -> None:
    browser, url = client_of(people.deputy), reverse("members:comparison_new")
    sent = {"organisation": city.water_committee.pk, "as_of": "2026-06-30"}
    assert "请选择名册文件" in browser.post(url, sent).content.decode()
    assert not Comparison.objects.exists()
