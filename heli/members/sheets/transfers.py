"""The list of transfers as a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from heli.members.queries.transfers import TransferLine
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("姓名", 10),
    Heading("范围", 16),
    Heading("转出党支部", 36),
    Heading("转入党组织", 36),
    Heading("状态", 10),
    Heading("由谁办理", 30),
    Heading("介绍信编号", 20),
    Heading("有效期至", 12, ValueKind.DATE),
    Heading("转入日期", 12, ValueKind.DATE),
    Heading("缘由", 30),
)


def transfer_sheet(lines: Iterable[TransferLine]) -> SheetOut:
    """One row a transfer, in the order of the lines."""
    return SheetOut("组织关系转接", _HEADINGS, _rows(lines))


def _rows(lines: Iterable[TransferLine]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        one = line.transfer
        yield (
            one.member.name,
            one.get_reach_display(),
            one.origin.short_name,
            line.to,
            one.get_state_display(),
            line.whose.short_name if line.whose else "",
            one.letter_number,
            one.letter_until,
            one.effective_on,
            one.reason,
        )
