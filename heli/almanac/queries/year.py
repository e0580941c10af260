"""全年一览 with its switches."""

from datetime import date
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.almanac.catalogue import FEED_SWITCH, Role, YearEntry
from heli.almanac.models import Switch
from heli.almanac.queries.addresses import page
from heli.almanac.rules import year as rules
from heli.kernel.errors import NotFound


class Shown(NamedTuple):
    """An entry in a month: whether it is off, and where it is done, if the reader may open that page."""

    entry: YearEntry
    off: bool
    url: str


class Kept(NamedTuple):
    """An entry for whoever switches: in which months, whether it is off, who set that last."""

    entry: YearEntry
    months: str
    switch: Switch | None

    @property
    def off(self) -> bool:
        return self.switch is not None and not self.switch.on


def switches() -> dict[str, Switch]:
    """Every switch that was ever set."""
    return {one.key: one for one in Switch.objects.all()}


def months(actor: Actor, year: int, role: Role) -> list[tuple[int, list[Shown]]]:
    """The twelve months of a role: one query."""
    off = {one.key for one in switches().values() if not one.on}
    return [
        (month, [Shown(line.entry, line.off, _url(actor, line.entry)) for line in lines])
        for month, lines in rules.months(year, role, off)
    ]


def kept_entries(year: int) -> list[Kept]:
    """All entries with their switches: one query."""
    found = switches()
    return [Kept(one, rules.months_words(one), found.get(one.switch)) for one in rules.entries(year)]


def entry(id: str, on: date) -> YearEntry:  # noqa: A002 - as in the file
    """NotFound (`year-entry`) where there is none in force."""
    found = next((one for one in rules.entries(on.year) if one.id == id), None)
    if found is None:
        raise NotFound("year-entry", "全年一览没有这一事项，可能已经调整。请从事项清单重新进入。")
    return found


def feed_switch() -> Switch | None:
    """What the 工委 last set about the calendar feed; None: never, which is off."""
    return Switch.objects.filter(key=FEED_SWITCH).first()


def feed_is_on() -> bool:
    return Switch.objects.filter(key=FEED_SWITCH, on=True).exists()


def _url(actor: Actor, entry: YearEntry) -> str:
    if entry.permission is not None and not actor.may_somewhere(entry.permission):
        return ""
    return page(entry.page)
