"""Readers of dates, as offices write them. Years 1900 to 2100; an impossible date is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import NoReturn

from heli.sheets import cells, oddities
from heli.sheets.cells import Cell
from heli.sheets.unreadable import Reader, Reading, Unreadable, marks_nothing, reader

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_USUAL_YEAR = 1912
_EPOCH_1900 = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_LAST_SERIAL = (dt.date(LAST_YEAR, 12, 31) - _EPOCH_1900).days
_MEND = "请写成“2021-06-18”这样的日期。"

_TAIL = re.compile(  # 星期五, 上午9时30分, T00:00:00+08:00
    r" ?(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?[T ]?(?:上午|下午|中午|晚上|晚|早上|凌晨)?"
    r"(?:\d{1,2}(?:整|[:时点](?:\d{1,2}分?)?(?::\d{1,2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_WRITTEN = re.compile(r"(\d{4})([-./年])(\d{1,2})(?:([-./月])(\d{1,2})[日号]?)?月?(.*)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_DECIMAL_DAY = re.compile(r"(\d{4})\.(\d{2})(\d{2})")
_SERIAL_TEXT = re.compile(r"\d{4,6}(?:\.\d+)?")
_SPACE_AT_NO_DIGIT = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_SIGNS = str.maketrans("。．﹒·•、，,–—－―‐‑−／\\：（）", "........-------//:()")
_CHINESE_NUMERAL = re.compile(r"[〇○零O一二三四五六七八九十廿卅]+(?=[年月日号])")
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


@reader
def date(cell: Cell) -> Reading:
    """A date from a date cell, a serial number or text; see `oddities` for what is tolerated and named.

    Raises Unreadable `date-unreadable` for what is no date, or could be two.
    """
    return _read(cell, _EPOCH_1900)


@reader
def date_1904(cell: Cell) -> Reading:
    """The same in a workbook that counts its days from 1904."""
    return _read(cell, _EPOCH_1904)


IN_1904_BOOKS: dict[Reader, Reader] = {date: date_1904}
"""The reader to use instead in a workbook that counts its days from 1904."""


def _read(cell: Cell, epoch: dt.date) -> Reading:
    match cell:
        case dt.datetime():
            met = () if cell.time() == dt.time() else (oddities.DATE_WITH_TIME,)
            return _from_date(cell.date(), epoch), met
        case dt.date():
            return _from_date(cell, epoch), ()
        case str():
            return _from_text(cell, epoch)
        case bool() | dt.time() | dt.timedelta():
            _refuse(cells.shown(cell))
        case int() | float():
            return _from_number(cell, epoch)
    _refuse(cells.shown(cell))


def _from_date(day: dt.date, epoch: dt.date) -> dt.date:
    """A date cell; where only a year (2021) was typed into it, Excel makes a day of 1905 of that."""
    if day.year < _FIRST_USUAL_YEAR and FIRST_YEAR <= (day - epoch).days <= LAST_YEAR:
        raise Unreadable(
            "date-unreadable",
            f"单元格里的日期是 {day.isoformat()}，像是只填了年份“{(day - epoch).days}”。{_MEND}",
        )
    return _plausible(day, day.isoformat())


def _from_text(written: str, epoch: dt.date) -> Reading:
    if marks_nothing(written):
        return None, (oddities.DASH_AS_BLANK,)
    closed = _SPACE_AT_NO_DIGIT.sub("", cells.drop_invisible(written).strip())
    half = cells.half_width_letters(closed)
    day, met = _from_tidy_text(half, written.strip(), epoch)
    if half != closed:
        met.insert(0, oddities.FULL_WIDTH)
    if closed != written:
        met.insert(0, oddities.WHITESPACE)
    return day, met


def _from_tidy_text(tidy: str, written: str, epoch: dt.date) -> tuple[dt.date, list[str]]:
    text = _CHINESE_NUMERAL.sub(_arabic, tidy.replace("元月", "1月")).translate(_SIGNS).rstrip(".")
    if exact := _DECIMAL_DAY.fullmatch(text):
        return _day(exact[1], exact[2], exact[3], written), [oddities.DATE_COMPACT]
    if (found := _WRITTEN.fullmatch(text)) and _TAIL.fullmatch(found[6]):
        return _from_parts(found, written)
    if (compact := _COMPACT.fullmatch(text)) and _is_year(int(compact[1])):
        return _from_digits(text, written)
    if _SERIAL_TEXT.fullmatch(text.removesuffix("年")):
        return _from_number(float(text.removesuffix("年")), epoch, written)
    _refuse(written)


def _from_parts(found: re.Match[str], written: str) -> tuple[dt.date, list[str]]:
    year, first, month, second, day, tail = found.groups()
    if day is None:
        if tail:
            _refuse(written)
        return _day(year, month, "1", written), [oddities.DATE_MONTH_ONLY]
    met = []
    if first == "年" or second == "月":
        met.append(oddities.DATE_CHINESE)
    elif "." in (first, second):
        met.append(oddities.DATE_DOTS)
    if set(tail) - set(" TZ:0.+"):
        met.append(oddities.DATE_WITH_TIME)
    return _day(year, month, day, written), met


def _from_digits(digits: str, written: str) -> tuple[dt.date, list[str]]:
    """20210618, or 202106 for the month."""
    code = oddities.DATE_COMPACT if digits[6:] else oddities.DATE_MONTH_ONLY
    return _day(digits[:4], digits[4:6], digits[6:] or "1", written), [code]


def _from_number(number: float, epoch: dt.date, written: str = "") -> tuple[dt.date, list[str]]:
    """A serial, or a number meant as a month (2021.06), a day (20210618) or (refused) a year (2021).

    A number smaller than a year is refused too: as a serial it would be a day before 1905.
    """
    text = f"{number:.10g}"
    written = written or text
    if FIRST_YEAR <= number < LAST_YEAR + 1:
        year, _, fraction = text.partition(".")
        return _from_year_and_fraction(year, fraction, written)
    if text.isdigit() and len(text) in (6, 8) and _is_year(int(text[:4])):
        return _from_digits(text, written)
    if not LAST_YEAR < number <= _LAST_SERIAL:
        _refuse(written)
    met = [oddities.DATE_SERIAL]
    if number != int(number):
        met.append(oddities.DATE_WITH_TIME)
    return _plausible(epoch + dt.timedelta(days=int(number)), written), met


def _from_year_and_fraction(year: str, fraction: str, written: str) -> tuple[dt.date, list[str]]:
    if not fraction:
        raise Unreadable("date-unreadable", f"“{written}”只有年份，没有月、日。{_MEND}")
    if fraction == "1":
        raise Unreadable(
            "date-unreadable",
            f"“{written}”可能是 1 月，也可能是 10 月（Excel 会去掉末尾的 0）。"
            f"请写成“{year}-01”或“{year}-10”。",
        )
    if len(fraction) <= 2:
        return _day(year, fraction, "1", written), [oddities.DATE_MONTH_ONLY]
    if len(fraction) == 4:
        return _day(year, fraction[:2], fraction[2:], written), [oddities.DATE_COMPACT]
    _refuse(written)


def _day(year: str, month: str, day: str, written: str) -> dt.date:
    try:
        return _plausible(dt.date(int(year), int(month), int(day)), written)
    except ValueError:
        raise Unreadable("date-unreadable", f"“{written}”不是存在的日期。{_MEND}") from None


def _plausible(day: dt.date, written: str) -> dt.date:
    if _is_year(day.year):
        return day
    raise Unreadable(
        "date-unreadable", f"“{written}”的年份不在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间。请核对后改正。"
    )


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _arabic(numeral: re.Match[str]) -> str:
    """二〇二一 → 2021, 十二 → 12, 二十一 → 21."""
    text = numeral[0].replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return "".join(str(_CHINESE_DIGITS.get(c, 0)) for c in text)  # 零, ○ and O are 0 too
    tens, _, units = text.partition("十")
    return str(_CHINESE_DIGITS.get(tens, 1) * 10 + _CHINESE_DIGITS.get(units, 0))


def _refuse(written: str) -> NoReturn:
    raise Unreadable("date-unreadable", f"“{written[:40]}”读不出日期。{_MEND}")
