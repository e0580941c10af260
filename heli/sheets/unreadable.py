"""What a reader of cells is: it takes a cell and gives a value with what it tolerated, or says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeAlias

from heli.sheets import cells
from heli.sheets.cells import Cell

Reading: TypeAlias = tuple[Any, Sequence[str]]
"""A value (None for an empty cell) and the codes of the oddities tolerated on the way (see `oddities.py`)."""

Reader: TypeAlias = Callable[[Cell], Reading]

BLANK_MARKS = frozenset({"-", "--", "---", "—", "——", "―", "–", "/", "//", "\\", "无", "暂无", "(无)", "空"})
"""What offices write into a cell to say that there is nothing."""


class Unreadable(Exception):
    """The cell is not what its column asks for. `message` is Chinese: what is wrong, how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def reader(read: Reader) -> Reader:
    """Decorates a reader: an empty cell gives None, an error cell in any form is refused (`cell-error`)."""

    @wraps(read)
    def guarded(cell: Cell) -> Reading:
        if isinstance(cell, str):
            if cell[:1].isalnum() and cell[0] not in "EeＥ":  # the quick answer for nearly every text
                return read(cell)
            if cells.is_blank(cell):
                return None, ()
        if error := cells.error_in(cell):
            raise Unreadable("cell-error", _about(error))
        return read(cell)

    return guarded


def marks_nothing(text: str) -> bool:
    """Is the text only a mark such as `—`, `/` or `无` for an empty cell?"""
    return cells.squeeze(text) in BLANK_MARKS


def _about(error: cells.ErrorCell) -> str:
    if error.is_formula:
        return (
            f"公式“{error.text[:60]}”没有保存计算结果。"
            "请在 Excel 中打开、保存后重新上传，或改为直接填写内容。"
        )
    if error.text.startswith("##"):
        return "单元格只显示为“####”（列宽不够时复制所致）。请填写实际内容。"
    return f"单元格是错误值 {error.text}。请改正公式，或改为直接填写内容。"
