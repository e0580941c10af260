"""What may share one gathering, what comes first, the numbers of the calendar, the entries of 全年一览."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from heli.accounts.catalogue import Permission, Reach
from heli.kernel.catalogue import Entry, dated

THEME_DAY = "theme_day"
"""The kind of record that is held on the relatively fixed day of each month (R01-17)."""
FEED_SWITCH = "feed"
"""The switch of the calendar feed, off until the 工委 turns it on; those of `year:<id>` are on until then."""
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LAST_IN_MONTH = 5
"""第几个 of a weekday: 1 to 4, and 5 for the last one of the month."""


class Role(StrEnum):
    """Whose year 全年一览 shows."""

    WORK_COMMITTEE = "work_committee"
    LEADING = "leading"
    COMMITTEE = "committee"
    BRANCH = "branch"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.WORK_COMMITTEE: "机关工委",
    Role.LEADING: "党组（党委）",
    Role.COMMITTEE: "机关党委、党总支",
    Role.BRANCH: "党支部",
}
ROLE_OF = {
    Reach.CITY: Role.WORK_COMMITTEE,
    Reach.LED: Role.LEADING,
    Reach.BENEATH: Role.COMMITTEE,
    Reach.OWN: Role.BRANCH,
}


@dataclass(frozen=True, kw_only=True)
class Gathering(Entry):
    """Kinds of record that may be held as parts of one gathering on one day; `example` shows how."""

    kinds: tuple[str, ...]
    example: str


@dataclass(frozen=True, kw_only=True)
class Precedence(Entry):
    """Of one month, a meeting of the kind `first` comes on an earlier day than one of the kind `then`."""

    first: str
    then: str


@dataclass(frozen=True, kw_only=True)
class Season(Entry):
    """The months in which a kind is generally held; the proposal keeps to them, the branch may not."""

    kind: str
    months: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Number(Entry):
    """A number of the calendar that an office may set otherwise."""

    number: int


@dataclass(frozen=True, kw_only=True)
class YearEntry(Entry):
    """Something that the year brings in these months for these roles; every one is an example (示例).

    `page` is the name of the address where it is done, shown to whoever holds `permission`.
    """

    months: tuple[int, ...]
    roles: tuple[Role, ...]
    page: str = ""
    permission: Permission | None = None

    def __post_init__(self) -> None:
        if not self.months or not all(1 <= month <= 12 for month in self.months):
            raise ValueError("months must be 1 to 12, at least one")
        if not self.roles:
            raise ValueError("roles must name at least one")

    @property
    def switch(self) -> str:
        """The key of its switch."""
        return f"year:{self.id}"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a whole day in a calendar feed; `uid` is unique here, `stamp` when it was last set."""

    uid: str
    day: date
    summary: str
    stamp: datetime


_DATED = Path(__file__).parent / "dated"
GATHERINGS = dated(_DATED / "gatherings.toml", Gathering)
PRECEDENCES = dated(_DATED / "precedences.toml", Precedence)
SEASONS = dated(_DATED / "seasons.toml", Season)
NUMBERS = dated(_DATED / "numbers.toml", Number)
YEAR = dated(_DATED / "year.toml", YearEntry)
