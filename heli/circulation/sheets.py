"""The organisations that a notice went to as a sheet, in the order of the tree."""

from collections.abc import Sequence

from heli.circulation.catalogue import Asked
from heli.circulation.models import Notice
from heli.circulation.queries.page import AudienceLine
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组织", 34),
    Heading("组织类别", 12),
    Heading("状态", 12),
    Heading("日期", 12, ValueKind.DATE),
    Heading("传达人数", 10, ValueKind.WHOLE),
)


def audience_sheet(notice: Notice, lines: Sequence[AudienceLine]) -> SheetOut:
    """One row an organisation."""
    done = Asked(notice.asked).done
    rows = (
        (
            line.was.organisation.name,
            line.was.get_kind_display(),
            done if line.receipt else "已撤回" if line.state is None else f"未登记（{line.state.word}）",
            line.receipt.done_on if line.receipt else None,
            line.receipt.told if line.receipt else None,
        )
        for line in lines
    )
    return SheetOut("传达情况", _HEADINGS, rows)
