"""Lists as Excel: one version item by item, and the overview line by line."""

from collections.abc import Iterable, Iterator
from typing import Any

from heli.mandates.queries.one import ListPage, Row
from heli.mandates.queries.overview import Line
from heli.sheets.writing import Heading, SheetOut, ValueKind

_ITEMS = (
    Heading("序号", 6, ValueKind.WHOLE),
    Heading("类别", 14),
    Heading("责任内容", 40),
    Heading("措施", 50),
    Heading("完成时限", 20),
    Heading("截止日期", 12, ValueKind.DATE),
    Heading("岗位", 14),
    Heading("责任人", 10),
    Heading("依据", 40),
    Heading("规定或自选", 10),
    Heading("强度", 10),
    Heading("核对", 12),
    Heading("说明", 30),
)
_LINES = (
    Heading("党组织", 40),
    Heading("组织类别", 14),
    Heading("所在单位", 10),
    Heading("责任主体", 16),
    Heading("责任人", 10),
    Heading("状态", 14),
    Heading("版本", 6, ValueKind.WHOLE),
    Heading("审定日期", 12, ValueKind.DATE),
    Heading("审定会议", 40),
)


def list_sheet(page: ListPage) -> SheetOut:
    """任务—时间对照表: what is adopted in the order of days, then what is left out with its reason."""
    mandate = page.mandate
    note = (
        f"{mandate.organisation.name}　{mandate.title}　第{mandate.version}版　{mandate.get_state_display()}"
    )
    return SheetOut("责任清单", _ITEMS, _rows(page), note)


def _rows(page: ListPage) -> Iterator[tuple[Any, ...]]:
    for row in page.by_date:
        yield _row(row)
    for item in page.left_out:
        said = f"不列入：{item.reason}"
        yield (
            None, item.get_group_display(), item.text, None, None, None, None, None, item.ground, "规定",
            item.get_strength_display() or None, item.get_mark_display() or None, said,
        )  # fmt: skip


def _row(row: Row) -> tuple[Any, ...]:
    item = row.item
    return (
        row.number,
        item.get_group_display(),
        item.text,
        item.measures,
        item.deadline,
        item.due_on,
        row.borne.post,
        row.borne.person or row.borne.problem,
        item.requirement.measure if item.requirement else item.ground,
        item.sort,
        item.get_strength_display() or None,
        item.get_mark_display() or None,
        item.reason or None,
    )


def overview_sheet(lines: Iterable[Line], year: int) -> SheetOut:
    """The rows that the overview shows."""
    rows = (
        (
            one.organisation.name,
            one.organisation.get_kind_display(),
            one.organisation.place,
            one.whose,
            one.person or None,
            one.words,
            one.adopted.version if one.adopted else None,
            one.adopted.adopted_on if one.adopted else None,
            one.adopted.meeting.topic if one.adopted and one.adopted.meeting else None,
        )
        for one in lines
    )
    return SheetOut(f"{year}年责任清单", _LINES, rows)
