"""减负账 as a workbook: the requests, and the months."""

from heli.burden.queries.account import BurdenAccount
from heli.sheets.writing import Heading, SheetOut, ValueKind

_REQUESTS = (
    Heading("报送事项", 40),
    Heading("来自", 20),
    Heading("党组织", 10, ValueKind.WHOLE),
    Heading("次数", 10, ValueKind.WHOLE),
    Heading("每次填写项", 12, ValueKind.WHOLE),
    Heading("其中已填好", 12, ValueKind.WHOLE),
    Heading("约需分钟", 12, ValueKind.WHOLE),
)
_MONTHS = (
    Heading("月份", 10),
    Heading("报送事项", 10, ValueKind.WHOLE),
    Heading("次数", 10, ValueKind.WHOLE),
    Heading("约需分钟", 12, ValueKind.WHOLE),
    Heading("已填好（%）", 12, ValueKind.WHOLE),
    Heading("以后到期的次数", 14, ValueKind.WHOLE),
)


def account_sheet(found: BurdenAccount) -> list[SheetOut]:
    """Two sheets: one row a request, one row a month."""
    requests = (
        (
            line.request.name,
            line.request.source,
            line.burden.organisations,
            line.burden.times,
            line.burden.fields,
            line.burden.filled,
            line.burden.minutes,
        )
        for line in found.lines()
    )
    months = (
        (f"{one.month}月", one.requests, one.times, one.minutes, one.share, one.ahead) for one in found.months
    )
    return [SheetOut("报送事项", _REQUESTS, requests), SheetOut("按月", _MONTHS, months)]
