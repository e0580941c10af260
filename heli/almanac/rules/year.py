"""What a role has in each month of a year, and whose year a reader is shown first. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from heli.accounts.scope import PostHeld
from heli.almanac.catalogue import ROLE_OF, YEAR, Role, YearEntry


class Line(NamedTuple):
    """An entry of the year, and whether the 工委 has turned it off."""

    entry: YearEntry
    off: bool


def entries(year: int) -> tuple[YearEntry, ...]:
    """The entries in force at the end of a year, in the order of the file."""
    return YEAR().on(date(year, 12, 31))


def months(year: int, role: Role, off: Collection[str]) -> list[tuple[int, list[Line]]]:
    """The twelve months with what the role has in each; `off` are the keys of switches that are off.

    What comes every month stands after what is the month's own.
    """
    own = [one for one in entries(year) if role in one.roles]
    return [
        (
            month,
            sorted(
                (Line(one, one.switch in off) for one in own if month in one.months),
                key=lambda line: len(line.entry.months) == 12,
            ),
        )
        for month in range(1, 13)
    ]


def role_of(posts: Iterable[PostHeld]) -> Role:
    """The role of the first post; a member without one looks at the branch's year."""
    return next((ROLE_OF[post.reach] for post in posts), Role.BRANCH)


def months_words(entry: YearEntry) -> str:
    """每月, 2月, 4—6月, 2、3月."""
    found = sorted(entry.months)
    if len(found) == 12:
        return "每月"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]}—{found[-1]}月"
    return f"{'、'.join(map(str, found))}月"
