"""Duties and records as Excel sheets."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from heli.duties.catalogue import RecordSource
from heli.duties.models import Record
from heli.duties.queries.listing import Duty, DutyList
from heli.duties.rules.kinds import kind_name
from heli.sheets.writing import Heading, SheetOut

CHUNK = 5_000

DUTY_HEADINGS = (
    Heading("党组织", 40),
    Heading("重点任务", 12),
    Heading("具体举措", 32),
    Heading("期间", 10),
    Heading("完成时限", 12),
    Heading("状态", 10),
    Heading("完成日期", 12),
)
RECORD_HEADINGS = (
    Heading("日期", 12),
    Heading("党组织", 40),
    Heading("会议类型", 16),
    Heading("主题", 32),
    Heading("应到人数", 8),
    Heading("实到人数", 8),
    Heading("主持人", 10),
    Heading("记录人", 10),
    Heading("主要内容", 60),
    Heading("来源", 10),
    Heading("补录", 6),
    Heading("提示", 24),
)


def duty_sheet(found: DutyList, year: int, today: date) -> SheetOut:
    """A row a duty, as it stands today; the first record that fulfilled it gives the day."""
    note = f"{year}年应办事项，截至{today.isoformat()}。未知：相应的履职记录还没有来源，不计入统计。"
    return SheetOut("应办", DUTY_HEADINGS, _duty_rows(found), note)


def record_sheet(found: QuerySet[Record]) -> SheetOut:
    """A row a record; the first nine columns are those of a 组织生活台账 and can be loaded again."""
    return SheetOut("履职记录", RECORD_HEADINGS, _record_rows(found.iterator(chunk_size=CHUNK)))


def _duty_rows(found: DutyList) -> Iterator[list[object]]:
    total = len(found)
    for start in range(0, total, CHUNK):
        for duty in found[start : start + CHUNK]:
            yield _duty_row(duty)


def _duty_row(duty: Duty) -> list[object]:
    return [
        duty.organisation.name,
        duty.reading.group,
        duty.reading.measure,
        duty.period_name,
        duty.due_on,
        duty.state.label,
        duty.answer.happened_on if duty.answer else None,
    ]


def _record_rows(found: Iterable[Record]) -> Iterator[list[object]]:
    for one in found:
        yield [
            one.happened_on,
            one.organisation.name,
            kind_name(one.kind, one.happened_on),
            one.topic,
            one.due,
            one.present,
            one.chair,
            one.recorder,
            one.text,
            RecordSource(one.source).label,
            "补录" if one.late_entry else "",
            one.remarks,
        ]
