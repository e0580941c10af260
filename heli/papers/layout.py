"""The measures of GB/T 9704-2012: page, grid, sizes, faces, and how the head of each kind is laid out."""

from dataclasses import dataclass
from enum import StrEnum

from heli.papers.paper import Direction, Kind

MM = 72 / 25.4
"""Points in a millimetre."""

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT, BOTTOM, RIGHT = 37.0, 28.0, 35.0, 26.0
"""Page and margins in mm: 天头, 订口, and what they leave of a type area (版心) of 156 × 225 (R13-01)."""

TYPE_WIDTH, TYPE_HEIGHT = PAGE_WIDTH - LEFT - RIGHT, PAGE_HEIGHT - TOP - BOTTOM

LINES, CHARS = 22, 28
"""Lines a page and characters a line (R13-02)."""

LINE = 28.95
"""Points from line to line: 225 mm over 22 lines, as offices set it."""

CELL = TYPE_WIDTH * MM / CHARS
"""Points from character to character, 15.79: the PDF draws 3号 of this size, Word of 16 points set closer."""

BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 14.0
"""3号, 2号 and 4号 in points, as Word counts them (to a printer 3号 is 15.75)."""

TITLE_LINE, IMPRINT_LINE = 34.0, 24.0
"""Points from line to line in a title and in the 版记."""

MASTHEAD_BELOW_TOP = 35.0
"""mm from the top of the type area to the top of the 发文机关标志 (R13-07)."""

MASTHEAD_SIZE, MASTHEAD_STRETCH = 48.0, 0.68
"""The largest size of the 发文机关标志 in points; how narrow a long name is drawn before it shrinks."""

RULE_BELOW_NUMBER = 4.0
"""mm from the 发文字号 to the red rule (R13-08)."""

PAGE_NUMBER_BELOW = 7.0
"""mm from the foot of the type area to the dashes beside the page number (R13-10)."""

RED_RULE = 1.5
"""Thickness of the red rule in points; the standard names none."""

THICK_RULE, THIN_RULE = 0.35, 0.25
"""Thickness in mm of the first and last, and of the middle rules of the 版记 (R13-11)."""

RED = "FF0000"


@dataclass(frozen=True)
class Face:
    """A face by the name that offices have it under, and by the vendored families that stand for it in a PDF.

    `beyond` is what Word sets a character in that the GB 2312 fonts of offices lack (喆, 堃, 镕 …).
    """

    office: str
    beyond: str
    families: tuple[str, ...]


TITLE_FACE = Face("方正小标宋简体", "华文中宋", ("Heli Title", "Heli Rare"))
BODY_FACE = Face("仿宋_GB2312", "仿宋", ("Heli Fang", "Heli Song", "Heli Rare"))
KAI_FACE = Face("楷体_GB2312", "楷体", ("Heli Kai", "Heli Song", "Heli Rare"))
HEI_FACE = Face("黑体", "黑体", ("Heli Hei", "Heli Rare"))
SONG_FACE = Face("宋体", "宋体", ("Heli Song", "Heli Title", "Heli Rare"))

HEADING_FACES: dict[int, Face] = {1: HEI_FACE, 2: KAI_FACE, 3: BODY_FACE, 4: BODY_FACE}
"""The face of each level of heading (R13-04)."""


class NumberPlace(StrEnum):
    """Where the 发文字号 stands."""

    MIDDLE = "middle"
    LEFT = "left"


@dataclass(frozen=True)
class Layout:
    """How the head of a kind is set: what follows the issuer's name in red, where the number stands."""

    masthead_ending: str
    number: NumberPlace

    @property
    def has_signer(self) -> bool:
        """Whether a 签发人 stands at the right of the number's line (R13-09)."""
        return self.number is NumberPlace.LEFT


_DOWNWARD = Layout("文件", NumberPlace.MIDDLE)
_UPWARD = Layout("文件", NumberPlace.LEFT)

LAYOUTS: dict[Kind, Layout] = {
    kind: _UPWARD if kind.direction is Direction.UPWARD else _DOWNWARD
    for kind in (Kind.CIRCULAR, Kind.NOTICE, Kind.REPLY, Kind.REQUEST, Kind.REPORT)
}
"""The kinds that can be set. The 信函 form (函, R13-12) and 纪要 have none yet: they need rules and lists of
their own, and what is not laid out is not offered."""
