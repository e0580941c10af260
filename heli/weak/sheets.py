"""The list as a workbook: an organisation a line."""

from collections.abc import Iterable, Iterator

from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.weak.models import Listing
from heli.weak.queries.listings import reasons_of

_LISTED = (
    Heading("党组织", 36),
    Heading("认定组织", 28),
    Heading("列入日期", 12, ValueKind.DATE),
    Heading("认定依据", 24),
    Heading("情形", 36),
    Heading("说明", 40),
    Heading("帮带人", 30),
    Heading("结对党组织", 28),
    Heading("改进期限", 12, ValueKind.DATE),
    Heading("整改任务", 10, ValueKind.WHOLE),
    Heading("已办结", 10, ValueKind.WHOLE),
    Heading("状态", 10),
    Heading("销号、撤销日期", 14, ValueKind.DATE),
    Heading("反弹", 8),
)


def listed_sheet(rows: Iterable[Listing]) -> SheetOut:
    """In the order of the tree."""
    return SheetOut("软弱落后党组织", _LISTED, _listed(rows))


def _listed(rows: Iterable[Listing]) -> Iterator[list[object]]:
    for one in rows:
        yield [
            one.organisation.name,
            one.lister.name,
            one.listed_on,
            one.document,
            "；".join(reasons_of(one)),
            one.words,
            f"{one.helper_title} {one.helper_name}",
            one.partner.name if one.partner is not None else "",
            one.due_on,
            one.tasks,  # type: ignore[attr-defined] # counted by queries.listings.listed
            one.done,  # type: ignore[attr-defined]
            one.get_state_display(),
            one.ended_on,
            "是" if one.after_id is not None else "",
        ]
