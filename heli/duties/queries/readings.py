"""Requirements as the rules see them, with who owes, what answers, and since when: two queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce, ExtractDay, ExtractMonth, ExtractYear

from heli.duties.catalogue import PARAMETERS, Cadence
from heli.duties.models import (
    Dispensation,
    Requirement,
    RequirementClass,
    RequirementKind,
    RequirementOwner,
    Source,
    Window,
)
from heli.duties.rules import state
from heli.duties.rules.owners import OwnerClass
from heli.duties.rules.readings import NOTHING_PARTICULAR, Particular, Reading, Turn
from heli.duties.rules.state import DayMasks

_NEITHER = -1
_FIELDS = {
    "pk": "pk",
    "number": "number",
    "group": "group",
    "measure": "measure",
    "weight": "weight",
    "year": "plan__year",
    "cadence": "cadence",
    "due_month": "due_month",
    "due_day": "due_day",
    "trigger": "trigger",
    "committee_only": "committee_only",
    "chair_is_secretary": "chair_is_secretary",
}


@dataclass(frozen=True)
class Book:
    """The requirements of one year that make duties, and since when records answer them.

    `since`: (kind of record, kind of organisation) → day of the first such record.
    """

    year: int
    readings: tuple[Reading, ...]
    since: Mapping[tuple[str, str], date] = field(default_factory=dict)

    def known_since(self, reading: Reading, org_kind: str) -> date | None:
        """The day of the first record of this kind of organisation that could have answered, or None.

        A duty triggered by a term's end is known always: the roster that gave the term is its source.
        """
        if reading.is_triggered:
            return date.min
        days = [self.since[kind, org_kind] for kind in reading.kinds if (kind, org_kind) in self.since]
        return min(days, default=None)

    def known(self, reading: Reading, org_kind: str) -> int:
        """Mask of the slots whose due day this kind of organisation has a source for."""
        return state.known_mask(reading, self.known_since(reading, org_kind))

    def of_group(self, group: str) -> "Book":
        """The same book with the requirements of one 重点任务 alone."""
        return replace(self, readings=tuple(one for one in self.readings if one.group == group))

    def groups(self) -> tuple[str, ...]:
        """The 重点任务 of the plan in its own order."""
        return tuple(dict.fromkeys(one.group for one in self.readings))

    def find(self, pk: int) -> Reading | None:
        return next((one for one in self.readings if one.pk == pk), None)


def book_of(year: int) -> Book:
    """All requirements of a year that make duties, in the plan's order."""
    owed = Requirement.objects.owed().of_year(year)
    found, since = _read(owed)
    return Book(year, found, since)


def readings(requirements: QuerySet[Requirement]) -> tuple[Reading, ...]:
    """The given requirements in the order of year and number, whatever their state."""
    return _read(requirements)[0]


def due_soon_days(on: date) -> int:
    """How many days before its day a duty is called 将到期, as the office has set it."""
    return PARAMETERS().get("due_soon_days", on).value


def seen_from(reading: Reading, today: date) -> DayMasks:
    """The masks of a requirement's slots on `today`, with the office's own number of days."""
    return state.seen_from(reading, today, due_soon_days(today))


def _read(requirements: QuerySet[Requirement]) -> tuple[tuple[Reading, ...], dict[tuple[str, str], date]]:
    rows = list(requirements.order_by("plan__year", "number", "pk").values_list(*_FIELDS.values()))
    parts: dict[int, list[tuple[str, str, str, int]]] = defaultdict(list)
    since: dict[tuple[str, str], date] = {}
    windows: dict[tuple[str, int], date] = {}
    own: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for requirement, tag, word, other, number in _parts(requirements):
        if tag == "since":
            since[word, other] = _of_number(number)
        elif tag == "own":
            own[requirement].append((word, int(other), number))
        elif tag == "window":
            windows[word, int(other)] = _of_number(number)
        else:
            parts[requirement].append((tag, word, other, number))
    found = (_reading(row, parts[row[0]], _particulars(own[row[0]])) for row in rows)
    return tuple(_within_window(one, windows) for one in found), since


def _of_number(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _within_window(reading: Reading, windows: Mapping[tuple[str, int], date]) -> Reading:
    """The requirement with the last day that a window gives it; only what is owed once a year has one."""
    if reading.cadence != Cadence.YEAR:
        return reading
    days = [windows[kind, reading.year] for kind in reading.kinds if (kind, reading.year) in windows]
    return replace(reading, until=max(days)) if days else reading


def _particulars(rows: Sequence[tuple[str, int, int]]) -> dict[int, Particular]:
    """Organisation → what was waived (no day) or extended, from (day, period, organisation)."""
    found: dict[int, Particular] = {}
    for day, period, organisation in rows:
        before = found.get(organisation, NOTHING_PARTICULAR)
        found[organisation] = (
            Particular(before.waived, {**before.days, period: date.fromisoformat(day)})
            if day
            else Particular(before.waived | 1 << period, before.days)
        )
    return found


def _reading(
    row: tuple[Any, ...], parts: Sequence[tuple[str, str, str, int]], own: Mapping[int, Particular]
) -> Reading:
    classes = [
        OwnerClass(word, None if number == _NEITHER else bool(number))
        for tag, word, _, number in parts
        if tag == "class"
    ]
    owners = [(number, since, until) for tag, since, until, number in parts if tag == "owner"]
    return Reading(
        **dict(zip(_FIELDS, row, strict=True)),
        classes=tuple(sorted(classes, key=str)),
        owners=frozenset(number for number, _, _ in owners),
        kinds=frozenset(word for tag, word, _, _ in parts if tag == "kind"),
        turns=tuple(sorted(_turn(*one) for one in owners if one[1] or one[2])),
        own=own,
    )


def _turn(pk: int, since: str, until: str) -> Turn:
    return Turn(
        pk,
        date.fromisoformat(since) if since else date.min,
        date.fromisoformat(until) if until else date.max,
    )


def _parts(requirements: QuerySet[Requirement]) -> QuerySet[Any, tuple[int, str, str, str, int]]:
    """Classes, owners, kinds and dispensations of the requirements, all sources and windows: in one union.

    Rows of (requirement, tag, word, other word, number); a source's or window's day is the number yyyymmdd,
    the days of an owner are the two words, a window's other word is its year; a dispensation's are the day
    (none: waived) and the period.
    """
    within = Q(requirement__in=requirements.order_by().values("pk"))
    attached = Case(When(attached=True, then=1), When(attached=False, then=0), default=_NEITHER)
    classes = RequirementClass.objects.filter(within).values_list(
        "requirement_id", _text("class"), "kind", _text(""), attached
    )
    owners = RequirementOwner.objects.filter(within).values_list(
        "requirement_id", _text("owner"), _day("since"), _day("until"), "organisation_id"
    )
    kinds = RequirementKind.objects.filter(within).values_list(
        "requirement_id", _text("kind"), "record_kind", _text(""), Value(0)
    )
    sources = Source.objects.values_list(
        Value(0), _text("since"), "record_kind", "org_kind", _number("since")
    )
    windows = Window.objects.values_list(
        Value(0), _text("window"), "record_kind", Cast("plan__year", CharField()), _number("closes_on")
    )
    own = Dispensation.objects.in_force().filter(within)
    return classes.union(
        owners,
        kinds,
        sources,
        windows,
        own.values_list(
            "requirement_id", _text("own"), _day("until"), Cast("period", CharField()), "organisation_id"
        ),
        all=True,
    )


def _number(name: str) -> CombinedExpression:
    """A day as the number yyyymmdd."""
    return ExtractYear(name) * 10_000 + ExtractMonth(name) * 100 + ExtractDay(name)


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _day(name: str) -> Coalesce:
    return Coalesce(Cast(name, CharField()), _text(""))
