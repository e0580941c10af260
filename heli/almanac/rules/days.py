"""Working days, the relatively fixed day of a month, and the best days first (R01-17, R01-18). Pure."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from heli.almanac.catalogue import LAST_IN_MONTH, WEEKDAYS
from heli.kernel.workdays import is_workday

Works = Callable[[date], bool]


def works(day: date) -> bool:
    """Whether a day is worked in China, provisional or not."""
    return is_workday(day).is_workday


def is_provisional(day: date) -> bool:
    """暂算: the State Council's arrangement of the year is not known."""
    return is_workday(day).provisional


@dataclass(frozen=True, slots=True)
class Habit:
    """On which day of a month a branch has its 主题党日, as `models.FixedDay`. `is_set`: by the branch."""

    day: int | None = None
    nth: int | None = None
    weekday: int | None = None
    earlier: bool = False
    on_days_off: bool = False
    is_set: bool = True

    @property
    def words(self) -> str:
        if self.day is not None:
            return f"每月 {self.day} 日"
        nth = "最后一个" if self.nth == LAST_IN_MONTH else f"第{'一二三四'[(self.nth or 1) - 1]}个"
        return f"每月{nth}{WEEKDAYS[self.weekday or 0]}"

    @property
    def on_day_off_words(self) -> str:
        if self.on_days_off:
            return "遇休息日照常"
        return "遇休息日提前" if self.earlier else "遇休息日顺延"

    def in_month(self, year: int, month: int) -> date:
        """The fixed day of a month, worked or not; a shorter month has its last day."""
        length = monthrange(year, month)[1]
        if self.day is not None:
            return date(year, month, min(self.day, length))
        weekday, nth = self.weekday or 0, self.nth or 1
        found = [day for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
        return date(year, month, found[-1] if nth == LAST_IN_MONTH else found[nth - 1])


def span(first: date, last: date) -> list[date]:
    """All days from `first` to `last`, both included; none where `last` lies before."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def fixed_candidates(
    habit: Habit, first: date, last: date, shift: int, works: Works = works
) -> tuple[date, ...]:
    """The days for a 主题党日 from `first` to `last`, the best first.

    The fixed day itself where it is worked (or the branch asks for days off); then the nearest working day on
    the side that the branch chose, within `shift` days; then on the other side; then any other by nearness.
    """
    wanted = habit.in_month(last.year, last.month)
    found = [day for day in span(first, last) if works(day) or (habit.on_days_off and day == wanted)]

    def worth(day: date) -> tuple[bool, bool, int]:
        away = (day - wanted).days
        beyond, other_side = abs(away) > shift, away > 0 if habit.earlier else away < 0
        return (day != wanted and beyond, day != wanted and other_side, abs(away))

    return tuple(sorted(found, key=worth))


def middle_out(days: Sequence[date]) -> tuple[date, ...]:
    """The middle of some days first: neither at the very beginning nor on the last day."""
    middle = len(days) // 2
    return tuple(
        days[place] for place in sorted(range(len(days)), key=lambda place: (abs(place - middle), place))
    )


def shortly_before(days: Sequence[date], gathering: date | None, lead: int) -> tuple[date, ...]:
    """Working days, first the one `lead` of them before a gathering, then those nearest before it."""
    if gathering is None:
        return middle_out(days)
    before = [day for day in days if day < gathering]
    wished = before[-lead:][:1] if len(before) >= lead else before[:1]
    nearer = sorted(set(before) - set(wished), reverse=True)
    return (*wished, *nearer, *(day for day in days if day >= gathering))
