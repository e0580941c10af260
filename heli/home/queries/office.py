"""How the whole city stands, for the 工委: counts by unit and requirement that open to lists."""

from collections.abc import Sequence
from datetime import date

from heli.duties.catalogue import DutyState, Trigger
from heli.duties.queries.board import Board
from heli.duties.rules.kinds import kind_name
from heli.home.catalogue import Line, Turn
from heli.home.queries import addresses
from heli.home.queries.beneath import MOST_LINES, Heap, overdue_lines, sum_line


def lines(board: Board) -> dict[Turn, list[Line]]:
    """What falls due soon, and what the 工委 waits for others to do."""
    year, overdue, unknown = board.book.year, _heaps(board, "overdue"), _heaps(board, "unknown")
    soon = {DutyState.DUE_SOON: _heaps(board, "due_soon")}
    waiting = [*_units(board), *_terms(board)]
    told = [heap for heap in overdue if heap.reading.trigger != Trigger.TERM_END]
    waiting += overdue_lines(told, overdue, "{} 个单位", year, board.today)
    waiting += _unknown(unknown, year, board.today)
    return {
        Turn.MONTH: sum_line("将到期的事项", soon, DutyState.DUE_SOON, "全市", year),
        Turn.OTHERS: waiting,
    }


def _heaps(board: Board, what: str) -> list[Heap]:
    """Each requirement with duties counted in the field `what` of its cells, in the plan's order."""
    found = []
    for reading in board.book.readings:
        counts = [getattr(board.cell(pk, reading.pk), what) for pk, _ in board.rows]
        if any(counts):
            found.append(Heap(reading, sum(count > 0 for count in counts), sum(counts)))
    return found


def _units(board: Board) -> list[Line]:
    behind = sum(board.of_row(pk).overdue > 0 for pk, _ in board.rows)
    if not behind:
        return []
    url = addresses.board(state=DutyState.OVERDUE.value)
    count = f"{board.whole.overdue} 项"
    return [Line("有逾期事项的单位", f"{behind} 个单位", count, "看挂图", url, DutyState.OVERDUE)]


def _terms(board: Board) -> list[Line]:
    """Terms that are over or end this year, by the requirement that asks for elections (R03-02, R01-34)."""
    told = []
    for reading in board.book.readings:
        if reading.trigger != Trigger.TERM_END:
            continue
        cell = board.of_requirement(reading.pk)
        for count, state, what in (
            (cell.overdue, DutyState.OVERDUE, "任期已届满、还没有换届"),
            (cell.due_soon, DutyState.DUE_SOON, "任期即将届满"),
            (cell.ahead, DutyState.NOT_DUE, "年内任期届满"),
        ):
            if count:
                url = addresses.duties(board.book.year, state=state.value, requirement=reading.pk)
                told.append(Line(what, "各级党组织", f"{count} 个", "查看", url, state))
    return told


def _unknown(heaps: Sequence[Heap], year: int, today: date) -> list[Line]:
    """What nobody can say for want of records, with the kinds of record that have no source yet."""
    ordered = sorted(heaps, key=lambda heap: (-heap.duties, heap.reading.number))
    told = [_unknown_line(heap, year, today) for heap in ordered[:MOST_LINES]]
    if len(ordered) > MOST_LINES:
        told += sum_line("全部情况未知的事项", {DutyState.UNKNOWN: heaps}, DutyState.UNKNOWN, "合计", year)
    return told


def _unknown_line(heap: Heap, year: int, today: date) -> Line:
    kinds = "、".join(kind_name(code, today) for code in sorted(heap.reading.kinds))
    return Line(
        what=heap.reading.measure,
        whom=f"{heap.places} 个单位",
        when=f"{heap.duties} 项",
        label="查看",
        url=addresses.duties(year, state=DutyState.UNKNOWN.value, requirement=heap.reading.pk),
        state=DutyState.UNKNOWN,
        note=f"还没有这类记录：{kinds}" if kinds else "还没有明确由哪种记录完成",
    )
