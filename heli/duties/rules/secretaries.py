"""Who was secretary of an organisation on a day, by name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from heli.duties.rules.words import tidy

Held = tuple[int, str, date, date | None]
"""An organisation's primary key, a name, the first day in office and the first day after."""


class Secretaries:
    """Answers for many organisations.

    A day before the first secretary that Heli knows takes that one: a ledger tells of days before the roster.
    """

    def __init__(self, held: Iterable[Held]) -> None:
        self._held: dict[int, list[tuple[str, date, date]]] = defaultdict(list)
        for organisation, name, begins, ends in held:
            if ends is None or begins < ends:
                self._held[organisation].append((tidy(name), begins, ends or date.max))

    def includes(self, organisation: int, name: str, day: date) -> bool:
        """Whether somebody of that name was its secretary on that day."""
        terms = self._held.get(organisation)
        if not terms or not name:
            return False
        day = max(day, min(begins for _, begins, _ in terms))
        plain = tidy(name)
        return any(plain == one and begins <= day < ends for one, begins, ends in terms)
