"""领导干部执行情况 as a workbook: figures by organ, and names in the order of names (S001-42, S001-44)."""

from collections.abc import Iterator

from heli.orglife.queries.leading import Leading
from heli.orglife.rules.leading import Figures, Part
from heli.sheets.writing import Heading, SheetOut, ValueKind

_WHOLE = ValueKind.WHOLE
_FIGURES = (
    Heading("单位", 34),
    Heading("领导干部", 10, _WHOLE),
    Heading("编入党支部", 12, _WHOLE),
    Heading("有点名记录", 12, _WHOLE),
    Heading("参加过支部会议", 14, _WHOLE),
    Heading("比例", 10),
    Heading("同支部其他党员比例", 18),
    Heading("每次都参加", 12, _WHOLE),
    Heading("比例", 10),
    Heading("同支部其他党员比例", 18),
    Heading("讲过党课", 10, _WHOLE),
    Heading("比例", 10),
    Heading("同支部其他党员比例", 18),
    Heading("书记", 8, _WHOLE),
    Heading("书记讲过党课", 12, _WHOLE),
    Heading("民主生活会", 16),
    Heading("自", 12, ValueKind.DATE),
    Heading("至", 12, ValueKind.DATE),
)
_NAMES = (
    Heading("姓名", 12),
    Heading("单位", 34),
    Heading("职务", 44),
    Heading("党支部", 10),
    Heading("参加支部会议", 20),
    Heading("讲党课", 10),
    Heading("民主生活会", 16),
)


def leading_sheets(found: Leading) -> list[SheetOut]:
    """Two sheets; a figure of nobody is left empty, one that nobody knows says 未知."""
    names = (
        (
            one.name,
            found.organs[one.organ],
            "、".join(one.posts),
            one.branch_words or "已编入",
            one.coming.words if one.coming is not None else "未知",
            "讲过" if one.lectures else "没有记录",
            one.democratic.label,
        )
        for one in found.cadres
    )
    return [SheetOut("领导干部执行情况", _FIGURES, _lines(found)), SheetOut("名单", _NAMES, names)]


def _lines(found: Leading) -> Iterator[tuple[object, ...]]:
    for organ, name in found.organs.items():
        yield _line(found, name, found.figures(organ))
    yield _line(found, "合计", found.figures())


def _line(found: Leading, name: str, one: Figures) -> tuple[object, ...]:
    pairs = (value for pair in (one.once, one.every, one.lectured) for value in _pair(*pair))
    return (
        name,
        one.total,
        one.enrolled,
        one.due,
        *pairs,
        one.heads.of,
        one.heads.number,
        democratic_words(one),
        found.since,
        found.until,
    )


def _pair(ours: Part, others: Part) -> tuple[object, ...]:
    return (ours.number, ours.percent or None, others.percent or None)


def democratic_words(one: Figures) -> str:
    """How many came to the 民主生活会 of their body, of those of whom it is known."""
    if one.democratic.number is None:
        return "没有召开的记录" if one.not_held else "未知"
    return f"{one.democratic.number}/{one.democratic.of}"
