"""A gathering as a workbook: standings, problems, promises, votes, each a sheet."""

from collections.abc import Sequence

from heli.accounts.scope import Scope
from heli.exchange.catalogue import Mark, Source
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.queries import judging, lists
from heli.exchange.queries.exhibiting import category_name
from heli.exchange.queries.lists import ProblemFilters, PromiseFilters
from heli.exchange.queries.standing import Class, Standing
from heli.sheets.writing import Heading, SheetOut, ValueKind

UNKNOWN = "未知"
_STANDING = (
    Heading("类别", 30),
    Heading("单位", 34),
    Heading("档次", 10),
    Heading("得分", 10, ValueKind.DECIMAL),
    Heading("上次得分", 10, ValueKind.DECIMAL),
    Heading("距离上一档", 12, ValueKind.DECIMAL),
    Heading("应办", 8, ValueKind.WHOLE),
    Heading("已完成", 8, ValueKind.WHOLE),
    Heading("按期完成", 10, ValueKind.WHOLE),
    Heading("未知项", 8, ValueKind.WHOLE),
)
_PROBLEMS = (
    Heading("单位", 34),
    Heading("类别", 12),
    Heading("问题", 60),
    Heading("来源", 10),
    Heading("已承诺整改", 12, ValueKind.WHOLE),
)
_PROMISES = (
    Heading("单位", 34),
    Heading("承诺事项", 40),
    Heading("衡量标准", 40),
    Heading("完成期限", 12, ValueKind.DATE),
    Heading("兑现情况", 12),
    Heading("完成情况", 40),
    Heading("依据或原因", 40),
)


def workbook(
    of: Gathering, participants: Sequence[Exhibit], found: Standing, classes: Sequence[Class], scope: Scope
) -> list[SheetOut]:
    """The sheets that a reader of `scope` may take out: classes as he sees them."""
    return [
        _standing(of, found, classes),
        _problems(of, scope),
        _promises(of, scope),
        *_votes(of, participants),
    ]


def _standing(of: Gathering, found: Standing, classes: Sequence[Class]) -> SheetOut:
    rows = (
        (
            one.name,
            line.exhibit.organisation.name,
            band.tier.name if band.tier is not None else UNKNOWN,
            UNKNOWN if line.measured.score is None else line.measured.score,
            line.before,
            line.gap[1] if line.gap is not None else None,
            line.measured.owed,
            line.measured.done,
            line.measured.on_time,
            line.measured.unknown,
        )
        for one in classes
        for band in one.bands
        for line in band.lines
    )
    frozen = "已公示的数字" if of.is_frozen else "现在的数字"
    note = f"{of.title}，截至{of.as_of}，{frozen}；计分办法：{found.scheme.name}。只在同类中比较，先分档。"
    return SheetOut("比", _STANDING, rows, note)


def _problems(of: Gathering, scope: Scope) -> SheetOut:
    rows = (
        (
            one.exhibit.organisation.name,
            category_name(one.category, of.as_of),
            one.text,
            Source(one.source).label,
            one.promised,
        )
        for one in lists.problems(scope, ProblemFilters(gathering=of.pk))
    )
    return SheetOut("问题", _PROBLEMS, rows)


def _promises(of: Gathering, scope: Scope) -> SheetOut:
    rows = (
        (
            one.exhibit.organisation.name,
            one.text,
            one.measure,
            one.due_on,
            one.get_outcome_display(),
            one.report,
            one.why,
        )
        for one in lists.promises(scope, PromiseFilters(gathering=of.pk), of.as_of)
    )
    return SheetOut("承诺", _PROMISES, rows)


def _votes(of: Gathering, participants: Sequence[Exhibit]) -> list[SheetOut]:
    marked = judging.marked(of, participants)
    if not marked:
        return []
    headings = [Heading("单位", 34), *(Heading(mark.label, 8, ValueKind.WHOLE) for mark in Mark)]
    rows = ((one.exhibit.organisation.name, *(number for _, number in one.votes)) for one in marked)
    return [SheetOut("评议", headings, rows, "评议结果按现行计分办法不计入得分。")]
