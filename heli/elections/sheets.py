"""换届 as a sheet: the rows that the list shows."""

from collections.abc import Mapping, Sequence

from heli.orgs.queries.terms import STATES, TermLine
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组织", 34),
    Heading("组织类别", 12),
    Heading("上级党组织", 30),
    Heading("本届起始", 12, ValueKind.DATE),
    Heading("本届届满", 12, ValueKind.DATE),
    Heading("任期状态", 18),
    Heading("待办", 24),
    Heading("提醒日期", 12, ValueKind.DATE),
    Heading("请示日期", 12, ValueKind.DATE),
    Heading("延期至", 12, ValueKind.DATE),
    Heading("届满留任", 10, ValueKind.WHOLE),
)


def terms_sheet(lines: Sequence[TermLine], carried: Mapping[int, int]) -> SheetOut:
    """One row an organisation."""
    rows = (
        (
            one.organisation.name,
            one.organisation.get_kind_display(),
            one.superior.name if one.superior else None,
            one.held.begins_on if one.held else None,
            one.held.ends_on if one.held else None,
            one.term.words,
            "、".join(STATES.get(str(task.task), task.task.label) for task in one.tasks) or None,
            one.reminded_on,
            one.requested_on,
            one.extended_until,
            carried.get(one.organisation.pk) or None,
        )
        for one in lines
    )
    return SheetOut("换届", _HEADINGS, rows)
