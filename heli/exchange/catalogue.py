"""Kinds and acts of a gathering as tables; marks, outcomes, what one may object to; numbers, categories."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable


class GatheringKind(TextChoices):
    """期中考 takes stock in the middle of the year (S001-85); 回头看 of the promises made, at its end."""

    MIDYEAR = "midyear", "期中考"
    YEAR_END = "year_end", "年末回头看"
    SPECIAL = "special", "专场"


class State(TextChoices):
    """Which act a gathering is at; the first is where each begins."""

    PREPARING = "preparing", "筹备"
    SHOWING = "showing", "晒"
    COMPARING = "comparing", "比"
    JUDGING = "judging", "评"
    PUBLISHED = "published", "公示"
    ARCHIVED = "archived", "归档"
    CALLED_OFF = "called_off", "已取消"


class Act(TextChoices):
    """What moves a gathering on."""

    SHOW = "show", "开始晒"
    COMPARE = "compare", "进入比"
    JUDGE = "judge", "进入评"
    PUBLISH = "publish", "公示"
    ARCHIVE = "archive", "归档"
    CALL_OFF = "call_off", "取消"


_ORGANISER = "组织方"
GATHERINGS = TransitionTable(
    State,
    transitions={
        State.PREPARING: {Act.SHOW: State.SHOWING, Act.CALL_OFF: State.CALLED_OFF},
        State.SHOWING: {Act.COMPARE: State.COMPARING, Act.CALL_OFF: State.CALLED_OFF},
        State.COMPARING: {Act.JUDGE: State.JUDGING},
        State.JUDGING: {Act.PUBLISH: State.PUBLISHED},
        State.PUBLISHED: {Act.ARCHIVE: State.ARCHIVED},
    },
    turn={
        State.PREPARING: _ORGANISER,
        State.SHOWING: "参加单位",
        State.COMPARING: _ORGANISER,
        State.JUDGING: "参加单位和组织方",
        State.PUBLISHED: "参加单位（异议）、异议答复人",
    },
)
ACTS = (State.PREPARING, State.SHOWING, State.COMPARING, State.JUDGING, State.PUBLISHED, State.ARCHIVED)
"""The acts in their order, as a page shows them."""
RUNNING = frozenset({State.SHOWING, State.COMPARING, State.JUDGING})
"""Everything but the publication is still to be done."""
FROZEN = frozenset({State.PUBLISHED, State.ARCHIVED})
"""Standings say what was published."""


class Mark(TextChoices):
    """What taking-part units say of one another in 评议; an example, as a scheme may have other words."""

    GOOD = "good", "好"
    FAIR = "fair", "较好"
    PLAIN = "plain", "一般"
    POOR = "poor", "较差"


class Outcome(TextChoices):
    """What came of a promise at the 回头看."""

    OPEN = "", "待回头看"
    KEPT = "kept", "已兑现"
    PARTLY = "partly", "部分兑现"
    BROKEN = "broken", "未兑现"

    @property
    def glyph(self) -> str:
        """A shape for each, which survives grey print."""
        return {"": "○", "kept": "●", "partly": "◐", "broken": "▲"}[self.value]


class About(TextChoices):
    """Which figure an organisation objects to."""

    OWED = "owed", "应办"
    DONE = "done", "已完成"
    ON_TIME = "on_time", "按期完成"
    UNKNOWN = "unknown", "未知"
    SCORE = "score", "得分"


FIGURES = tuple(one.value for one in About)


class Source(TextChoices):
    """Who named a problem (S001-04)."""

    OWN = "own", "自查"
    FOUND = "found", "集中检视"


class PaperForm(StrEnum):
    """The files in which the 通报 of a gathering is handed out; the value is the file's ending."""

    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    PaperForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperForm.PDF: "application/pdf",
}


@dataclass(frozen=True, kw_only=True)
class Number(Entry):
    """A number that an office may set otherwise."""

    value: int


@dataclass(frozen=True, kw_only=True)
class Category(Entry):
    """What a problem is about, and the words by which it is known from its text."""

    words: tuple[str, ...] = ()


_DATED = Path(__file__).parent / "dated"
NUMBERS = dated(_DATED / "numbers.toml", Number)
CATEGORIES = dated(_DATED / "categories.toml", Category)
UNSORTED = "未归类"
