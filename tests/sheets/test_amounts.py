import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.sheets import oddities, readers
from heli.sheets.readers import Unreadable


@given(st.integers(-(10**9), 10**9))
def test_every_way_of_writing_a_whole_number_gives_it(number):
    wide = str(number).translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    for cell in (
        number,
        float(number),
        str(number),
        f" {number} ",
        f"{number}.0",
        f"{number:,}",
        f"{number}人",
        wide,
    ):
        value, _ = readers.whole(cell)
        assert (value, type(value)) == (number, int)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_money_is_exact(amount):
    for cell in (float(amount), str(amount), f"{amount:,}", f"{amount}元", f"￥{amount}"):
        assert readers.decimal(cell)[0] == amount


@pytest.mark.parametrize(
    ("cell", "value", "met"),
    [
        (24, 24, []),
        ("24", 24, []),
        ("２４", 24, [oddities.FULL_WIDTH]),
        ("24 人", 24, [oddities.WHITESPACE, oddities.UNIT_DROPPED]),
        ("1,024", 1024, [oddities.SEPARATORS]),
        ("1，024人", 1024, [oddities.FULL_WIDTH, oddities.UNIT_DROPPED, oddities.SEPARATORS]),
        ("/", None, [oddities.DASH_AS_BLANK]),
        ("", None, []),
    ],
)
def test_what_is_tolerated_in_a_number_is_named(cell, value, met):
    assert readers.whole(cell)[0] == value
    assert list(readers.whole(cell)[1]) == met


def test_the_noise_of_binary_fractions_is_dropped():
    assert readers.decimal(0.1 + 0.2) == (Decimal("0.3"), [])
    assert readers.decimal("1.5E+3") == (Decimal("1500"), [])


@pytest.mark.parametrize(
    "cell",
    [
        "二十四",
        "24/25",
        "约",
        "人",
        "1,02",
        "12-3",
        "3万",
        "50%",
        dt.date(2026, 1, 1),
        True,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_number_is_refused(cell):
    for reader in (readers.whole, readers.decimal):
        with pytest.raises(Unreadable) as refusal:
            reader(cell)
        assert refusal.value.code == "number-unreadable"


@pytest.mark.parametrize("cell", [24.5, "24.5"])
def test_a_fraction_is_no_whole_number(cell):
    with pytest.raises(Unreadable, match="不是整数"):
        readers.whole(cell)
