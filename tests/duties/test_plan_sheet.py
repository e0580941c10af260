"""Checking a 年度任务分解表: recognised, read, and what stays open is asked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook as Book

from heli.duties import sheets as duty_sheets
from heli.duties.sheets import CheckedPlan, titles
from heli.orgs.catalogue import BRANCH_KINDS, Kind
from heli.orgs.rules.index import NameIndex, OrgRef, RowAt
from heli.sheets.faults import Kind as FaultKind
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import Part, recognise
from heli.sheets.rows import Row, read_rows

TODAY = date(2026, 6, 30)
HEADINGS = ("序号", "重点任务", "具体举措", "责任单位", "责任人", "完成时限", "佐证材料", "分值")
TITLE = "青岚市直机关2026年党建责任目标分解表"
GOOD = (1, "组织建设", "召开支部党员大会", "各党支部", "支部书记", "每季度末", "会议记录", 8)
INDEX = NameIndex(
    [
        OrgRef("code:1", "中共青岚市教育局机关委员会", Kind.ORGAN_COMMITTEE, pk=1),
        OrgRef("code:2", "中共青岚市水利局机关委员会", Kind.ORGAN_COMMITTEE),
        OrgRef(
            "code:3",
            "中共青岚市交通局机关委员会",
            Kind.ORGAN_COMMITTEE,
            refused_row=RowAt("名册.xlsx", "名册", 9),
        ),
    ]
)


def part_of(
    rows: Sequence[Sequence[Any]],
    *,
    title: str = TITLE,
    headings: Sequence[str] = HEADINGS,
    merges: Sequence[str] = (),
) -> Part:
    book = Book()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    content = BytesIO()
    book.save(content)
    (part,) = recognise(open_workbook("分解表.xlsx", content.getvalue()), [duty_sheets.TABLE]).parts
    return part


def check(rows: Sequence[Sequence[Any]], **how: Any) -> tuple[CheckedPlan, list[Row]]:
    read = list(read_rows(part_of(rows, **how)))
    return duty_sheets.check(read, index=INDEX, today=TODAY), read


def faults(rows: Sequence[Row]) -> list[tuple[int, FaultKind, str]]:
    return [(fault.row, fault.kind, fault.code) for row in rows for fault in row.faults]


def changed(**cells: Any) -> tuple[Any, ...]:
    keys = ("number", "group", "measure", "owner", "person", "deadline", "evidence", "weight")
    return tuple(cells.get(key, value) for key, value in zip(keys, GOOD, strict=True))


def test_a_row_is_read_whole_and_without_a_fault() -> None:
    checked, rows = check([GOOD])
    (found,) = checked.rows
    assert faults(rows) == []
    assert (found.year, found.title, found.number, found.group) == (2026, TITLE, 1, "组织建设")
    assert (found.measure, found.owner_text, found.person_text) == (
        "召开支部党员大会",
        "各党支部",
        "支部书记",
    )
    assert (found.deadline_text, found.evidence_text, found.weight) == (
        "每季度末",
        "会议记录",
        Decimal("8.00"),
    )
    assert (found.said.cadence, found.said.kinds) == ("quarter", frozenset({"assembly"}))
    assert {one.kind for one in found.said.classes} == BRANCH_KINDS - {Kind.DUAL_BRANCH}
    assert found.said.open_points == ()


def test_other_headings_in_another_order_are_recognised() -> None:
    headings = ("时间要求", "责任主体", "工作措施", "印证材料", "权重", "编号")
    checked, rows = check([("每月", "各党支部", "开展主题党日活动", "活动记录", 5, 3)], headings=headings)
    (found,) = checked.rows
    assert (found.said.cadence, found.weight, found.number) == ("month", Decimal(5), 3)
    assert faults(rows) == [(3, FaultKind.WARN, "group-missing")]


def test_merged_cells_hold_for_every_row_that_they_cover() -> None:
    second = (2, None, "开展主题党日活动", None, None, "每月", "活动记录", 8)
    checked, _ = check([GOOD, second], merges=["B3:B4", "D3:D4"])
    assert [row.group for row in checked.rows] == ["组织建设", "组织建设"]
    assert checked.rows[1].owner_text == "各党支部"


def test_a_date_cell_is_a_deadline() -> None:
    checked, rows = check([changed(deadline=date(2026, 11, 15))])
    assert (checked.rows[0].said.due_month, checked.rows[0].said.due_day) == (11, 15)
    assert faults(rows) == []


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"deadline": "适时"}, ["deadline-vague"]),
        ({"owner": "有关单位"}, ["owner-vague"]),
        ({"owner": "青岚市不存在局机关党委"}, ["owner-unknown"]),
        ({"owner": "青岚市交通局机关党委"}, ["owner-unknown"]),
        ({"owner": "有关单位", "deadline": "长期坚持"}, ["deadline-and-owner-vague"]),
        (
            {"owner": "青岚市教育局机关党委、青岚市不存在局机关党委", "deadline": "适时"},
            ["owner-unknown-and-deadline-vague"],
        ),
        ({"evidence": "新闻报道"}, ["evidence-unmatched"]),
        ({"owner": "任期届满的党组织", "deadline": "12月底前"}, ["deadline-vague"]),
        (
            {"owner": "", "deadline": "", "measure": "做好工作"},
            ["deadline-and-owner-vague", "evidence-unmatched"],
        ),
    ],
)
def test_what_is_open_is_asked_and_the_row_is_loaded(cells: dict[str, Any], codes: list[str]) -> None:
    checked, rows = check([changed(**cells)])
    assert faults(rows) == [(3, FaultKind.DECIDE, code) for code in codes]
    assert len(checked.rows) == 1
    said = checked.rows[0].said
    assert bool(said.open_points)
    assert ("owner" in said.open_points) <= (not said.classes and not said.owners)


def test_owners_by_name_are_keys_of_organisations_held_or_loaded_with_it() -> None:
    checked, rows = check([changed(owner="青岚市教育局机关党委、青岚市水利局机关党委")])
    assert checked.rows[0].said.owners == {"code:1", "code:2"}
    assert faults(rows) == []


def test_a_term_that_ends_makes_a_triggered_requirement() -> None:
    checked, rows = check(
        [
            changed(
                measure="按期完成换届选举",
                owner="任期届满的党组织",
                deadline="届满前",
                evidence="选举结果报告",
            )
        ]
    )
    said = checked.rows[0].said
    assert (said.cadence, said.trigger, said.kinds) == (
        "triggered",
        "term_end",
        frozenset({"election_result"}),
    )
    assert faults(rows) == []


def test_a_row_without_a_measure_is_refused() -> None:
    checked, rows = check([changed(measure=None), GOOD])
    assert len(checked.rows) == 1
    assert faults(rows) == [(3, FaultKind.REFUSE, "measure-missing")]


def test_numbers_are_kept_and_repeated_ones_given_a_free_one() -> None:
    checked, rows = check([changed(number=5), changed(number="5."), changed(number=None)])
    assert [row.number for row in checked.rows] == [5, 6, 7]
    assert faults(rows) == [(4, FaultKind.WARN, "number-duplicate")]


@pytest.mark.parametrize(
    ("weight", "expected", "code"),
    [(-2, Decimal(0), "weight-unlikely"), (None, Decimal(0), "weight-missing"), (2.5, Decimal("2.50"), None)],
)
def test_weights(weight: Any, expected: Decimal, code: str | None) -> None:
    checked, rows = check([changed(weight=weight)])
    assert checked.rows[0].weight == expected
    assert faults(rows) == ([(3, FaultKind.WARN, code)] if code else [])


def test_a_text_too_long_is_cut_and_named() -> None:
    checked, rows = check([changed(person="人" * 121)])
    assert len(checked.rows[0].person_text) == 120
    assert faults(rows) == [(3, FaultKind.WARN, "text-cut")]


def test_the_year_is_asked_for_where_nothing_tells_it() -> None:
    checked, rows = check([GOOD, changed(number=2)], title="责任分解表")
    assert [row.year for row in checked.rows] == [2026, 2026]
    assert checked.rows[0].title == "责任分解表"
    assert faults(rows) == [(3, FaultKind.WARN, "year-missing")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2026年度党建责任清单", 2026),
        ("二〇二六年任务", 2026),
        ("二零二七年任务", 2027),
        ("党建责任清单", None),
    ],
)
def test_years_in_titles(text: str, year: int | None) -> None:
    assert titles.year_in(text) == year


def test_without_a_title_row_the_workbook_tells() -> None:
    part = part_of([GOOD], title="")
    assert titles.heading(part).year is None
    assert titles.heading(part).title == part.sheet.name
