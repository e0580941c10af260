"""May a gathering be arranged, move on, be published and archived; its numbers; how layers lie (S001-45)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from heli.exchange.catalogue import NUMBERS, State
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period, PeriodKind, covering
from heli.kernel.verdict import Verdict

COMPARED = "只按核对过的业务结果在同类中比较，组织可以提出异议（R14-10）"
MOST_RESULTS = 3000


def number(name: str, on: date) -> int:
    """One of the numbers that an office may set otherwise."""
    return NUMBERS().get(name, on).value


def earlier(period: Period) -> Period:
    """What a period is compared with: of a year its first half, of a half-year its first quarter."""
    parts = {PeriodKind.YEAR: PeriodKind.HALF, PeriodKind.HALF: PeriodKind.QUARTER}
    kind = parts.get(period.kind)
    return period.previous() if kind is None else covering(kind, period)[0]


def can_be_arranged(
    *, title: str, known: bool, period: Period, as_of: date, held_on: date, due_on: date
) -> Verdict:
    """Whether title and days make a gathering."""
    if not title.strip():
        return Verdict.no("请填写名称。", code="title-missing")
    if known:
        return Verdict.no("同名的晒比评已经有了，请换一个名称。", error=WrongState, code="title-known")
    if not period.contains(as_of):
        return Verdict.no(
            f"数据截至 {as_of} 不在{period.name}内，请填 {period.start} 至 {period.end} 之间的日期。",
            code="as-of-outside",
        )
    if due_on > held_on:
        return Verdict.no(
            f"材料报送期限 {due_on} 晚于开会日期 {held_on}，请改为开会当天或以前。", code="due-after-day"
        )
    return Verdict.yes()


def has_participants(chosen: Collection[int]) -> Verdict:
    if chosen:
        return Verdict.yes()
    return Verdict.no("请至少选择一个参加单位。", code="nobody-invited")


def can_be_changed(state: str) -> Verdict:
    """Whether days, participants and speakers may still change."""
    if state in (State.PREPARING, State.SHOWING):
        return Verdict.yes()
    return Verdict.no(
        "已经进入“比”，参加单位和日期不能再改。确需调整的，另办一次。", error=WrongState, code="act-over"
    )


def may_move_on(state: str, *, invited: int, handed_in: int, marks_open: bool) -> Verdict:
    """Whether the next act may begin: somebody invited, somebody has shown, no vote is left uncounted."""
    if state == State.PREPARING and not invited:
        return Verdict.no("还没有参加单位。请先选择参加单位，再开始晒。", code="nobody-invited")
    if state == State.SHOWING and not handed_in:
        return Verdict.no(
            "还没有单位报送材料，没有可比的内容。请等至少一个单位报送后再进入“比”。", code="nothing-shown"
        )
    if state == State.JUDGING and marks_open:
        return Verdict.no("评议已经开始，还没有计票。请先录入计票结果，再公示。", code="vote-uncounted")
    return Verdict.yes()


def may_be_published(as_of: date, today: date) -> Verdict:
    if as_of <= today:
        return Verdict.yes()
    return Verdict.no(f"数据截至日期 {as_of} 还没有到，届时才能公示。", code="as-of-in-future")


def may_be_archived(*, until: date | None, open_objections: int, today: date) -> Verdict:
    """公示 has run its days, and every objection is answered."""
    if until is not None and today <= until:
        return Verdict.no(f"公示到 {until}，期满后才能归档。", error=WrongState, code="notice-runs")
    if open_objections:
        return Verdict.no(
            f"还有 {open_objections} 件异议没有答复，答复以后才能归档。",
            error=WrongState,
            code="objection-open",
        )
    return Verdict.yes()


def says_why(text: str, what: str) -> Verdict:
    if text.strip():
        return Verdict.yes()
    return Verdict.no(f"请写明{what}。", code="reason-missing")


def is_at(state: str, acts: Collection[str], what: str) -> Verdict:
    """Whether the gathering stands at one of the acts in which `what` is done."""
    if state in acts:
        return Verdict.yes()
    names = "、".join(one.label for one in State if one in acts)
    return Verdict.no(
        f"现在是“{State(state).label}”阶段，不能{what}；在“{names}”阶段办理。",
        error=WrongState,
        code="not-at-this-act",
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A completion rate of one layer or unit, in percent; None where nothing is known."""

    done: int
    owed: int

    @property
    def percent(self) -> Decimal | None:
        return None if not self.owed else (Decimal(100 * self.done) / self.owed).quantize(Decimal("0.1"))


def lie_of(shares: Sequence[Share], on: date) -> str:
    """How a requirement lies over the layers, from the top: 上热中温下凉, or another way (S001-45)."""
    known = [one.percent for one in shares if one.percent is not None]
    if len(known) < 2:
        return ""
    if max(known) - min(known) < number("layer_gap", on):
        return "各层大体一致"
    if known == sorted(known, reverse=True):
        return "上热中温下凉" if len(known) > 2 else "上热下凉"
    return "下层高于上层" if known == sorted(known) else "各层不均"
