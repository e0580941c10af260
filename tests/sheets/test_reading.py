import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.errors import Invalid
from heli.sheets import reading
from heli.sheets.cells import ErrorCell, column_letter
from heli.sheets.workbook import Merge, Sheet, Workbook
from tests.sheets import books
from tests.sheets.old_books import OldBook, OldSheet, compound

ROWS = [["姓名", "人数"], ["张三", 3]]


def only_sheet(content: bytes, name: str = "表.xlsx") -> Sheet:
    (sheet,) = reading.open_workbook(name, content).sheets
    return sheet


def refusal(name: str, content: bytes) -> Invalid:
    with pytest.raises(Invalid) as refused:
        reading.open_workbook(name, content)
    assert name in refused.value.message
    return refused.value


def test_rows_begin_at_the_first_row_and_column_however_many_are_empty():
    content = books.xlsx([[], [], [None, None, "姓名"], [], [None, "张三", 3.5]])
    assert only_sheet(content).rows == [
        ["", "", ""],
        ["", "", ""],
        ["", "", "姓名"],
        ["", "", ""],
        ["", "张三", 3.5],
    ]


def test_dates_times_and_booleans_keep_their_kind():
    moment = books.moment("2021-06-18 09:30")
    content = books.xlsx([[dt.date(2021, 6, 18), moment, True, "文字", 0.5]])
    assert only_sheet(content).rows == [[dt.date(2021, 6, 18), moment, True, "文字", 0.5]]


@pytest.mark.parametrize(
    "form", ['yyyy"年"m"月"d"日"', "yyyy.mm", "[$-804]yyyy年m月d日;@", "m/d/yy", 31, 57, 14]
)
def test_a_date_is_a_date_in_every_format_that_offices_use(form):
    def fill(book):
        book.add_worksheet().write(0, 0, 44365, book.add_format({"num_format": form}))

    assert only_sheet(books.drawn(fill)).rows == [[dt.date(2021, 6, 18)]]


def test_a_1904_workbook_says_so_and_its_date_cells_are_right():
    sheet = only_sheet(books.xlsx([[dt.date(2021, 6, 18), 42903]], options={"date_1904": True}))
    assert sheet.counts_from_1904
    assert sheet.rows[0][0] == dt.date(2021, 6, 18)
    assert not only_sheet(books.xlsx([[1]])).counts_from_1904


def test_rich_text_and_line_breaks_are_plain_text():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_rich_string(0, 0, "入党", book.add_format({"bold": True}), "时间", "\n(年月日)")

    assert only_sheet(books.drawn(fill)).rows == [["入党时间\n(年月日)"]]


def test_merges_and_hidden_sheets_rows_and_columns_are_told():
    def fill(book):
        sheet = book.add_worksheet("甲")
        sheet.merge_range("A1:C1", "标题")
        sheet.merge_range("A3:A5", "一")
        sheet.write("C4", "x")
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        book.add_worksheet("乙").hide()
        book.add_worksheet("丙").very_hidden()
        book.add_chartsheet("图")

    first, second, third = reading.open_workbook("表.xlsx", books.drawn(fill)).sheets
    assert first.merges == (Merge(0, 0, 0, 2), Merge(2, 0, 4, 0))
    assert (first.hidden, second.hidden, third.hidden) == (False, True, True)
    assert first.hidden_rows == {3}
    assert first.hidden_columns == {1}


def test_error_cells_and_formulas_without_a_result_are_told_apart_from_empty_cells():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write("A1", "x")
        sheet.write_formula("B1", "=NA()", None, "#N/A")
        sheet.write_formula("C1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D1", "=VLOOKUP(A1,Z:Z,1,0)")
        sheet.write_formula("E1", "=1+1", None, 2)
        sheet.write_formula("F1", "=A1", None, "文字")

    (row,) = only_sheet(books.drawn(fill)).rows
    assert row == [
        "x",
        ErrorCell("#N/A"),
        ErrorCell("#DIV/0!"),
        ErrorCell("=VLOOKUP(A1,Z:Z,1,0)"),
        2.0,
        "文字",
    ]


def test_formulas_as_openpyxl_leaves_them_have_no_result():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["C2"] = "=SUM(A1:A1)"
    stream = io.BytesIO()
    book.save(stream)
    assert only_sheet(stream.getvalue()).rows == [[1.0, "", ""], ["", "", ErrorCell("=SUM(A1:A1)")]]


def test_a_million_formatted_empty_rows_and_all_columns_cost_no_cells():
    wide = "".join(f'<c r="{column_letter(column)}1" s="1"/>' for column in range(1, 16_384))
    far = "".join(f'<row r="{row}" s="1"><c r="D{row}" s="1"/></row>' for row in range(2, 1_048_576, 97))
    last = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    name = '<c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    content = books.raw(books.sheet_data(f'<row r="1">{name}{wide}</row>{far}{last}'))
    assert only_sheet(content).rows == [["姓名"]]


def test_a_sheet_whose_cells_lie_too_far_apart_is_left_unread_and_says_why():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = only_sheet(books.raw(books.sheet_data(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')))
    assert sheet.rows == []
    assert "第 1048576 行、XFD 列" in sheet.problem


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.xls", "名册.et", "名册.csv", "名册", "名册.XLSX"])
def test_the_content_decides_what_kind_of_file_it_is(name):
    old = OldBook([OldSheet("表", ROWS)]).content()
    for content in (books.xlsx(ROWS), old, "姓名,人数\n张三,3\n".encode()):
        assert only_sheet(content, name).rows[1][0] == "张三"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"{\\rtf1 ...}", "RTF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("\ufeff\r\n<TABLE border=1><tr><td>姓名</td></tr></TABLE>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x00\x01\x02\x03" * 100, "不是 Excel 工作簿"),
        (books.zipped({"word/document.xml": "<x/>"}), "Word"),
        (books.zipped({"xl/workbook.bin": b"\x00"}), "xlsb"),
        (books.zipped({"名册.xlsx": b"x"}), "解压后上传"),
        (compound({"WordDocument": b"x"}), "Word"),
        (compound({"PowerPoint Document": b"x"}), "其他 Office 文件"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(content, words):
    error = refusal("名册.xls", content)
    assert error.code == "not-a-workbook"
    assert words in error.message


def test_a_text_that_begins_like_a_bitmap_is_still_a_text():
    assert only_sheet(b"BMI,24\n", "表.csv").rows == [["BMI", "24"]]


def test_passwords_are_told_from_damage():
    assert (
        refusal("密.xlsx", compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})).code
        == "workbook-encrypted"
    )
    assert (
        refusal("密.xls", OldBook([OldSheet("表", ROWS)], locked=True).content()).code == "workbook-encrypted"
    )
    assert refusal("密.ods", books.ods("", encrypted=True)).code == "workbook-encrypted"
    good = books.xlsx(ROWS)
    assert refusal("坏.xlsx", good[: len(good) // 2]).code == "workbook-broken"
    assert refusal("坏.xlsx", b"PK\x03\x04" + b"x" * 100).code == "workbook-broken"
    old = OldBook([OldSheet("表", ROWS)]).content()
    assert refusal("坏.xls", old[:700]).code == "workbook-broken"
    assert refusal("空.xlsx", b"").code == "workbook-empty"


def test_sheets_without_their_xml_are_damage():
    parts = {"xl/workbook.xml": f"<workbook {books.MAIN}/>", "[Content_Types].xml": "<Types/>"}
    assert refusal("坏.xlsx", books.zipped(parts)).code == "workbook-broken"
    assert refusal("坏.xlsx", books.raw("<chartsheet/>")).code == "workbook-broken"


def test_a_workbook_with_entities_is_refused():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa">]><workbook><sheets>&a;</sheets></workbook>'
    assert refusal("坏.xlsx", books.zipped({"xl/workbook.xml": bomb})).code == "workbook-broken"


def test_a_workbook_in_the_strict_dialect_is_read_alike():
    cells = '<c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="e"><v>#N/A</v></c>'
    plain = zipfile.ZipFile(io.BytesIO(books.raw(books.sheet_data(f'<row r="1">{cells}</row>'))))
    strict = {
        name: plain.read(name)
        .decode()
        .replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name in plain.namelist()
    }
    assert only_sheet(books.zipped(strict)).rows == [["姓名", ErrorCell("#N/A")]]


def test_what_unpacks_beyond_measure_is_refused():
    content = books.zipped({"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": b"0" * (64 * 1024 * 1024)})
    assert refusal("大.xlsx", content).code == "workbook-suspicious"


def test_a_file_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1024 * 1024)
    error = refusal("大.xlsx", books.xlsx(ROWS) + bytes(1024 * 1024))
    assert error.code == "workbook-too-large"
    assert "1 MB" in error.message


REFUSALS = {
    "workbook-broken",
    "workbook-encrypted",
    "workbook-suspicious",
    "not-a-workbook",
    "encoding-unknown",
}
GOOD = {
    "xlsx": books.xlsx([["姓名", "日期", 1.5, True], ["张三", dt.date(2026, 1, 1), 2, False]] * 3),
    "xls": OldBook([OldSheet("表", [["姓名", "日期", 1.5, True]] * 30)]).content(),
    "ods": books.ods(
        '<table:table table:name="a"><table:table-row><table:table-cell/></table:table-row></table:table>'
    ),
    "csv": "姓名,日期\n张三,2026-01-01\n".encode("gbk"),
}


def opened_or_refused(content: bytes) -> Workbook | str:
    """The workbook, or the code of its refusal; anything else raised fails the test."""
    try:
        return reading.open_workbook("损.xlsx", content)
    except Invalid as error:
        return error.code


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(sorted(GOOD)), place=st.floats(0, 0.999), piece=st.binary(min_size=1, max_size=6))
def test_whatever_is_damaged_is_read_or_refused_but_never_breaks(kind, place, piece):
    good = GOOD[kind]
    at = int(place * len(good))
    answer = opened_or_refused(good[:at] + piece + good[at + len(piece) :])
    if isinstance(answer, str):
        assert answer in REFUSALS
    else:
        assert all(len(row) == len(sheet.rows[0]) for sheet in answer.sheets for row in sheet.rows)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        answer = opened_or_refused(start + content)
        assert isinstance(answer, Workbook) or answer in REFUSALS
