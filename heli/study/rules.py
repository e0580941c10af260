"""How much a meeting or a class counts, who has reached what, what a plan lacks: pure answers.

A year is counted by the rules in force on its first day: a document in its course moves no 学时 of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from heli.kernel.periods import Period, PeriodKind, add_months
from heli.kernel.verdict import Verdict
from heli.study.catalogue import (
    CLASS_HOURS,
    MEETING_HOURS,
    TAGS,
    TARGETS,
    ClassHours,
    ClassKind,
    MeetingHours,
    Outcome,
    Tag,
    Target,
)
from heli.ui.catalogue import State

MOST_MINUTES = 480
FIRST_YEAR = 2019
"""From here on the targets and conversions are known (R09-01)."""

_TENTH = Decimal("0.1")
_PER_DAY = 2
_MOST_A_DAY = 8


class Earned(NamedTuple):
    """学时 and 集中培训 of one member in a year."""

    hours: Decimal
    trainings: int


class Goal(NamedTuple):
    """What the year asks of one member."""

    hours: int
    trainings: int

    def met(self, earned: Earned) -> bool:
        return earned.hours >= self.hours and earned.trainings >= self.trainings


@dataclass(frozen=True, slots=True)
class YearRules:
    """The conversions and targets that a year is counted by."""

    year: int
    meetings: Mapping[str, MeetingHours]
    classes: Mapping[str, ClassHours]
    targets: Mapping[str, Target]

    def meeting(self, kind: str, stated: int | None) -> Decimal:
        """学时 of a meeting of a kind, by the minutes that its recorder stated or else the kind's own."""
        rule = self.meetings.get(kind)
        if rule is None:
            return Decimal(0)
        minutes = rule.minutes if stated is None else stated
        hours = (Decimal(minutes) / rule.minutes_per_hour).quantize(_TENTH, ROUND_HALF_UP)
        return min(hours, Decimal(rule.most))

    def of_class(self, kind: str, half_days: int | None, hours: Decimal | None) -> Decimal:
        """学时 of a class: half-days by its kind, or what its certificate states."""
        per_half_day = self.classes[kind].per_half_day
        if per_half_day is not None and half_days is not None:
            return per_half_day * half_days
        return hours or Decimal(0)

    def goal(self, *, officer: bool) -> Goal:
        """书记和班子成员 (R09-02), or any other member (R09-01)."""
        if officer:
            return Goal(self.targets["officer_hours"].value, self.targets["officer_trainings"].value)
        return Goal(self.targets["member_hours"].value, 0)


@cache
def rules_of(year: int) -> YearRules:
    """The rules of a year, FIRST_YEAR or later."""
    day = date(year, 1, 1)
    return YearRules(
        year,
        {one.id: one for one in MEETING_HOURS().on(day)},
        {one.id: one for one in CLASS_HOURS().on(day)},
        {one.id: one for one in TARGETS().on(day)},
    )


def last_day(year: int, today: date) -> date:
    """The day up to which a year is counted: its last, or today."""
    return min(date(year, 12, 31), today)


# --- secretaries of branches


def rotation(trained: Collection[date], year: int, today: date) -> State:
    """Whether a secretary attended the year's rotation (R01-35): as soon as there is a training in it."""
    wanted = rules_of(year).targets["secretary_trainings"].value
    if sum(day.year == year for day in trained) >= wanted:
        return State.ON_TIME
    return State.OVERDUE if year < today.year else State.OPEN


def is_known(since: date) -> bool:
    """Whether a post began on that day: a roster gives no days, and its posts begin with the year of loading.

    New Year's Day is a holiday on which nobody is appointed.
    """
    return (since.month, since.day) != (1, 1)


def first_training(
    since: date, trained: Collection[date], year: int, today: date
) -> tuple[State, date] | None:
    """How the training of whoever is newly a secretary stands, and until when it is asked (R01-35).

    None where that day lies outside the year, for it was asked of another one, or where it is not known.
    """
    if not is_known(since):
        return None
    until = add_months(since, rules_of(year).targets["new_secretary_months"].value)
    if until.year != year:
        return None
    after = [day for day in trained if day >= since]
    if after:
        return (State.ON_TIME if min(after) <= until else State.LATE), until
    return (State.OVERDUE if until < today else State.OPEN), until


# --- plans


def missing_tags(tags: Collection[str], year: int) -> list[Tag]:
    """The required topics that no line of a year's plan is about (S001-30), in the order of the file."""
    return [one for one in TAGS().on(date(year, 1, 1)) if one.required and one.id not in tags]


def periods_of(year: int) -> list[Period]:
    """What a line may be planned for: the year, its quarters, its months."""
    kinds = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)
    return [Period(kind, year, index) for kind in kinds for index in range(kind.per_year)]


def line_state(period: Period, today: date, *, done: bool, voluntary: bool = False) -> State:
    """How a line of a plan stands; what is voluntary is never overdue (S003-17, R14-06)."""
    if done:
        return State.ON_TIME
    if voluntary:
        return State.WAIVED
    if period.end < today:
        return State.OVERDUE
    return State.OPEN if period.start <= today else State.NOT_DUE


def is_line(topic: str, period: str, year: int) -> Verdict:
    if not topic.strip():
        return Verdict.no("请填写学习内容。", code="topic-missing")
    if period not in {one.code for one in periods_of(year)}:
        return Verdict.no(f"期间请选择 {year} 年的某个月、某个季度或全年。", code="period-other-year")
    return Verdict.yes()


def is_of_year(year: int, today: date) -> Verdict:
    """A plan is made for this year, the next, or one past that is known."""
    if FIRST_YEAR <= year <= today.year + 1:
        return Verdict.yes()
    return Verdict.no(f"年度请在 {FIRST_YEAR} 至 {today.year + 1} 之间选择。", code="year-out-of-range")


def is_result(outcome: str, title: str, on: date, today: date, *, has_record: bool) -> Verdict:
    if on > today:
        return Verdict.no(f"日期 {on} 还没有到，请在完成以后登记。", code="in-future")
    if outcome != Outcome.HELD and not title.strip():
        return Verdict.no("请填写成果的名称，写明存放在哪里。", code="title-missing")
    if outcome == Outcome.HELD and not has_record and not title.strip():
        return Verdict.no("请选择是在哪次会议上学的；不是会议的，请写明学了什么。", code="record-missing")
    return Verdict.yes()


# --- meetings and classes


def are_minutes(kind: str, happened_on: date, minutes: int) -> Verdict:
    rules = rules_of(max(happened_on.year, FIRST_YEAR))
    if kind not in rules.meetings:
        names = "、".join(one.name for one in rules.meetings.values())
        return Verdict.no(f"这类记录不计学时。计学时的有：{names}。", code="kind-not-counted")
    if not 0 <= minutes <= MOST_MINUTES:
        return Verdict.no(f"学习时间请填 0 至 {MOST_MINUTES} 分钟。", code="minutes-unlikely")
    return Verdict.yes()


def is_class(
    kind: str, begins_on: date, ends_on: date, half_days: int | None, hours: Decimal | None, today: date
) -> Verdict:
    """Whether a class can be entered so: over, in order, its half-days within its days."""
    if ends_on < begins_on:
        return Verdict.no("结束日期早于开始日期，请核对。", code="ends-before-it-begins")
    if ends_on > today:
        return Verdict.no(f"培训到 {ends_on} 才结束，请在结束以后登记。", code="in-future")
    if begins_on.year < FIRST_YEAR:
        return Verdict.no(f"{FIRST_YEAR} 年以前的培训不在这里登记。", code="too-early")
    if begins_on.year != ends_on.year:
        return Verdict.no("学时按年度累计，跨年的培训请按年度分两个班次登记。", code="two-years")
    days = (ends_on - begins_on).days + 1
    if rules_of(ends_on.year).classes[kind].per_half_day is None:
        if hours is None or hours <= 0:
            return Verdict.no("请填写结业证明上的学时；不按在线的时间计。", code="hours-missing")
        if hours > days * _MOST_A_DAY:
            return Verdict.no(
                f"{days} 天最多 {days * _MOST_A_DAY} 学时，请核对日期和学时。", code="hours-unlikely"
            )
        return Verdict.yes()
    if not half_days:
        return Verdict.no("请填写共几个半天（一天算 2 个半天）。", code="half-days-missing")
    if half_days > days * _PER_DAY:
        told = f"{begins_on} 至 {ends_on} 最多 {days * _PER_DAY} 个半天，请核对。"
        return Verdict.no(told, code="half-days-unlikely")
    return Verdict.yes()


class Held(NamedTuple):
    """A class as far as another may be the same one."""

    title: str
    kind: str
    begins_on: date
    ends_on: date


def clashes(one: Held, other: Held) -> bool:
    """Whether nobody can have attended both: days overlap, and both are full-time, or of one name.

    So a class that its organiser entered is not counted again when a branch enters it too.
    """
    overlap = one.begins_on <= other.ends_on and other.begins_on <= one.ends_on
    both_training = one.kind == other.kind == ClassKind.TRAINING
    return overlap and (both_training or one.title == other.title)


# --- 中心组


class Quarter(NamedTuple):
    """A quarter of a 中心组: how often it met, and how that stands."""

    period: Period
    sessions: int
    state: State

    @property
    def name(self) -> str:
        return self.period.name.removeprefix(f"{self.period.year}年")


def quarters(
    days: Iterable[date], year: int, today: date, *, since: date | None, founded_on: date | None
) -> list[Quarter]:
    """The four quarters of a year (R15-03). What ended before records began (`since`) is unknown."""
    need = rules_of(year).targets["group_sessions"].value
    held = list(days)
    found = []
    for index in range(PeriodKind.QUARTER.per_year):
        period = Period(PeriodKind.QUARTER, year, index)
        sessions = sum(period.contains(day) for day in held)
        state = _quarter_state(period, today, since, done=sessions >= need)
        if founded_on is not None and period.end < founded_on:
            state = State.WAIVED
        found.append(Quarter(period, sessions, state))
    return found


def _quarter_state(period: Period, today: date, since: date | None, *, done: bool) -> State:
    if done:
        return State.ON_TIME
    if period.end < today and (since is None or period.end < since):
        return State.UNKNOWN
    return line_state(period, today, done=False)


def lacking(found: Iterable[Quarter]) -> str:
    """缺一季度、二季度; empty where none is missing."""
    names = "、".join(one.name for one in found if one.state is State.OVERDUE)
    return f"缺{names}" if names else ""
