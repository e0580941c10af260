"""Ways of studying, kinds of class, and the dated numbers: targets, conversions, topics, templates."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated

_DATED = Path(__file__).parent / "dated"

MOST_BYTES = 10 * 1024 * 1024
GROUP_STUDY = "study_group"
"""The kind of record of a session of the 理论学习中心组 (heli/duties/dated/record_kinds.toml)."""


class Way(TextChoices):
    """How a topic is studied (S002-22, S002-23); what is read on a network is 自学, uncounted (S002-24)."""

    GROUP = "group", "小组集体学"
    SEMINAR = "seminar", "读书班研讨"
    TOPIC = "topic", "专题学"
    SELF = "self", "自学"


class Activity(TextChoices):
    """Which of the three parts of a learning campaign a line belongs to (S002-25)."""

    LEARN = "learn", "大学习"
    DISCUSS = "discuss", "大研讨"
    PRACTISE = "practise", "大实践"


class Outcome(TextChoices):
    """What came of studying, of the organisation, never of a person (S002-26)."""

    HELD = "held", "已组织学习"
    LEARNED = "learned", "学悟结合：心得体会"
    RESEARCHED = "researched", "学研结合：研讨、调研成果"
    APPLIED = "applied", "学用结合：转化措施"


class ClassKind(TextChoices):
    """What a class is, as its 学时 are converted (R09-03)."""

    TRAINING = "training", "集中培训（轮训班、党校等脱产）"
    LECTURE = "lecture", "讲座、报告会"
    PRACTICE = "practice", "实践活动"
    ACADEMY = "academy", "干部网络学院"


@dataclass(frozen=True, kw_only=True)
class Target(Entry):
    """How much a year (or a quarter) asks for; `doubt` says what of it is not verified."""

    value: int
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingHours(Entry):
    """How a meeting attended counts; `id` is the kind of record.

    `minutes` where the recorder states none (0: nothing unless stated), `minutes_per_hour` make one 学时,
    `most` 学时 one meeting gives at most.
    """

    minutes: int
    minutes_per_hour: int
    most: int

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.minutes_per_hour < 1 or self.most < 1:
            raise ValueError("minutes must not be negative, minutes_per_hour and most must be above 0")


@dataclass(frozen=True, kw_only=True)
class ClassHours(Entry):
    """How a class counts; `id` is a ClassKind. `per_half_day` None: the 学时 that its certificate states."""

    per_half_day: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Tag(Entry):
    """What a topic is about; `required`: a year's plan has to have a line of it."""

    required: bool = False


@dataclass(frozen=True, kw_only=True)
class TemplateLine:
    """A line that a template proposes; `period` is what follows the year in a code ("Q1", "")."""

    topic: str
    way: Way
    period: str = ""
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class Template(Entry):
    """Lines to begin a plan with; every one may be changed or dropped."""

    lines: tuple[TemplateLine, ...]


TARGETS = dated(_DATED / "targets.toml", Target)
MEETING_HOURS = dated(_DATED / "meeting_hours.toml", MeetingHours)
CLASS_HOURS = dated(_DATED / "class_hours.toml", ClassHours)
TAGS = dated(_DATED / "tags.toml", Tag)
TEMPLATES = dated(_DATED / "templates.toml", Template)
