import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.sheets import oddities, readers
from heli.sheets.cells import ErrorCell
from heli.sheets.readers import Unreadable


@pytest.mark.parametrize(
    ("cell", "value", "met"),
    [
        ("学习贯彻全会精神", "学习贯彻全会精神", []),
        (" 首尾空格\n", "首尾空格", [oddities.WHITESPACE]),
        ("全角\u3000空格留在中间", "全角\u3000空格留在中间", []),
        ("不间断\u00a0空格", "不间断 空格", [oddities.WHITESPACE]),
        ("零宽\u200b字符\ufeff", "零宽字符", [oddities.WHITESPACE]),
        ("第一行\r\n第二行", "第一行\n第二行", []),
        ("第一行_x000D_\n第二行", "第一行\n第二行", [oddities.WHITESPACE]),
        (3.0, "3", []),
        (3.25, "3.25", []),
        (True, "TRUE", []),
        (dt.date(2026, 3, 31), "2026-03-31", []),
        ("E-mail 通知", "E-mail 通知", []),
        ("=", "=", []),
        ("#1 楼", "#1 楼", []),
    ],
)
def test_text_is_kept_but_for_what_nobody_sees(cell, value, met):
    assert readers.text(cell)[0] == value
    assert list(readers.text(cell)[1]) == met


@given(st.text())
def test_reading_a_text_twice_changes_nothing_more(written):
    try:
        once, _ = readers.text(written)
    except Unreadable:
        return
    if once is not None and once[:1] not in "#=＃":
        assert readers.text(once) == (once, ())


@pytest.mark.parametrize(
    ("cell", "name", "met"),
    [
        ("薛霞静", "薛霞静", []),
        ("薛 霞静", "薛霞静", [oddities.SPACE_IN_NAME]),
        ("李\u3000明", "李明", [oddities.SPACE_IN_NAME]),
        ("李\n明", "李明", [oddities.SPACE_IN_NAME]),
        (" 李明 ", "李明", [oddities.WHITESPACE]),
        ("李\u200b明", "李明", [oddities.WHITESPACE]),
        (" 李 明", "李明", [oddities.WHITESPACE, oddities.SPACE_IN_NAME]),
        ("阿依古丽.买买提", "阿依古丽·买买提", [oddities.DOT_IN_NAME]),
        ("阿依古丽•买买提", "阿依古丽·买买提", [oddities.DOT_IN_NAME]),
        ("阿依古丽·买买提", "阿依古丽·买买提", []),
        ("John Smith", "John Smith", []),
        ("李明Ａ", "李明A", [oddities.FULL_WIDTH]),
        ("𠅤喆堃", "𠅤喆堃", []),
    ],
)
def test_a_name_is_read_without_the_spaces_that_align_it(cell, name, met):
    value, codes = readers.person_name(cell)
    assert value == name
    assert list(codes) == met


@pytest.mark.parametrize(
    ("cell", "name", "met"),
    [
        ("中共安澜市教育局支部委员会", "中共安澜市教育局支部委员会", []),
        ("安澜市研究院（筹）支部", "安澜市研究院(筹)支部", [oddities.BRACKETS]),
        ("安澜市研究院〔筹〕支部", "安澜市研究院(筹)支部", [oddities.BRACKETS]),
        ("安澜市研究院(筹)支部", "安澜市研究院(筹)支部", []),
        (" 安澜市 教育局\n", "安澜市教育局", [oddities.WHITESPACE]),
        ("第１支部", "第1支部", [oddities.FULL_WIDTH]),
        ("ABC Group 党支部", "ABC Group党支部", [oddities.WHITESPACE]),
        ("办公室、人事处", "办公室、人事处", []),
        ("办公室，人事处", "办公室，人事处", []),
    ],
)
def test_an_organisation_is_read_with_plain_brackets_and_no_spaces(cell, name, met):
    value, codes = readers.org_name(cell)
    assert value == name
    assert list(codes) == met


@pytest.mark.parametrize("reader", [readers.text, readers.person_name, readers.org_name])
def test_errors_are_refused_in_every_form(reader):
    for cell in (ErrorCell("#N/A"), ErrorCell("=VLOOKUP(A1,B:C,2,0)"), "#VALUE!", "#name?", "=A1&B1"):
        with pytest.raises(Unreadable) as refusal:
            reader(cell)
        assert refusal.value.code == "cell-error"


def test_a_formula_without_result_is_told_apart_from_an_error():
    with pytest.raises(Unreadable, match="没有保存计算结果"):
        readers.text(ErrorCell("=NA()"))
    with pytest.raises(Unreadable, match="错误值 #N/A"):
        readers.text(ErrorCell("#N/A"))
    with pytest.raises(Unreadable, match="列宽"):
        readers.text("########")
