"""The figures over a board, and the tier of a row by the scheme that scores organisations."""

from heli.appraisal import rules as appraisal_rules
from heli.appraisal.catalogue import Scheme
from heli.duties.catalogue import DutyState
from heli.duties.queries.board import Board, Cell
from heli.home.catalogue import Rate
from heli.home.queries import addresses

UNKNOWN_TIER = "未知"


def rates(cell: Cell, year: int, **filters: object) -> list[Rate]:
    """完成, 按期, 核实, 逾期, 未知 of a cell's duties by today; `filters` narrow the lists they open to."""

    def rows(count: int, state: DutyState) -> str:
        return addresses.duties(year, state=state.value, **filters) if count else ""

    overdue, unknown = rows(cell.overdue, DutyState.OVERDUE), rows(cell.unknown, DutyState.UNKNOWN)
    return [
        Rate("完成", _share(cell, cell.done), f"已到期 {cell.owed} 项，完成 {cell.done} 项"),
        Rate("按期", _share(cell, cell.on_time), f"已到期 {cell.owed} 项，按期完成 {cell.on_time} 项"),
        _verified(cell),
        Rate("逾期", f"{cell.overdue} 项", "已过期限、还没有完成", overdue),
        Rate("未知", f"{cell.unknown} 项", "已过期限、没有记录来源，不计入完成和按期", unknown),
    ]


def _verified(cell: Cell) -> Rate:
    """Of what was done, before its day too, how much a superior has verified."""
    done = cell.done + cell.early
    share = appraisal_rules.share(cell.verified, done)
    said = f"已完成 {done} 项，其中上级核实 {cell.verified} 项"
    return Rate("核实", "尚无完成" if share is None else f"{share}%", said)


def tier_of(board: Board, row: int, scheme: Scheme) -> str:
    """The tier of a row by its duties due by today; empty where none is, 未知 where none is known.

    The same arithmetic as the score of one organisation, over all duties of the row that have points.
    """
    counts = []
    for reading in board.book.readings:
        cell = board.cell(row, reading.pk)
        if reading.weight and (cell.owed or cell.unknown):
            counted = appraisal_rules.Counted(cell.owed, cell.done, cell.on_time, cell.unknown)
            counts.append((reading.pk, reading.weight, counted))
    if not counts:
        return ""
    tier = appraisal_rules.tier_of(appraisal_rules.score(counts, scheme).total, scheme)
    return tier.name if tier else UNKNOWN_TIER


def _share(cell: Cell, part: int) -> str | None:
    """A share of what was due and known; None where nothing of what was due is known."""
    share = appraisal_rules.share(part, cell.owed)
    if share is not None:
        return f"{share}%"
    return None if cell.unknown else "尚无到期"
