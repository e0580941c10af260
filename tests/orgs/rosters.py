"""Workbooks of organisations built in code, read the way that an office's own is read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from heli.kernel.action import SYSTEM, Doer
from heli.orgs.actions import take_in
from heli.orgs.sheets import TABLE, CheckedOrgs, check
from heli.sheets.faults import Fault
from heli.sheets.reading import open_workbook
from heli.sheets.recognising import recognise
from heli.sheets.rows import Row, read_rows
from heli.sheets.taken import TakenIn
from tests.people import NOW, TODAY

HEADINGS = (
    "党组织全称",
    "党组织代码",
    "组织类别",
    "上级党组织",
    "所在单位",
    "单位性质",
    "领导体制",
    "领导党组(党委)",
    "领导关系",
    "归属",
    "批准成立日期",
    "本届届满日期",
    "书记",
    "党员数",
    "备注",
)
FIRST_ROW = 2
"""Where the first row of data stands, as Excel counts."""


def line(
    name: str, code: str, kind: str, parent: str = "", unit: str = "", leader: str = "", **more: Any
) -> dict[str, Any]:
    """One row; `more` by heading."""
    return {
        "党组织全称": name,
        "党组织代码": code,
        "组织类别": kind,
        "上级党组织": parent,
        "所在单位": unit,
        "单位性质": "党政机关",
        "领导党组(党委)": leader,
        **more,
    }


def roster() -> list[dict[str, Any]]:
    """A 工委, and 市教育局 with its 党组, 机关党委, two branches, and a school with its 总支 and branch."""
    education = {"unit": "青岚市教育局", "leader": "中共青岚市教育局党组"}
    school = {"unit": "青岚市第一中学", "leader": "中共青岚市教育局党组", "单位性质": "事业单位"}
    committee, general = "中共青岚市教育局机关委员会", "中共青岚市第一中学总支部委员会"
    return [
        line("中共青岚市委市直属机关工作委员会", "01", "机关工委", unit="青岚市委市直属机关工作委员会"),
        line("中共青岚市教育局党组", "02", "党组", unit="青岚市教育局"),
        line(committee, "03", "机关党委", "中共青岚市委市直属机关工作委员会", **education),
        line("中共青岚市教育局机关第一支部委员会", "04", "党支部", committee, **education),
        line("中共青岚市教育局机关第二支部委员会", "05", "党支部", committee, **education),
        line(general, "06", "党总支", committee, **school),
        line("中共青岚市第一中学高中部支部委员会", "07", "党支部", general, **school),
    ]


def workbook(lines: Sequence[Mapping[str, Any]], headings: Iterable[str] = HEADINGS) -> bytes:
    """The lines as the content of an .xlsx, headings in the first row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headings = list(headings)
    sheet.append(headings)
    for one in lines:
        sheet.append([one.get(heading) for heading in headings])
    content = BytesIO()
    book.save(content)
    book.close()
    return content.getvalue()


def rows_of(content: bytes, name: str = "党组织名册.xlsx") -> list[Row]:
    """The rows of the workbook's organisations."""
    parts = recognise(open_workbook(name, content), [TABLE]).parts
    return [row for part in parts for row in read_rows(part)]


def checked(lines: Sequence[Mapping[str, Any]], today: date = TODAY) -> tuple[CheckedOrgs, list[Row]]:
    """The lines checked, and their rows with the faults that were met."""
    rows = rows_of(workbook(lines))
    return check(rows, today=today), rows


def faults_of(lines: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    """Codes of the faults by place of the line in the list, without those that were only tolerated."""
    found: dict[int, list[str]] = {}
    for fault in _faults(checked(lines)[1]):
        if fault.kind != "tolerate":
            found.setdefault(fault.row - FIRST_ROW, []).append(fault.code)
    return found


def _faults(rows: Iterable[Row]) -> Iterable[Fault]:
    return (fault for row in rows for fault in row.faults)


def loaded(lines: Sequence[Mapping[str, Any]], *, by: Doer = SYSTEM, at: Any = NOW) -> TakenIn:
    """The lines checked on the day of `at`, and taken in."""
    found, _ = checked(lines, at.date())
    return take_in(rows=found.rows, by=by, at=at, named=found.named)
