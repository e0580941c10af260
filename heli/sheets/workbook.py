"""A workbook as read: sheets of rows of cells, and what the file says beside the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from heli.kernel.errors import Invalid
from heli.sheets.cells import Cell

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 25_000_000  # rows × columns of one sheet held in memory at once


class Merge(NamedTuple):
    """A merged range; rows and columns counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    `rows` begins at row 1 and column A, every row equally long, empty cells as "". `hidden_rows` and
    `hidden_columns` are counted from 0. `merges` is None where the file cannot tell (csv). `problem` says in
    Chinese why a sheet has not been read; its rows are then empty.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: tuple[Merge, ...] | None = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: the name that it was handed in under, and its sheets in their order, hidden ones too."""

    name: str
    sheets: tuple[Sheet, ...]


def put(rows: list[list[Cell]], found: Mapping[tuple[int, int], Cell]) -> None:
    """Sets cells by (row, column), making room where they lie outside the rows so far."""
    if not found:
        return
    width = max([len(rows[0]) if rows else 0, *(column + 1 for _, column in found)])
    height = max([len(rows), *(row + 1 for row, _ in found)])
    rows.extend([] for _ in range(height - len(rows)))
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    for (number, column), cell in found.items():
        rows[number][column] = cell


def broken(name: str) -> Invalid:
    """The refusal of a file that claims to be a workbook and cannot be read as one."""
    return Invalid(
        "workbook-broken",
        f"“{name}”已损坏或不完整，无法读取。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
    )


def locked(name: str) -> Invalid:
    """The refusal of a workbook behind a password."""
    return Invalid(
        "workbook-encrypted",
        f"“{name}”设有打开密码或加密保护，无法读取。请取消密码，另存为 .xlsx 后重新上传。",
    )


def too_scattered(last_row: int, last_column: str) -> str:
    """Why a sheet whose cells lie too far apart has not been read."""
    return (
        f"内容一直散布到第 {last_row} 行、{last_column} 列，范围过大。"
        "请删除表格以外的零散单元格，保存后重新上传。"
    )
