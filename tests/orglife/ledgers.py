"""Small 组织生活台账 as an office sends them, read and ready to be checked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from heli.orglife.sheets import TABLE
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows
from tests.sheets.books import xlsx

HEADINGS = ("日期", "党组织", "会议类型", "主题", "应到人数", "实到人数", "主持人", "记录人", "主要内容")
TITLE_ROWS = 3
"""Rows above the first meeting: the title, who fills it in, the headings."""

TEXT = "集中学习原文，交流发言，议定三项落实措施并明确责任人。"


def meeting(branch: str, /, **changed: Any) -> list[Any]:
    """One row of a ledger that nothing is wrong with, but what is changed by its key."""
    values = {
        "happened_on": date(2026, 5, 12),
        "organisation": branch,
        "kind": "支部党员大会",
        "topic": "讨论党员发展事项",
        "due": 9,
        "present": 8,
        "chair": "林书远",
        "recorder": "周组韬",
        "text": TEXT,
    }
    return list({**values, **changed}.values())


def rows_of(*meetings: Sequence[Any], headings: Sequence[str] = HEADINGS) -> list[Row]:
    """The rows of data of a ledger with these meetings, in an .xlsx under two title rows."""
    sheet = [["青岚市直机关2026年上半年组织生活台账"], ["填报单位：机关工委组织部"], headings, *meetings]
    return read(xlsx(sheet))


def read(content: bytes) -> list[Row]:
    """The rows of data of the one ledger that a workbook holds."""
    (part,) = recognise(open_workbook("组织生活台账.xlsx", content), [TABLE]).parts
    return list(read_rows(part))


def codes(row: Row) -> list[tuple[str, str]]:
    """(kind, code) of the faults of a row."""
    return [(str(fault.kind), fault.code) for fault in row.faults]
