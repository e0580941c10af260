"""The Word paper as an office opens it: margins, grid, faces, page numbers, tables (R13-01 … R13-11)."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from heli.kernel.errors import Invalid
from heli.papers import pdf, word
from heli.papers.layout import LINE
from heli.papers.paper import Attachment, Heading, Kind, Paper, Paragraph
from tests.papers import samples

EMU_IN_MM = 36_000
PROPERTIES = """
pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs overflowPunct autoSpaceDE
autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr sectPr
"""


@cache
def _open(paper: Paper) -> Document:
    return docx.Document(BytesIO(word.render(paper)))


def _paragraph(document: Document, begins: str) -> WordParagraph:
    return next(one for one in document.paragraphs if one.text.strip().startswith(begins))


def _faces(paragraph: WordParagraph) -> set[str]:
    return {
        str(fonts.get(qn(f"w:{script}")))
        for fonts in paragraph._p.iter(qn("w:rFonts"))
        for script in ("ascii", "hAnsi", "eastAsia")
    }


def _value(paragraph: WordParagraph, tag: str, name: str) -> str | None:
    found = paragraph._p.pPr.find(qn(f"w:{tag}")) if paragraph._p.pPr is not None else None
    return None if found is None else found.get(qn(f"w:{name}"))


def _all(document: Document, tag: str) -> list[BaseOxmlElement]:
    return list(document.element.body.iter(qn(f"w:{tag}")))


def test_pages_are_a4_with_the_margins_of_the_standard() -> None:
    for section in _open(samples.circular()).sections:
        measures = (
            (section.page_width, 210),
            (section.page_height, 297),
            (section.top_margin, 37),
            (section.left_margin, 28),
            (section.bottom_margin, 35),
            (section.right_margin, 26),
        )
        for measure, millimetres in measures:
            assert measure is not None
            assert measure / EMU_IN_MM == pytest.approx(millimetres, abs=0.05)


def test_the_grid_has_22_lines_of_28_characters() -> None:
    section = _open(samples.circular()).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    type_height, type_width = (297 - 37 - 35) * 72 / 25.4, (210 - 28 - 26) * 72 / 25.4
    assert int(type_height / (int(grid.get(qn("w:linePitch"))) / 20)) == 22
    assert int(type_width / (16 + int(grid.get(qn("w:charSpace"))) / 4096)) == 28


def test_the_text_is_fixed_lines_of_the_third_size_two_characters_in() -> None:
    opening = _paragraph(_open(samples.circular()), "2026年上半年")
    assert _faces(opening) == {"仿宋_GB2312"}
    assert {run.font.size.pt for run in opening.runs if run.font.size} == {16}
    assert _value(opening, "spacing", "line") == str(round(LINE * 20))
    assert _value(opening, "spacing", "lineRule") == "exact"
    assert _value(opening, "ind", "firstLineChars") == "200"


@pytest.mark.parametrize(
    ("begins", "face", "style"),
    [
        ("一、总体情况", "黑体", "Heading 1"),
        ("（一）压实责任", "楷体_GB2312", "Heading 2"),
        ("1.组织生活经常", "仿宋_GB2312", "Heading 3"),
        ("（1）主题党日", "仿宋_GB2312", "Heading 4"),
        ("关于2026年上半年", "方正小标宋简体", "Title"),
        ("中共安澜市委市直属机关工作委员会文件", "方正小标宋简体", "Normal"),
    ],
)
def test_each_level_has_its_face_and_its_style(begins: str, face: str, style: str) -> None:
    paragraph = _paragraph(_open(samples.circular()), begins)
    assert _faces(paragraph) == {face}
    assert paragraph.style is not None
    assert paragraph.style.name == style


def test_a_heading_stays_with_what_follows_it_and_the_text_with_its_signature() -> None:
    document = _open(samples.circular())
    kept = [paragraph for paragraph in document.paragraphs if paragraph.paragraph_format.keep_with_next]
    texts = [paragraph.text for paragraph in kept]
    assert "一、总体情况" in texts
    assert samples.CLOSING.text in texts
    assert samples.ISSUER in texts


def test_a_character_beyond_gb2312_stands_in_a_font_that_has_it() -> None:
    paragraph = next(one for one in _open(samples.circular()).paragraphs if "张喆" in one.text)
    faces = {run.text: run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs}
    assert faces["喆"] == faces["䶮"] == "仿宋"
    assert {face for text, face in faces.items() if text not in {"喆", "䶮"}} == {"仿宋_GB2312"}


def test_the_head_is_red_and_narrowed_into_one_line_35_mm_down() -> None:
    head = _paragraph(_open(samples.circular()), "中共安澜市委市直属机关工作委员会文件")
    (run,) = head.runs
    assert str(run.font.color.rgb) == "FF0000"
    assert run.font.size is not None
    stretch = int(run._r.rPr.find(qn("w:w")).get(qn("w:val"))) / 100
    assert len(run.text) * run.font.size.pt * stretch <= (210 - 28 - 26) * 72 / 25.4
    assert head.paragraph_format.space_before is not None
    assert head.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)


def test_the_number_stands_two_lines_below_over_a_red_rule() -> None:
    number = _paragraph(_open(samples.circular()), "安直工〔2026〕12号")
    assert _value(number, "spacing", "beforeLines") == "200"
    assert _value(number, "jc", "val") == "center"
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "FF0000"


def test_the_title_stands_two_lines_below_the_rule_in_the_second_size() -> None:
    title = _paragraph(_open(samples.circular()), "关于2026年上半年")
    assert title.text == "关于2026年上半年机关党建\n工作责任落实情况的通报"
    assert _value(title, "spacing", "beforeLines") == "200"
    assert {run.font.size.pt for run in title.runs if run.font.size} == {22}


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    document = _open(samples.circular())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert _value(paragraph, "jc", "val") == side
        assert _value(paragraph, "ind", side) == "280"
        assert _faces(paragraph) == {"宋体"}
        assert [one.text for one in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]


def test_tables_repeat_their_heading_and_divide_no_row() -> None:
    document = _open(samples.circular(122, annexed=True))
    table = document.tables[-1]
    heading, *rows = table._tbl.findall(qn("w:tr"))
    assert heading.trPr.find(qn("w:tblHeader")) is not None
    assert len(rows) == 122
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx((210 - 28 - 26) * 72 / 25.4 * 20, abs=len(widths))


def test_a_row_with_very_much_text_may_be_divided() -> None:
    grid = replace(samples.kinds(), headings=("序号", "内容"), rows=(("1", "文" * 500), ("2", "短")))
    table = _open(replace(samples.circular(), body=(samples.OPENING, grid))).tables[0]
    _, long, short = table._tbl.findall(qn("w:tr"))
    assert long.trPr.find(qn("w:cantSplit")) is None
    assert short.trPr.find(qn("w:cantSplit")) is not None


def test_text_in_tables_is_of_the_small_fourth_size() -> None:
    cell = _open(samples.circular()).tables[0].rows[1].cells[0]
    (paragraph,) = cell.paragraphs
    assert _faces(paragraph) == {"仿宋_GB2312"}
    assert {run.font.size.pt for run in paragraph.runs if run.font.size} == {12}


def test_tables_never_touch_one_another_or_the_end() -> None:
    grid = replace(samples.kinds(), caption="")
    paper = replace(
        samples.circular(), attachments=(Attachment("两张表", (grid, grid)),), copies_to=(), printed_by=""
    )
    children = [child.tag for child in _open(paper).element.body]
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(children))
    assert children[-2:] == [qn("w:p"), qn("w:sectPr")]


def _imprint(document: Document) -> list[WordParagraph]:
    return [
        one
        for one in document.paragraphs
        if one._p.pPr is not None and one._p.pPr.find(qn("w:framePr")) is not None
    ]


def test_the_imprint_floats_to_the_foot_between_rules_thick_thin_thick() -> None:
    lines = _imprint(_open(samples.circular()))
    texts = [line.text for line in lines]
    assert [text[:3] for text in texts] == ["", "抄送：", "", "中共安", ""]
    assert texts[3].endswith("\t2026年7月1日印发")
    assert {_value(line, "framePr", "yAlign") for line in lines} == {"bottom"}
    assert {_value(line, "framePr", "vAnchor") for line in lines} == {"margin"}
    heights = [int(_value(line, "spacing", "line") or 0) for line in lines if not line.text]
    assert heights == [20, 14, 20]
    assert {run.font.size.pt for line in lines for run in line.runs if run.font.size} == {14}


def _until(wanted: pdf.ImprintPlace) -> Paper:
    for lines in range(2, 40):
        body = (*(Paragraph(f"第{n}行。") for n in range(lines)), Paragraph("特此通报。"))
        paper = replace(samples.circular(), body=body)
        if pdf.imprint_place(paper) == wanted:
            return paper
    raise AssertionError(wanted)


def test_an_imprint_with_room_shares_the_last_page() -> None:
    document = _open(_until(pdf.ImprintPlace(own_page=False, blank=False)))
    assert len(document.sections) == 1


def test_an_imprint_overleaf_begins_an_even_page_without_an_empty_line_before() -> None:
    document = _open(_until(pdf.ImprintPlace(own_page=True, blank=False)))
    assert document.sections[1].start_type == WD_SECTION.EVEN_PAGE
    (broken,) = [one for one in document.paragraphs if one._p.pPr.find(qn("w:sectPr")) is not None]
    assert broken.text == "2026年6月30日"
    assert document.sections[1].even_page_footer.paragraphs[0].text == "— 1 —"


def test_an_imprint_behind_a_blank_page_bears_no_number() -> None:
    document = _open(_until(pdf.ImprintPlace(own_page=True, blank=True)))
    section = document.sections[1]
    assert section.start_type == WD_SECTION.EVEN_PAGE
    assert [one.text for one in (*section.footer.paragraphs, *section.even_page_footer.paragraphs)] == [
        "",
        "",
    ]


def test_an_attached_table_before_an_imprint_overleaf_keeps_its_section_break() -> None:
    for rows in range(1, 40):
        paper = replace(samples.circular(), attachments=(Attachment("情况表", (samples.rates(rows),)),))
        if (place := pdf.imprint_place(paper)) and place.own_page:
            break
    document = _open(paper)
    assert len(document.sections) == 2
    (broken,) = [one for one in document.paragraphs if one._p.pPr.find(qn("w:sectPr")) is not None]
    assert broken.text == ""
    assert _value(broken, "spacing", "line") == "20"


def test_an_upward_paper_names_its_signer_in_the_other_face() -> None:
    paper = replace(
        samples.circular(), kind=Kind.REQUEST, title="关于增设党支部的请示", signer="赵启明", copies_to=()
    )
    line = _paragraph(_open(paper), "安直工〔2026〕12号")
    assert line.text == "　安直工〔2026〕12号\t签发人：赵启明"
    assert line.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"


def test_the_date_begins_two_characters_after_the_name_where_there_is_no_seal() -> None:
    document = _open(samples.circular(stamped=False))
    name = next(one for one in document.paragraphs if one.text == samples.ISSUER)
    assert _value(name, "ind", "rightChars") == "200"
    assert _value(_paragraph(document, "2026年6月30日"), "ind", "rightChars") == "950"


def test_attachments_are_named_with_hanging_numbers() -> None:
    document = _open(samples.circular(3, annexed=True))
    first, second = _paragraph(document, "附件：1."), _paragraph(document, "2.整改台账")
    assert _value(first, "ind", "leftChars") == _value(second, "ind", "leftChars") == "600"
    assert _value(first, "ind", "hangingChars") == "400"
    assert _value(second, "ind", "hangingChars") == "100"
    assert _paragraph(document, "附件1").paragraph_format.page_break_before


def test_nothing_of_the_template_or_of_the_machine_is_left() -> None:
    package = word.render(samples.circular())
    with ZipFile(BytesIO(package)) as files:
        assert {entry.date_time[:3] for entry in files.infolist()} == {(2026, 6, 30)}
        assert not any("thumbnail" in name or "stylesWithEffects" in name for name in files.namelist())
    document = _open(samples.circular())
    assert document.core_properties.author == samples.ISSUER
    assert document.core_properties.comments == ""
    assert {style.name for style in document.styles} >= {"Normal", "Title", "Heading 1", "Heading 4"}
    assert "List Bullet" not in {style.name for style in document.styles}


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert word.render(samples.circular()) == word.render(samples.circular())


def test_properties_stand_in_the_order_that_the_schema_wants() -> None:
    places = {qn(f"w:{name}"): place for place, name in enumerate(PROPERTIES.split())}
    paper = _until(pdf.ImprintPlace(own_page=True, blank=True))
    for properties in _all(_open(paper), "pPr"):
        found = [places[child.tag] for child in properties]
        assert found == sorted(found)


def test_a_kind_without_layout_is_refused() -> None:
    with pytest.raises(Invalid, match="“纪要”的版式尚未编排"):
        word.render(replace(samples.circular(), kind=Kind.MINUTES))


def test_headings_of_every_level_are_numbered() -> None:
    body = tuple(Heading(level, "情况") for level in (1, 2, 3, 4))
    document = _open(replace(samples.circular(), body=(*body, Paragraph("如下。"))))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text.endswith("情况")]
    assert texts == ["一、情况", "（一）情况", "1.情况", "（1）情况"]
