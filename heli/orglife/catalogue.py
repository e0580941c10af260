"""Why somebody due was away; how far minutes are; the dated rules of meetings and 组织生活会."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db.models import TextChoices

from heli.accounts.catalogue import Office
from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable

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


class MinutesState(TextChoices):
    """How far the minutes of a meeting are (S001-57)."""

    DRAFT = "draft", "草稿"
    SIGNED = "signed", "已审签"
    LOCKED = "locked", "已归档锁定"


class MinutesMove(TextChoices):
    """What may happen to minutes; a correction after the signature lets the chair read them again."""

    CORRECT = "correct", "更正"
    SIGN = "sign", "审签"
    LOCK = "lock", "归档锁定"


MINUTES = TransitionTable(
    MinutesState,
    transitions={
        MinutesState.DRAFT: {
            MinutesMove.CORRECT: MinutesState.DRAFT,
            MinutesMove.SIGN: MinutesState.SIGNED,
        },
        MinutesState.SIGNED: {
            MinutesMove.CORRECT: MinutesState.DRAFT,
            MinutesMove.LOCK: MinutesState.LOCKED,
        },
    },
    turn={
        MinutesState.DRAFT: "记录人完善，主持人或书记审签",
        MinutesState.SIGNED: "书记、副书记、委员归档锁定",
    },
)


class Preparation(TextChoices):
    """The parts of 会前准备 of a 组织生活会 (R01-20)."""

    STUDY = "study", "会前学习"
    TALKS = "talks", "谈心谈话"
    OPINIONS = "opinions", "听取意见"


class Stage(TextChoices):
    """The four stages of a 组织生活会 (R01-20, S003-28)."""

    THEME = "theme", "确定主题"
    PREPARE = "prepare", "会前准备"
    MEET = "meet", "召开会议"
    RECTIFY = "rectify", "整改落实"


class Section(StrEnum):
    """What a 工作手册 may hold."""

    COMMITTEE = "committee"
    ROSTER = "roster"
    DUTIES = "duties"
    MEETINGS = "meetings"
    ORG_LIFE = "org_life"
    DOCUMENTS = "documents"


class BookForm(StrEnum):
    """The files in which a 工作手册 or a 签到表 is handed out."""

    PDF = "pdf"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return "application/pdf" if self is BookForm.PDF else word


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


@dataclass(frozen=True, kw_only=True)
class Majority(Entry):
    """By how many a matter is passed; `id` is the kind of record.

    Passed when in favour × denominator > base × numerator, the base being those DUE with a vote, not those
    who came (R01-12).
    """

    numerator: int
    denominator: int
    who: str

    def __post_init__(self) -> None:
        if not 0 < self.numerator < self.denominator:
            raise ValueError("numerator must be above 0 and below denominator")


@dataclass(frozen=True, kw_only=True)
class Thinness(Entry):
    """When minutes are called thin: fewer signs than `least`, words that say nothing, the text of before.

    `within_days` is how far back the same text of the same kind of meeting is looked for.
    """

    least: int
    says_nothing: tuple[str, ...]
    within_days: int


@dataclass(frozen=True, kw_only=True)
class PreparationRule(Entry):
    """Which kinds of record show that a part of the preparation was done; `id` is a Preparation."""

    kinds: tuple[str, ...]
    days_before: int


@dataclass(frozen=True, kw_only=True)
class Handbook(Entry):
    """What the 党支部工作手册 holds, in order, as the 工委 lays it down; `id` is "branch"."""

    sections: tuple[Section, ...]


QUORUMS = dated(_DATED / "quorums.toml", Quorum)
CHAIRINGS = dated(_DATED / "chairings.toml", Chairing)
OUTLINES = dated(_DATED / "outlines.toml", Outline)
MAJORITIES = dated(_DATED / "majorities.toml", Majority)
THINNESS = dated(_DATED / "thinness.toml", Thinness)
PREPARATIONS = dated(_DATED / "preparations.toml", PreparationRule)
HANDBOOKS = dated(_DATED / "handbooks.toml", Handbook)
