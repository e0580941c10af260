"""What covers a regulation, where two tasks clash or ask the same: pure answers, no queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from heli.duties.catalogue import PERIOD_OF, Cadence, Line, Trigger
from heli.duties.rules.readings import Reading
from heli.kernel.errors import WrongState
from heli.kernel.periods import PeriodKind
from heli.kernel.verdict import Verdict
from heli.planning.catalogue import Regulation

MOST_LEVELS = 5


def covered_kinds(regulation: Regulation, readings: Iterable[Reading]) -> set[str]:
    """Which kinds of organisation owe already, by what is in force, all that the regulation asks of them.

    A reading covers where a record of the regulation answers it, it is owed at least as often, and by all of
    the kind, 本级 and 直属单位.
    """
    found: set[str] = set()
    for reading in readings:
        if reading.kinds & set(regulation.records) and _as_often(reading, regulation):
            for kind in regulation.kinds:
                places = {one.attached for one in reading.classes if one.kind == kind}
                if None in places or {True, False} <= places:
                    found.add(kind)
    return found


def carriers(regulation: Regulation, readings: Iterable[Reading]) -> list[Reading]:
    """The readings that cover the regulation for some kind."""
    return [one for one in readings if covered_kinds(regulation, [one])]


def _as_often(reading: Reading, regulation: Regulation) -> bool:
    if regulation.cadence == Cadence.TRIGGERED or reading.cadence == Cadence.TRIGGERED:
        return (reading.cadence, reading.trigger) == (regulation.cadence, regulation.trigger)
    return PERIOD_OF[reading.cadence].months <= PERIOD_OF[regulation.cadence].months


def can_be_taken_up(regulation: Regulation, covered: Collection[str]) -> Verdict:
    """Whether a regulation can be made a requirement: it is not covered, and a record answers it."""
    if set(regulation.kinds) <= set(covered):
        return Verdict.no("年度计划已有条目承接这一条，不必再列，免得同一件事出现两次。", code="covered")
    if not regulation.records:
        where = regulation.seen or "还没有哪类履职记录能完成这一条，纳入以后只会显示未知"
        return Verdict.no(f"{where}，不另列应办。", code="no-record")
    if regulation.cadence == Cadence.TRIGGERED and regulation.trigger != Trigger.TERM_END:
        return Verdict.no("由事项触发，系统没有它的来源，不另列应办。", code="no-source")
    return Verdict.yes()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two tasks of the two lines that ask the same of the same organisations by other days (S001-38)."""

    trade: Reading
    place: Reading
    why: str


def clashes(lines: Sequence[tuple[Reading, str]]) -> list[Clash]:
    """Pairs of 条 and 块 that are answered by the same records, of the same class, and differ in when."""
    trade = [reading for reading, line in lines if line == Line.TRADE]
    place = [reading for reading, line in lines if line == Line.PLACE]
    return [Clash(one, other, why) for one in trade for other in place if (why := _differ(one, other))]


def _differ(one: Reading, other: Reading) -> str:
    shared = {each.kind for each in one.classes} & {each.kind for each in other.classes}
    if not (shared or one.owners & other.owners) or not one.kinds & other.kinds:
        return ""
    if one.cadence != other.cadence:
        return "频次不同"
    days = [slot.due_on for slot in one.slots] != [slot.due_on for slot in other.slots]
    return "完成时限不同" if days else ""


def overlaps(reading: Reading, others: Iterable[Reading]) -> Iterator[Reading]:
    """What is asked already of the same organisations and answered by the same records (S001-63, R14-08)."""
    for other in others:
        same = {one.kind for one in reading.classes} & {one.kind for one in other.classes}
        if other.pk != reading.pk and reading.kinds & other.kinds and (same or reading.owners & other.owners):
            yield other


def when_words(cadence: str, month: int | None, day: int | None) -> str:
    """每月, 每季度, 每年（3月31日前）, 任期届满时, as a plan would write it."""
    if cadence == Cadence.TRIGGERED:
        return "届满前"
    if cadence == PeriodKind.YEAR and month:
        return f"{month}月{day}日前"
    return {"month": "每月", "quarter": "每季度", "half": "每半年"}.get(cadence, "全年")


def can_name(name: str, *, known: bool, level: int) -> Verdict:
    """A strategic task has a name of its own among its equals, and lies at most five levels deep."""
    if not name.strip():
        return Verdict.no("请填写名称。", code="name-missing")
    if len(name.strip()) > 120:
        return Verdict.no("名称超过 120 个字，请缩短。", code="name-too-long")
    if known:
        return Verdict.no(f"这一层已经有“{name.strip()}”。", error=WrongState, code="theme-known")
    if level > MOST_LEVELS:
        return Verdict.no(f"最多分 {MOST_LEVELS} 层，请并入上一层。", code="theme-too-deep")
    return Verdict.yes()


def can_take_up(chosen: Collection[str], ready: Collection[str]) -> Verdict:
    """Themes of the texts are taken up by choice, and only those that are in force."""
    if not chosen:
        return Verdict.no("请至少选择一项。", code="nothing-chosen")
    if strange := [one for one in chosen if one not in ready]:
        return Verdict.no(f"没有“{strange[0]}”这一项，请从列出的项目中选择。", code="theme-not-ready")
    return Verdict.yes()


def can_close(*, closed: bool, open_children: int) -> Verdict:
    """A strategic task is closed once, after what lies beneath it."""
    if closed:
        return Verdict.no("已经停用。", error=WrongState, code="closed-already")
    if open_children:
        return Verdict.no(
            f"下面还有 {open_children} 项没有停用，请先停用下面的。", error=WrongState, code="has-children"
        )
    return Verdict.yes()


def can_tie(project: str, goal: str, *, known: bool) -> Verdict:
    """A project is named, fits, and is tied to a task once."""
    if not project.strip():
        return Verdict.no("请填写业务项目或目标任务的名称。", code="project-missing")
    if len(project.strip()) > 120 or len(goal.strip()) > 200:
        return Verdict.no("项目名称最多 120 个字，目标最多 200 个字，请缩短。", code="project-too-long")
    if known:
        return Verdict.no("这一条已经关联了同名的项目。", error=WrongState, code="tie-known")
    return Verdict.yes()
