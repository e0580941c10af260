"""Readers of numbers: whole ones and exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn

from heli.sheets import cells, oddities
from heli.sheets.cells import Cell
from heli.sheets.unreadable import Reading, Unreadable, marks_nothing, reader

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?")
_UNIT = re.compile(r"(?:人民币|¥|￥|约)?(.*?)(?:人次|人|名|个|次|项|件|份|元|分|周岁|岁|年|天|小时)?")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,3}")
_SIGNS = str.maketrans("－−–。．，", "---..,")


@reader
def whole(cell: Cell) -> Reading:
    """A whole number as int: 24, 24.0, "24", "２４", "24人", "1,024".

    Raises Unreadable `number-unreadable`.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell, ()
    number, met = _read(cell)
    if number is None:
        return None, met
    if number != number.to_integral_value():
        raise Unreadable("number-unreadable", f"“{cells.shown(cell)}”不是整数。请填写整数。")
    return int(number), met


@reader
def decimal(cell: Cell) -> Reading:
    """A number as exact Decimal, at the 15 digits that Excel keeps. Raises Unreadable `number-unreadable`."""
    return _read(cell)


def _read(cell: Cell) -> tuple[Decimal | None, list[str]]:
    if isinstance(cell, str):
        return _from_text(cell)
    if not cells.is_number(cell):
        _refuse(cells.shown(cell))
    number = Decimal(f"{cell:.15g}")
    if not number.is_finite():
        _refuse(cells.shown(cell))
    return number, []


def _from_text(written: str) -> tuple[Decimal | None, list[str]]:
    if marks_nothing(written):
        return None, [oddities.DASH_AS_BLANK]
    solid = "".join(cells.drop_invisible(written).split())
    half = cells.half_width_letters(solid)
    text = half.translate(_SIGNS)
    bare = _UNIT.fullmatch(text)
    number = bare[1] if bare else text
    if not number or not (_NUMBER.fullmatch(number) or _SCIENTIFIC.fullmatch(number)):
        _refuse(written.strip())
    met = []
    if solid != written:
        met.append(oddities.WHITESPACE)
    if half != solid or text != half:
        met.append(oddities.FULL_WIDTH)
    if number != text:
        met.append(oddities.UNIT_DROPPED)
    if "," in number:
        met.append(oddities.SEPARATORS)
    return Decimal(number.replace(",", "")), met


def _refuse(written: str) -> NoReturn:
    raise Unreadable("number-unreadable", f"“{written[:40]}”读不出数字。请只填写数字，不写文字和算式。")
