import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from heli.sheets import reading
from heli.sheets.annotating import annotate
from heli.sheets.faults import Fault
from heli.sheets.recognising import Part, recognise
from heli.sheets.rows import read_rows
from tests.sheets import books
from tests.sheets.old_books import Error, OldBook, OldSheet
from tests.sheets.tables import TABLES

HEADER = ["姓名", "性别", "入党时间", "所属支部", "月工资基数"]
BODY = [["张三", "男", "2021-6-18", "第一支部", 5000], ["李四", "女", "2021-13-1", "第二支部", 6000]]


def taken_in(name: str, content: bytes) -> tuple[tuple[Part, ...], dict[tuple[str, int], str], list[Fault]]:
    """The parts, a result for each row, and the faults."""
    parts = recognise(reading.open_workbook(name, content), TABLES).parts
    results, faults = {}, []
    for part in parts:
        for row in read_rows(part):
            results[part.sheet.name, row.number] = "未导入：日期有误" if row.refused else "已导入"
            faults += row.faults
    return parts, results, faults


def annotated(content: bytes, name: str = "名册.xlsx") -> tuple[str, openpyxl.Workbook]:
    parts, results, faults = taken_in(name, content)
    given, back = annotate(name, content, parts, results, faults=faults)
    return given, openpyxl.load_workbook(io.BytesIO(back))


def official(
    fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None] | None = None,
) -> bytes:
    def draw(book):
        sheet = book.add_worksheet("名册")
        sheet.merge_range("A1:E1", "党员花名册", book.add_format({"bold": True, "font_size": 18}))
        head = book.add_format({"bold": True, "bg_color": "#FFFF00", "border": 1})
        for column, text in enumerate(HEADER):
            sheet.write(1, column, text, head)
        for number, row in enumerate(BODY, 2):
            sheet.write_row(number, 0, row)
        sheet.write(4, 0, "合计")
        sheet.write_formula(4, 4, "=SUM(E3:E4)", None, 11000)
        sheet.set_column("A:A", 23)
        sheet.freeze_panes(2, 0)
        sheet.autofilter("A2:E4")
        if fill:
            fill(book, sheet)

    return books.drawn(draw)


def test_a_column_of_results_stands_right_of_the_table():
    name, book = annotated(official())
    sheet = book["名册"]
    assert name == "名册.xlsx"
    assert [sheet.cell(row, 6).value for row in range(1, 6)] == [
        None,
        "导入结果",
        "已导入",
        "未导入：日期有误",
        None,
    ]
    assert sheet["F2"].font.bold
    assert sheet["F2"].fill.start_color.rgb == "FFFFFF00"
    assert sheet.column_dimensions["F"].width == 42


def test_refused_cells_are_coloured_and_say_why_and_others_are_not():
    _, book = annotated(official())
    sheet = book["名册"]
    assert sheet["C4"].fill.start_color.rgb == "FFFFC7CE"
    assert sheet["F4"].fill.start_color.rgb == "FFFFC7CE"
    assert "不是存在的日期" in sheet["C4"].comment.text
    for cell in ("C3", "A4", "D4", "F3"):
        assert sheet[cell].comment is None
        assert sheet[cell].fill.fill_type is None


def test_everything_else_stays_as_it_was():
    before = openpyxl.load_workbook(io.BytesIO(official()))["名册"]
    _, book = annotated(official())
    after = book["名册"]
    for row in before.iter_rows():
        for cell in row:
            again = after[cell.coordinate]
            assert again.value == cell.value
            assert again.number_format == cell.number_format
            assert (again.font.b, again.font.sz, again.font.name) == (
                cell.font.b,
                cell.font.sz,
                cell.font.name,
            )
            assert again.border.left.style == cell.border.left.style
    assert after["E5"].value == "=SUM(E3:E4)"
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert after.freeze_panes == before.freeze_panes
    assert after.auto_filter.ref == before.auto_filter.ref
    assert after.column_dimensions["A"].width == before.column_dimensions["A"].width


def test_what_has_been_given_back_can_be_loaded_and_given_back_again():
    content = official()
    parts, results, faults = taken_in("名册.xlsx", content)
    _, back = annotate("名册.xlsx", content, parts, results, faults=faults)
    found = recognise(reading.open_workbook("名册.xlsx", back), TABLES)
    assert found.faults == ()
    again = {("名册", 3): "未变化"}
    _, twice = annotate("名册.xlsx", back, found.parts, again)
    sheet = openpyxl.load_workbook(io.BytesIO(twice))["名册"]
    assert [sheet.cell(row, 6).value for row in range(2, 5)] == ["导入结果", "未变化", None]
    assert sheet.max_column == 6


def test_a_formula_that_shows_nothing_is_not_written_over():
    def fill(book, sheet):
        sheet.write_formula("F3", '=IF(E3>0,"","x")')
        sheet.write("G4", None)

    _, book = annotated(official(fill))
    assert book["名册"]["F3"].value == '=IF(E3>0,"","x")'
    assert book["名册"]["G2"].value == "导入结果"


def test_notes_merged_further_right_do_not_swallow_the_results():
    def fill(book, sheet):
        sheet.merge_range("A7:H7", "注：每季度报一次")

    _, book = annotated(official(fill))
    assert book["名册"]["I2"].value == "导入结果"


def test_a_comment_of_the_office_is_kept_above_ours():
    _, book = annotated(official(lambda book, sheet: sheet.write_comment("C4", "请组织部核实")))
    text = book["名册"]["C4"].comment.text
    assert text.startswith("请组织部核实\n")
    assert "不是存在的日期" in text


def test_only_recognised_sheets_are_written_on():
    def draw(book):
        book.add_worksheet("说明").write(0, 0, "请填写")
        for name in ("甲", "乙"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, BODY[0 if name == "甲" else 1])

    _, book = annotated(books.drawn(draw))
    assert book["说明"].max_column == 1
    assert book["甲"]["F2"].value == "已导入"
    assert book["乙"]["F2"].value == "未导入：日期有误"


def test_rich_text_survives():
    def fill(book, sheet):
        sheet.write_rich_string("A6", "注", book.add_format({"bold": True}), "：重要", "说明")

    parts, results, faults = taken_in("名册.xlsx", official(fill))
    _, back = annotate("名册.xlsx", official(fill), parts, results, faults=faults)
    sheet = openpyxl.load_workbook(io.BytesIO(back), rich_text=True)["名册"]
    assert [str(piece) for piece in sheet["A6"].value] == ["注", "：重要", "说明"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "名册.xls",
            OldBook(
                [OldSheet("名册", [HEADER, *BODY, ["王五", Error("#N/A")]], merges=[(5, 0, 5, 2)])]
            ).content(),
        ),
        (
            "名册.csv",
            "\n".join(",".join(map(str, row)) for row in [HEADER, *BODY, ["王五", "#N/A"]]).encode("gbk"),
        ),
    ],
)
def test_what_openpyxl_cannot_write_comes_back_as_a_new_workbook(name, content):
    given, book = annotated(content, name)
    sheet = book["名册"]
    assert given == "名册.xlsx"
    assert [[cell.value for cell in row] for row in sheet["A1:F3"]] == [
        [*HEADER, "导入结果"],
        [*BODY[0][:4], sheet["E2"].value, "已导入"],
        [*BODY[1][:4], sheet["E3"].value, "未导入：日期有误"],
    ]
    assert float(sheet["E2"].value) == 5000
    assert sheet["B4"].value == "#N/A"
    assert sheet["C3"].fill.start_color.rgb == "FFFFC7CE"
    assert [str(merge) for merge in sheet.merged_cells.ranges] == (["A6:C6"] if name == "名册.xls" else [])


def test_a_text_that_begins_like_a_formula_stays_a_text_in_the_copy():
    text = "姓名,所属支部,备注\n张三,第一支部,=1+1\n李四,第二支部,+86\n"
    _, book = annotated(text.encode(), "名册.csv")
    sheet = book["名册"]
    assert [(cell.value, cell.data_type) for cell in sheet["C"][1:]] == [("=1+1", "s"), ("+86", "s")]


def test_long_and_forbidden_sheet_names_are_mended_in_the_copy():
    name = "安澜市直机关工作委员会2026年上半年党员花名册[汇总:最终版].csv"
    _, book = annotated("姓名,所属支部\n张三,第一支部\n".encode(), name)
    (sheet,) = book.worksheets
    assert len(sheet.title) <= 31
    assert sheet["C2"].value == "已导入"


def test_a_style_that_openpyxl_does_not_accept_costs_the_style_and_not_the_cells():
    def text(place: str, value: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'

    content = books.raw(
        books.sheet_data(
            f'<row r="1">{text("A1", "姓名")}{text("B1", "所属支部")}</row>'
            f'<row r="2">{text("A2", "张三")}{text("B2", "一")}</row>',
            after='<conditionalFormatting sqref="A1"><cfRule type="no-such-rule"/></conditionalFormatting>',
        )
    )
    name, book = annotated(content)
    assert name == "名册.xlsx"
    assert [cell.value for cell in book["表"][2]] == ["张三", "一", "已导入"]


def test_dates_stay_dates_and_control_characters_do_not_spoil_the_copy():
    rows = [
        ["姓名", "所属支部", "入党时间", "备注"],
        ["张三", "一\x01", dt.date(2021, 6, 18).toordinal() - 693594, "x"],
    ]
    _, book = annotated(OldBook([OldSheet("名册", rows)]).content(), "名册.xls")
    assert book["名册"]["B2"].value == "一"
    assert book["名册"]["C2"].value == 44365
