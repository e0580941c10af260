import pytest

from heli.sheets import reading
from heli.sheets.recognising import Part, recognise
from heli.sheets.rows import read_rows, rows_passed_over
from tests.sheets import books
from tests.sheets.tables import TABLES

TITLES = [["安澜市党员花名册"], ["填报单位：机关工委组织部"]]
HEADER = ["序号", "姓名", "性别", "入党时间", "所在党支部", "月工资基数", "备注"]
ONE = [1, "张三", "男", "2021-6-18", "第一支部", 5000, None]
TWO = [2, "李四", "女", "2020-1-1", "第二支部", 6000, "说明：挂职"]


def part_of(*rows) -> Part:
    workbook = reading.open_workbook("名册.xlsx", books.xlsx([*TITLES, HEADER, *rows]))
    (part,) = recognise(workbook, TABLES).parts
    return part


def passed_over(part: Part) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in rows_passed_over(part)]


def numbers(part: Part) -> list[int]:
    return [row.number for row in read_rows(part)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([None, "合计 1005 人"], "total-row"),
        (["合计", None, None, None, None, 11000], "total-row"),
        (["合  计", None, None, None, None, "11000元"], "total-row"),
        ([None, "小计", "/", "—", None, 11000], "total-row"),
        (["第一支部小计", None, None, None, None, 5000], "total-row"),
        (["总计：2人"], "total-row"),
        (["共计", 2], "total-row"),
        (["本页合计", None, None, None, None, "#REF!"], "total-row"),
        (["共2人"], "total-row"),
        ([3, "合计", None, None, None, 11000], "total-row"),
        (["汇总", None, None, None, None, 11000], "total-row"),
        ([None, None, None, None, None, 11000], "total-row"),
        (["（合计）", 2], "total-row"),
        (["填表人：王五", None, None, "审核人：赵六", "填报日期：2026年6月30日"], "footer-row"),
        (["填表人", "王五"], "footer-row"),
        (["审核人（签字）：", None, None, None, "单位（盖章）："], "footer-row"),
        (["注：本表一式三份。"], "footer-row"),
        (["注1、本表一式三份。"], "footer-row"),
        (["备注:", "每季度报一次"], "footer-row"),
        (["填表说明：1.按支部填写。"], "footer-row"),
        (["*标星号的为必填项"], "footer-row"),
        (["联系人：王五", None, "联系电话：0571-87051234"], "footer-row"),
        (HEADER, "header-row-repeated"),
        ([" 序 号", "姓\n名", "性别", "入党时间", "所在党支部", "月工资基数", "备注"], "header-row-repeated"),
        (TITLES[0], "title-row-repeated"),
        (TITLES[1], "title-row-repeated"),
        ([None, None, None, "(年月日)", None, "(元)"], "header-notes-row"),
        ([1, 2, 3, 4, 5, 6, 7], "column-numbers-row"),
        (["1", "2", "3", "4", "5", "6", "7"], "column-numbers-row"),
        (["第一党支部"], "lone-cell-row"),
    ],
)
def test_rows_that_are_no_data_are_passed_over_and_named_wherever_they_stand(row, code):
    part = part_of(ONE, row, TWO, row)
    assert numbers(part) == [4, 6]
    assert passed_over(part) == [(5, code), (7, code)]


@pytest.mark.parametrize(
    "row",
    [
        [1, "合计", "男", "2021-6-18", "第一支部"],
        [None, "注册生", "男", "2021-6-18", "第一支部"],
        [None, "章备注", "男", "2021-6-18", "说明支部"],
        [None, "小计", "男", "2021-6-18", "第一支部"],
        ["注", "张三", "男", "2021-6-18", "第一支部"],
        ["填表人：王五", "张三", "男", None, "第一支部"],
        [1, "张三"],
        [2, None, None, None, None, 5000],
        [True, "张三", "男", "2021-6-18", "第一支部"],
        ["1", "张三", "男", "2021-6-18", "第一支部"],
        [1, None, "男"],
        [1, 2, 3, 4, 6],
        [None, "张三", "说明："],
    ],
)
def test_rows_that_only_resemble_them_are_data(row):
    part = part_of(ONE, row)
    assert numbers(part) == [4, 5]
    assert passed_over(part) == []


def test_rows_that_are_only_numbered_beforehand_are_passed_over_in_silence():
    part = part_of(ONE, [2], [3, None, " "], ["4"], TWO)
    assert numbers(part) == [4, 8]
    assert passed_over(part) == []


def test_empty_rows_count_but_are_no_data():
    part = part_of([], ONE, [], [None, " ", "\u3000"], TWO)
    assert numbers(part) == [5, 8]
    assert passed_over(part) == []


def test_a_section_title_merged_across_is_passed_over():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range(1, 0, 1, 6, "一、机关第一支部")
        sheet.write_row(2, 0, ONE)

    (part,) = recognise(reading.open_workbook("名册.xlsx", books.drawn(fill)), TABLES).parts
    assert numbers(part) == [3]
    assert passed_over(part) == [(2, "section-row")]


def test_a_header_of_two_rows_repeated_on_the_next_page_is_passed_over():
    def fill(book):
        sheet = book.add_worksheet()
        for top in (0, 4):
            sheet.write(top, 0, "安澜市党员花名册")
            sheet.merge_range(top + 1, 0, top + 2, 0, "姓名")
            sheet.merge_range(top + 1, 1, top + 1, 2, "入党情况")
            sheet.write_row(top + 2, 1, ["入党时间", "转正时间"])
            sheet.merge_range(top + 1, 3, top + 2, 3, "所属支部")
            sheet.write_row(top + 3, 0, ["张三", "2020-1-1", "2021-1-1", "第一支部"])

    (part,) = recognise(reading.open_workbook("名册.xlsx", books.drawn(fill)), TABLES).parts
    assert numbers(part) == [4, 8]
    assert [code for _, code in passed_over(part)] == [
        "title-row-repeated",
        "header-row-repeated",
        "header-row-repeated",
    ]


def test_the_content_of_a_column_that_must_not_be_kept_is_not_told_either():
    workbook = reading.open_workbook("名册.xlsx", books.xlsx([["民族", *HEADER], ["甲族"], [None, *ONE]]))
    (part,) = recognise(workbook, TABLES).parts
    (fault,) = rows_passed_over(part)
    assert (fault.code, fault.value) == ("lone-cell-row", "")


def test_hidden_rows_are_read_and_told_once():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for row in range(1, 16):
            sheet.write_row(row, 0, ONE)
            if row > 2:
                sheet.set_row(row, None, None, {"hidden": True})

    (part,) = recognise(reading.open_workbook("名册.xlsx", books.drawn(fill)), TABLES).parts
    assert len(numbers(part)) == 15
    (fault,) = rows_passed_over(part)
    assert (fault.code, fault.kind.value, fault.row) == ("hidden-rows", "warn", 4)
    assert "共 13 行" in fault.message
    assert "等行" in fault.message
