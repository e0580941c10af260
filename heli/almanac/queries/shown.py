"""The shapes of a branch's calendar: a duty with its day, a day, a month, the year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from heli.almanac.catalogue import WEEKDAYS
from heli.almanac.queries.addresses import of_branch, record
from heli.almanac.rules import days as day_rules
from heli.almanac.rules.days import Habit
from heli.almanac.rules.placing import Key, Proposal
from heli.almanac.rules.planning import Span
from heli.duties.catalogue import DutyState
from heli.duties.queries.listing import Duty
from heli.kernel.errors import NotFound
from heli.kernel.periods import PeriodKind
from heli.orgs.models import Organisation

DONE = (DutyState.ON_TIME, DutyState.LATE)
GONE = (DutyState.OVERDUE, DutyState.UNKNOWN)


@dataclass(frozen=True)
class Entry:
    """A duty in the calendar. `kind`: the meeting that answers it, "" for a paper, or where nothing does yet;
    `recorded_as`: the kind of record, a paper's too.

    `day` is when it was done, is planned, or is proposed for; None where it has no day. `missed` was planned,
    passed by without a record, and is looked for anew. `fixed` is the month's fixed day where its own is
    another; `far` more than the local rule allows.
    """

    duty: Duty
    kind: str
    span: Span
    today: date
    recorded_as: str = ""
    planned: date | None = None
    proposed: date | None = None
    missed: date | None = None
    fixed: date | None = None
    far: bool = False

    @property
    def key(self) -> Key:
        return Key(self.duty.reading.pk, self.duty.period.index)

    @property
    def is_done(self) -> bool:
        return self.span.done

    @property
    def is_waived(self) -> bool:
        return self.span.waived

    @property
    def is_gone(self) -> bool:
        """Past its last day and not done."""
        return self.duty.state in GONE

    @property
    def waits(self) -> bool:
        """Whether a day is still to be found for it."""
        return bool(self.kind) and not (self.is_done or self.is_waived or self.is_gone)

    @property
    def day(self) -> date | None:
        if self.is_done:
            return self.duty.answer.happened_on if self.duty.answer is not None else None
        return self.planned or self.proposed

    @property
    def name(self) -> str:
        return self.span.name

    @property
    def back_url(self) -> str:
        return of_branch(self.duty.organisation.pk, self.duty.reading.year)

    @property
    def record_url(self) -> str:
        """The form that records it: on its day where that has come, else today."""
        if not self.recorded_as:
            return ""
        return record(self.duty.organisation.pk, self.recorded_as, min(self.day or self.today, self.today))

    @property
    def name_in_month(self) -> str:
        """The name where the month stands beside it."""
        monthly = self.duty.period.kind is PeriodKind.MONTH
        return self.name.removesuffix(f"（{self.duty.period_name}）") if monthly else self.name


@dataclass(frozen=True)
class Day:
    """A day of the calendar with what is held on it."""

    day: date
    entries: tuple[Entry, ...]

    @property
    def is_day_off(self) -> bool:
        return not day_rules.works(self.day)

    @property
    def is_provisional(self) -> bool:
        return day_rules.is_provisional(self.day)

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.day.weekday()]


class PrintedLine(NamedTuple):
    """A day on paper: when, and what."""

    when: str
    what: str


@dataclass(frozen=True)
class Month:
    """A month: its days with something on them, and what has no day: papers, what is waived or overdue."""

    first: date
    days: tuple[Day, ...]
    dayless: tuple[Entry, ...]

    @property
    def lines(self) -> list[PrintedLine]:
        """One line a day for paper: ● done, ○ planned, □ proposed."""
        return [_printed(day) for day in self.days]


@dataclass(frozen=True)
class Calendar:
    """The year of a branch as its page shows it. `unplaced` could not be given any day."""

    organisation: Organisation
    year: int
    habit: Habit
    entries: tuple[Entry, ...]
    proposal: Proposal
    today: date

    @property
    def proposed(self) -> dict[Key, date]:
        return {one.key: one.proposed for one in self.entries if one.proposed is not None}

    @property
    def planned_ahead(self) -> list[Entry]:
        """What is planned for a day to come, and not done."""
        return [one for one in self.entries if one.waits and one.planned]

    @property
    def unplaced(self) -> list[Entry]:
        lost = set(self.proposal.unplaced)
        return [one for one in self.entries if one.key in lost]

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.entries)

    @cached_property
    def ahead(self) -> list[Entry]:
        """What still has to be held and has a day."""
        return [one for one in self.entries if one.waits and one.day is not None]

    @property
    def days_ahead(self) -> int:
        return len({one.day for one in self.ahead})

    @property
    def saved(self) -> int:
        """How many days fewer than one for each."""
        return len(self.ahead) - self.days_ahead

    @property
    def is_provisional(self) -> bool:
        return any(one.day is not None and day_rules.is_provisional(one.day) for one in self.ahead)

    @cached_property
    def months(self) -> list[Month]:
        return list(_months(self.entries))

    @property
    def past(self) -> list[Month]:
        """The months before this one."""
        return [one for one in self.months if one.first < self.today.replace(day=1)]

    @property
    def to_come(self) -> list[Month]:
        return [one for one in self.months if one.first >= self.today.replace(day=1)]

    @property
    def past_words(self) -> str:
        """已完成 14 项，逾期 2 项: of the months before this one."""
        entries = [one for month in self.past for day in month.days for one in day.entries]
        entries += [one for month in self.past for one in month.dayless]
        overdue = sum(one.duty.state == DutyState.OVERDUE for one in entries)
        done = f"已完成 {sum(one.is_done for one in entries)} 项"
        return f"{done}，逾期 {overdue} 项" if overdue else done

    @property
    def anew_words(self) -> str:
        return f"将取消 {len(self.planned_ahead)} 项还没有到的安排，重新推算建议日期，确定吗？"

    @property
    def year_text(self) -> str:
        return str(self.year)

    @property
    def title(self) -> str:
        return f"{self.year}年年历"

    @property
    def today_text(self) -> str:
        return self.today.isoformat()

    def find(self, key: Key) -> Entry:
        """NotFound (`duty-unknown`) where the branch does not owe it in this year."""
        found = next((one for one in self.entries if one.key == key), None)
        if found is None:
            raise NotFound("duty-unknown", "本支部这一年没有这一项应办，可能条目已经变动。请从年历重新进入。")
        return found

    def on(self, day: date) -> list[Entry]:
        """What is planned or proposed for a day, and not done."""
        return [one for one in self.ahead if one.day == day]


def _months(entries: Iterable[Entry]) -> Iterator[Month]:
    by_month: dict[date, tuple[dict[date, list[Entry]], list[Entry]]] = {}
    for one in entries:
        day = None if one.is_waived or one.is_gone else one.day
        days, dayless = by_month.setdefault((day or one.span.last).replace(day=1), ({}, []))
        if day is None:
            dayless.append(one)
        else:
            days.setdefault(day, []).append(one)
    for first, (days, dayless) in sorted(by_month.items()):
        made = (Day(day, tuple(found)) for day, found in sorted(days.items()))
        yield Month(first, tuple(made), tuple(sorted(dayless, key=lambda one: one.span.last)))


def _printed(day: Day) -> PrintedLine:
    when = f"{day.day.day}日（{day.weekday[-1]}）"
    return PrintedLine(when, "、".join(_marked(one) for one in day.entries))


def _marked(one: Entry) -> str:
    if one.is_done:
        return f"●{one.name_in_month}"
    return f"○{one.name_in_month}" if one.planned else f"□{one.name_in_month}"
