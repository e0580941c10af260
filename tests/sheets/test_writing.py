import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from heli.sheets import reading, writing
from heli.sheets.writing import Heading, SheetOut, ValueKind, sheet_title, write_workbook
from tests.sheets.books import moment

HEADINGS = [
    Heading("姓名", 10),
    Heading("入党时间", kind=ValueKind.DATE),
    Heading("登记时间", kind=ValueKind.MOMENT),
    Heading("人数", kind=ValueKind.WHOLE),
    Heading("基数", kind=ValueKind.DECIMAL),
    Heading("占比", kind=ValueKind.PERCENT),
]
ROW = ["张三", dt.date(2021, 6, 18), moment("2026-06-30 09:30"), 24, Decimal("5000.50"), 0.43]


def written(*sheets: SheetOut) -> openpyxl.Workbook:
    stream = io.BytesIO()
    write_workbook(stream, sheets)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def sheet_of(rows, headings=HEADINGS, **more):
    return written(SheetOut("名册", headings, rows, **more)).active


def test_values_are_real_dates_and_numbers_in_their_formats():
    cells = sheet_of([ROW])[2]
    assert [cell.value for cell in cells] == [
        "张三",
        moment("2021-06-18"),
        moment("2026-06-30 09:30"),
        24,
        5000.5,
        0.43,
    ]
    assert [cell.number_format for cell in cells] == [
        "@",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "0",
        "0.00",
        "0.0%",
    ]


def test_the_header_is_frozen_filtered_and_repeated_in_print():
    sheet = sheet_of([ROW, ROW])
    assert [cell.value for cell in sheet[1]] == [heading.title for heading in HEADINGS]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A2"].font.name == "宋体"


def test_a_note_stands_above_the_header():
    sheet = sheet_of([ROW], note="截至 2026 年 6 月 30 日")
    assert sheet["A1"].value == "截至 2026 年 6 月 30 日"
    assert sheet["A2"].value == "姓名"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:F3"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 139", "-", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","点")', "#N/A"]
)
def test_a_text_is_never_a_formula(text):
    cell = sheet_of([[text]], [Heading("备注")])["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text
    if text != "#N/A":
        assert cell.quotePrefix


def test_no_text_becomes_a_number_or_a_link():
    row = ["0330000001", "999999196012215830", "http://example.org", "2021-06-18", "true"]
    sheet = sheet_of([row], [Heading(str(n)) for n in range(5)])
    assert [cell.value for cell in sheet[2]] == row
    assert all(cell.hyperlink is None for cell in sheet[2])


def test_empty_values_are_empty_cells_and_foreign_ones_are_told_as_text():
    row = [None, "长期", "", "约 20", 10**18, True]
    sheet = sheet_of([row])
    assert [cell.value for cell in sheet[2]] == [None, "长期", None, "约 20", str(10**18), "是"]
    odd = sheet_of([[False, dt.date(1850, 1, 1), None, float("nan"), None, None]])
    assert [cell.value for cell in odd[2]][:4] == ["否", "1850-01-01", None, "nan"]


def test_an_aware_moment_is_written_as_its_own_clock_shows_it():
    shanghai = dt.timezone(dt.timedelta(hours=8))
    row = [dt.datetime(2026, 6, 30, 9, 30, tzinfo=shanghai)]
    assert sheet_of([row], [Heading("时间", kind=ValueKind.MOMENT)])["A2"].value == moment("2026-06-30 09:30")
    assert sheet_of([row], [Heading("时间")])["A2"].value == "2026-06-30 09:30"


def test_columns_are_as_wide_as_what_they_hold_within_reason():
    sheet = sheet_of(
        [["安澜市教育局机关第一支部", "x", "长" * 100]], [Heading("甲"), Heading("乙"), Heading("丙")]
    )
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert 26 <= widths[0] < 28
    assert 6 <= widths[1] < 8
    assert 60 <= widths[2] < 61
    fixed = sheet_of([["很长很长很长很长的名字"]], [Heading("姓名", 10)])
    assert fixed.column_dimensions["A"].width == pytest.approx(10, abs=1)


def test_an_empty_list_is_a_header_alone():
    assert [[cell.value for cell in row] for row in sheet_of([]).rows] == [[h.title for h in HEADINGS]]


def test_several_sheets_are_written_under_titles_that_excel_accepts():
    sheets = [
        SheetOut(title, [Heading("a")], [["x"]])
        for title in ("名册", "名册", "a/b:c*d?[e]", "长" * 40, "长" * 40)
    ]
    assert written(*sheets).sheetnames == ["名册", "名册(2)", "a b c d  e", "长" * 31, "长" * 28 + "(2)"]


@pytest.mark.parametrize("title", ["", "  ", "'", "[]"])
def test_a_title_without_any_letter_gets_one(title):
    assert sheet_title(title) == "Sheet"


def test_more_rows_than_a_sheet_takes_are_continued(monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 4)
    book = written(SheetOut("名册", [Heading("a")], ([str(n)] for n in range(7)), note="注"))
    assert book.sheetnames == ["名册", "名册(2)", "名册(3)", "名册(4)"]
    values = [cell.value for sheet in book for cell in sheet["A"]]
    assert values == ["注", "a", "0", "1", "注", "a", "2", "3", "注", "a", "4", "5", "注", "a", "6"]


def test_where_the_rows_fail_nothing_is_delivered(tmp_path):
    def rows():
        yield ["x"]
        raise RuntimeError("lost")

    target = tmp_path / "名册.xlsx"
    with pytest.raises(RuntimeError, match="lost"):
        write_workbook(target, [SheetOut("名册", [Heading("a")], rows())])
    assert not target.exists()


def test_a_row_of_another_length_than_the_headings_is_a_mistake(tmp_path):
    with pytest.raises(ValueError, match="argument 2"):
        write_workbook(tmp_path / "x.xlsx", [SheetOut("a", [Heading("a")], [["x", "y"]])])


def test_a_path_is_written_as_well_as_a_stream_and_is_read_back(tmp_path):
    target = tmp_path / "名册.xlsx"
    write_workbook(str(target), [SheetOut("名册", HEADINGS, [ROW])])
    (sheet,) = reading.open_workbook(target.name, target.read_bytes()).sheets
    assert sheet.rows[1][:4] == ["张三", dt.date(2021, 6, 18), moment("2026-06-30 09:30"), 24.0]
