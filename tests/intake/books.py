"""A small invented office in Excel: its four tables as clean rows, and workbooks made of them in any shape.

`Office()` holds rows as dictionaries by the title of the column; a test alters them and has them written with
other headings, in another order, on one sheet each or in one workbook, as departments would send them.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import openpyxl
import xlsxwriter

from heli.intake.queries.opening import File
from tests.people import id_number

Row = dict[str, Any]

ORGS, MEMBERS, PLAN, LEDGER = "党组织名册", "党员花名册", "年度任务分解表", "组织生活台账"
COMMITTEE = "中共云岭市委市直属机关工作委员会"
EDUCATION, WATER = "中共云岭市教育局", "中共云岭市水利局"
FIRST, SECOND = f"{EDUCATION}机关第一支部委员会", f"{EDUCATION}机关第二支部委员会"
SCHOOL, WATER_BRANCH = "中共云岭市第一中学支部委员会", f"{WATER}机关第一支部委员会"
BRANCHES = (FIRST, SECOND, SCHOOL, WATER_BRANCH)
TEXT = "集中学习原文，结合本单位业务交流发言，议定三项落实措施并明确责任人和完成时限。"

_ORGS = (
    # name, kind, superior, unit, nature, leader
    (COMMITTEE, "机关工委", None, "云岭市委市直属机关工作委员会", "党政机关", None),
    (f"{EDUCATION}党组", "党组", None, "云岭市教育局", "行政机关", None),
    (f"{EDUCATION}机关委员会", "机关党委", COMMITTEE, "云岭市教育局", "行政机关", f"{EDUCATION}党组"),
    (FIRST, "党支部", f"{EDUCATION}机关委员会", "云岭市教育局", "行政机关", f"{EDUCATION}党组"),
    (SECOND, "党支部", f"{EDUCATION}机关委员会", "云岭市教育局", "行政机关", f"{EDUCATION}党组"),
    (SCHOOL, "党支部", f"{EDUCATION}机关委员会", "云岭市第一中学", "事业单位", f"{EDUCATION}党组"),
    (f"{WATER}党组", "党组", None, "云岭市水利局", "行政机关", None),
    (f"{WATER}机关委员会", "机关党委", COMMITTEE, "云岭市水利局", "行政机关", f"{WATER}党组"),
    (WATER_BRANCH, "党支部", f"{WATER}机关委员会", "云岭市水利局", "行政机关", f"{WATER}党组"),
)
_NAMES = (
    "林书远 周组韬 何宣宁 郑纪安 孙明岚 吴晓溪 曾庆禾 单立夏",
    "陈望舒 许知秋 沈听雨 韩若谷 冯小满",
    "杨景行 罗以宁 梁思齐 宋怀瑾 唐克勤 邓守拙 谢子衿",
    "江治河 石固堤 范巡渠 汪清源 苏润物 潘安澜 康定波",
)
_OFFICES = ("书记", "组织委员", "宣传委员")
_PLAN = (
    ("政治建设", "专题研究全面从严治党工作", "各党组（党委）", "党组书记", "每半年", "会议纪要", 20),
    ("组织建设", "召开支部党员大会", "各党支部", "支部书记", "每季度末", "会议记录", 30),
    ("组织建设", "开展主题党日活动", "各党支部", "支部书记", "每月", "活动记录", 30),
    ("责任落实", "年度自查总结", "各机关党委、各党支部", "书记", "11月15日前", "自查报告", 20),
)


@dataclass
class Office:
    """The four tables, clean: 9 organisations, 27 members, 4 plan items, 32 meetings."""

    orgs: list[Row] = field(default_factory=lambda: _orgs())
    members: list[Row] = field(default_factory=lambda: _members())
    plan: list[Row] = field(default_factory=lambda: _plan())
    ledger: list[Row] = field(default_factory=lambda: _ledger())

    def files(self) -> list[File]:
        """One workbook a table, as the 工委 keeps them."""
        return [
            File(f"{title}.xlsx", workbook(Sheet(title, rows, titles=_titles(title))))
            for title, rows in self.tables()
        ]

    def tables(self) -> list[tuple[str, list[Row]]]:
        return [(ORGS, self.orgs), (MEMBERS, self.members), (PLAN, self.plan), (LEDGER, self.ledger)]

    def org(self, name: str) -> Row:
        """The row of an organisation."""
        return next(row for row in self.orgs if row["党组织全称"] == name)

    def member(self, name: str) -> Row:
        """The row of a member."""
        return next(row for row in self.members if row["姓名"] == name)


@dataclass
class Sheet:
    """A sheet to write: `titles` stand above the header; `headings` renames columns, `order` places them."""

    name: str
    rows: Sequence[Row]
    titles: Sequence[str] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    order: Sequence[str] = ()
    below: Sequence[Sequence[Any]] = ()
    hidden: bool = False

    @property
    def first_row(self) -> int:
        """The row of the first data, as Excel counts."""
        return len(self.titles) + 2

    def row_of(self, key: str, value: Any) -> int:
        """The row of the first data that has this value in a column."""
        return self.first_row + next(i for i, row in enumerate(self.rows) if row[key] == value)


def workbook(*sheets: Sheet) -> bytes:
    """The sheets as an .xlsx; dates are real, a text that begins with = is a formula without a result."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        keys = list(sheet.order) or list(sheet.rows[0])
        for title in sheet.titles:
            page.append([title])
        page.append([sheet.headings.get(key, key) for key in keys])
        for row in sheet.rows:
            page.append([row.get(key) for key in keys])
        for row in sheet.below:
            page.append(list(row))
        if sheet.hidden:
            page.sheet_state = "hidden"
    book.save(stream)
    return stream.getvalue()


def with_error_cell(headings: Sequence[str], rows: Sequence[Sequence[Any]], row: int, column: int) -> bytes:
    """A workbook with a true error cell (#N/A) at `row` of the data and `column`, both from 0."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate([headings, *rows]):
            for place, value in enumerate(line):
                if (number, place) == (row + 1, column):
                    page.write_formula(number, place, "=NA()", None, "#N/A")
                elif isinstance(value, date):
                    page.write_datetime(number, place, value, day)
                elif value is not None:
                    page.write(number, place, value)
    return stream.getvalue()


def column_of(content: bytes, sheet: str, heading: str) -> dict[int, Any]:
    """The values beneath a heading by row, of a workbook that was given back."""
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    for line in page.iter_rows():
        for cell in line:
            if cell.value == heading:
                return {
                    row: page.cell(row, cell.column).value for row in range(cell.row + 1, page.max_row + 1)
                }
    raise AssertionError(f"no heading {heading} on {sheet}")


def _titles(title: str) -> tuple[str, ...]:
    heads = {
        ORGS: "云岭市直机关党组织名册（截至2026年6月30日）",
        MEMBERS: "云岭市直机关党员花名册",
        PLAN: "云岭市直机关2026年党建责任目标分解表",
        LEDGER: "云岭市直机关2026年上半年组织生活台账",
    }
    return heads[title], "填报单位：机关工委组织部"


def _orgs() -> list[Row]:
    secretaries = {branch: names.split()[0] for branch, names in zip(BRANCHES, _NAMES, strict=True)}
    counts = {branch: len(names.split()) for branch, names in zip(BRANCHES, _NAMES, strict=True)}
    return [
        {
            "序号": number,
            "党组织全称": name,
            "党组织代码": f"0440{number:06d}",
            "组织类别": kind,
            "上级党组织": parent,
            "所在单位": unit,
            "单位性质": nature,
            "领导党组(党委)": leader,
            "批准成立日期": date(2024, 3, number),
            "本届届满日期": None
            if kind == "党组"
            else date(2029 if parent == COMMITTEE else 2027, 3, number),
            "书记": secretaries.get(name),
            "党员数": counts.get(name),
        }
        for number, (name, kind, parent, unit, nature, leader) in enumerate(_ORGS, start=1)
    ]


def _members() -> list[Row]:
    rows: list[Row] = []
    for branch, names in zip(BRANCHES, _NAMES, strict=True):
        for place, name in enumerate(names.split()):
            number = len(rows) + 1
            born_on = date(1970 + number % 25, 1 + number % 12, 1 + number)
            identity = id_number(born_on, 100 + number)
            rows.append(
                {
                    "序号": number,
                    "姓名": name,
                    "性别": "男" if int(identity[16]) % 2 else "女",
                    "出生日期": born_on,
                    "公民身份证号码": identity,
                    "学历": "大学本科",
                    "入党时间": date(2015, 7, 1),
                    "转正时间": date(2016, 7, 1),
                    "所在党支部": branch,
                    "党内职务": _OFFICES[place] if place < len(_OFFICES) else None,
                    "人员类别": "在职",
                    "党员类别": "正式党员",
                    "月工资基数": 6000 + number,
                    "手机号码": f"199{number:08d}",
                }
            )
    return rows


def _plan() -> list[Row]:
    titles = ("重点任务", "具体举措", "责任单位", "责任人", "完成时限", "佐证材料", "分值")
    return [{"序号": number, **dict(zip(titles, item, strict=True))} for number, item in enumerate(_PLAN, 1)]


def _ledger() -> list[Row]:
    """A 主题党日 a month and a 支部党员大会 a quarter of every branch, January to June."""
    rows = [
        _meeting(date(2026, month, 10), branch, "主题党日", f"{month}月主题党日")
        for month in range(1, 7)
        for branch in BRANCHES
    ]
    rows += [
        _meeting(
            date(2026, 3 * quarter, 20) - timedelta(days=1),
            branch,
            "支部党员大会",
            f"第{quarter}季度党员大会",
        )
        for quarter in (1, 2)
        for branch in BRANCHES
    ]
    return rows


def _meeting(day: date, branch: str, kind: str, topic: str) -> Row:
    names = _NAMES[BRANCHES.index(branch)].split()
    return {
        "日期": day,
        "党组织": branch,
        "会议类型": kind,
        "主题": topic,
        "应到人数": len(names),
        "实到人数": len(names) - 1,
        "主持人": names[0],
        "记录人": names[1],
        "主要内容": TEXT,
    }
