"""The calendar of a branch, and the month's list of branches, as sheets."""

from collections.abc import Iterable, Iterator

from heli.almanac.queries.beneath import Line
from heli.almanac.queries.shown import Calendar, Entry
from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.ui.catalogue import State

_CALENDAR = (
    Heading("月份", 10),
    Heading("日期", 12, ValueKind.DATE),
    Heading("星期", 8),
    Heading("事项", 28),
    Heading("责任条目", 40),
    Heading("安排", 12),
    Heading("期限", 12, ValueKind.DATE),
    Heading("状态", 10),
)
_BENEATH = (
    Heading("日期", 12, ValueKind.DATE),
    Heading("星期", 8),
    Heading("党支部", 36),
    Heading("安排", 40),
    Heading("完成", 10),
)


def calendar_sheet(found: Calendar) -> SheetOut:
    """One row a duty, in the order of the days."""
    note = f"{found.organisation.name} {found.year}年支部年历，截至 {found.today}。建议日期未经支部安排。"
    return SheetOut("支部年历", _CALENDAR, _rows(found), note)


def _rows(found: Calendar) -> Iterator[tuple[object, ...]]:
    for month in found.months:
        words = f"{month.first:%Y-%m}"
        for day in month.days:
            for one in day.entries:
                yield (words, day.day, day.weekday, *_told(one))
        for one in month.dayless:
            yield (words, None, None, *_told(one))


def _told(one: Entry) -> tuple[object, ...]:
    state = State(one.duty.state.value)
    return one.name, one.duty.reading.measure, arranged(one), one.span.last, state.word


def arranged(one: Entry) -> str:
    """已完成, 已安排, 建议; nothing for what has no day."""
    if one.is_done:
        return "已完成"
    if one.planned is not None:
        return "已安排"
    return "建议" if one.proposed is not None else ""


def beneath_sheet(lines: Iterable[Line]) -> SheetOut:
    """One row a branch and day."""
    rows = ((one.day, one.weekday, one.name, one.words, "已完成" if one.is_done else "") for one in lines)
    return SheetOut("各支部安排", _BENEATH, rows)
