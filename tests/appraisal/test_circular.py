"""The 通报: the same figures as the scores, nobody's name, a file that opens, and one trace of it."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from heli.accounts.scope import EVERYTHING
from heli.appraisal import actions, papers
from heli.appraisal.catalogue import PaperForm
from heli.appraisal.papers import SHOWN
from heli.appraisal.queries import circulars, scores
from heli.kernel.errors import NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from heli.kernel.periods import Period
from heli.members.models import Member, Post
from heli.orgs.models import CommitteeTerm, Organisation
from heli.papers.paper import Grid, Heading, Paper
from tests.duties.planned import enter
from tests.people import NOW, TODAY, City, People, Person, building

HALF = Period.parse("2026H1")


def said(paper: Paper) -> str:
    """Every word of the body, a table's cells parted by |."""
    return "\n".join(_words(paper))


def _words(paper: Paper) -> Iterator[str]:
    for block in (*paper.body, *(one for attached in paper.attachments for one in attached.body)):
        if isinstance(block, Grid):
            yield from ("|".join(row) for row in (block.headings, *block.rows))
        else:
            yield block.text


def grids(paper: Paper) -> list[Grid]:
    return [block for block in paper.body if isinstance(block, Grid)]


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.body if isinstance(block, Heading)]


def hand_out(by: Person, form: PaperForm = PaperForm.DOCX) -> bytes:
    return actions.hand_out_circular(period=HALF, form=form, render=papers.render, by=by.actor, at=NOW)


def end_terms(*organisations: Organisation) -> None:
    with building():
        CommitteeTerm.objects.filter(organisation__in=organisations).update(ends_on=date(2026, 1, 31))


def test_its_classes_are_those_of_the_scores(worked: City) -> None:
    classes = scores.classes(HALF, TODAY, EVERYTHING)
    table = grids(papers.circular(HALF, TODAY))[1]
    assert table.headings == ("类别", "组织数", "好", "较好", "一般", "需加强", "未知", "中位分")
    assert list(table.rows) == [
        (
            row.name,
            str(row.count),
            *(str(count) for _, count in row.tiers),
            str(row.unknown),
            "未知" if row.median is None else str(row.median),
        )
        for row in classes
    ]
    assert ("党总支 · 事业单位 · 直属单位", "1", "0", "0", "0", "1", "0", "0.00") in table.rows


def test_its_units_are_in_the_order_of_names_and_add_up_to_the_whole(worked: City) -> None:
    paper = papers.circular(HALF, TODAY)
    rows = grids(paper)[0].rows
    assert [row[:4] for row in rows] == [
        ("1", "青岚市委宣传部", "6", "0"),
        ("2", "青岚市教育局", "32", "15"),
        ("3", "青岚市水利局", "7", "3"),
    ]
    assert rows[1][4:] == ("46.9%", "46.9%", "28")
    assert "应办事项共45项，已完成18项，完成率40.0%；其中按期完成17项，按期率37.8%" in said(paper)
    assert f"另有{sum(int(row[6]) for row in rows)}项因尚无相应履职记录的来源" in said(paper)
    assert "单位共3个，其中0个全部完成" in said(paper)


def test_it_counts_organisations_as_the_tree_does(worked: City) -> None:
    assert circulars.organisation_counts(TODAY) == (4, 13)
    assert "现有党组织13个（不含党组等领导机构），其中直属单位党组织4个，占30.8%" in said(
        papers.circular(HALF, TODAY)
    )


def test_what_is_missing_is_named_by_requirement(worked: City) -> None:
    text = said(papers.circular(HALF, TODAY))
    assert "到期未完成的有：开展主题党日活动26项；按期完成换届选举1项。" in text
    assert "情况未知的有：开展主题党日活动6项；召开支部委员会会议24项" in text


def test_it_names_no_person(worked: City, people: People) -> None:
    """Not even one who held the chair, nor one whose post is the secretary's."""
    enter(worked.press, "theme_day", date(2026, 6, 8), chair="叶印清", topic="叶印清讲话")
    names = {*Member.objects.values_list("name", flat=True), *Post.objects.values_list("name", flat=True)}
    text = said(papers.circular(HALF, TODAY))
    assert len(names) > 50
    assert [name for name in names if name in text] == []


def test_a_term_that_is_over_is_told_with_the_organisation(worked: City) -> None:
    end_terms(worked.press, worked.school)
    found = circulars.expired_terms(TODAY)
    assert [(one.pk, one.ended_on) for one in found] == [
        (worked.school.pk, date(2026, 1, 31)),
        (worked.press.pk, date(2026, 1, 31)),
    ]
    text = said(papers.circular(HALF, TODAY))
    assert f"尚未换届的党组织2个：{worked.school.short_name}、{worked.press.short_name}。" in text
    assert papers.circular(HALF, TODAY).attachments == ()


def test_a_term_that_ends_today_is_not_over(worked: City) -> None:
    end_terms(worked.press)
    assert circulars.expired_terms(date(2026, 1, 31)) == []
    assert len(circulars.expired_terms(date(2026, 2, 1))) == 1


def test_many_expired_terms_stand_in_an_attachment(worked: City, monkeypatch: pytest.MonkeyPatch) -> None:
    end_terms(worked.press, worked.school, worked.water_branch)
    assert SHOWN > 3
    monkeypatch.setattr(papers, "SHOWN", 2)
    paper = papers.circular(HALF, TODAY)
    assert "等，名单见附件。" in said(paper)
    (attached,) = paper.attachments
    (table,) = attached.body
    assert isinstance(table, Grid)
    assert [row[0] for row in table.rows] == ["1", "2", "3"]
    assert {row[2] for row in table.rows} == {"2026-01-31"}


def test_what_was_remarked_on_loading_is_counted_in_its_period(worked: City) -> None:
    made = [enter(worked.press, "assembly", date(2026, month, 8)) for month in (4, 5)]
    made.append(enter(worked.press, "lecture", date(2026, 5, 8)))
    outside = enter(worked.press, "assembly", date(2025, 12, 8))
    with building():
        for record, remark in zip(
            (*made, outside), ("人数不足", "人数不足", "内容过简", "内容过简"), strict=True
        ):
            record.remarks = remark
            record.save(update_fields=["remarks"])
    assert circulars.broken_rules(HALF, TODAY) == [("人数不足", 2), ("内容过简", 1)]
    assert circulars.broken_rules(HALF, date(2026, 4, 30)) == [("人数不足", 1)]
    assert "台账所载会议中：人数不足（2次）；内容过简（1次）。" in said(papers.circular(HALF, TODAY))


def test_a_city_without_a_fault_is_told_so(city: City) -> None:
    paper = papers.circular(HALF, TODAY)
    assert "到期的应办事项均已完成。" in said(paper)
    assert [text for text in headings(paper) if text.startswith("有的")] == []
    assert "共0项，已完成0项，完成率—" in said(paper)


def test_it_is_issued_by_the_work_committee_and_dated_today(worked: City) -> None:
    paper = papers.circular(HALF, TODAY)
    assert paper.issuer == worked.work_committee.name
    assert paper.title == "关于2026年上半年机关党建工作责任落实情况的通报"
    assert paper.dated == TODAY
    assert "数据截至2026年6月30日" in said(paper)


def test_without_a_work_committee_nobody_can_issue_it(db: None) -> None:
    with pytest.raises(WrongState) as refused:
        papers.circular(HALF, TODAY)
    assert refused.value.code == "no-work-committee"


def test_handing_it_out_leaves_one_entry_and_a_word_file_that_opens(worked: City, people: People) -> None:
    before = AuditEntry.objects.count()
    made = hand_out(people.staff)
    words = "".join(paragraph.text.replace("\n", "") for paragraph in Document(BytesIO(made)).paragraphs)
    assert "关于2026年上半年机关党建工作责任落实情况的通报" in words
    assert "应办事项共45项，已完成18项" in words
    entry = AuditEntry.objects.latest("pk")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.action, entry.account_id) == ("appraisal.hand_out_circular", people.staff.account.pk)
    assert json.loads(entry.detail) == {"period": "2026H1", "form": "docx", "bytes": len(made)}


def test_as_pdf_it_opens_and_says_the_same(worked: City, people: People) -> None:
    pages = PdfReader(BytesIO(hand_out(people.administrator, PaperForm.PDF))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert "完成率40.0%；其中按期完成17项，按期率37.8%" in text
    assert json.loads(AuditEntry.objects.latest("pk").detail)["form"] == "pdf"


def test_nobody_outside_the_work_committee_hands_it_out(worked: City, people: People) -> None:
    before = AuditEntry.objects.count()
    for role in ("lead_secretary", "deputy", "secretary", "member", "stranger"):
        with pytest.raises(NotAllowed):
            hand_out(getattr(people, role))
    assert AuditEntry.objects.count() == before
