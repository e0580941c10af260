"""The 通报 on a period: figures worked out from duties, no name of a person, nothing that nobody counted.

Of a period whose 通报 was published it says the published figures, whatever has become known since.
"""

from collections.abc import Sequence
from datetime import date, datetime

from heli.accounts.scope import EVERYTHING
from heli.appraisal.catalogue import PaperForm, title_of
from heli.appraisal.queries import scores
from heli.appraisal.queries.published import Published, as_of, published
from heli.appraisal.queries.scores import ClassSummary
from heli.appraisal.queries.telling import Circular, Told, work_out
from heli.appraisal.rules import Counted, share
from heli.kernel.periods import Period
from heli.papers import pdf, word
from heli.papers.paper import Attachment, Block, Grid, Heading, Kind, Paper, Paragraph

ADDRESSEES = ("各党组（党委）", "各机关党委、直属党总支、党支部")
SHOWN = 20
"""How many organisations with an expired term the text names; the rest stand in the attachment."""


def circular(period: Period, on: date) -> Paper:
    """The 通报 as a GB/T 9704 paper (R13-01 … R13-15), dated `on`; as published where it was."""
    return paper_of(told(period, on, published(period, on, EVERYTHING)), dated=on)


def told(period: Period, on: date, was: Published | None) -> Circular:
    """The figures of a 通报: as they were published, else as they are known on the day `on`."""
    return work_out(period, as_of(period, on)) if was is None else was.circular


def paper_of(found: Circular, *, dated: date) -> Paper:
    """Figures in words."""
    period = found.period
    body: list[Block] = [Paragraph(_opening(found))]
    body += [Heading(1, "总体情况"), *map(Paragraph, _overall(found))]
    body += [Heading(1, "各单位完成情况"), Paragraph(_units_text(found)), _units_table(found.units)]
    body += [Heading(1, "分类情况"), Paragraph(_classes_text(found)), _classes_table(found.classes)]
    body += [Heading(1, "存在的问题"), *_problems(found)]
    body += [Heading(1, "有关要求"), *map(Paragraph, _requests())]
    return Paper(
        kind=Kind.CIRCULAR,
        issuer=found.issuer,
        title=title_of(period),
        body=tuple(body),
        dated=dated,
        addressees=ADDRESSEES,
        attachments=_attachments(found),
        printed_by=found.issuer,
        printed_on=dated,
    )


def _opening(found: Circular) -> str:
    return (
        f"现将{found.period.name}市直机关各级党组织落实机关党建责任的情况通报如下。"
        f"数据截至{_day(found.on)}，按年度任务分解表由履职记录汇总得出，每一个数字都可以在合力系统中逐条核对。"
    )


def _overall(found: Circular) -> list[str]:
    total = found.total
    texts = [
        f"市直机关现有党组织{found.organisations}个（不含党组等领导机构），其中直属单位党组织{found.attached}个，"
        f"占{_percent(found.attached, found.organisations)}。",
        f"{found.period.name}到期并可以统计的应办事项共{total.owed}项，已完成{total.done}项，"
        f"完成率{_percent(total.done, total.owed)}；其中按期完成{total.on_time}项，"
        f"按期率{_percent(total.on_time, total.owed)}。",
    ]
    if total.unknown:
        texts.append(
            f"另有{total.unknown}项因尚无相应履职记录的来源，情况未知，没有计入上述统计，也没有按未完成处理。"
        )
    return texts


def _units_text(found: Circular) -> str:
    full = sum(1 for one in found.units if one.counted.owed and one.counted.done == one.counted.owed)
    counted = sum(1 for one in found.units if one.counted.owed)
    return (
        f"有到期应办事项可以统计的单位共{counted}个，其中{full}个全部完成。"
        "各单位（含直属单位）情况见下表，按单位名称排列，不排名次。"
    )


def _units_table(units: Sequence[Told]) -> Grid:
    headings = ("序号", "单位", "应办", "已完成", "完成率", "按期率", "未知")
    rows = tuple(
        (
            str(number),
            unit.name,
            *_figures(unit.counted),
        )
        for number, unit in enumerate(units, start=1)
    )
    return Grid(headings, rows, (1, 5, 1.2, 1.4, 1.6, 1.6, 1.2), "各单位应办事项完成情况（项）")


def _figures(counted: Counted) -> tuple[str, ...]:
    return (
        str(counted.owed),
        str(counted.done),
        _percent(counted.done, counted.owed),
        _percent(counted.on_time, counted.owed),
        str(counted.unknown),
    )


def _classes_text(found: Circular) -> str:
    scheme = scores.scheme_on(found.on)
    lines = "，".join(f"{tier.floor}分以上为{tier.name}" for tier in scheme.tiers[:-1])
    return (
        f"得分由完成（{scheme.completeness}%）和按期（{scheme.timeliness}%）两部分按任务分值加权得出，未知的事项不计分、不扣分。"
        f"党组织只在同类中比较，先分档：{lines}，其余为{scheme.tiers[-1].name}。以上比例和分档为示例，以工委审定为准。"
    )


def _classes_table(classes: Sequence[ClassSummary]) -> Grid:
    tiers = tuple(tier.name for tier, _ in classes[0].tiers) if classes else ()
    rows = tuple(
        (
            row.name,
            str(row.count),
            *(str(count) for _, count in row.tiers),
            str(row.unknown),
            "未知" if row.median is None else str(row.median),
        )
        for row in classes
    )
    headings = ("类别", "组织数", *tiers, "未知", "中位分")
    return Grid(headings, rows, (5, *(1.3 for _ in headings[1:])), "各类党组织分档情况（个）")


def _problems(found: Circular) -> list[Block]:
    missing = [(one.name, one.counted.owed - one.counted.done) for one in found.requirements]
    blocks: list[Block] = []
    if any(count for _, count in missing):
        named = "；".join(f"{name}{count}项" for name, count in missing if count)
        blocks += [Heading(2, "有的应办事项没有完成"), Paragraph(f"到期未完成的有：{named}。")]
    if found.expired:
        named = "、".join(one.name for one in found.expired[:SHOWN])
        more = "等，名单见附件" if len(found.expired) > SHOWN else ""
        text = f"任期已届满尚未换届的党组织{len(found.expired)}个：{named}{more}。"
        blocks += [Heading(2, "有的党组织没有按期换届"), Paragraph(text)]
    if found.broken:
        named = "；".join(f"{remark}（{count}次）" for remark, count in found.broken)
        blocks += [Heading(2, "有的会议不够规范"), Paragraph(f"台账所载会议中：{named}。")]
    unknown = [one for one in found.requirements if one.counted.unknown]
    if unknown:
        named = "；".join(f"{one.name}{one.counted.unknown}项" for one in unknown)
        text = f"尚无履职记录来源、情况未知的有：{named}。请有关党组织从现在起及时记录。"
        blocks += [Heading(2, "有的情况还不掌握"), Paragraph(text)]
    return blocks or [Paragraph("到期的应办事项均已完成。")]


def _requests() -> list[str]:
    return [
        "请各党组（党委）和机关党委对照本通报，逐项核对没有完成的事项，弄清原因，明确责任人和完成时限。",
        "任期已经届满的党组织，请尽快按规定程序换届；需要延期的，应当报上级党组织批准。",
        "对数据有异议的，请写明党组织和具体事项，向机关工委提出核对。",
    ]


def _attachments(found: Circular) -> tuple[Attachment, ...]:
    if len(found.expired) <= SHOWN:
        return ()
    rows = tuple(
        (str(number), one.name, one.ended_on.isoformat()) for number, one in enumerate(found.expired, start=1)
    )
    table = Grid(("序号", "党组织", "届满日期"), rows, (1, 8, 2.5))
    return (Attachment("任期已届满尚未换届的党组织名单", (table,)),)


def _percent(part: int, whole: int) -> str:
    found = share(part, whole)
    return "—" if found is None else f"{found}%"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def render(period: Period, at: datetime, form: PaperForm) -> bytes:
    """The 通报 as the file asked for; see `actions.Renderer`."""
    paper = circular(period, at.date())
    return word.render(paper) if form is PaperForm.DOCX else pdf.render(paper)
