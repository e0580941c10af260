"""WordprocessingML, as little of it as a paper needs: elements, runs in a face, measured paragraphs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from heli.papers.layout import BODY_FACE, BODY_SIZE, CELL, LINE, MM, TYPE_WIDTH, Face

TWIPS = 20
"""Twips in a point."""


def element(
    tag: str, values: Mapping[str, object] | None = None, *children: BaseOxmlElement, text: str | None = None
) -> BaseOxmlElement:
    """An element `w:tag` with attributes `w:…` and children."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in (values or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    if text is not None:
        made.text = text
        made.set(qn("xml:space"), "preserve")
    return made


def twips(points: float) -> int:
    """`points` in Word's twentieths."""
    return round(points * TWIPS)


CLOSER = -5
"""Twips between characters of 3号, so that 28 fill a line: written out, for not every program that opens a
.docx sets text on the page's grid as Word does. A full line is justified, which makes up for the rounding."""


@dataclass(frozen=True)
class Piece:
    """Some text in one face; `scale` is the breadth of its characters in per cent."""

    text: str
    face: Face = BODY_FACE
    size: float = BODY_SIZE
    color: str = ""
    scale: int = 100


@dataclass(frozen=True)
class Look:
    """How a paragraph is set: indents in characters of 3号, spaces and fixed lines in points.

    `before_lines` are blank lines above; `keep` holds it on the page of the next paragraph; `at_foot` lets
    it float to the foot of the type area together with its like; `border` is what goes into its `w:pBdr`;
    `black` fills it; `tabs` are right-aligned, in points; `chars` writes the indents in characters too, as
    Word shows them.
    """

    style: str = ""
    align: str = "both"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    hanging: float = 0.0
    before: float = 0.0
    before_lines: int = 0
    after_lines: int = 0
    line: float = LINE
    keep: bool = False
    new_page: bool = False
    at_foot: bool = False
    chars: bool = True
    border: tuple[BaseOxmlElement, ...] = ()
    black: bool = False
    tabs: tuple[float, ...] = field(default=())


def fonts(face: Face) -> BaseOxmlElement:
    """The `w:rFonts` of `face`: Chinese, figures and letters alike, as a paper has them."""
    name = face.office
    return element("rFonts", {"hint": "eastAsia", "ascii": name, "hAnsi": name, "eastAsia": name, "cs": name})


def run_properties(piece: Piece) -> BaseOxmlElement:
    """The `w:rPr` of `piece`."""
    half_points = round(piece.size * 2)
    made = element("rPr", None, fonts(piece.face), element("snapToGrid", {"val": 0}))
    if piece.color:
        made.append(element("color", {"val": piece.color}))
    made.append(element("spacing", {"val": CLOSER if piece.size == BODY_SIZE else 0}))
    if piece.scale != 100:
        made.append(element("w", {"val": piece.scale}))
    made.extend([element("sz", {"val": half_points}), element("szCs", {"val": half_points})])
    return made


def runs(piece: Piece) -> Iterable[BaseOxmlElement]:
    """`piece` as runs: what the office's GB 2312 font lacks stands in the font beside it that has it."""
    for index, line in enumerate(piece.text.split("\n")):
        if index:
            yield element("r", None, element("br"))
        for lacking, chars in groupby(line, key=lambda char: _is_beyond_gb2312(char)):
            face = Face(piece.face.beyond, piece.face.beyond, ()) if lacking else piece.face
            shown = Piece("", face, piece.size, piece.color, piece.scale)
            yield element("r", None, run_properties(shown), element("t", text="".join(chars)))


def _is_beyond_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"
    return False


def page_field(size: float, face: Face) -> Iterable[BaseOxmlElement]:
    """The number of the page, as a field."""
    for inner in (
        element("fldChar", {"fldCharType": "begin"}),
        element("instrText", text=" PAGE "),
        element("fldChar", {"fldCharType": "separate"}),
        element("t", text="1"),
        element("fldChar", {"fldCharType": "end"}),
    ):
        yield element("r", None, run_properties(Piece("", face, size)), inner)


def paragraph_properties(look: Look) -> BaseOxmlElement:
    """The `w:pPr` of `look`, its children in the order that the schema wants."""
    made = element("pPr")
    if look.style:
        made.append(element("pStyle", {"val": look.style}))
    if look.keep:
        made.append(element("keepNext"))
    if look.new_page:
        made.append(element("pageBreakBefore"))
    if look.at_foot:
        made.append(element("framePr", _FOOT))
    made.append(element("widowControl", {"val": 0}))
    if look.border:
        made.append(element("pBdr", None, *look.border))
    if look.black:
        made.append(element("shd", {"val": "clear", "color": "auto", "fill": "000000"}))
    if look.tabs:
        made.append(
            element("tabs", None, *(element("tab", {"val": "right", "pos": twips(tab)}) for tab in look.tabs))
        )
    made.extend(
        element(tag, {"val": 0}) for tag in ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
    )
    made.extend([_spacing(look), _indent(look), element("jc", {"val": look.align})])
    return made


_FOOT = {
    "w": twips(TYPE_WIDTH * MM),
    "hSpace": 0,
    "wrap": "around",
    "vAnchor": "margin",
    "hAnchor": "margin",
    "xAlign": "left",
    "yAlign": "bottom",
}
"""A frame as broad as the type area, at its foot; paragraphs with the same frame share it."""


def _spacing(look: Look) -> BaseOxmlElement:
    values: dict[str, object] = {"line": twips(look.line), "lineRule": "exact"}
    values |= {
        "before": twips(look.before + look.before_lines * LINE),
        "after": twips(look.after_lines * LINE),
    }
    if look.before_lines:
        values["beforeLines"] = look.before_lines * 100
    if look.after_lines:
        values["afterLines"] = look.after_lines * 100
    return element("spacing", values)


def _indent(look: Look) -> BaseOxmlElement:
    values: dict[str, object] = {"left": twips(look.left * CELL), "right": twips(look.right * CELL)}
    if look.hanging:
        values["hanging"] = twips(look.hanging * CELL)
    else:
        values["firstLine"] = twips(look.first * CELL)
    if look.chars:
        chars = {"leftChars": look.left, "rightChars": look.right, "firstLineChars": look.first}
        values |= {name: round(value * 100) for name, value in chars.items()}
        if look.hanging:
            values["hangingChars"] = round(look.hanging * 100)
            del values["firstLineChars"]
    return element("ind", values)


def paragraph(look: Look, *pieces: Piece) -> BaseOxmlElement:
    """A `w:p` of `pieces` set as `look` says."""
    made = element("p", None, paragraph_properties(look))
    for piece in pieces:
        made.extend(runs(piece))
    return made


def rule(side: str, *, thickness: float, color: str = "000000", space: int = 0) -> BaseOxmlElement:
    """One border: `thickness` in points, `space` points away from the text."""
    eighths = max(2, round(thickness * 8))
    return element(side, {"val": "single", "sz": eighths, "space": space, "color": color})
