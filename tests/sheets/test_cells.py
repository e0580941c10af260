import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.sheets import cells
from heli.sheets.cells import ErrorCell
from tests.sheets.books import moment


@given(st.integers(0, 16_383))
def test_letters_and_indexes_of_columns_are_one_another_s_inverse(index):
    assert cells.column_index(cells.column_letter(index)) == index


def test_known_columns_have_their_letters():
    assert [cells.column_letter(i) for i in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("文字", "文字"),
        (3, "3"),
        (3.0, "3"),
        (3.1, "3.1"),
        (1.1010119900101e17, "1.1010119900101e+17"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2021, 6, 18), "2021-06-18"),
        (moment("2021-06-18"), "2021-06-18"),
        (moment("2021-06-18 09:30"), "2021-06-18 09:30:00"),
        (dt.time(9, 30), "09:30:00"),
        (ErrorCell("#N/A"), "#N/A"),
    ],
)
def test_a_cell_is_shown_as_excel_would(cell, text):
    assert cells.shown(cell) == text


def test_what_nobody_sees_is_blank():
    for blank in ("", " ", "\u3000", "\u00a0\t\n", "\u200b\ufeff", "_x000D_"):
        assert cells.is_blank(blank)
    for filled in (0, 0.0, False, "0", ErrorCell("#N/A")):
        assert not cells.is_blank(filled)


def test_signs_letters_and_brackets_are_made_plain_each_for_itself():
    assert cells.half_width("Ａ１，（b）") == "A1,(b)"
    assert cells.half_width_letters("Ａ１，（b）") == "A1，（b）"
    assert cells.plain_brackets("（筹）〔筹〕【筹】［筹］") == "(筹)(筹)(筹)(筹)"
    assert cells.squeeze(" 入 党\n时\u200b间（年） ") == "入党时间(年)"


def test_a_word_that_merely_resembles_an_error_is_none():
    for text in ("#", "##", "#1", "N/A", "E", "Err", "=", "= =", "==", "#N/A 之后"):
        assert cells.error_in(text) is None
