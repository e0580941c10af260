"""Why somebody due was away; the dated rules of a meeting: quorum, chair, outline of the minutes."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import Office
from heli.kernel.catalogue import Entry, dated

_DATED = Path(__file__).parent / "dated"


class Absence(TextChoices):
    PRESENT = "", "到会"
    DUTY = "duty", "公务"
    LEAVE = "leave", "请假"
    ILLNESS = "illness", "病休"
    AWAY = "away", "外出"
    OTHER = "other", "其他"


NOT_DUE = "not_due"
"""A choice beside the reasons: not due at this meeting at all (a member of another 党小组). Never stored."""


class Base(StrEnum):
    """Of whom a quorum is reckoned: those with a vote, or everyone due."""

    VOTING = "voting"
    DUE = "due"


@dataclass(frozen=True, kw_only=True)
class Quorum(Entry):
    """How many must be there for a meeting to be held; `id` is the kind of record.

    Met when present × denominator ≥ base × numerator. `who` names the base on screen, `way_out` says what
    to do where it is not met.
    """

    of: Base
    numerator: int
    denominator: int
    who: str
    way_out: str

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError("numerator must be above 0 and not above denominator")


@dataclass(frozen=True, kw_only=True)
class Chairing(Entry):
    """Whose office may chair a meeting; `id` is the kind of record, `way_out` what to do otherwise."""

    offices: tuple[Office, ...]
    way_out: str


@dataclass(frozen=True, kw_only=True)
class Outline(Entry):
    """The headings that minutes of a kind of record usually have; offered, never forced."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The outline as it goes into the minutes."""
        return "\n".join(self.lines)


QUORUMS = dated(_DATED / "quorums.toml", Quorum)
CHAIRINGS = dated(_DATED / "chairings.toml", Chairing)
OUTLINES = dated(_DATED / "outlines.toml", Outline)
