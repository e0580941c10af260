"""A list as an official paper: a 通知 that issues it, the list as its attachment (S001-72, S003-71)."""

from datetime import date

from heli.mandates.catalogue import ListState
from heli.mandates.queries.one import ListPage, Row
from heli.papers import pdf, word
from heli.papers.paper import Attachment, Grid, Kind, Paper, Paragraph

_HEADINGS = ("序号", "类别", "责任内容", "措施", "完成时限", "岗位", "责任人")
_WIDTHS = (1.4, 2.2, 3.6, 3.8, 2.4, 2.6, 2.4)
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def paper_of(page: ListPage, on: date) -> Paper:
    """A version with the persons of the day `on`; what is not adopted yet is named 送审稿."""
    mandate = page.mandate
    is_draft = mandate.state == ListState.DRAFT
    name = f"{mandate.organisation.short_name}{mandate.title}{'（送审稿）' if is_draft else ''}"
    grid = Grid(_HEADINGS, tuple(_cells(row) for row in page.rows), _WIDTHS)
    return Paper(
        kind=Kind.NOTICE,
        issuer=mandate.organisation.name,
        title=f"关于印发《{name}》的通知",
        body=(Paragraph(_opening(page, name)), Paragraph("请各责任人按照岗位和时限抓好落实。")),
        dated=on if is_draft or mandate.adopted_on is None else mandate.adopted_on,
        addressees=("各有关党组织",),
        attachments=(Attachment(name, (grid,)),),
    )


def render(page: ListPage, on: date, form: str) -> bytes:
    """The paper as Word or PDF."""
    paper = paper_of(page, on)
    return word.render(paper) if form == "docx" else pdf.render(paper)


def _opening(page: ListPage, name: str) -> str:
    meeting = page.mandate.meeting
    if meeting is None:
        return f"现将《{name}》印送，请会议审议。"
    day = f"{meeting.happened_on.year}年{meeting.happened_on.month}月{meeting.happened_on.day}日"
    return f"《{name}》已经{day}会议审定，现予印发。"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row.number),
        row.item.get_group_display(),
        row.item.text,
        row.item.measures,
        row.when,
        row.borne.post,
        row.borne.person or row.borne.problem,
    )
