"""Rosters for the tests: lines as an office types them, read through a real workbook."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from heli.members import sheets
from heli.members.sheets import CheckedMembers
from heli.orgs import queries as org_queries
from heli.orgs.rules.index import NameIndex
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows
from tests.people import TODAY, id_number
from tests.sheets.books import xlsx

FIRST = "中共青岚市教育局机关第一支部委员会"
SMALL = "中共青岚市教育局机关第二支部委员会"
BORN = date(1980, 5, 4)
HEADINGS = (
    "姓名",
    "性别",
    "出生日期",
    "公民身份证号码",
    "学历",
    "入党时间",
    "转正时间",
    "所在党支部",
    "党内职务",
    "人员类别",
    "党员类别",
    "月工资基数",
    "手机号码",
    "备注",
)


def line(name: str = "钟灵秀", order: int = 301, born_on: date = BORN, **changes: Any) -> dict[str, Any]:
    """A line without a fault; `changes` by heading, None for an empty cell."""
    whole: dict[str, Any] = {
        "姓名": name,
        "性别": "男" if order % 2 else "女",
        "出生日期": born_on.isoformat(),
        "公民身份证号码": id_number(born_on, order),
        "学历": "大学本科",
        "入党时间": "2005-07-01",
        "转正时间": "2006-07-01",
        "所在党支部": FIRST,
        "党内职务": None,
        "人员类别": "在职",
        "党员类别": "正式党员",
        "月工资基数": 5354.04,
        "手机号码": "19900000000",
        "备注": None,
    }
    return {**whole, **changes}


def read(*lines: dict[str, Any], headings: Sequence[str] = HEADINGS) -> list[Row]:
    """The rows of a workbook with these lines below one row of headings."""
    content = xlsx([headings, *([one.get(heading) for heading in headings] for one in lines)])
    found = recognise(open_workbook("花名册.xlsx", content), [sheets.TABLE])
    return [row for part in found.parts for row in read_rows(part)]


def check(
    rows: Sequence[Row],
    *,
    index: NameIndex | None = None,
    secretaries: Sequence[tuple[str, str]] = (),
    today: date = TODAY,
) -> CheckedMembers:
    """The check as intake calls it; against the organisations of the database unless an index is given."""
    known = org_queries.name_index(today) if index is None else index
    return sheets.check(rows, index=known, today=today, secretaries=secretaries)


def met(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Kind and code of every fault on the rows, in their order."""
    return [(fault.kind.value, fault.code) for row in rows for fault in row.faults]
