import pytest

from heli.kernel.errors import Invalid
from heli.sheets import reading, workbook

TEXT = '姓名,身份证号,备注\r\n张三,999999196012215830,"第一行\n第二行,有逗号"\r\n\r\n李四,x\r\n'
ROWS = [
    ["姓名", "身份证号", "备注"],
    ["张三", "999999196012215830", "第一行\n第二行,有逗号"],
    ["", "", ""],
    ["李四", "x", ""],
]


def rows(content: bytes, name: str = "名册.csv"):
    (sheet,) = reading.open_workbook(name, content).sheets
    assert sheet.merges is None
    return sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_that_excel_saves_is_read(encoding):
    assert rows(TEXT.encode(encoding)) == ROWS


def test_rare_characters_of_gb18030_are_read():
    assert rows("姓名,单位\n𠅤喆,㴔\n".encode("gb18030")) == [["姓名", "单位"], ["𠅤喆", "㴔"]]


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_the_sign_between_columns_is_found(sign):
    text = f'甲{sign}乙{sign}丙\n一、二，三{sign}"1,5"{sign}x\n四{sign}2{sign}y\n'
    assert rows(text.encode()) == [["甲", "乙", "丙"], ["一、二，三", "1,5", "x"], ["四", "2", "y"]]


def test_the_line_that_names_the_sign_is_not_a_row():
    assert rows(b"sep=;\r\na;b\r\n1;2\r\n") == [["a", "b"], ["1", "2"]]


def test_numbers_kept_as_text_by_a_formula_are_that_text():
    assert rows(b'code,name\n="0330000001",x\n') == [["code", "name"], ["0330000001", "x"]]


def test_the_sheet_is_called_like_the_file():
    (sheet,) = reading.open_workbook("安澜市名册.csv", b"a,b\n").sheets
    assert sheet.name == "安澜市名册"


def test_one_column_and_one_line_are_enough():
    assert rows("姓名".encode()) == [["姓名"]]


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr("heli.sheets.delimited.MOST_CELLS", 3)
    with pytest.raises(Invalid) as refusal:
        rows(b"a,b\n1,2\n")
    assert refusal.value.code == "workbook-too-large"
    assert workbook.MOST_ROWS == 1_048_576


def test_an_encoding_that_is_none_of_these_is_refused():
    content = "姓名,单位\n".encode() * 500 + b"\xff\xff\xff,x\n"
    with pytest.raises(Invalid) as refusal:
        rows(content)
    assert refusal.value.code == "encoding-unknown"


def test_a_field_beyond_all_measure_is_broken():
    with pytest.raises(Invalid) as refusal:
        rows(b'a,"' + b"x" * 200_000 + b'"\n')
    assert refusal.value.code == "workbook-broken"
