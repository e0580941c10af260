"""学时 by branch and of a branch's own members, classes, and the empty list of a class."""

from collections.abc import Iterable

from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.study.queries.hours import BranchLine

_NUMBER = ValueKind.WHOLE


def hours_sheet(lines: Iterable[BranchLine], year: int) -> SheetOut:
    """One row a branch, numbers only."""
    headings = (
        Heading("党支部", 40),
        Heading("党员（不含班子）", 12, _NUMBER),
        Heading("已达标", 10, _NUMBER),
        Heading("未达标", 10, _NUMBER),
        Heading("书记和班子成员", 12, _NUMBER),
        Heading("班子已达标", 10, _NUMBER),
        Heading("班子未达标", 10, _NUMBER),
        Heading("未知", 10, _NUMBER),
        Heading("没有到会名单的会议", 14, _NUMBER),
    )
    rows = (
        (
            one.organisation.name,
            one.members,
            one.members_reached,
            one.members_open,
            one.officers,
            one.officers_reached,
            one.officers_open,
            one.unknown,
            one.unnamed,
        )
        for one in lines
    )
    return SheetOut(f"{year}年学时", headings, rows)


def members_template() -> SheetOut:
    """The empty list of a class's members."""
    headings = (Heading("姓名", 12), Heading("所在党支部", 40), Heading("证件号后四位", 14))
    note = "每行一人。证件号后四位只在同一支部有同名党员时填写；不填身份证号码、民族、宗教信仰。"
    return SheetOut("学员名单", headings, (), note)
