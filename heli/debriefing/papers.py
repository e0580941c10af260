"""A written report as an official paper: 报告 to the organiser, chapter by chapter (R10-06, S000-75)."""

from django.utils.timezone import localdate

from heli.debriefing.models import Reporter
from heli.debriefing.queries.filling import Report
from heli.papers import pdf, word
from heli.papers.paper import Block, Heading, Kind, Paper, Paragraph

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def paper_of(held: Reporter, report: Report) -> Paper:
    """The report as it stands; 抓直属单位 that does not apply is said so."""
    body: list[Block] = []
    for part in report.parts:
        if part.text.strip():
            body.append(Heading(1, part.rule.name))
            body += [Paragraph(line.strip()) for line in part.text.splitlines() if line.strip()]
    if report.attached_left_out:
        body += [Heading(1, "抓直属单位党的工作情况"), Paragraph("本单位没有直属单位党组织，不适用。")]
    round_ = held.debriefing
    handed_in = localdate(held.handed_in_at) if held.handed_in_at is not None else round_.first_on
    draft = "" if held.has_handed_in else "（草稿）"
    return Paper(
        kind=Kind.REPORT,
        issuer=held.organisation.name,
        title=f"{round_.year}年度抓基层党建工作述职报告{draft}",
        body=tuple(body) or (Paragraph("（还没有写）"),),
        dated=handed_in,
        addressees=(round_.organiser.short_name,),
        signer=held.name,
        signed_by=f"{held.organisation.short_name}{held.get_office_display()} {held.name}",
    )


def render(held: Reporter, report: Report, form: str) -> bytes:
    """The paper as Word or PDF."""
    paper = paper_of(held, report)
    return word.render(paper) if form == "docx" else pdf.render(paper)
