"""The PDF as it lies on the table: page, lines, characters, faces, places (R13-01 … R13-11)."""

import hashlib
import re
import tomllib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

import heli.papers
from heli.kernel.errors import Invalid
from heli.papers import pdf
from heli.papers.layout import (
    BOTTOM,
    CHARS,
    LEFT,
    LINES,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SMALL_SIZE,
    TOP,
    TYPE_WIDTH,
)
from heli.papers.paper import Attachment, Heading, Kind, Paper, Paragraph
from heli.papers.titles import width
from tests.papers import samples

FONTS = Path(heli.papers.__file__).parent / "fonts"
SPACE = re.compile(r"\s")


@cache
def _pages(paper: Paper) -> list[PageObject]:
    return list(PdfReader(BytesIO(pdf.render(paper))).pages)


def _lines(page: PageObject) -> list[str]:
    """The lines of a page, without spaces, the page number left out."""
    lines = [SPACE.sub("", line) for line in page.extract_text().splitlines()]
    return [line for line in lines if line and not re.fullmatch(r"—\d+—", line)]


def _words(page: PageObject) -> list[tuple[str, float, float]]:
    """What is written on a page, each with the point where it begins, in mm from the left and the top."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, matrix: list[float], place: list[float], *_: object) -> None:
        if text.strip():
            x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
            y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
            found.append((text.strip(), x / MM, PAGE_HEIGHT - y / MM))

    page.extract_text(visitor_text=visit)
    return found


def _plain(paragraphs: int, *, closing: str = "特此通报。") -> Paper:
    """A circular of paragraphs of one line each, as many as asked for, and a short last one."""
    body = (
        *(Paragraph(f"这是第{n:02}行，" + "文" * 14 + "。") for n in range(paragraphs)),
        Paragraph(closing),
    )
    return replace(samples.circular(), body=body)


def test_pages_are_a4() -> None:
    for page in _pages(samples.circular()):
        assert float(page.mediabox.width) == pytest.approx(PAGE_WIDTH * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(PAGE_HEIGHT * MM, abs=0.1)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    pages = _pages(replace(samples.circular(), body=(Paragraph("永" * 3000),)))
    for page in pages[1:3]:
        assert [len(line) for line in _lines(page)] == [CHARS] * LINES


def test_punctuation_keeps_its_whole_cell_so_that_characters_stand_under_one_another() -> None:
    sentence = "各党组（党委）要抓好“三会一课”；"
    (page,) = _pages(replace(samples.circular(), body=(Paragraph(sentence * 100),)))[1:2]
    assert [len(line) for line in _lines(page)].count(CHARS) > LINES / 2
    rows: dict[float, list[tuple[str, float]]] = {}
    for text, x, y in _words(page):
        rows.setdefault(round(y, 1), []).append((text, x))
    for row in rows.values():
        if sum(len(text) for text, _ in row) == CHARS:
            for text, x in row:
                cells = (x - LEFT) / (TYPE_WIDTH / CHARS) + (
                    0.5 if text in "（“" else 0
                )  # drawn from its ink
                assert cells == pytest.approx(round(cells), abs=0.02), text


def test_the_first_line_of_a_paragraph_is_two_characters_in() -> None:
    page = _pages(replace(samples.circular(), body=(Paragraph("永" * 100),)))[0]
    lengths = [len(line) for line in _lines(page) if line.startswith("永永")]
    assert lengths == [CHARS - 2, CHARS, CHARS, 100 - 3 * CHARS + 2]
    figures = next(line for line in _lines(_pages(samples.circular())[0]) if line.startswith("2026年上半年"))
    assert width(figures) == CHARS - 2


def test_text_keeps_within_the_margins() -> None:
    for page in _pages(samples.circular(122, annexed=True)):
        for text, x, y in _words(page):
            if text.startswith("—") or text.isdigit():
                continue  # the page number
            assert LEFT - 0.1 <= x <= PAGE_WIDTH - RIGHT + 0.1, text
            assert TOP <= y <= PAGE_HEIGHT - BOTTOM + 0.1, text


def test_only_vendored_faces_are_embedded() -> None:
    faces = {
        str(font.get_object()["/BaseFont"]).split("+")[1].removesuffix("-Identity-H")
        for page in _pages(samples.circular())
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert faces == {"HeliTitle", "HeliFang", "HeliSong", "HeliHei", "HeliKai", "HeliRare"}


def test_every_vendored_face_is_listed_with_digest_licence_and_use() -> None:
    listed = tomllib.loads((FONTS / "vendor.toml").read_text(encoding="utf-8"))["font"]
    assert {one["file"] for one in listed} == {path.name for path in FONTS.glob("*.?tf")}
    for one in listed:
        assert hashlib.sha256((FONTS / one["file"]).read_bytes()).hexdigest() == one["sha256"]
        assert (FONTS / one["licence_file"]).stat().st_size > 400
        assert one["name"]
        assert one["version"]
        assert one["use"]


@pytest.mark.parametrize("name", list("喆堃昇镕玥祎翀赟犇䶮㛃淼垚骉昉珺琭璟曌缐𬀩𫖮𬍛𬘓𬭚"))
def test_rare_names_are_written(name: str) -> None:
    paper = replace(
        samples.circular(),
        title=f"关于表彰张{name}同志的通报",
        body=(
            Heading(1, f"张{name}"),
            Heading(2, f"张{name}"),
            Paragraph(f"张{name}同志抓党建工作成绩突出。"),
        ),
    )
    text = "".join(page.extract_text() for page in _pages(paper))
    assert text.count(name) == 4
    assert "\0" not in text


def test_a_character_that_no_face_has_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="“😀”没有可用的字形"):
        pdf.render(replace(samples.circular(), title="关于😀的通报"))


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf.render(samples.circular()) == pdf.render(samples.circular())


def test_it_is_dated_titled_and_tagged() -> None:
    reader = PdfReader(BytesIO(pdf.render(samples.circular())))
    assert reader.metadata is not None
    assert reader.metadata.title == samples.circular().title
    assert reader.metadata.author == samples.ISSUER
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20260630")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_7_mm_below() -> None:
    for number, page in enumerate(_pages(samples.circular()), start=1):
        marks = [(x, y) for text, x, y in _words(page) if re.fullmatch(rf"—\s*{number}\s*—", text)]
        ((x, y),) = marks
        assert y == pytest.approx(PAGE_HEIGHT - BOTTOM + 7 + 0.3 * SMALL_SIZE / MM, abs=0.3)
        if number % 2:
            assert x > PAGE_WIDTH / 2
        else:
            assert x == pytest.approx(LEFT + SMALL_SIZE / MM, abs=0.3)


def test_a_table_over_several_pages_repeats_its_heading_and_loses_no_row() -> None:
    pages = _pages(samples.circular(122, annexed=True))
    with_table = [
        page for page in pages if "按期办结率" in page.extract_text() and "序号" in page.extract_text()
    ]
    assert len(with_table) >= 5
    text = "\n".join(page.extract_text() for page in with_table)
    for number in range(1, 123):
        assert re.search(rf"^{number}\s*市", text, re.MULTILINE), number


def test_a_cell_longer_than_a_page_loses_nothing() -> None:
    rows = (("1", "始" + "文" * 3000 + "终"),)
    grid = replace(samples.kinds(), headings=("序号", "内容"), rows=rows)
    text = "".join(
        page.extract_text() for page in _pages(replace(samples.circular(), body=(samples.OPENING, grid)))
    )
    assert text.count("文" * 3) > 900
    assert SPACE.sub("", text).count("终") == 1


@pytest.mark.parametrize("filler", range(22))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(filler: int) -> None:
    body = (
        *(Paragraph(f"第{n}行。") for n in range(filler)),
        Heading(1, "总体情况"),
        Heading(2, "主要成效"),
        *(Paragraph(f"第{n}行。") for n in range(30)),
    )
    for page in _pages(replace(samples.circular(), body=body))[:-1]:
        assert not re.match(r"一、|（一）", _lines(page)[-1])


@pytest.mark.parametrize("filler", range(2, 24))
@pytest.mark.parametrize(
    "closing", ["特此通报。", "各单位要认真抓好落实。" * 4, "各单位要认真抓好落实。" * 9]
)
def test_the_signature_is_never_without_a_line_of_text(filler: int, closing: str) -> None:
    page = next(page for page in _pages(_plain(filler, closing=closing)) if samples.ISSUER in _lines(page))
    lines = _lines(page)
    assert lines.index(samples.ISSUER) > 0
    assert re.search(r"特此通报|落实。|[各单位要认真抓好落实]{2}", lines[lines.index(samples.ISSUER) - 1])
    assert lines[lines.index(samples.ISSUER) + 1] == "2026年6月30日"


@pytest.mark.parametrize("filler", range(2, 50, 3))
def test_the_imprint_ends_the_last_page_and_that_is_even(filler: int) -> None:
    pages = _pages(_plain(filler))
    assert len(pages) % 2 == 0
    assert not any("印发" in page.extract_text() for page in pages[:-1])
    ((_, x, y),) = [
        word for word in _words(pages[-1]) if word[0].startswith("中共安澜市委市直属机关工作委员会办公室")
    ]
    assert x == pytest.approx(LEFT + SMALL_SIZE / MM, abs=0.3)
    assert PAGE_HEIGHT - BOTTOM - 24 / MM < y < PAGE_HEIGHT - BOTTOM


def test_a_blank_page_and_the_imprint_behind_it_bear_no_number() -> None:
    paper = next(
        paper for paper in map(_plain, range(2, 40)) if (place := pdf.imprint_place(paper)) and place.blank
    )
    *_, blank, last = _pages(paper)
    assert blank.extract_text().strip() == ""
    assert "印发" in last.extract_text()
    assert not re.search(r"—\s*\d+\s*—", last.extract_text())


def test_an_imprint_overleaf_without_a_blank_page_is_numbered() -> None:
    paper = next(
        paper
        for paper in map(_plain, range(2, 40))
        if (place := pdf.imprint_place(paper)) and place.own_page and not place.blank
    )
    assert re.search(r"—\s*\d+\s*—", _pages(paper)[-1].extract_text())


def test_a_paper_without_imprint_has_no_place_for_one() -> None:
    assert (
        pdf.imprint_place(replace(samples.circular(), copies_to=(), printed_by="", printed_on=None)) is None
    )


def test_attachments_begin_on_pages_of_their_own_before_the_imprint() -> None:
    pages = _pages(
        replace(samples.circular(), attachments=(Attachment("情况表", (samples.kinds(),)), "整改台账"))
    )
    (at,) = [index for index, page in enumerate(pages) if _lines(page)[:1] == ["附件1"]]
    assert "附件：1.情况表" in _lines(pages[at - 1])
    assert "2.整改台账" in _lines(pages[at - 1])
    assert any("印发" in line for page in pages[at:] for line in _lines(page))


def test_an_upward_paper_names_its_signer_beside_the_number() -> None:
    paper = replace(
        samples.circular(), kind=Kind.REPORT, title="关于机关党建工作的报告", signer="赵启明", copies_to=()
    )
    (line,) = [line for line in _lines(_pages(paper)[0]) if "签发人" in line]
    assert line == "安直工〔2026〕12号签发人：赵启明"
