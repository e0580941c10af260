"""Reading 完成时限: how often a requirement is owed, by which day, or what triggers it.

What `dated/deadline_words.toml` does not know stays open for the office to decide; nothing is guessed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from heli.duties.catalogue import DEADLINE_WORDS, Cadence, DeadlineWords, Trigger
from heli.duties.rules.words import tidy

_LAST = re.compile(r"(完成|办结|落实|报送|上报)$")
_LEAD = re.compile(r"^[于在须应需]")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_PARTS = {"上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Deadline:
    """How often, and for cadence YEAR the month and day; for TRIGGERED what triggers it."""

    cadence: Cadence
    due_month: int | None = None
    due_day: int | None = None
    trigger: Trigger = Trigger.NONE


def read(text: str, year: int) -> Deadline | None:
    """What `text` means in a plan of `year`; None where it says no deadline, or none that is sure.

    A day that does not exist and a day of another year are not sure either.
    """
    plain = _LEAD.sub("", _LAST.sub("", tidy(text)))
    for words, pattern in _patterns(date(year, 1, 1)):
        found = pattern.fullmatch(plain)
        if found is not None:
            return _meaning(words, found.groupdict(), year)
    return None


@cache
def _patterns(on: date) -> tuple[tuple[DeadlineWords, re.Pattern[str]], ...]:
    return tuple((words, re.compile(words.pattern)) for words in DEADLINE_WORDS().on(on))


def _meaning(words: DeadlineWords, said: dict[str, str | None], year: int) -> Deadline | None:
    if words.cadence == Cadence.UNDECIDED or (said.get("year") or str(year)) != str(year):
        return None
    if words.cadence != Cadence.YEAR:
        return Deadline(words.cadence, trigger=words.trigger)
    due = _due(words, said, year)
    return Deadline(Cadence.YEAR, due.month, due.day) if due else None


def _due(words: DeadlineWords, said: dict[str, str | None], year: int) -> date | None:
    """The last day that the named parts allow; None where there is no such day."""
    month = words.month
    if said.get("half"):
        month = 6 if said["half"] == "上" else 12
    elif quarter := said.get("quarter"):
        month = 3 * (_DIGITS.get(quarter) or int(quarter))
    elif said.get("month"):
        month = int(said["month"] or 0)
    if month is None or not 1 <= month <= 12 or int(said.get("from_month") or 1) > month:
        return None
    last = monthrange(year, month)[1]
    day = int(said.get("day") or _PARTS.get(said.get("part") or "", words.day or last))
    return date(year, month, day) if 1 <= day <= last else None
