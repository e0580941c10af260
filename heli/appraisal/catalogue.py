"""Schemes: how points are made; read from `dated/schemes.toml`."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from heli.kernel.catalogue import Entry, dated
from heli.kernel.periods import Period


@dataclass(frozen=True)
class Tier:
    """A band of scores: from `floor` up to the floor of the tier above."""

    name: str
    floor: Decimal


@dataclass(frozen=True, kw_only=True)
class Scheme(Entry):
    """Shares of completeness and timeliness (percent, summing to 100), and tiers from the highest down."""

    completeness: Decimal
    timeliness: Decimal
    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        if self.completeness + self.timeliness != 100:
            raise ValueError("completeness and timeliness must sum to 100")
        if not self.tiers or any(upper.floor <= lower.floor for upper, lower in pairwise(self.tiers)):
            raise ValueError("tiers must stand from the highest floor to the lowest")
        if self.tiers[-1].floor != 0:
            raise ValueError("the lowest tier must begin at 0")


@dataclass(frozen=True, kw_only=True)
class Condition(Entry):
    """组织状态 of a quarter (S000-20): from `floor` of the total up to the floor of the one above."""

    floor: Decimal


class PaperForm(StrEnum):
    """The files in which a 通报 is handed out; the value is the file's ending."""

    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    PaperForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperForm.PDF: "application/pdf",
}


SCHEMES = dated(Path(__file__).parent / "dated/schemes.toml", Scheme)
CONDITIONS = dated(Path(__file__).parent / "dated/conditions.toml", Condition)
THE_SCHEME = "plan"


def title_of(period: Period) -> str:
    """The title of the 通报 of a period."""
    return f"关于{period.name}机关党建工作责任落实情况的通报"
