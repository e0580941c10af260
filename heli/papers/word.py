"""A paper or a booklet as Word: the fonts that offices have, real styles and headings, to be worked on."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt

from heli.papers import layout, pdf, tables
from heli.papers.booklet import Booklet, SetBooklet, compose_booklet
from heli.papers.composition import Annex, Composition, Role, Text, compose
from heli.papers.layout import LINE, MM
from heli.papers.ooxml import Look, Piece, element, page_field, paragraph, paragraph_properties, rule, runs
from heli.papers.paper import Paper
from heli.papers.word_imprint import imprint_lines
from heli.papers.word_styles import restyle
from heli.papers.word_tables import body_table

_SMALL = layout.SMALL_SIZE
_LOW = Look(line=1.0)
"""A paragraph that must be there and should not show: Word wants one after a table and after a frame."""


def render(paper: Paper) -> bytes:
    """The paper as .docx; raises `Invalid` for a kind without layout (R13-01 … R13-11).

    Where the 版记 stands, on the body's last page or overleaf, Word cannot work out by itself: it is taken
    from the same paper set as PDF.
    """
    composed = compose(paper)
    document = _begun("".join(paper.title.splitlines()), paper.signed_by or paper.issuer, paper.dated)
    for made in (*_head(composed), *_body(composed.body), *_closing(composed), *_annexes(composed.annexes)):
        _append(document, made)
    if composed.imprint:
        place = pdf.imprint_place(paper)
        if place and place.own_page:
            _turn_over(document, numbered=not place.blank)
        for made in imprint_lines(composed.imprint):
            _append(document, made)
    return _written(document, paper.dated)


def render_booklet(booklet: Booklet) -> bytes:
    """A booklet as .docx: its cover where it has one, then each part from a page of its own."""
    composed = compose_booklet(booklet)
    document = _begun("".join(composed.title), "".join(composed.owner), booklet.dated)
    for made in _cover(composed):
        _append(document, made)
    for index, part in enumerate(composed.parts):
        new_page = bool(composed.cover) or index > 0
        for made in (_title(part.title, before=0, new_page=new_page), *_body(part.body)):
            _append(document, made)
    return _written(document, booklet.dated)


def _cover(composed: SetBooklet) -> list[BaseOxmlElement]:
    if not composed.cover:
        return []
    middle = Look(align="center")
    owner = Look(align="center", before_lines=2, after_lines=6)
    made = [_title(composed.title, before=5)]
    made.append(paragraph(owner, Piece("\n".join(composed.owner), layout.KAI_FACE)))
    made += [paragraph(middle, Piece(f"{label}：{value}")) for label, value in composed.cover]
    return made


def _begun(title: str, author: str, dated: date) -> Document:
    """An empty document with styles, page, page numbers, and what it says of itself."""
    document = docx.Document()
    restyle(document)
    _set_page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    _set_page_numbers(document.sections[0])
    _describe(document, title, author, dated)
    return document


def _written(document: Document, dated: date) -> bytes:
    """The file, its last paragraph a low one, for Word wants one after a table."""
    _append(document, paragraph(_LOW))
    written = BytesIO()
    document.save(written)
    return _stamped(written.getvalue(), dated)


def _stamped(package: bytes, day: date) -> bytes:
    """`package` with the day of the paper on each of its files, instead of the moment of writing."""
    again = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            target.writestr(entry, source.read(name), ZIP_DEFLATED)
    return again.getvalue()


def _append(document: Document, made: BaseOxmlElement) -> None:
    document.element.body.sectPr.addprevious(made)


def _set_page(section: Section) -> None:
    """A4, the margins, and the grid of 22 lines × 28 characters (R13-01, R13-02)."""
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = Mm(15)
    # The dashes stand in the middle of a line of 14 points, and that 7 mm below the type area.
    section.footer_distance = Mm(layout.BOTTOM - layout.PAGE_NUMBER_BELOW) - Pt(_SMALL / 2)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    closer = int((layout.CELL - layout.BODY_SIZE) * 4096) - 1
    grid = {"type": "linesAndChars", "linePitch": round(LINE * 20), "charSpace": closer}
    properties.append(element("docGrid", grid))


def _set_page_numbers(section: Section, *, shown: bool = True) -> None:
    """— 1 — at the right of odd pages, at the left of even ones, one character in (R13-10).

    The line fills the whole foot of the page, for some programs take the type area to end where it begins.
    """
    one = _SMALL / layout.CELL
    room = layout.PAGE_NUMBER_BELOW * MM - _SMALL / 2 - 0.5
    for footer, look in (
        (section.footer, Look(align="right", right=one, before=room, line=_SMALL, chars=False)),
        (section.even_page_footer, Look(align="left", left=one, before=room, line=_SMALL, chars=False)),
    ):
        footer.is_linked_to_previous = False
        made = paragraph(look)
        if shown:
            made.extend(runs(Piece("— ", layout.SONG_FACE, _SMALL)))
            made.extend(page_field(_SMALL, layout.SONG_FACE))
            made.extend(runs(Piece(" —", layout.SONG_FACE, _SMALL)))
        container = footer._element
        for old in list(container):
            container.remove(old)
        container.append(made)


def _turn_over(document: Document, *, numbered: bool) -> None:
    """Begin the even page that the 版记 has to itself; after a blank page it bears no number.

    The break goes into the last paragraph: one more line, were it empty, might need a page of its own.
    """
    section = document.add_section(WD_SECTION.EVEN_PAGE)
    breaking = document.element.body.sectPr.getprevious()
    before = breaking.getprevious()
    if before.tag == qn("w:p"):
        before.find(qn("w:pPr")).append(breaking.find(f"{qn('w:pPr')}/{qn('w:sectPr')}"))
        breaking.getparent().remove(breaking)
    else:
        low = paragraph_properties(_LOW)
        low.append(breaking.find(f"{qn('w:pPr')}/{qn('w:sectPr')}"))
        breaking.replace(breaking.find(qn("w:pPr")), low)
    _set_page_numbers(section, shown=numbered)


def _describe(document: Document, title: str, author: str, dated: date) -> None:
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = author
    properties.comments = ""
    properties.language = "zh-CN"
    moment = datetime.combine(dated, datetime.min.time(), tzinfo=UTC)
    properties.created = properties.modified = moment


def _head(composed: Composition) -> list[BaseOxmlElement]:
    """版头, title and addressees."""
    name = composed.masthead
    red = Piece(name.text, layout.TITLE_FACE, name.size, layout.RED, round(name.stretch * 100))
    top = Look(align="center", before=layout.MASTHEAD_BELOW_TOP * MM, line=name.size)
    below = layout.RULE_BELOW_NUMBER * MM - (LINE - layout.BODY_SIZE) / 2
    border = (rule("bottom", thickness=layout.RED_RULE, color=layout.RED, space=round(below)),)
    made = [paragraph(top, red)]
    if composed.signer or composed.number_place is layout.NumberPlace.LEFT:
        look = Look(before_lines=2, align="left", border=border, tabs=(layout.CELL * (layout.CHARS - 1),))
        number = Piece(f"　{composed.number}\t签发人：")
        made.append(paragraph(look, number, Piece(composed.signer, layout.KAI_FACE)))
    else:
        made.append(paragraph(Look(before_lines=2, align="center", border=border), Piece(composed.number)))
    made.append(_title(composed.title, before=2))
    if composed.addressees:
        made.append(paragraph(Look(), Piece(composed.addressees)))
    return made


def _title(lines: tuple[str, ...], *, before: int, new_page: bool = False) -> BaseOxmlElement:
    look = Look(
        "Title", "center", line=layout.TITLE_LINE, before_lines=before, after_lines=1, new_page=new_page
    )
    return paragraph(look, Piece("\n".join(lines), layout.TITLE_FACE, layout.TITLE_SIZE))


def _body(blocks: tuple[Text | tables.Table, ...]) -> list[BaseOxmlElement]:
    made: list[BaseOxmlElement] = []
    after_table = 0.0
    for index, block in enumerate(blocks):
        if isinstance(block, tables.Table):
            made += _captioned(block, before=after_table)
            after_table = LINE / 2
            continue
        keep = index == len(blocks) - 1 or block.role is not Role.TEXT
        style = "" if block.role is Role.TEXT else f"Heading{block.role}"
        face = layout.BODY_FACE if block.role is Role.TEXT else layout.HEADING_FACES[int(block.role)]
        made.append(paragraph(Look(style, first=2, keep=keep, before=after_table), Piece(block.text, face)))
        after_table = 0.0
    return made


def _captioned(table: tables.Table, *, before: float) -> list[BaseOxmlElement]:
    """The table under its caption; two tables with none between them are held apart by a low line."""
    drawn = body_table(table)
    if table.caption:
        look = Look(align="center", keep=True, before=before)
        return [paragraph(look, Piece(table.caption, layout.HEI_FACE, _SMALL)), drawn]
    return [paragraph(Look(line=before, keep=True)), drawn] if before else [drawn]


def _closing(composed: Composition) -> list[BaseOxmlElement]:
    """附件说明, 署名 and date, 附注: held together, and to the last line of the text."""
    made = []
    for index, (number, name) in enumerate(composed.attachments):
        wide = 0.0 if not number else 1.0 if len(number) == 2 else 1.5
        label = 0.0 if index else 3.0
        look = Look(left=5 + wide, hanging=label + wide, before_lines=0 if index else 1, keep=True)
        made.append(paragraph(look, Piece(f"{'' if index else '附件：'}{number}{name}")))
    signature = composed.signature
    signed = Look(align="right", right=signature.name_indent, before_lines=1, keep=True)
    made.append(paragraph(signed, Piece(signature.name)))
    dated = Look(align="right", right=signature.date_indent, keep=bool(composed.note))
    made.append(paragraph(dated, Piece(signature.date)))
    if composed.note:
        made.append(paragraph(Look(first=2), Piece(composed.note)))
    return made


def _annexes(annexes: tuple[Annex, ...]) -> list[BaseOxmlElement]:
    made = []
    for annex in annexes:
        made.append(paragraph(Look(new_page=True, align="left"), Piece(annex.label, layout.HEI_FACE)))
        made.append(_title(annex.title, before=1))
        made += _body(annex.body)
    return made
