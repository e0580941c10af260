"""The ledger of members as a workbook: the figures, and the rows behind them."""

from collections.abc import Iterator, Sequence

from heli.members.queries.ledger import Ledger
from heli.members.queries.ledger_lines import Line
from heli.sheets.writing import Heading, SheetOut, ValueKind

_FIGURES = (Heading("项目", 30), Heading("人数", 10, ValueKind.WHOLE))
_ROWS = (
    Heading("日期", 12, ValueKind.DATE),
    Heading("增减", 8),
    Heading("方式", 14),
    Heading("姓名", 10),
    Heading("党支部", 40),
    Heading("文号", 30),
)


def ledger_sheets(name: str, found: Ledger, lines: Sequence[Line]) -> list[SheetOut]:
    """Two sheets: 期初, each way up and down, 期末; and every movement."""
    return [SheetOut("增减表", _FIGURES, _figures(name, found)), SheetOut("明细", _ROWS, _rows(lines))]


def _figures(name: str, found: Ledger) -> Iterator[tuple[str, int | None]]:
    yield f"{name}（{found.first} 至 {found.last}）", None
    yield f"期初（{found.opening_day}）", found.opening
    for change, number in found.by_change(joins=True):
        yield f"增加：{change.label}", number
    for change, number in found.by_change(joins=False):
        yield f"减少：{change.label}", number
    yield f"期末（{found.last}）", found.closing


def _rows(lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    for movement, name, branch, paper, _ in lines:
        yield movement.on, "增加" if movement.joins else "减少", movement.change.label, name, branch, paper
