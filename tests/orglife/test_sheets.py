"""The check of a 组织生活台账: what is refused, what is only named, what is ready."""

from datetime import date
from typing import Any

import pytest
from xlsxwriter import Workbook

from heli.orglife.actions import Named
from heli.orglife.sheets import CheckedMeetings, check
from heli.orgs.queries import name_index
from heli.orgs.rules.index import NameIndex, OrgRef, RowAt, identity
from heli.sheets.rows import Row
from tests.orglife.ledgers import HEADINGS, TEXT, TITLE_ROWS, codes, meeting, read, rows_of
from tests.people import TODAY, City
from tests.sheets.books import drawn

FIRST = "中共青岚市教育局机关第一支部委员会"
SMALL = "中共青岚市教育局机关第二支部委员会"
NEW = "中共青岚市交通局机关第一支部委员会"


def checked(city: City, *meetings: Any, index: NameIndex | None = None) -> tuple[list[Row], CheckedMeetings]:
    rows = rows_of(*meetings)
    return rows, check(rows, index=index or name_index(TODAY), today=TODAY)


def test_a_sound_row_is_ready_as_it_is_written(city: City) -> None:
    rows, found = checked(city, meeting(FIRST))
    assert codes(rows[0]) == []
    (row,) = found.rows
    assert row.organisation == identity(city.first_branch.code, FIRST)
    assert (row.kind, row.happened_on, row.topic) == ("assembly", date(2026, 5, 12), "讨论党员发展事项")
    assert (row.due, row.present, row.chair, row.recorder, row.text) == (9, 8, "林书远", "周组韬", TEXT)
    assert found.named == frozenset()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"present": 10}, "came-more-than-due"),
        ({"happened_on": date(2031, 8, 1)}, "date-in-future"),
        ({"happened_on": date(2026, 7, 1)}, "date-in-future"),
        ({"happened_on": None}, "date-missing"),
        ({"happened_on": "初八"}, "date-unreadable"),
        ({"kind": "联欢会"}, "kind-unknown"),
        ({"kind": "支部党员大会、党课"}, "kind-unknown"),
        ({"kind": None}, "kind-missing"),
        ({"organisation": "中共青岚市不存在局机关委员会"}, "organisation-unknown"),
        ({"organisation": "机关第一支部"}, "organisation-unknown"),
        ({"organisation": None}, "organisation-missing"),
        ({"organisation": "#N/A"}, "cell-error"),
    ],
)
def test_what_cannot_be_is_refused_once(city: City, changed: dict[str, Any], code: str) -> None:
    rows, found = checked(city, meeting(FIRST, **changed), meeting(FIRST, happened_on=date(2026, 6, 9)))
    assert codes(rows[0]) == [("refuse", code)]
    assert rows[0].number == TITLE_ROWS + 1
    assert [row.happened_on for row in found.rows] == [date(2026, 6, 9)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "略"}, "record-too-thin"),
        ({"text": None}, "record-too-thin"),
        ({"text": "同上"}, "record-too-thin"),
        ({"text": "学习了一次"}, "record-too-thin"),
        ({"present": 4}, "quorum-not-met"),
        ({"kind": "支委会", "due": 5, "present": 2}, "quorum-not-met"),
        ({"kind": "中心组学习"}, "kind-not-here"),
        ({"happened_on": date(2023, 2, 28)}, "before-founding"),
        ({"topic": None}, "topic-missing"),
        ({"due": -9}, "number-unlikely"),
        ({"due": "约十来个"}, "number-unreadable"),
        ({"chair": "长" * 61}, "text-cut"),
    ],
)
def test_what_is_odd_is_loaded_and_named(city: City, changed: dict[str, Any], code: str) -> None:
    rows, found = checked(city, meeting(FIRST, **changed))
    assert codes(rows[0]) == [("warn", code)]
    assert len(found.rows) == 1


def test_a_committee_meeting_where_there_is_no_committee_is_named(city: City) -> None:
    rows, found = checked(city, meeting(SMALL, kind="支委会", due=3, present=3))
    assert codes(rows[0]) == [("warn", "no-committee")]
    assert "R01-29" in rows[0].faults[0].message
    assert len(found.rows) == 1


def test_without_a_topic_the_kind_stands_for_it(city: City) -> None:
    _, found = checked(city, meeting(FIRST, topic=None, kind="主题党日活动"))
    assert (found.rows[0].kind, found.rows[0].topic) == ("theme_day", "主题党日")


def test_an_unreadable_number_costs_only_itself(city: City) -> None:
    _, found = checked(city, meeting(FIRST, due="约十来个"))
    assert (found.rows[0].due, found.rows[0].present) == (None, 8)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("支部委员会", "committee"),
        ("支委会", "committee"),
        ("党员大会", "assembly"),
        ("支部党员大会（二季度）", "assembly"),
        ("主题 党日", "theme_day"),
        ("微党课", "lecture"),
        ("党小组会", "group"),
    ],
)
def test_kinds_are_known_by_the_words_that_offices_use(city: City, written: str, kind: str) -> None:
    _, found = checked(city, meeting(FIRST, kind=written))
    assert [row.kind for row in found.rows] == [kind]


def test_only_a_row_equal_in_every_column_is_a_duplicate(city: City) -> None:
    rows, found = checked(
        city, meeting(FIRST), meeting(FIRST), meeting(FIRST, recorder="何宣宁"), meeting(FIRST, present=7)
    )
    assert [codes(row) for row in rows] == [[], [("refuse", "duplicate-row")], [], []]
    assert f"第 {TITLE_ROWS + 1} 行" in rows[1].faults[0].message
    assert len(found.rows) == 3


def test_a_row_equal_to_a_refused_one_is_refused_for_the_same_reason(city: City) -> None:
    rows, _ = checked(city, meeting(FIRST, kind="联欢会"), meeting(FIRST, kind="联欢会"))
    assert [codes(row) for row in rows] == [[("refuse", "kind-unknown")]] * 2


def test_a_refused_row_that_names_a_record_says_so(city: City) -> None:
    _, found = checked(city, meeting(FIRST, present=10), meeting(FIRST, kind="联欢会"))
    key = identity(city.first_branch.code, FIRST)
    assert found.named == {Named(key, date(2026, 5, 12), "assembly", "讨论党员发展事项")}


def test_a_row_of_an_organisation_loaded_together_is_ready(city: City) -> None:
    index = NameIndex([OrgRef("code:0330000099", NEW, "branch")])
    rows, found = checked(city, meeting(NEW), index=index)
    assert codes(rows[0]) == []
    assert found.rows[0].organisation == "code:0330000099"


def test_a_row_of_a_refused_organisation_hangs_on_that_row(city: City) -> None:
    at = RowAt("党组织名册.xlsx", "党组织名册", 26)
    index = NameIndex([OrgRef("code:0330000099", NEW, "branch", refused_row=at)])
    rows, found = checked(city, meeting(NEW), index=index)
    assert codes(rows[0]) == [("refuse", "depends-on-refused")]
    assert "第 26 行" in rows[0].faults[0].message
    assert found.rows == ()


def test_a_row_of_an_organisation_that_heli_held_before_is_loaded_though_its_row_was_refused(
    city: City,
) -> None:
    at = RowAt("党组织名册.xlsx", "党组织名册", 26)
    index = NameIndex([OrgRef("code:0330000099", NEW, "branch", pk=7, refused_row=at)])
    rows, found = checked(city, meeting(NEW), index=index)
    assert codes(rows[0]) == []
    assert len(found.rows) == 1


def test_a_name_for_two_organisations_is_refused_with_both(city: City) -> None:
    refs = [OrgRef("name:a", NEW, "branch", pk=1), OrgRef("name:b", NEW, "joint_branch", pk=2)]
    rows, _ = checked(city, meeting(NEW), index=NameIndex(refs))
    assert codes(rows[0]) == [("refuse", "organisation-ambiguous")]


def test_a_shortened_name_is_tolerated_and_told(city: City) -> None:
    rows, found = checked(city, meeting("教育局机关第一党支部"))
    assert codes(rows[0]) == [("tolerate", "name-tail")]
    assert len(found.rows) == 1


def test_other_headings_and_a_time_of_day_are_understood(city: City) -> None:
    headings = ["开展时间(年月日)", "党支部名称", "活动类型", "议题", "应到", "实到", "主持", "记录", "内容"]
    rows = rows_of(meeting(FIRST, happened_on="2026年5月12日 14:30"), headings=headings)
    found = check(rows, index=name_index(TODAY), today=TODAY)
    assert [(row.happened_on, row.kind) for row in found.rows] == [(date(2026, 5, 12), "assembly")]


def test_a_day_and_a_branch_merged_down_hold_for_every_part_of_the_day(city: City) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for place, kind in enumerate(("主题党日", "支部党员大会", "党课"), start=1):
            sheet.write_row(place, 2, meeting(FIRST, kind=kind)[2:])
        sheet.merge_range(1, 0, 3, 0, date(2026, 5, 12), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.merge_range(1, 1, 3, 1, FIRST)

    found = check(read(drawn(fill)), index=name_index(TODAY), today=TODAY)
    assert [row.kind for row in found.rows] == ["theme_day", "assembly", "lecture"]
    assert {row.happened_on for row in found.rows} == {date(2026, 5, 12)}


def test_a_city_ledger_is_checked_with_few_queries(city: City, django_assert_max_num_queries: Any) -> None:
    rows = rows_of(*(meeting(FIRST, topic=f"第 {number} 次学习") for number in range(300)))
    index = name_index(TODAY)
    with django_assert_max_num_queries(1):
        assert len(check(rows, index=index, today=TODAY).rows) == 300
