import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.sheets import reading
from heli.sheets.faults import WHOLE_SHEET, Kind
from heli.sheets.recognising import Recognition, recognise
from heli.sheets.table import Column, Table
from tests.sheets import books
from tests.sheets.tables import MEMBERS, ORGS, TABLES

HEADER = ["序号", "姓名", "性别", "入党时间", "所在党支部"]
DATA = [1, "张三", "男", "2021-06-18", "第一支部"]


def recognised(*sheets, names=(), mapping=None, tables=TABLES) -> Recognition:
    return recognise(reading.open_workbook("名册.xlsx", books.xlsx(*sheets, names=names)), tables, mapping)


def drawn(fill, **more) -> Recognition:
    return recognise(reading.open_workbook("名册.xlsx", books.drawn(fill)), TABLES, **more)


def codes(recognition: Recognition) -> list[str]:
    return [fault.code for fault in recognition.faults]


def test_a_table_is_found_below_titles_on_a_sheet_of_any_name():
    found = recognised([["安澜市党员花名册"], ["填报单位：组织部"], [], HEADER, DATA], names=["Sheet7"])
    (part,) = found.parts
    assert (part.table, part.workbook, part.sheet.name) == (MEMBERS, "名册.xlsx", "Sheet7")
    assert (part.header_top, part.header_row) == (4, 4)
    assert part.columns == {"name": 1, "sex": 2, "joined": 3, "branch": 4}
    assert part.headings["branch"] == "所在党支部"
    assert part.missing == ("born", "id", "full", "wage", "phone", "note")
    assert found.unrecognised == ()
    assert found.faults == ()


@settings(max_examples=40, deadline=None)
@given(order=st.permutations([column.title for column in MEMBERS.columns]), above=st.integers(0, 28))
def test_columns_are_found_in_any_order_and_row(order, above):
    (part,) = recognised([*[["标题"]] * above, order]).parts
    assert part.header_row == above + 1
    assert [order[part.columns[column.key]] for column in MEMBERS.columns] == [
        c.title for c in MEMBERS.columns
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "入党时间",
        "入党日期",
        "入党\n时间",
        "入 党 时 间",
        "入党时间\n(年月日)",
        "入党时间（年月日）",
        "*入党时间",
        "入党时间：",
        "入党时间【必填】",
        "\u200b入党时间\u00a0",
        "3、入党时间",
        "(3)入党时间",
        "③入党时间",
        "入党时间年月日",
    ],
)
def test_a_heading_may_be_dressed_in_many_ways(heading):
    (part,) = recognised([["姓名", "所属支部", heading], ["张三", "一", "2021-6-18"]]).parts
    assert part.columns["joined"] == 2
    assert part.unknown == ()


def test_a_title_with_a_note_of_its_own_is_found_with_and_without_it():
    for heading in ("领导党组(党委)", "领导党组（党委）", "领导党组"):
        (part,) = recognised([["党组织全称", "党组织代码", heading]]).parts
        assert part.columns["leader"] == 2


def test_two_tables_that_share_words_are_told_apart():
    orgs = ["党组织名称", "组织编码", "上级党组织", "党员数", "备注"]
    members = ["姓名", "党组织名称", "联系电话", "备注"]
    first, second = recognised([orgs], [members]).parts
    assert (first.table, second.table) == (ORGS, MEMBERS)


def test_every_sheet_with_a_table_is_a_part():
    found = recognised(
        [HEADER, DATA], [HEADER, DATA], [["党组织全称", "党组织代码"]], names=["一处", "二处", "组织"]
    )
    assert [(part.sheet.name, part.table.key) for part in found.parts] == [
        ("一处", "members"),
        ("二处", "members"),
        ("组织", "orgs"),
    ]


def test_a_header_of_two_rows_with_merged_groups_is_read_as_one():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:F1", "党员花名册")
        sheet.merge_range("A2:A3", "姓名")
        sheet.merge_range("B2:C2", "入党情况")
        sheet.write_row("B3", ["入党时间", "转正时间"])
        sheet.merge_range("D2:E2", "联系方式")
        sheet.write_row("D3", ["手机号码", "微信"])
        sheet.merge_range("F2:F3", "所在党支部")
        sheet.write_row("A4", ["张三", "2020-1-1", "2021-1-1", "1", "2", "第一支部"])

    (part,) = drawn(fill).parts
    assert (part.header_top, part.header_row) == (2, 3)
    assert part.columns == {"name": 0, "joined": 1, "full": 2, "phone": 3, "branch": 5}
    assert part.unknown == (("E", "联系方式/微信"),)


def test_words_of_a_two_row_header_may_only_make_sense_together():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:B1", "入党")
        sheet.write_row("A2", ["时间", "地点"])
        sheet.merge_range("C1:C2", "姓名")
        sheet.merge_range("D1:D2", "所属支部")

    (part,) = drawn(fill).parts
    assert part.columns == {"joined": 0, "name": 2, "branch": 3}


def test_a_header_of_three_rows_is_read():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A3", "姓名")
        sheet.merge_range("B1:D1", "基本情况")
        sheet.merge_range("B2:C2", "时间")
        sheet.write_row("B3", ["入党时间", "转正时间"])
        sheet.merge_range("D2:D3", "性别")
        sheet.merge_range("E1:E3", "所属支部")

    (part,) = drawn(fill).parts
    assert (part.header_top, part.header_row) == (1, 3)
    assert part.columns == {"name": 0, "joined": 1, "full": 2, "sex": 3, "branch": 4}


def test_a_lower_cell_may_be_a_note_to_the_heading_above():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["姓名", "入党时间", "所属支部"])
        sheet.merge_range("D1:E1", "其他")
        sheet.write_row("A2", ["", "(年月日)", "", "性别", "备注"])
        sheet.write_row("A3", ["张三", "2021-6-18", "第一支部", "男", "x"])

    (part,) = drawn(fill).parts
    assert part.header_row == 2
    assert part.columns == {"name": 0, "joined": 1, "branch": 2, "sex": 3, "note": 4}


def test_a_row_of_data_is_never_taken_for_a_second_row_of_the_header():
    words = [[*HEADER, "职务"], [1, "李四", "女", None, "第一支部", "备注"], DATA]
    (part,) = recognised(words).parts
    assert part.header_row == 1


def test_groups_are_guessed_where_the_file_cannot_tell_merges():
    text = "姓名,入党情况,,所在党支部\n,入党时间,转正时间,\n张三,2020-1-1,2021-1-1,第一支部\n"
    (part,) = recognise(reading.open_workbook("名册.csv", text.encode()), TABLES).parts
    assert part.header_row == 2
    assert part.columns == {"name": 0, "joined": 1, "full": 2, "branch": 3}


def test_columns_that_are_not_read_are_named_each_in_its_way():
    header = ["序号", "姓名", "所属支部", "职级", "民族", "宗教信仰情况", "党员姓名", "导入结果"]
    found = recognised([["标题"], header, [1, "张三", "一", "x", "y", "z", "w", "已导入"]])
    (part,) = found.parts
    assert part.unknown == (("D", "职级"),)
    assert part.refused == (("E", "民族"), ("F", "宗教信仰情况"))
    named = {(fault.code, fault.row, fault.column, fault.kind) for fault in found.faults}
    assert named == {
        ("sensitive-column-not-kept", 2, "民族", Kind.WARN),
        ("sensitive-column-not-kept", 2, "宗教信仰情况", Kind.WARN),
        ("column-unknown", 2, "职级", Kind.WARN),
        ("column-repeated", 2, "党员姓名", Kind.WARN),
    }
    assert part.columns["name"] == 1


def test_a_filled_column_without_a_heading_is_named():
    rows = [["姓名", "所属支部"], ["张三", "一", "多余"], ["李四", "二", "多余"]]
    (fault,) = recognised(rows).faults
    assert fault.code == "column-without-heading"
    assert "C 列" in fault.message
    sums = [["张三", "一"], ["", "", "小计"], ["李四", "二"], ["", "", "小计"], ["填表人", "", "x"]]
    assert recognised([rows[0], *sums]).faults == ()


def test_the_users_choice_wins_over_synonyms():
    rows = [["姓名", "党员姓名", "所属支部", "进组织日子", "职级"], ["张", "张三", "一", "2020-1-1", "x"]]
    mapping = {"members": {"党员 姓名": "name", "进组织日子": "joined", "职级": ""}}
    found = recognised(rows, mapping=mapping)
    (part,) = found.parts
    assert part.columns == {"name": 1, "branch": 2, "joined": 3}
    assert part.unknown == ()
    assert codes(found) == ["column-repeated"]


def test_the_user_cannot_choose_what_must_not_be_kept():
    mapping = {"members": {"民族": "note"}}
    (part,) = recognised([["姓名", "所属支部", "民族"]], mapping=mapping).parts
    assert part.refused == (("C", "民族"),)
    assert "note" not in part.columns


def test_a_choice_can_make_a_sheet_recognised():
    rows = [["姓名", "隶属", "性别"], ["张三", "第一支部", "男"]]
    found = recognised(rows)
    assert found.parts == ()
    (sheet,) = found.unrecognised
    assert sheet.nearest is MEMBERS
    assert "缺少必需的列：所在党支部" in sheet.reason
    assert sheet.headers == ("姓名", "隶属", "性别")
    (part,) = recognised(rows, mapping={"members": {"隶属": "branch"}}).parts
    assert part.columns["branch"] == 1


def test_what_is_no_table_is_named_with_the_headers_seen():
    found = recognised([["食堂菜单"], ["周一", "周二", "周三"], ["鱼", "肉", "菜"]], names=["菜单"])
    (sheet,) = found.unrecognised
    assert sheet.reason == "没有找到可识别的表头。看到的表头：周一、周二、周三。"
    (fault,) = found.faults
    assert (fault.code, fault.kind, fault.row) == ("sheet-not-recognised", Kind.WARN, WHOLE_SHEET)
    assert "“菜单”" in fault.message


def test_an_empty_sheet_is_told_but_is_no_fault():
    found = recognised([], [HEADER, DATA])
    assert [sheet.reason for sheet in found.unrecognised] == ["没有内容。"]
    assert found.faults == ()
    assert len(found.parts) == 1


def test_a_hidden_table_is_not_read_but_named_and_other_hidden_sheets_are_passed_over():
    def fill(book):
        book.add_worksheet("明").write_row(0, 0, HEADER)
        hidden = book.add_worksheet("暗")
        hidden.write_row(2, 0, HEADER)
        hidden.hide()
        note = book.add_worksheet("说明")
        note.write(0, 0, "本表由各单位汇总")
        note.very_hidden()

    found = drawn(fill)
    assert [part.sheet.name for part in found.parts] == ["明"]
    assert found.unrecognised == ()
    (fault,) = found.faults
    assert (fault.code, fault.kind, fault.sheet, fault.row) == ("hidden-sheet", Kind.WARN, "暗", 3)


def test_a_hidden_column_is_read_and_named():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "所属支部"])
        sheet.set_column(1, 1, None, None, {"hidden": True})

    found = drawn(fill)
    assert found.parts[0].columns["branch"] == 1
    (fault,) = found.faults
    assert (fault.code, fault.kind, fault.column) == ("hidden-column", Kind.TOLERATE, "所属支部")


def test_a_sheet_that_fits_two_tables_alike_is_not_guessed():
    twin = Table(
        "twin", "另一名册", (Column("a", "姓名", required=True), Column("b", "所属支部", required=True))
    )
    other = Table(
        "other", "第三名册", (Column("a", "姓名", required=True), Column("b", "所属支部", required=True))
    )
    found = recognised([["姓名", "所属支部"]], tables=(twin, other))
    assert found.parts == ()
    assert "同时像《另一名册》、《第三名册》" in found.unrecognised[0].reason


def test_a_sheet_left_unread_says_why():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    content = books.raw(books.sheet_data(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))
    found = recognise(reading.open_workbook("散.xlsx", content), TABLES)
    assert "XFD 列" in found.unrecognised[0].reason
    assert codes(found) == ["sheet-not-recognised"]


def test_a_header_beyond_the_first_thirty_rows_is_not_looked_for():
    assert recognised([*[["x", "y"]] * 30, HEADER]).parts == ()


def test_among_many_wide_rows_the_header_is_still_found():
    wide = [[f"列{n}" for n in range(300)]]
    random.Random(1).shuffle(wide[0])
    wide[0][120:122] = ["姓名", "所属支部"]
    (part,) = recognised(wide).parts
    assert part.columns == {"name": 120, "branch": 121}
    assert len(part.unknown) == 298
