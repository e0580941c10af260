"""Grades, stages, why somebody took no part, items of 先锋指数; what follows from a grade, from `dated/`."""

from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices

from heli.ballots.catalogue import ABSTENTION
from heli.kernel.catalogue import Entry, dated

RECORD_KIND = "review"
"""The kind of record that a finished review is (`heli/duties/dated/record_kinds.toml`)."""


class Grade(TextChoices):
    """评定等次, the four of R01-22; the same words stand on the ballot."""

    EXCELLENT = "excellent", "优秀"
    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNFIT = "unfit", "不合格"


MARKS = (*(grade.label for grade in Grade), ABSTENTION)
"""What stands on the ballot beside each name."""
NOT_GRADED = "不评定"
"""What a member without a grade is called: one on probation, or who has left since."""


class StageKind(TextChoices):
    """The stages that are entered by hand; the ballot and the decision are a poll and a meeting (R01-21)."""

    SELF = "self", "个人自评"
    MUTUAL = "mutual", "党员互评"


class Step(TextChoices):
    """What is to be done next on a review."""

    SELF = "self", "个人自评"
    MUTUAL = "mutual", "党员互评"
    BALLOT = "ballot", "民主测评"
    DECISION = "decision", "评定等次"
    PIONEER = "pioneer", "确认先锋指数"
    CLOSE = "close", "办结"
    TELL = "tell", "告知本人"
    DONE = "done", "已完成"


class Missed(TextChoices):
    """Why members took no part in a stage: counted, never by name."""

    ILL = "ill", "因病"
    DUTY = "duty", "因公外出"
    FRAIL = "frail", "年老体弱、行动不便"
    AWAY = "away", "长期外出"
    OTHER = "other", "其他"


class Part(TextChoices):
    """The parts of 先锋指数 (R11 M6)."""

    BASIC = "basic", "基本"
    MORE = "more", "加分"
    LESS = "less", "扣分"
    CLEARED = "cleared", "清零"


class PioneerState(TextChoices):
    """How far a review is with 先锋指数, which no branch has to use."""

    UNUSED = "unused", "没有使用"
    MARKING = "marking", "评分中"
    CONFIRMED = "confirmed", "已确认"


class Progress(TextChoices):
    """How far a branch is with the review of a year."""

    NONE = "none", "没有开展"
    GOING = "going", "进行中"
    DONE = "done", "已完成"


@dataclass(frozen=True, kw_only=True)
class GradeRule(Entry):
    """What follows from a grade; the share of the members that may have it at most; whether he is told, and
    whether the Party committee above is told by name, since it commends or decides (R01-23)."""

    follows: str
    told: bool = False
    named_above: bool = False
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, kw_only=True)
class Window(Entry):
    """Until when in the next year a review may be held, and at what meetings grades are decided."""

    until_month: int
    until_day: int
    meetings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartRule(Entry):
    """What the items of a part come to (基本), or may come to at most (加分, 扣分)."""

    points: int


@dataclass(frozen=True, kw_only=True)
class PioneerExample(Entry):
    """An item that a branch may mark its members by: `points` at most; 清零 has none."""

    part: Part
    points: int = 0


_DATED = Path(__file__).parent / "dated"
GRADES = dated(_DATED / "grades.toml", GradeRule)
WINDOWS = dated(_DATED / "terms.toml", Window)
PARTS = dated(_DATED / "pioneer_parts.toml", PartRule)
EXAMPLES = dated(_DATED / "pioneer.toml", PioneerExample)

SOURCE = "《中国共产党支部工作条例（试行）》第十八条（R01-21）"
PIONEER_SOURCE = "先锋指数只在支部内民主评议中使用，不公开排名（S001-53、R14-10）"
