"""The words of schemes, and a scheme as plain values: nothing here knows a database (ADR 29).

Points and weights are whole hundredths throughout (`10000` is 100 分), so that every engine and Python come
to the same figure: each indicator is rounded half up to hundredths, then they are added.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db.models import TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.periods import PeriodKind

MARKS_OF_A_VOTE = 4
"""好、较好、一般 and the lowest: what stands on the ballots of 述职测评 and of 评议."""
FULL = 100_00
"""A whole scheme: the weights of what is earned sum to it, and totals stand out of it."""
MOST_NAME, MOST_WHY, MOST_DOCUMENT = 60, 300, 60


class Part(TextChoices):
    """What an indicator does to the total (R11-01)."""

    COMMON = "common", "共性"
    OWN = "own", "个性"
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "扣分"
    DISQUALIFIER = "disqualifier", "一票否决"
    RESET = "reset", "清零"

    @property
    def earns(self) -> bool:
        """Whether its weight is part of the hundred."""
        return self in (Part.COMMON, Part.OWN)


class Measure(TextChoices):
    """What an indicator is measured by; each but the last two follows from records already entered."""

    COMPLETENESS = "completeness", "完成率"
    TIMELINESS = "timeliness", "按期率"
    VERIFIED = "verified", "核实通过率"
    RECORDS = "records", "记录件数"
    ATTENDANCE = "attendance", "到会率"
    TERM = "term", "按期换届"
    DEBRIEFED = "debriefed", "述职测评"
    JUDGED = "judged", "晒比评评议"
    MARK = "mark", "人工评分"
    NOTED = "noted", "登记事项"

    @property
    def of_duties(self) -> bool:
        return self in (Measure.COMPLETENESS, Measure.TIMELINESS)

    @property
    def of_records(self) -> bool:
        return self in (Measure.VERIFIED, Measure.RECORDS, Measure.ATTENDANCE)

    @property
    def of_votes(self) -> bool:
        """Whether it is the weighted mean of votes that were counted (S001-85)."""
        return self in (Measure.DEBRIEFED, Measure.JUDGED)

    @property
    def by_hand(self) -> bool:
        return self in (Measure.MARK, Measure.NOTED)


class Over(TextChoices):
    """Whose records an indicator measures: the organisation's own, or those of what is beneath or led."""

    SELF = "self", "本组织"
    OWN = "own", "机关本级各组织"
    ATTACHED = "attached", "直属单位各组织"


class Shape(TextChoices):
    """How points come from what was measured: a of b, or a number."""

    SHARE = "share", "按比例得分"
    TARGET = "target", "对照目标数"
    BANDS = "bands", "分档得分"
    EACH = "each", "每项计分"


class Unknown(TextChoices):
    """What becomes of the weight of an indicator of which nothing is known; never zero (S004 减负, ADR 5)."""

    ALL = "all", "分摊到其余全部指标"
    GROUP = "group", "分摊到同组指标"
    KEEP = "keep", "保留，暂不排序"


class Times(TextChoices):
    """How often one rater gives a mark in a period, and which of them counts."""

    LAST = "last", "可修改，以最近一次为准"
    ONCE = "once", "只评一次，不能修改"
    MEAN = "mean", "可评多次，取平均分"
    SUM = "sum", "可评多次，逐次累加"

    @property
    def adds(self) -> bool:
        """Whether a later mark stands beside the earlier."""
        return self in (Times.MEAN, Times.SUM)


class RaterKind(TextChoices):
    """Who gives points by hand."""

    SELF = "self", "自评"
    SUPERIOR = "superior", "上级评分"
    PEERS = "peers", "互评"
    NAMED = "named", "指定评分人"


class VersionState(TextChoices):
    """A version is written, then adopted; the next one takes its place."""

    DRAFT = "draft", "起草中"
    ADOPTED = "adopted", "已审定"


class ReleaseState(TextChoices):
    """Results are shown for objections first, then stand."""

    SHOWN = "shown", "公示中"
    FINAL = "final", "已确定"


class Outcome(TextChoices):
    """How an objection was answered."""

    UPHELD = "upheld", "成立，已更正"
    REJECTED = "rejected", "不成立"


@dataclass(frozen=True, slots=True)
class Holder:
    """A class that an indicator holds for: a kind, and where said 机关本级 or 直属单位, a nature."""

    kind: str
    attached: bool | None = None
    nature: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator (三级指标), as it is compiled: whole numbers and codes alone.

    `weight` is what it earns at most, in hundredths (for 加分 and 扣分 its cap; 0 for 一票否决 and 清零).
    `tasks` narrow duties to these 重点任务, `kinds` records to these kinds; empty means all, and an empty
    `holds_for` every class of the scheme. `gives_to` names who takes its weight where nobody is there.
    `least` is what it earns at least where something is known (保底; 0: none); `times` how often a rater
    marks. `worths` are what each mark of a vote, from the best down, is worth, in hundredths of a percent.
    `bands` are (floor: a number, or hundredths of a percent; share of the weight in hundredths of a percent).
    """

    code: str
    group: str
    name: str
    part: Part
    weight: int
    measure: Measure
    shape: Shape = Shape.SHARE
    over: Over = Over.SELF
    tasks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    target: int = 0
    each: int = 0
    bands: tuple[tuple[int, int], ...] = ()
    holds_for: tuple[Holder, ...] = ()
    gives_to: str = ""
    least: int = 0
    times: Times = Times.LAST
    worths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """保底 and 封顶 of what a whole group earns, in hundredths (0: none); 清零 goes before both."""

    group: str
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """A tier of totals: from `floor` (hundredths) up to the floor of the one above."""

    name: str
    floor: int


@dataclass(frozen=True, slots=True)
class Definition:
    """A version of a scheme as values: whom it holds for, its indicators in order, its tiers from above."""

    kinds: tuple[str, ...]
    period: PeriodKind
    indicators: tuple[Indicator, ...]
    tiers: tuple[Rung, ...]
    unknown: Unknown = Unknown.ALL
    bonus_cap: int = 0
    limits: tuple[Limit, ...] = ()

    def of(self, kind: str, nature: str, *, attached: bool) -> tuple[Indicator, ...]:
        """The indicators that hold for a class, in order."""
        return tuple(one for one in self.indicators if holds(one, kind, nature, attached=attached))

    @property
    def groups(self) -> tuple[str, ...]:
        """一级指标 in order."""
        return tuple(dict.fromkeys(one.group for one in self.indicators))

    def limit(self, group: str) -> Limit | None:
        """The limits of a group; None where it has none."""
        return next((one for one in self.limits if one.group == group), None)


def holds(one: Indicator, kind: str, nature: str, *, attached: bool) -> bool:
    """Whether an indicator holds for a class."""
    return not one.holds_for or any(
        holder.kind == kind and holder.attached in (None, attached) and holder.nature in ("", nature)
        for holder in one.holds_for
    )


@dataclass(frozen=True, kw_only=True)
class TemplateIndicator:
    """A line of a template, in points as an office writes them."""

    group: str
    name: str
    part: Part
    measure: Measure
    weight: Decimal
    shape: Shape = Shape.SHARE
    over: Over = Over.SELF
    tasks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    target: int = 0
    each: Decimal = Decimal(0)
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    holds_for: tuple[str, ...] = ()
    gives_to: str = ""
    least: Decimal = Decimal(0)
    times: Times = Times.LAST


@dataclass(frozen=True, kw_only=True)
class Template(Entry):
    """A ready scheme marked 示例, to be copied and changed (R11-02)."""

    kinds: tuple[str, ...]
    period: PeriodKind
    tiers: tuple[tuple[str, Decimal], ...]
    indicators: tuple[TemplateIndicator, ...] = field(default_factory=tuple)
    bonus_cap: Decimal = Decimal(0)
    limits: tuple[tuple[str, Decimal, Decimal], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Parameter(Entry):
    """A number that the office sets."""

    value: int


PARAMETERS = dated(Path(__file__).parent / "dated/parameters.toml", Parameter)
TEMPLATES = dated(Path(__file__).parent / "dated/templates.toml", Template)
