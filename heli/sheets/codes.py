"""Readers of what looks like a number and is a name: codes, citizens' ID numbers, telephone numbers."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from operator import mul
from typing import NoReturn

from heli.sheets import cells, oddities
from heli.sheets.cells import Cell
from heli.sheets.unreadable import Reader, Reading, Unreadable, marks_nothing, reader

_EXACT_DIGITS = 15  # Excel keeps no more of a number
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
_APOSTROPHES = "'’‘`´"
_SEPARATORS = re.compile(r"[-‐‑–—－.·]")

_ID_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_OFFSET = ord("0") * sum(_ID_WEIGHTS)  # the digits are weighed as bytes
_ID_CHECK_DIGITS = "10X98765432"  # ISO 7064 MOD 11-2, GB 11643-1999
_LOOK_LIKE_X = str.maketrans("x×✕χХхⅩⅹ", "XXXXXXXX")

_SEVERAL = re.compile(r"[/,，、;；\\\n]|(?<=\d{7})\s+(?=1\d{10}(?!\d))|或")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?")
_SHORT_NUMBER = re.compile(r"[1-9]\d{3,5}")


@reader
def code(cell: Cell) -> Reading:
    """A code: capitals and digits, no spaces. Raises Unreadable `code-malformed` where Excel spoilt it."""
    return _code(cell)


def code_of_width(width: int) -> Reader:
    """A reader of codes of `width` digits: zeros that Excel dropped at the front are put back and named."""

    @reader
    def padded(cell: Cell) -> Reading:
        value, met = _code(cell)
        if value is not None and value.isdigit() and len(value) < width:
            return value.zfill(width), [*met, oddities.LOST_ZEROS]
        return value, met

    return padded


def _code(cell: Cell) -> tuple[str | None, list[str]]:
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return cell, []
    if isinstance(cell, dt.date | dt.time | dt.timedelta | bool):
        raise Unreadable("code-malformed", f"Excel 把编号改成了“{cells.shown(cell)}”。{_AS_TEXT}")
    if _was_rounded(cell):
        raise Unreadable(
            "code-malformed", f"编号“{cells.shown(cell)}”已被 Excel 舍入，后几位丢失。{_AS_TEXT}"
        )
    written = cells.shown(cell)
    if marks_nothing(written):
        return None, [oddities.DASH_AS_BLANK]
    solid, met = _solid(written)
    value = solid.upper()
    return value, [*met, oddities.LOWER_CASE] if value != solid else met


_AS_TEXT = "请把该列设为“文本”格式后重新填写。"


@reader
def id_number(cell: Cell) -> Reading:
    """A citizen's ID number of 18 characters with a right check digit (GB 11643-1999, ISO 7064 MOD 11-2).

    Raises Unreadable `id-malformed` (not 18, an old one of 15, rounded by Excel, an impossible day of birth)
    or `id-checksum` (the check digit does not fit). The message never repeats the whole number.
    """
    if isinstance(cell, str) and _ID_FORM.fullmatch(cell):
        return _checked_id(cell), ()
    written = cells.shown(cell)
    if _was_rounded(cell):
        _malformed(
            "身份证号码被存成了数字，Excel 只保留 15 位，后几位已变成 0，无法复原。"
            "请把该列设为“文本”格式后重新填写。"
        )
    if marks_nothing(written):
        return None, [oddities.DASH_AS_BLANK]
    solid, met = _solid(written)
    value = solid.translate(_LOOK_LIKE_X)
    if value != solid:
        met.append(oddities.LETTER_X)
    _require_form(value)
    return _checked_id(value), met


def _require_form(value: str) -> None:
    if _ID_FORM.fullmatch(value):
        return
    if re.fullmatch(r"[0-9]{15}", value):
        _malformed("这是 15 位的旧身份证号码。请填写 18 位的公民身份号码。")
    if "*" in value or "＊" in value:
        _malformed("身份证号码被星号遮住了。请填写完整的 18 位号码。")
    if re.fullmatch(r"[0-9X]+", value):
        _malformed(f"身份证号码应为 18 位，这里是 {len(value)} 位。请核对后改正。")
    _malformed("身份证号码应为 17 位数字加末位数字或 X。请核对后改正。")


def _checked_id(value: str) -> str:
    if not _is_day(value[6:14]):
        _malformed(f"身份证号码第 7 至 14 位“{value[6:14]}”不是存在的出生日期。请核对后改正。")
    total = sum(map(mul, _ID_WEIGHTS, value.encode())) - _ID_OFFSET
    if _ID_CHECK_DIGITS[total % 11] != value[17]:
        raise Unreadable("id-checksum", "身份证号码的校验码不对，可能有一位写错。请对照身份证改正。")
    return value


@lru_cache(maxsize=1 << 16)
def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _malformed(message: str) -> NoReturn:
    raise Unreadable("id-malformed", message)


@reader
def phone(cell: Cell) -> Reading:
    """A telephone number: 11 digits, or a landline with area code and extension; of several the first.

    Raises Unreadable `phone-unreadable`.
    """
    if isinstance(cell, str) and cell.isascii() and _MOBILE.fullmatch(cell):
        return cell, ()
    written = cells.shown(cell)
    if marks_nothing(written):
        return None, [oddities.DASH_AS_BLANK]
    first, *others = [part for part in _SEVERAL.split(written.strip()) if part.strip()] or [written]
    solid, met = _solid(first)
    number, more = _telephone(solid, written)
    if others:
        more.append(oddities.SEVERAL_PHONES)
    if written.strip() != written and oddities.WHITESPACE not in met:
        met.insert(0, oddities.WHITESPACE)
    return number, [*met, *more]


def _telephone(solid: str, written: str) -> tuple[str, list[str]]:
    met = []
    local = re.sub(r"^(?:\+|00)?86-?(?=1\d{2}|0\d{2})", "", solid)
    if local != solid:
        met.append(oddities.COUNTRY_CODE)
    digits = _SEPARATORS.sub("", local)
    if _MOBILE.fullmatch(digits):
        return digits, met if digits == local else [*met, oddities.SEPARATORS]
    plain = local.translate(str.maketrans("‐‑–—－", "-----"))
    if _LANDLINE.fullmatch(plain):
        return plain.replace("(", "").replace(")", "-").replace("转", "-").replace("--", "-"), met
    if _SHORT_NUMBER.fullmatch(plain):
        return plain, met
    raise Unreadable(
        "phone-unreadable",
        f"“{written.strip()[:40]}”不是电话号码。请填写 11 位手机号码，或带区号的座机号码。",
    )


def _solid(written: str) -> tuple[str, list[str]]:
    """Without spaces, apostrophes at the front and full-width characters, and which of them were met."""
    closed = "".join(cells.drop_invisible(written).split())
    bare = closed.lstrip(_APOSTROPHES)
    half = cells.half_width(bare)
    steps = (
        (oddities.WHITESPACE, written, closed),
        (oddities.APOSTROPHE, closed, bare),
        (oddities.FULL_WIDTH, bare, half),
    )
    return half, [code for code, before, after in steps if before != after]


def _was_rounded(cell: Cell) -> bool:
    """Is it a number, or the text of one, with more digits than Excel keeps?"""
    if cells.is_number(cell):
        return isinstance(cell, int | float) and abs(cell) >= 10**_EXACT_DIGITS
    return isinstance(cell, str) and bool(_SCIENTIFIC.fullmatch(cells.half_width(cell).strip()))
