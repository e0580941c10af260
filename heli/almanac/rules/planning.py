"""Who plans the days of a branch, and on which day a duty may be planned (R01-13, R01-17, R01-18). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may, may_somewhere
from heli.accounts.scope import Target
from heli.almanac.rules.days import Habit, works
from heli.almanac.rules.placing import Key, Table
from heli.kernel.action import Doer
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Strength, Verdict, all_of

RHYTHM = "《中国共产党支部工作条例（试行）》第十六条（R01-17）"
COMMITTEE_FIRST = "《中国共产党支部工作条例（试行）》第十二条（R01-13）"


@dataclass(frozen=True, slots=True)
class Span:
    """A duty as far as its day goes: its name, the first and last day of its period, and whether it is open.

    `kind` is the kind of meeting that answers it, "" for a paper or where nobody has said yet.
    """

    name: str
    kind: str
    first: date
    last: date
    done: bool = False
    waived: bool = False


def may_plan(by: Doer, branch: Target) -> Verdict:
    """Whether whoever acts plans the days of a branch: whoever records its meetings."""
    return may(by, Permission.RECORD_ENTER, branch)


def may_switch(by: Doer) -> Verdict:
    """Whether whoever acts turns on and off what all others see: whoever writes the year's plan."""
    return may_somewhere(by, Permission.PLAN_KEEP)


def is_branch(kind_is_branch: bool) -> Verdict:
    """Only a branch has a calendar of 三会一课 and 主题党日."""
    return Verdict.yes() if kind_is_branch else _no("支部年历只有党支部有，请选择党支部。", "not-a-branch")


def can_be_planned(span: Span, day: date, today: date, *, day_off: bool) -> Verdict:
    """Whether the duty may be planned on the day; `day_off`: the branch asks for a day that is not worked."""
    return all_of(_is_open(span), _in_period(span, day), _is_to_come(day, today), _is_worked(day, day_off))


def can_share(name: str, kinds: Collection[str], day: date, table: Table, *, apart: bool) -> Verdict:
    """Whether all that would be held on the day may share one gathering; `apart`: held at different hours.

    `kinds` are all that would be on the day, `name` what is being planned.
    """
    if apart or table.may_share(kinds):
        return Verdict.yes()
    return _no(
        f"{day} 已有不能合在一起的安排，{name}有自己的到会范围。请另选一天；"
        "确实要在同一天分开召开的，勾选“当天分开召开”。",
        "may-not-share",
        source=COMMITTEE_FIRST,
        strength=Strength.GENERAL,
    )


def can_be_accepted(proposed: Mapping[Key, date]) -> Verdict:
    """There must be something to accept."""
    if proposed:
        return Verdict.yes()
    return _no("没有可以采用的建议：能安排的都已经安排。", "nothing-proposed", state=True)


def can_be_proposed_anew(planned: int) -> Verdict:
    """There must be days to come that were planned."""
    if planned:
        return Verdict.yes()
    return _no("没有已安排、还没有到的日期，现在显示的就是建议。", "nothing-planned", state=True)


def is_habit(habit: Habit) -> Verdict:
    """Either the day of the month, or which weekday of it."""
    if (habit.day is None) == (habit.nth is None):
        return _no("请填写每月几日，或者第几个周几，只选一种。", "habit-two-ways", source=RHYTHM)
    if habit.day is not None and not 1 <= habit.day <= 31:
        return _no("每月几日填 1 至 31；没有这一天的月份按月末。", "habit-day", source=RHYTHM)
    if habit.nth is not None and not (1 <= habit.nth <= 5 and 0 <= (habit.weekday or 0) <= 6):
        return _no("请选择第几个、周几。", "habit-weekday", source=RHYTHM)
    return Verdict.yes()


def far_from_fixed(habit: Habit, day: date, shift: int) -> bool:
    """Whether a 主题党日 is further from the fixed day than the local rule says (R01-18): told only."""
    return abs((day - habit.in_month(day.year, day.month)).days) > shift


def _is_open(span: Span) -> Verdict:
    if span.done:
        return _no(f"{span.name}已经完成，不用再安排。", "duty-done", state=True)
    if span.waived:
        return _no(f"{span.name}已免除，不用安排。", "duty-waived", state=True)
    if not span.kind:
        return _no(f"{span.name}不用开会，到期前报送即可，不占日期。", "no-gathering", state=True)
    return Verdict.yes()


def _in_period(span: Span, day: date) -> Verdict:
    if span.first <= day <= span.last:
        return Verdict.yes()
    said = f"{span.name}应在 {span.first} 至 {span.last} 之间，{day} 不算数。请在这段时间内选一天。"
    return _no(said, "outside-period")


def _is_to_come(day: date, today: date) -> Verdict:
    if day >= today:
        return Verdict.yes()
    return _no(f"{day} 已经过去。已经开过的，请直接记录；没有开的，请选今天或以后。", "day-past")


def _is_worked(day: date, day_off: bool) -> Verdict:
    if day_off or works(day):
        return Verdict.yes()
    said = f"{day} 是休息日。请选工作日；确实安排在休息日的，勾选“休息日也安排”。"
    return _no(said, "day-off")


def _no(
    reason: str,
    code: str,
    *,
    source: str = "",
    strength: Strength = Strength.HARD,
    state: bool = False,
) -> Verdict:
    error = WrongState if state else Invalid
    return Verdict.no(reason, source=source, strength=strength, error=error, code=code)
