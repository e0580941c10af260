"""The 版记 of a Word paper: lines in a frame that floats to the foot of the type area of its page."""

from docx.oxml.xmlchemy import BaseOxmlElement

from heli.papers import layout
from heli.papers.composition import Imprint
from heli.papers.layout import MM
from heli.papers.ooxml import Look, Piece, paragraph

_SIZE = layout.SMALL_SIZE
_ONE = _SIZE / layout.CELL


def imprint_lines(imprint: Imprint) -> list[BaseOxmlElement]:
    """The paragraphs of the 版记, rules of 0.35 mm above and below, of 0.25 mm between (R13-11).

    A rule is a low black paragraph as broad as the type area, for the text stands one character in; and not
    every program lets a frame float whose paragraphs have borders.
    """
    readers = [
        paragraph(
            Look(
                left=4 * _ONE,
                hanging=3 * _ONE,
                right=_ONE,
                line=layout.IMPRINT_LINE,
                at_foot=True,
                chars=False,
            ),
            Piece(f"{label}：{names}", size=_SIZE),
        )
        for label, names in (("主送", imprint.addressees), ("抄送", imprint.copies))
        if names
    ]
    made = [_rule(layout.THICK_RULE), *readers]
    if imprint.printed_by:
        edge = layout.TYPE_WIDTH * MM - _SIZE
        look = Look(
            align="left", left=_ONE, line=layout.IMPRINT_LINE, at_foot=True, chars=False, tabs=(edge,)
        )
        office = Piece(f"{imprint.printed_by}\t{imprint.printed_on}", size=_SIZE)
        made += [_rule(layout.THIN_RULE), paragraph(look, office)] if readers else [paragraph(look, office)]
    return [*made, _rule(layout.THICK_RULE)]


def _rule(millimetres: float) -> BaseOxmlElement:
    return paragraph(Look(line=millimetres * MM, at_foot=True, chars=False, black=True))
