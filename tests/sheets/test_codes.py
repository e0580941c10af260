import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.sheets import oddities, readers
from heli.sheets.readers import Unreadable

GOOD = "999999196012215830"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(day: dt.date, order: int) -> str:
    body = f"999999{day:%Y%m%d}{order:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


id_numbers = st.builds(
    id_number, st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2010, 12, 31)), st.integers(0, 999)
)


@given(id_numbers)
def test_a_right_number_is_read_as_it_is(number):
    assert readers.id_number(number) == (number, ())


@given(id_numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number, place, shift):
    digit = number[place]
    wrong = str(shift) if digit == "X" else str((int(digit) + shift) % 10)
    with pytest.raises(Unreadable):
        readers.id_number(number[:place] + wrong + number[place + 1 :])


@given(id_numbers, st.integers(0, 16))
def test_two_digits_exchanged_never_pass(number, place):
    a, b = number[place], number[place + 1]
    if a == b or "X" in (a, b):
        return
    with pytest.raises(Unreadable):
        readers.id_number(number[:place] + b + a + number[place + 2 :])


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        ("99999919550821954x", [oddities.LETTER_X]),
        ("99999919550821954×", [oddities.LETTER_X]),
        ("９９９９９９１９５５０８２１９５４Ｘ", [oddities.FULL_WIDTH]),
        ("9９999919550821９54X", [oddities.FULL_WIDTH]),
        ("'99999919550821954X", [oddities.APOSTROPHE]),
        (" 999999 19550821 954X ", [oddities.WHITESPACE]),
        ("99999919550821954X\u200b", [oddities.WHITESPACE]),
    ],
)
def test_what_an_id_number_suffers_on_the_way_is_mended_and_named(cell, met):
    value, codes = readers.id_number(cell)
    assert value == "99999919550821954X"
    assert list(codes) == met


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("999999196012215831", "id-checksum", "校验码"),
        ("999999601221583", "id-malformed", "15 位的旧"),
        (999999601221583.0, "id-malformed", "15 位的旧"),
        (1.1010119900101e17, "id-malformed", "Excel 只保留 15 位"),
        (999999196012215830, "id-malformed", "Excel 只保留 15 位"),
        ("1.1010119900101E+17", "id-malformed", "Excel 只保留 15 位"),
        ("99999919601221583", "id-malformed", "17 位"),
        ("9999991960122158300", "id-malformed", "19 位"),
        ("9999**********5830", "id-malformed", "星号"),
        ("999999196013315830", "id-malformed", "出生日期"),
        ("护照 E12345678", "id-malformed", "末位数字或 X"),
        ("#N/A", "cell-error", "错误值"),
        (True, "id-malformed", "末位数字或 X"),
        (dt.date(1960, 12, 21), "id-malformed", "末位数字或 X"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(cell, code, words):
    with pytest.raises(Unreadable) as refusal:
        readers.id_number(cell)
    assert refusal.value.code == code
    assert words in refusal.value.message
    assert GOOD not in refusal.value.message


def test_a_dash_is_no_id_number():
    assert readers.id_number("—") == (None, [oddities.DASH_AS_BLANK])


@pytest.mark.parametrize(
    ("cell", "value", "met"),
    [
        ("0330000001", "0330000001", []),
        (330000001, "330000001", []),
        (330000001.0, "330000001", []),
        ("０３３０００００01", "0330000001", [oddities.FULL_WIDTH]),
        (" 033 0000001", "0330000001", [oddities.WHITESPACE]),
        ("'0330000001", "0330000001", [oddities.APOSTROPHE]),
        ("ab-01", "AB-01", [oddities.LOWER_CASE]),
        ("无", None, [oddities.DASH_AS_BLANK]),
    ],
)
def test_a_code_is_read_as_text(cell, value, met):
    assert readers.code(cell)[0] == value
    assert list(readers.code(cell)[1]) == met


@pytest.mark.parametrize("cell", [330000001, 330000001.0, "330000001"])
def test_zeros_that_excel_dropped_are_put_back_where_the_width_is_declared(cell):
    assert readers.code_of_width(10)(cell) == ("0330000001", [oddities.LOST_ZEROS])


@pytest.mark.parametrize("cell", ["0330000001", "03300000012", "AB-1", ""])
def test_a_code_of_another_form_is_not_padded(cell):
    assert readers.code_of_width(10)(cell)[0] == (cell or None)


@pytest.mark.parametrize("cell", [dt.date(2026, 1, 2), 1.23e17, "1.23E+17", True, dt.time(1, 2)])
def test_a_code_that_excel_has_spoilt_is_refused(cell):
    with pytest.raises(Unreadable) as refusal:
        readers.code(cell)
    assert refusal.value.code == "code-malformed"
    assert "文本" in refusal.value.message


@pytest.mark.parametrize(
    ("cell", "value", "met"),
    [
        ("19959063154", "19959063154", []),
        (19959063154, "19959063154", []),
        (19959063154.0, "19959063154", []),
        ("199 5906 3154", "19959063154", [oddities.WHITESPACE]),
        ("199-5906-3154", "19959063154", [oddities.SEPARATORS]),
        ("+86 19959063154", "19959063154", [oddities.WHITESPACE, oddities.COUNTRY_CODE]),
        ("１９９５９０６３１５４", "19959063154", [oddities.FULL_WIDTH]),
        ("19959063154/19959063155", "19959063154", [oddities.SEVERAL_PHONES]),
        ("19959063154、87051234", "19959063154", [oddities.SEVERAL_PHONES]),
        ("19959063154 19959063155", "19959063154", [oddities.SEVERAL_PHONES]),
        ("0571-87051234", "0571-87051234", []),
        ("(0571)87051234", "0571-87051234", []),
        ("0571－87051234", "0571-87051234", [oddities.FULL_WIDTH]),
        ("87051234转801", "87051234-801", []),
        ("663154", "663154", []),
        ("—", None, [oddities.DASH_AS_BLANK]),
    ],
)
def test_a_telephone_number_is_read_in_all_its_dress(cell, value, met):
    number, codes = readers.phone(cell)
    assert number == value
    assert list(codes) == met


@pytest.mark.parametrize(
    "cell", ["同上", "1995906315", "199590631545", 1.2e20, dt.date(2026, 1, 1), "199****3154"]
)
def test_what_is_no_telephone_number_is_refused(cell):
    with pytest.raises(Unreadable) as refusal:
        readers.phone(cell)
    assert refusal.value.code == "phone-unreadable"
