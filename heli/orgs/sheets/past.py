"""The organisations of a past day as a sheet to read: what they were, not what they are."""

from collections.abc import Iterable
from datetime import date

from heli.orgs.models import Organisation
from heli.sheets.writing import Heading, SheetOut, ValueKind

_HEADINGS = (
    Heading("党组织全称", 44),
    Heading("党组织代码", 14),
    Heading("组织类别", 14),
    Heading("上级党组织", 40),
    Heading("领导党组(党委)", 34),
    Heading("领导关系", 10),
    Heading("所在单位", 30),
    Heading("所属机关", 30),
    Heading("本级、直属", 10),
    Heading("单位性质", 10),
    Heading("领导体制", 26),
    Heading("批准成立日期", 13, ValueKind.DATE),
)


def past_sheet(organisations: Iterable[Organisation], day: date) -> SheetOut:
    """One row each; the day stands above the header."""
    rows = (
        (
            one.name,
            one.code,
            one.get_kind_display(),
            one.parent.name if one.parent else None,
            one.leader.name if one.leader else None,
            one.get_leading_display() if one.leader else None,
            one.unit.name,
            one.organ.name,
            one.place,
            one.get_nature_display(),
            one.get_system_display(),
            one.founded_on,
        )
        for one in organisations
    )
    return SheetOut("党组织", _HEADINGS, rows, note=f"{day} 的组织架构")
