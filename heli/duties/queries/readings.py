"""Requirements as the rules see them, with who owes, what answers, and since when: two queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractDay, ExtractMonth, ExtractYear

from heli.duties.catalogue import PARAMETERS
from heli.duties.models import (
    Requirement,
    RequirementClass,
    RequirementKind,
    RequirementOwner,
    Source,
)
from heli.duties.rules import state
from heli.duties.rules.owners import OwnerClass
from heli.duties.rules.readings import Reading, Turn
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
    for requirement, tag, word, other, number in _parts(requirements):
        if tag == "since":
            since[word, other] = date(number // 10_000, number // 100 % 100, number % 100)
        else:
            parts[requirement].append((tag, word, other, number))
    return tuple(_reading(row, parts[row[0]]) for row in rows), since


def _reading(row: tuple[Any, ...], parts: Sequence[tuple[str, str, str, int]]) -> Reading:
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
    )


def _turn(pk: int, since: str, until: str) -> Turn:
    return Turn(
        pk,
        date.fromisoformat(since) if since else date.min,
        date.fromisoformat(until) if until else date.max,
    )


def _parts(requirements: QuerySet[Requirement]) -> QuerySet[Any, tuple[int, str, str, str, int]]:
    """Classes, owners and kinds of the requirements, and all sources: four small tables in one union.

    Rows of (requirement, tag, word, other word, number); a source's day is the number yyyymmdd, the days of
    an owner are the two words.
    """
    within = Q(requirement__in=requirements.order_by().values("pk"))
    attached = Case(When(attached=True, then=1), When(attached=False, then=0), default=_NEITHER)
    day = ExtractYear("since") * 10_000 + ExtractMonth("since") * 100 + ExtractDay("since")
    classes = RequirementClass.objects.filter(within).values_list(
        "requirement_id", _text("class"), "kind", _text(""), attached
    )
    owners = RequirementOwner.objects.filter(within).values_list(
        "requirement_id", _text("owner"), _day("since"), _day("until"), "organisation_id"
    )
    kinds = RequirementKind.objects.filter(within).values_list(
        "requirement_id", _text("kind"), "record_kind", _text(""), Value(0)
    )
    sources = Source.objects.values_list(Value(0), _text("since"), "record_kind", "org_kind", day)
    return classes.union(owners, kinds, sources, all=True)


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _day(name: str) -> Coalesce:
    return Coalesce(Cast(name, CharField()), _text(""))
