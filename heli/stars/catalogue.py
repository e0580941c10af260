"""The words of stars, and the terms of a round as plain values (R11-01, R11-02). No table is known here.

Points are whole hundredths as in schemes (`90_00` is 90 分), shares whole percent, satisfaction hundredths of
a percent.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from django.db.models import IntegerChoices, TextChoices

from heli.kernel.catalogue import Entry, dated
from heli.kernel.transitions import TransitionTable
from heli.schemes.catalogue import Parameter

MOST_WORDS, MOST_DOCUMENT = 300, 60
KEEPER, REVIEWER = "工委", "机关党委、工委"


class Star(IntegerChoices):
    """What an organisation is given; the last two are no star."""

    FIVE = 5, "五星"
    FOUR = 4, "四星"
    THREE = 3, "三星"
    TWO = 2, "二星"
    ONE = 1, "一星"
    NONE = 0, "不定星"
    BARRED = -1, "不评星"

    @property
    def is_star(self) -> bool:
        return self > 0


STARS = tuple(one for one in Star if one.is_star)
"""The stars proper, from above."""


class Move(TextChoices):
    """What moves a round on."""

    PROPOSE = "propose", "测算"
    ADOPT = "adopt", "审定并公示"
    SETTLE = "settle", "定星"


class RoundState(TextChoices):
    """Where a round stands."""

    CLAIMING = "claiming", "自评中"
    REVIEWING = "reviewing", "审核中"
    SHOWN = "shown", "公示中"
    SETTLED = "settled", "已定星"


_ROUND: dict[RoundState, dict[str, RoundState]] = {
    RoundState.CLAIMING: {Move.PROPOSE: RoundState.REVIEWING},
    RoundState.REVIEWING: {Move.PROPOSE: RoundState.REVIEWING, Move.ADOPT: RoundState.SHOWN},
    RoundState.SHOWN: {Move.SETTLE: RoundState.SETTLED},
}
ROUNDS = TransitionTable(
    RoundState,
    transitions=_ROUND,
    turn={
        RoundState.CLAIMING: "参评党组织、工委",
        RoundState.REVIEWING: REVIEWER,
        RoundState.SHOWN: KEEPER,
    },
)


class Given(TextChoices):
    """How an organisation came by what it holds."""

    ASSESSED = "assessed", "评定"
    ENTERED = "entered", "登记"
    LOWERED = "lowered", "降星"
    WITHDRAWN = "withdrawn", "摘星"


class HonourMove(TextChoices):
    """What moves an application for 先锋支部 on."""

    AGREE = "agree", "评审通过"
    REFUSE = "refuse", "评审不通过"
    NAME = "name", "命名"
    TAKE_OFF = "take_off", "摘牌"


class HonourState(TextChoices):
    """Where an application for 先锋支部 stands (S001-55)."""

    APPLIED = "applied", "已申报"
    AGREED = "agreed", "评审通过"
    REFUSED = "refused", "未通过"
    NAMED = "named", "已命名"
    TAKEN_OFF = "taken_off", "已摘牌"


_HONOUR: dict[HonourState, dict[str, HonourState]] = {
    HonourState.APPLIED: {HonourMove.AGREE: HonourState.AGREED, HonourMove.REFUSE: HonourState.REFUSED},
    HonourState.AGREED: {HonourMove.NAME: HonourState.NAMED},
    HonourState.NAMED: {HonourMove.TAKE_OFF: HonourState.TAKEN_OFF},
}
HONOURS = TransitionTable(
    HonourState,
    transitions=_HONOUR,
    turn={HonourState.APPLIED: KEEPER, HonourState.AGREED: KEEPER, HonourState.NAMED: KEEPER},
)
STANDING_HONOUR = frozenset({HonourState.APPLIED, HonourState.AGREED, HonourState.NAMED})
"""A branch has at most one of these."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a round gives stars.

    `lines` star → hundredths of points (a star without a line is not given); `quotas` star → percent of those
    assessed, rounded downwards; `by_class` quotas within each class; `step` 逐级晋升; `newcomers` those
    founded in the year get no star; `lowers` a score below the line of the star held lowers it; below
    `satisfaction_line` (hundredths of a percent, 0: off) at most `satisfaction_star`; 公示 of `shown_days`,
    working days where `working`; a star holds `years`.
    """

    lines: Mapping[int, int]
    quotas: Mapping[int, int]
    by_class: bool
    step: bool
    newcomers: bool
    lowers: bool
    satisfaction_line: int
    satisfaction_star: int
    shown_days: int
    working: bool
    years: int

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it: keys as text."""
        pairs = {name: {str(star): number for star, number in getattr(self, name).items()} for name in _PAIRS}
        return {**asdict(self), **pairs}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What `kept` gave."""
        pairs = {name: {int(star): number for star, number in kept[name].items()} for name in _PAIRS}
        return cls(**{**kept, **pairs})


_PAIRS = ("lines", "quotas")


@dataclass(frozen=True, kw_only=True)
class TermsEntry(Entry):
    """The example that a round begins with; points and percent as an office writes them, from above."""

    lines: tuple[int, ...]
    quotas: tuple[int, ...]
    by_class: bool
    step: bool
    newcomers: bool
    lowers: bool
    satisfaction_line: int
    satisfaction_star: int
    shown_days: int
    working: bool
    years: int

    @property
    def terms(self) -> Terms:
        return Terms(
            lines={star: line * 100 for star, line in zip(STARS, self.lines, strict=False)},
            quotas={star: share for star, share in zip(STARS, self.quotas, strict=False) if share < 100},
            by_class=self.by_class,
            step=self.step,
            newcomers=self.newcomers,
            lowers=self.lowers,
            satisfaction_line=self.satisfaction_line * 100,
            satisfaction_star=self.satisfaction_star,
            shown_days=self.shown_days,
            working=self.working,
            years=self.years,
        )


TERMS = dated(Path(__file__).parent / "dated/terms.toml", TermsEntry)
PARAMETERS = dated(Path(__file__).parent / "dated/parameters.toml", Parameter)
