"""A line in words, and where it opens: to duties, records, the term, marks or what was noted."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from heli.kernel.periods import Period
from heli.schemes.catalogue import Definition, Indicator, Measure, Over, Part, Shape
from heli.schemes.queries.scoring import Line, in_points
from heli.schemes.rules.definition import as_written


class Told(NamedTuple):
    """A line as a sheet shows it: what was counted, how points are made of it, where it opens."""

    indicator: Indicator
    weight: Decimal | None
    points: Decimal | None
    median: Decimal | None
    said: str
    how: str
    url: str


def told(line: Line, median: Decimal | None, organisation: int, period: Period, scheme: int) -> Told:
    """A line of one organisation's sheet, with the middle points of its class."""
    one = line.indicator
    return Told(
        one,
        in_points(line.weight),
        in_points(line.points),
        median,
        said(one, line.a, line.b, line.u),
        how(one),
        opens(one, organisation, period, scheme),
    )


def how(one: Indicator) -> str:
    """How an indicator makes its points, with its 保底, in one sentence."""
    return f"{_how(one)}，保底 {as_written(one.least)} 分" if one.least else _how(one)


def _how(one: Indicator) -> str:
    if one.part is Part.DISQUALIFIER:
        return "有登记事项即不评定等次"
    if one.part is Part.RESET:
        return f"有登记事项即“{one.group}”计 0 分"
    if one.measure is Measure.MARK:
        return f"由评分人打分，按评分人组的权重折算；{one.times.label}"
    if one.shape is Shape.EACH:
        return f"每项 {as_written(one.each)} 分，最多 {as_written(one.weight)} 分"
    if one.shape is Shape.BANDS:
        unit = "件" if one.measure is Measure.RECORDS else "%"
        told = (
            f"{floor if unit == '件' else as_written(floor)}{unit} 以上得 {as_written(share)}%"
            for floor, share in one.bands
        )
        return "；".join(told)
    if one.measure.of_votes:
        return f"好、较好、一般、差的票依次折算 {'、'.join(f'{as_written(each)}%' for each in one.worths)}"
    if one.shape is Shape.TARGET or one.measure is Measure.RECORDS:
        return f"目标 {one.target} 件，按达到的比例得分"
    return "按比例得分"


def limits(definition: Definition) -> str:
    """保底 and 封顶 of groups in words; empty where there are none."""
    told = []
    for one in definition.limits:
        least = f"保底 {as_written(one.least)} 分" if one.least else ""
        most = f"封顶 {as_written(one.most)} 分" if one.most else ""
        told.append(f"“{one.group}”{'、'.join(each for each in (least, most) if each)}")
    return "；".join(told)


def said(one: Indicator, a: int, b: int, u: int) -> str:
    """What was counted, in words: 完成 11 项，应办 12 项."""
    if one.measure is Measure.MARK:
        return "还没有评分" if not b else f"评分 {as_written(a)} 分"
    if one.measure is Measure.NOTED:
        return f"登记 {a} 项" if a else "没有登记事项"
    if one.measure is Measure.RECORDS:
        return f"{a} 件" if b else "情况未知：还没有这类记录的来源"
    if one.measure.of_votes:
        mean = f"得票折算 {as_written(a * 10_000 // b)}%" if b else "情况未知：还没有计票的结果"
        return f"{mean}；另有情况未知 {u} 个，不计入" if b and u else mean
    if b <= 0:
        return f"情况未知 {u} 项" if u else "没有到期或需要计算的事项"
    words = _WORDS[one.measure]
    told = words.format(a=a, b=b, share=as_written(a * 10_000 // b))
    return f"{told}；另有情况未知 {u} 项，不计入" if u else told


_WORDS = {
    Measure.COMPLETENESS: "已到期 {b} 项，完成 {a} 项（{share}%）",
    Measure.TIMELINESS: "已到期 {b} 项，按期完成 {a} 项（{share}%）",
    Measure.VERIFIED: "抽查 {b} 件，核实 {a} 件（{share}%）",
    Measure.ATTENDANCE: "应到 {b} 人次，实到 {a} 人次（{share}%）",
    Measure.TERM: "{b} 个组织中 {a} 个在任期内",
}


def opens(one: Indicator, organisation: int, period: Period, scheme: int) -> str:
    """Where a line opens; empty for what opens on its own page already (marks)."""
    if one.over is not Over.SELF:
        here = reverse("schemes:behind", args=[scheme, organisation, one.code])
        return f"{here}?{urlencode({'period': period.code})}"
    if one.measure.of_votes:
        here = reverse("schemes:counts", args=[scheme, organisation, one.code])
        return _with(here, period=period.code)
    if one.measure.of_duties:
        return _with(
            reverse("duties:list"),
            year=period.year,
            organisation=organisation,
            group=one.tasks[0] if len(one.tasks) == 1 else "",
            due_from=period.start,
            due_to=period.end,
        )
    if one.measure.of_records:
        return _with(
            reverse("duties:records"),
            organisation=organisation,
            kind=one.kinds[0] if len(one.kinds) == 1 else "",
            first=period.start,
            last=period.end,
        )
    if one.measure is Measure.TERM:
        return reverse("elections:organisation", args=[organisation])
    return ""


def _with(path: str, **query: object) -> str:
    asked = {key: str(value) for key, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(asked)}"
