"""A paper or a booklet as PDF: Typst draws it with the vendored fonts alone, the same bytes each time."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from heli.kernel.errors import Invalid
from heli.papers import layout, tables
from heli.papers.booklet import Booklet, compose_booklet
from heli.papers.composition import Composition, compose
from heli.papers.paper import Paper

_HERE = Path(__file__).parent
_BEIJING = timezone(timedelta(hours=8))
_LACKING = re.compile(r'text `"(.+?)"` could not be displayed')
_TEMPLATES = _HERE / "typst"


@dataclass(frozen=True)
class ImprintPlace:
    """Where the 版记 came to stand: on a page of its own, and whether a blank page is before it."""

    own_page: bool
    blank: bool


def render(paper: Paper) -> bytes:
    """The paper as PDF/A of A4 pages, tagged, dated with its 成文日期 (R13-01 … R13-11).

    Nothing of the machine enters it: no system font, no clock, no network. Raises `Invalid` for a kind
    without layout, and for a character that no vendored face has: better none than one with a hole in a name.
    """
    return _made(_compiler(paper), paper.dated)


def render_booklet(booklet: Booklet) -> bytes:
    """A booklet as PDF/A, dated with its day; raises as `render` for a character without a face."""
    composed = asdict(compose_booklet(booklet))
    for part in composed["parts"]:
        part["body"] = [_drawn(block) for block in part["body"]]
    return _made(_compile_with("booklet.typ", composed), booklet.dated)


def _made(compiler: typst.Compiler, dated: date) -> bytes:
    moment = datetime.combine(dated, time(hour=12), tzinfo=_BEIJING)
    try:
        made = compiler.compile(format="pdf", timestamp=moment, pdf_standards="a-2u")
    except typst.TypstError as error:
        if lacking := _LACKING.search(error.message):
            advice = "请核对用字；确需使用的，请用 Word 稿。"
            reason = f"文中“{lacking.group(1)}”没有可用的字形，不能排成 PDF。{advice}"
            raise Invalid("papers.no_glyph", reason) from error
        raise
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF")
    return made


def imprint_place(paper: Paper) -> ImprintPlace | None:
    """Where the 版记 of `paper` stands once it is set; nothing where it has none."""
    found = json.loads(_compiler(paper).query("<imprint>", field="value"))
    return ImprintPlace(own_page=found[0]["own-page"], blank=found[0]["blank"]) if found else None


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])


def _compiler(paper: Paper) -> typst.Compiler:
    return _compile_with("paper.typ", _as_json(compose(paper), paper))


def _compile_with(template: str, handed: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(handed, ensure_ascii=False), "measures": json.dumps(_MEASURES)},
    )


def _as_json(composed: Composition, paper: Paper) -> dict[str, Any]:
    handed = asdict(composed) | {"issuer": paper.issuer}
    for held in (handed, *handed["annexes"]):
        held["body"] = [_drawn(block) for block in held["body"]]
    return handed


def _drawn(block: dict[str, Any]) -> dict[str, Any]:
    """A block as the template wants it: the cells of a table as words and figures."""
    return {**block, "rows": [_row(row) for row in block["rows"]]} if "rows" in block else block


def _row(cells: tuple[str, ...]) -> dict[str, Any]:
    return {
        "breakable": tables.may_break(cells),
        "cells": [{"text": text, "figure": tables.is_number(text)} for text in cells],
    }


_MEASURES = {
    "page-width": layout.PAGE_WIDTH,
    "page-height": layout.PAGE_HEIGHT,
    "margin": {"top": layout.TOP, "left": layout.LEFT, "bottom": layout.BOTTOM, "right": layout.RIGHT},
    "line": layout.LINE,
    "cell": layout.CELL,
    "small-size": layout.SMALL_SIZE,
    "title-size": layout.TITLE_SIZE,
    "title-line": layout.TITLE_LINE,
    "imprint-line": layout.IMPRINT_LINE,
    "masthead-below-top": layout.MASTHEAD_BELOW_TOP,
    "rule-below-number": layout.RULE_BELOW_NUMBER,
    "red-rule": layout.RED_RULE,
    "red": layout.RED,
    "thick-rule": layout.THICK_RULE,
    "thin-rule": layout.THIN_RULE,
    "page-number-below": layout.PAGE_NUMBER_BELOW,
    "table-rule": tables.RULE,
    "table-line": tables.LINE_RATIO,
    "cell-padding": tables.PADDING,
    "cell-above": tables.CELL_ABOVE,
    "faces": {
        "title": layout.TITLE_FACE.families,
        "body": layout.BODY_FACE.families,
        "kai": layout.KAI_FACE.families,
        "hei": layout.HEI_FACE.families,
        "song": layout.SONG_FACE.families,
    },
}
