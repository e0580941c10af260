"""The 党支部工作手册 and the 签到表 as booklets: what was entered, in the order of the 工委's template."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from heli.duties.catalogue import RecordKind
from heli.orglife.catalogue import BookForm, Section
from heli.orglife.queries.handbook import Book, Held
from heli.orglife.rules import Person
from heli.orgs.models import Organisation
from heli.papers import pdf, word
from heli.papers.booklet import Booklet, Part
from heli.papers.composition import date_in_words
from heli.papers.paper import Block, Grid, Heading, Paragraph

LEAST_LINES = 20
"""Lines of a 签到表 at least; what is not a name is left blank."""
SPARE_LINES = 3


def render(held: Book, form: BookForm) -> bytes:
    """The book as the file asked for; see `actions.handbook.Renderer`."""
    return _drawn(handbook(held), form)


def handbook(held: Book) -> Booklet:
    """The 工作手册 of a branch and year."""
    return Booklet(
        title=f"{held.template.name}\n（{held.year}年）",
        owner=held.organisation.name,
        dated=held.today,
        parts=tuple(_PARTS[section](held) for section in held.template.sections),
        cover=(("数据截至", date_in_words(held.on)), ("打印日期", date_in_words(held.today))),
    )


def sign_in_sheet(
    organisation: Organisation, kind: RecordKind, day: date, people: Sequence[Person]
) -> Booklet:
    """A 签到表 with the names of those due, blank to be signed by hand."""
    due = f"应到 {len(people)} 人" if people else "应到　　人"
    body: list[Block] = [
        Paragraph(f"会议：{kind.name}"),
        Paragraph(f"时间：{date_in_words(day)}　　　地点："),
        Paragraph(f"{due}，实到　　人　　　记录人："),
        Grid(
            ("序号", "姓名", "党内职务", "签名", "备注"),
            tuple(_lines(people)),
            (1, 2.2, 2.4, 3, 2.4),
        ),
    ]
    return Booklet(
        title="会议签到表", owner=organisation.name, dated=day, parts=(Part("会议签到表", tuple(body)),)
    )


def sheet_file(
    organisation: Organisation, kind: RecordKind, day: date, people: Sequence[Person], form: BookForm
) -> bytes:
    """A 签到表 as the file asked for."""
    return _drawn(sign_in_sheet(organisation, kind, day, people), form)


def _drawn(booklet: Booklet, form: BookForm) -> bytes:
    return word.render_booklet(booklet) if form is BookForm.DOCX else pdf.render_booklet(booklet)


def _lines(people: Sequence[Person]) -> Iterator[tuple[str, ...]]:
    for number in range(max(LEAST_LINES, len(people) + SPARE_LINES)):
        person = people[number] if number < len(people) else None
        yield (str(number + 1), person.name if person else "", person.title if person else "", "", "")


def _committee(held: Book) -> Part:
    rows = tuple(
        (
            post.get_office_display(),
            post.name,
            post.valid_from.isoformat(),
            post.valid_to.isoformat() if post.valid_to else "",
        )
        for post in held.committee
    )
    told: Block = Grid(("职务", "姓名", "任职日期", "免职日期"), rows, (3, 3, 2.5, 2.5))
    return Part("支部班子", (told,) if rows else (Paragraph("任职名单中没有记载。"),))


def _roster(held: Book) -> Part:
    rows = tuple(
        (
            str(number),
            one.name,
            one.standing,
            one.joined_on.isoformat() if one.joined_on else "",
            one.offices,
        )
        for number, one in enumerate(held.roster, 1)
    )
    told: Block = Grid(("序号", "姓名", "党员类别", "入党日期", "党内职务"), rows, (1, 2.4, 2.4, 2.6, 3))
    missing = Paragraph("名册中没有这一年的党员名单。")
    return Part(
        "党员名册",
        (Paragraph(f"截至{date_in_words(held.on)}，共{len(rows)}人。"), told) if rows else (missing,),
    )


def _duties(held: Book) -> Part:
    rows = tuple(
        (
            duty.reading.measure,
            duty.period_name or "到期时",
            duty.due_on.isoformat(),
            str(duty.state.label),
            duty.answer.happened_on.isoformat() if duty.answer else "",
        )
        for duty in held.duties
    )
    told: Block = Grid(("任务", "期间", "完成时限", "状态", "完成日期"), rows, (5, 1.8, 2.4, 1.8, 2.4))
    return Part("年度任务及完成情况", (told,) if rows else (Paragraph("没有年度任务。"),))


def _meetings(held: Book) -> Part:
    """Month by month, each meeting with its attendance and minutes."""
    body: list[Block] = []
    for month, meetings in groupby(held.meetings, key=lambda one: one.record.happened_on.month):
        body.append(Heading(1, f"{month}月"))
        for one in meetings:
            body += _meeting(one)
    return Part("组织生活记录", tuple(body) or (Paragraph("这一年没有会议记录。"),))


def _meeting(one: Held) -> Iterator[Block]:
    record = one.record
    yield Heading(2, f"{record.happened_on} {one.kind.name}")
    yield Paragraph(f"主题：{record.topic}")
    numbers = f"应到{record.due}人，实到{'未知' if record.present is None else record.present}人。"
    led = f"主持人：{record.chair or '未填'}；记录人：{record.recorder or '未填'}。"
    yield Paragraph(led + (numbers if record.due is not None else ""))
    if one.present:
        yield Paragraph(f"到会：{'、'.join(one.present)}")
    if one.away:
        yield Paragraph(f"缺席：{'、'.join(one.away)}")
    yield Paragraph(f"主要内容：{record.text or '（空白）'}")
    for matter in one.matters:
        result = "通过" if matter.passed else "未通过"
        counts = f"赞成{matter.in_favour}票，反对{matter.against}票，弃权{matter.abstained}票"
        yield Paragraph(f"表决：{matter.matter}。{counts}，{result}。")
    for note in one.notes:
        yield Paragraph(f"更正说明（{note.noted_by}，{note.noted_at:%Y-%m-%d}）：{note.text}")
    if one.minutes is not None and one.minutes.signed_at is not None:
        yield Paragraph(
            f"会议记录{one.minutes.get_state_display()}，审签人：{one.minutes.signed_by}（{one.minutes.signed_at:%Y-%m-%d}）。"
        )


def _org_life(held: Book) -> Part:
    life = held.life
    if life is None:
        return Part("组织生活会", (Paragraph(f"{held.year}年度组织生活会还没有登记。"),))
    met = life.record.happened_on.isoformat() if life.record else "还没有召开"
    body: list[Block] = [Paragraph(f"主题：{life.theme}"), Paragraph(f"召开日期：{met}")]
    rows = tuple(
        (
            one.issue,
            one.measure,
            one.person,
            one.due_on.isoformat(),
            one.done_how if one.done_at else "未落实",
        )
        for one in held.measures
    )
    if rows:
        body.append(
            Grid(("支部存在的问题", "整改措施", "责任人", "完成时限", "落实情况"), rows, (4, 4, 1.8, 2.2, 3))
        )
    return Part("组织生活会", tuple(body))


def _documents(held: Book) -> Part:
    rows = tuple((record.happened_on.isoformat(), kind.name, record.topic) for record, kind in held.documents)
    told: Block = Grid(("日期", "类型", "名称"), rows, (2, 3, 6))
    return Part("材料目录", (told,) if rows else (Paragraph("这一年没有材料归档。"),))


_PARTS: dict[Section, Callable[[Book], Part]] = {
    Section.COMMITTEE: _committee,
    Section.ROSTER: _roster,
    Section.DUTIES: _duties,
    Section.MEETINGS: _meetings,
    Section.ORG_LIFE: _org_life,
    Section.DOCUMENTS: _documents,
}
