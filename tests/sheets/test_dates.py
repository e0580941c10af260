import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.sheets import oddities, readers
from heli.sheets.cells import Cell
from heli.sheets.readers import Unreadable
from tests.sheets.books import moment

DAY = dt.date(2021, 6, 18)
days = st.dates(min_value=dt.date(1912, 1, 1), max_value=dt.date(2100, 12, 31))


def serial(day: dt.date) -> int:
    return (day - dt.date(1899, 12, 30)).days


def chinese_year(day: dt.date) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))


def chinese_number(number: int) -> str:
    tens, units = divmod(number, 10)
    digits = "一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 else digits[tens - 1] + "十"
    return ten + (digits[units - 1] if units else "")


WAYS = [
    lambda d: d,
    lambda d: moment(d.isoformat()),
    lambda d: moment(f"{d.isoformat()} 09:30"),
    lambda d: d.isoformat(),
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02} 0:00:00",
    lambda d: f"{d.isoformat()}T00:00:00+08:00",
    lambda d: f"{d.isoformat()} 14:05",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}.",
    lambda d: f"{d.year}。{d.month}。{d.day}",
    lambda d: f"{d.year}、{d.month}、{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 号\n",
    lambda d: f"{d.year}年{d.month}月{d.day}日（星期五）",
    lambda d: f"{d.year}年{d.month}月{d.day}日上午9时30分",
    lambda d: f"{d.year}年{d.month}月{d.day}日 下午3：00",
    lambda d: f"{chinese_year(d)}年{chinese_number(d.month)}月{chinese_number(d.day)}日",
    lambda d: f"{d:%Y%m%d}",
    lambda d: int(f"{d:%Y%m%d}"),
    lambda d: float(f"{d:%Y%m%d}"),
    lambda d: f"{d:%Y.%m%d}",
    lambda d: f"\u200b{d.isoformat()}\u00a0",
    lambda d: f"{d.year}—{d.month}—{d.day}",
    lambda d: d.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
]


@given(day=days, way=st.sampled_from(WAYS))
def test_every_way_of_writing_a_day_gives_that_day(day, way):
    value, _ = readers.date(way(day))
    assert (value, type(value)) == (day, dt.date)


@given(day=st.dates(min_value=dt.date(1905, 10, 2), max_value=dt.date(2100, 12, 31)))
def test_a_serial_and_its_text_give_the_day_and_are_named(day):
    number = serial(day)
    for cell in (number, float(number), str(number), f" {number}"):
        value, met = readers.date(cell)
        assert value == day
        assert oddities.DATE_SERIAL in met


@given(day=st.dates(min_value=dt.date(1909, 10, 4), max_value=dt.date(2100, 12, 31)))
def test_a_serial_of_a_1904_book_lies_four_years_later(day):
    assert readers.date_1904((day - dt.date(1904, 1, 1)).days) == (day, [oddities.DATE_SERIAL])


@given(day=st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_every_way_of_writing_a_month_gives_its_first_day(day):
    first = day.replace(day=1)
    ways = [
        f"{day.year}.{day.month:02}",
        f"{day.year}.{day.month}",
        f"{day.year}年{day.month}月",
        f"{day.year}-{day.month:02}",
        f"{day.year}/{day.month}",
        f"{day:%Y%m}",
        int(f"{day:%Y%m}"),
        float(f"{day.year}.{day.month:02}"),
    ]
    if day.month == 10:
        ways.pop()  # the number 2021.10 is 2021.1: see the test of ambiguous months
    for way in ways:
        assert readers.date(way) == (first, [oddities.DATE_MONTH_ONLY])


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        (DAY, []),
        (moment("2021-06-18 08:00"), [oddities.DATE_WITH_TIME]),
        ("2021-06-18", []),
        ("2021/6/18", []),
        ("2021-06-18 00:00:00", []),
        ("2021.6.18", [oddities.DATE_DOTS]),
        ("2021年6月18日", [oddities.DATE_CHINESE]),
        ("二〇二一年六月十八日", [oddities.DATE_CHINESE]),
        ("二○二一年六月十八日", [oddities.DATE_CHINESE]),
        ("20210618", [oddities.DATE_COMPACT]),
        (20210618.0, [oddities.DATE_COMPACT]),
        (2021.0618, [oddities.DATE_COMPACT]),
        (44365, [oddities.DATE_SERIAL]),
        (44365.75, [oddities.DATE_SERIAL, oddities.DATE_WITH_TIME]),
        ("44365", [oddities.DATE_SERIAL]),
        (" 2021-06-18", [oddities.WHITESPACE]),
        ("２０２１．６．１８", [oddities.FULL_WIDTH, oddities.DATE_DOTS]),
        ("2021.6.18 09:30", [oddities.DATE_DOTS, oddities.DATE_WITH_TIME]),
        ("2021年6月18日星期五", [oddities.DATE_CHINESE, oddities.DATE_WITH_TIME]),
    ],
)
def test_what_is_tolerated_is_named(cell, met):
    value, codes = readers.date(cell)
    assert value == DAY
    assert list(codes) == met


def test_new_year_month_is_january():
    assert readers.date("2021年元月")[0] == dt.date(2021, 1, 1)
    assert readers.date("二〇二一年元月三十一日")[0] == dt.date(2021, 1, 31)


@pytest.mark.parametrize("cell", ["—", "/", "无", " - ", "暂无"])
def test_a_mark_for_nothing_is_an_empty_date(cell):
    assert readers.date(cell) == (None, (oddities.DASH_AS_BLANK,))


@pytest.mark.parametrize("cell", ["", "  ", "\u3000\u00a0\u200b\n"])
def test_an_empty_cell_is_no_date_and_nothing_odd(cell):
    assert readers.date(cell) == (None, ())


@pytest.mark.parametrize(
    "cell",
    [
        "2021-13-01",
        "2021-02-29",
        "2021年6月31日",
        "20210631",
        202113,
        "21.6.18",
        "98年7月",
        "6/18/2021",
        "18-6-2021",
        "2021-6-1 8",
        "2021.6.18-19",
        "2021.6.18-2021",
        "2021.6-2022.5",
        "2021年春",
        "不详",
        "长期",
        "第一季度",
        "1850-01-01",
        "2101-01-01",
        dt.date(1899, 12, 31),
        moment("2150-01-01"),
        dt.time(9, 30),
        dt.timedelta(days=3),
        True,
        0,
        -5,
        80000,
        1e9,
        1e100,
        float("nan"),
        float("inf"),
        2021.123,
        2021.99,
        "4436.5.1",
    ],
)
def test_what_is_no_date_is_refused_with_a_way_to_mend_it(cell: Cell):
    with pytest.raises(Unreadable) as refusal:
        readers.date(cell)
    assert refusal.value.code == "date-unreadable"
    assert "请" in refusal.value.message


@pytest.mark.parametrize("cell", [2021, 2021.0, "2021", "2021年"])
def test_a_bare_year_is_refused_as_such(cell):
    with pytest.raises(Unreadable, match="只有年份"):
        readers.date(cell)


@pytest.mark.parametrize("cell", [dt.date(1905, 7, 13), moment("1905-07-13 01:26")])
def test_a_year_typed_into_a_date_cell_is_not_a_day_of_1905(cell):
    with pytest.raises(Unreadable, match="只填了年份“2021”"):
        readers.date(cell)


def test_other_old_dates_are_believed():
    assert readers.date(dt.date(1905, 1, 2))[0] == dt.date(1905, 1, 2)
    assert readers.date("1905-07-13")[0] == dt.date(1905, 7, 13)
    assert readers.date_1904(dt.date(1905, 7, 13))[0] == dt.date(1905, 7, 13)
    with pytest.raises(Unreadable, match="只填了年份“2021”"):
        readers.date_1904(dt.date(1909, 7, 14))


def test_a_number_that_may_be_january_or_october_is_refused():
    with pytest.raises(Unreadable, match="可能是 1 月，也可能是 10 月"):
        readers.date(2021.1)


def test_the_same_as_text_is_january():
    assert readers.date("2021.1")[0] == dt.date(2021, 1, 1)
    assert readers.date("2021.10")[0] == dt.date(2021, 10, 1)


@pytest.mark.parametrize("cell", [1, 12, 31, 60, 367, 1899, "6", "12"])
def test_a_small_number_is_no_day_of_1900(cell):
    with pytest.raises(Unreadable, match="读不出日期"):
        readers.date(cell)


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", " #DIV/0! ", "＃N/A", "#####", "Err:502", "=TODAY()"])
def test_an_error_as_text_is_an_error_cell(cell):
    with pytest.raises(Unreadable) as refusal:
        readers.date(cell)
    assert refusal.value.code == "cell-error"
