"""学时 by branch and of a branch's own members, classes, and the empty list of a class."""

from collections.abc import Iterable

from heli.sheets.writing import Heading, SheetOut, ValueKind
from heli.study.queries.hours import BranchLine
from heli.study.queries.secretaries import Led

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


def secretaries_sheet(lines: Iterable[Led], year: int) -> SheetOut:
    """One row a branch with its secretary."""
    headings = (
        Heading("党支部", 40),
        Heading("书记", 10),
        Heading("任职日期", 12, ValueKind.DATE),
        Heading("党龄（年）", 10, _NUMBER),
        Heading("最近一次集中培训", 14, ValueKind.DATE),
        Heading(f"{year}年轮训", 12),
        Heading("任职培训", 12),
    )
    rows = (
        (
            one.organisation.name,
            one.post.name if one.post else "空缺",
            one.post.valid_from if one.post and one.since_known else None,
            one.standing,
            one.trained_on,
            one.rotation.word if one.rotation else "",
            one.first[0].word if one.first else "",
        )
        for one in lines
    )
    return SheetOut(f"{year}年支部书记台账", headings, rows)


def members_template() -> SheetOut:
    """The empty list of a class's members."""
    headings = (Heading("姓名", 12), Heading("所在党支部", 40), Heading("证件号后四位", 14))
    note = "每行一人。证件号后四位只在同一支部有同名党员时填写；不填身份证号码、民族、宗教信仰。"
    return SheetOut("学员名单", headings, (), note)
