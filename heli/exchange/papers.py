"""The 通报 of a gathering: published figures, tiers by class, problems, promises; no person is named."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from heli.accounts.scope import EVERYTHING
from heli.exchange.catalogue import GatheringKind, PaperForm
from heli.exchange.models import Exhibit, Gathering
from heli.exchange.queries import gatherings, judging, lists, standing
from heli.exchange.queries.lists import ProblemFilters
from heli.exchange.queries.standing import Standing
from heli.figures.rules import in_words
from heli.papers import pdf, word
from heli.papers.paper import Block, Grid, Heading, Kind, Paper, Paragraph

MOST_PROBLEMS = 30
"""Problems that the text tells one by one; the rest stand in the sheet."""


def circular(of: Gathering, dated: date) -> Paper:
    """The 通报 as a GB/T 9704 paper (R13-01 … R13-15): what was published, and what was corrected since."""
    participants = gatherings.exhibits(of)
    found = standing.standing(of, participants)
    body: list[Block] = [Paragraph(_opening(of, participants))]
    body += [Heading(1, "分类分档情况"), Paragraph(_rules(of, found)), *_classes(found)]
    body += [Heading(1, "问题不足"), *_problems(of, dated)]
    body += [Heading(1, "承诺事项"), *_promises(of, participants)]
    body += list(_judged(of, participants))
    body += [Heading(1, "有关要求"), Paragraph(_request(of))]
    return Paper(
        kind=Kind.CIRCULAR,
        issuer=of.organiser.name,
        title=f"关于{of.of.name}“晒比评”{GatheringKind(of.kind).label}情况的通报",
        body=tuple(body),
        dated=dated,
        addressees=("各参加单位党组织",),
        printed_by=of.organiser.name,
        printed_on=dated,
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(of: Gathering, participants: Sequence[Exhibit]) -> str:
    shown = sum(one.is_handed_in for one in participants)
    speaking = sum(one.speak_order is not None for one in participants)
    where = f"在{of.place}" if of.place else ""
    said = f"，{speaking}个单位发言" if speaking else ""
    return (
        f"{_day(of.held_on)}{where}召开“晒比评”会议，{len(participants)}个单位参加，{shown}个单位报送材料{said}。"
        f"现将有关情况通报如下。数据截至{_day(of.as_of)}，由履职记录汇总得出，每一个数字都可以逐条核对。"
    )


def _rules(of: Gathering, found: Standing) -> str:
    tiers = "，".join(f"{tier.floor}分以上为{tier.name}" for tier in found.scheme.tiers[:-1])
    text = f"计分办法为“{of.scheme}”。只在同类中比较，先分档：{tiers}，其余为{found.scheme.tiers[-1].name}。"
    text += "情况未知的不计分、不扣分。"
    if found.corrected:
        text += f"公示以后有{found.corrected}个数字更正，下表按更正后的数字。"
    return text


def _classes(found: Standing) -> Iterator[Block]:
    for one in found.classes:
        rows = tuple(
            (
                line.exhibit.organisation.short_name,
                band.tier.name if band.tier is not None else "未知",
                in_words(line.measured.score),
                f"{line.measured.done}/{line.measured.owed}" if line.measured.owed is not None else "—",
                line.moved or "—",
            )
            for band in one.bands
            for line in band.lines
        )
        headings = ("单位", "档次", "得分", "完成", f"与{found.before}比")
        yield Grid(headings, rows, (5, 1.5, 1.5, 1.6, 2.4), f"{one.name}（{len(rows)}个）")


def _problems(of: Gathering, on: date) -> Iterator[Block]:
    counted = lists.by_category(EVERYTHING, of.pk, on)
    if not counted:
        yield Paragraph("没有登记问题。")
        return
    yield Paragraph(
        "各单位自查和集中检视的问题中，"
        + "，".join(f"{name}{number}条" for _, name, number, _ in counted)
        + "。主要有："
    )
    found = lists.problems(EVERYTHING, ProblemFilters(gathering=of.pk))[:MOST_PROBLEMS]
    for one in found:
        yield Paragraph(f"{one.exhibit.organisation.short_name}：{one.text}。")


def _promises(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[Block]:
    made = lists.promises(EVERYTHING, lists.PromiseFilters(gathering=of.pk), of.as_of)
    rows = tuple(
        (
            one.exhibit.organisation.short_name,
            one.text,
            one.measure,
            one.due_on.isoformat(),
            one.get_outcome_display(),
        )
        for one in made
    )
    if not rows:
        yield Paragraph("没有登记承诺。")
        return
    yield Grid(("单位", "承诺", "衡量标准", "期限", "兑现"), rows, (3, 4, 3.5, 2, 1.8), "承诺事项")


def _judged(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[Block]:
    marked = judging.marked(of, participants)
    if not marked:
        return
    yield Heading(1, "评议情况")
    yield Paragraph("参加单位对发言单位进行评议，评议结果供参考，按现行计分办法不计入得分。")
    headings = ("单位", *(mark.label for mark, _ in marked[0].votes))
    rows = tuple(
        (one.exhibit.organisation.short_name, *(str(number) for _, number in one.votes)) for one in marked
    )
    yield Grid(headings, rows, (5, *(1.3 for _ in headings[1:])), "评议票数")


def _request(of: Gathering) -> str:
    until = of.objections_until
    told = f"对本单位数字有异议的，可以在{_day(until)}以前提出。" if until is not None else ""
    return f"请各单位对照问题和承诺抓好整改，到期由组织方回头看。{told}"


def render(of: Gathering, at: datetime, form: PaperForm) -> bytes:
    """The 通报 as the file asked for; see `actions.publishing.Renderer`."""
    paper = circular(of, at.date())
    return word.render(paper) if form is PaperForm.DOCX else pdf.render(paper)
