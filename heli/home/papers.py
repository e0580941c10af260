"""The report of a 机关党委 to its 党组 as an official paper (S000-38)."""

from collections.abc import Iterable

from heli.appraisal.catalogue import PaperForm
from heli.appraisal.rules import share
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Duty
from heli.home.queries.report import SHOWN, Report
from heli.papers import pdf, word
from heli.papers.paper import Block, Grid, Heading, Kind, Paper, Paragraph


def paper_of(found: Report) -> Paper:
    """Figures in words: how it stands, what is late, terms, lists, and topics for the 党组."""
    body: list[Block] = [Paragraph(_opening(found))]
    body += [Heading(1, "总体情况"), Paragraph(_overall(found))]
    body += [Heading(1, "逾期事项"), *_overdue(found)]
    body += [Heading(1, "换届情况"), *_terms(found)]
    body += [Heading(1, "责任清单"), *_lists(found)]
    body += [Heading(1, "提请党组研究的事项"), *_topics(found)]
    return Paper(
        kind=Kind.REPORT,
        issuer=found.committee.name,
        title=f"关于{found.year}年机关党建工作情况的报告",
        body=tuple(body),
        dated=found.on,
        addressees=(found.body.short_name,),
        signer=found.signer or "（待填）",
    )


def render(found: Report, form: PaperForm) -> bytes:
    """The paper as the file asked for."""
    paper = paper_of(found)
    return word.render(paper) if form is PaperForm.DOCX else pdf.render(paper)


def _opening(found: Report) -> str:
    return (
        f"现将{found.year}年以来本单位机关党建工作情况报告如下。数据截至{found.on.year}年{found.on.month}月"
        f"{found.on.day}日，由履职记录汇总得出，每一个数字都可以在合力系统中逐条核对。"
    )


def _overall(found: Report) -> str:
    text = f"本单位（含直属单位）现有党组织{found.organisations}个。"
    if not found.owed:
        return f"{text}今年还没有到期并可以统计的应办事项。"
    late, in_time = found.counts[DutyState.OVERDUE], found.counts[DutyState.ON_TIME]
    text += (
        f"已到期并可以统计的应办事项{found.owed}项，已完成{found.done}项，"
        f"完成率{_percent(found.done, found.owed)}；其中按期完成{in_time}项，"
        f"按期率{_percent(in_time, found.owed)}；逾期{late}项。"
    )
    unknown = found.counts[DutyState.UNKNOWN]
    return f"{text}另有{unknown}项没有履职记录的来源，情况未知，没有计入。" if unknown else text


def _overdue(found: Report) -> Iterable[Block]:
    number = found.counts[DutyState.OVERDUE]
    if not number:
        yield Paragraph("没有逾期事项。")
        return
    more = f"，下表列出前{SHOWN}项" if number > SHOWN else "，见下表"
    yield Paragraph(f"逾期事项共{number}项{more}，按组织顺序排列。")
    rows = tuple((one.organisation.name, _what(one), f"{one.due_on:%Y-%m-%d}") for one in found.overdue)
    yield Grid(("党组织", "事项", "完成时限"), rows, (4, 4, 1.8), "逾期事项")


def _terms(found: Report) -> Iterable[Block]:
    if not found.terms:
        yield Paragraph("没有需要办理的换届事项。")
        return
    yield Paragraph(f"需要办理换届事项的党组织共{len(found.terms)}个，见下表。")
    rows = tuple(
        (
            one.organisation.short_name,
            f"{one.held.ends_on:%Y-%m-%d}" if one.held else "未知",
            "、".join(task.task.label for task in one.tasks),
        )
        for one in found.terms
    )
    yield Grid(("党组织", "届满日期", "待办"), rows, (4, 1.8, 3), "换届事项")


def _lists(found: Report) -> Iterable[Block]:
    if not found.lists:
        yield Paragraph("本年度没有需要制定的责任清单。")
        return
    adopted = sum(one.adopted is not None for one in found.lists)
    yield Paragraph(f"{found.year}年责任清单应有{len(found.lists)}份，已审定{adopted}份，见下表。")
    rows = tuple((one.organisation.short_name, one.whose, one.words) for one in found.lists)
    yield Grid(("制定主体", "责任人", "状态"), rows, (4, 2.4, 2), "责任清单")


def _topics(found: Report) -> Iterable[Block]:
    if not found.topics:
        yield Paragraph("今年党组自身的责任事项均已办结，没有需要提请研究的事项。")
        return
    yield Paragraph("按年度任务和责任清单，党组今年还有以下事项，供安排会议时参考。")
    rows = tuple((_what(one), f"{one.due_on:%Y-%m-%d}", one.state.label) for one in found.topics)
    yield Grid(("事项", "完成时限", "状态"), rows, (5, 1.8, 1.4), "党组的责任事项")


def _what(one: Duty) -> str:
    period = one.period_name
    return f"{one.reading.measure}（{period}）" if period else one.reading.measure


def _percent(part: int, whole: int) -> str:
    found = share(part, whole)
    return "—" if found is None else f"{found}%"
