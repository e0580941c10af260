"""覆盖情况 (S000-15): whether every 直属单位 has an organisation, a superior, a secretary, somebody of the
leading body who answers for it (S000-33), and a plan; on any day, by the versions of that day (ADR 11).

Eleven queries, whatever the size. A unit is judged by the organisations that the reader may see; whether
somebody answers for it as on the page of 一岗双责, so that both agree.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import EVERYTHING, Scope
from heli.accounts.catalogue import Office
from heli.duties.queries.plan import plan_year
from heli.duties.queries.positions import positions
from heli.home.catalogue import HAS, LACKS
from heli.members.models import Post
from heli.members.queries.answered import blank_units
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS
from heli.orgs.models import Organisation, OrganisationQuerySet, Unit
from heli.orgs.queries.history import as_of

_HEADS = (Office.SECRETARY, Office.LEAD_SECRETARY)


@dataclass(frozen=True, slots=True)
class Covered:
    """One 直属单位 with what it has; what hangs on an organisation is missing where there is none."""

    unit_id: int
    unit: str
    organ: str
    has: frozenset[str]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing, in words, in the order of LACKS."""
        return tuple(label for code, label in LACKS.items() if code not in self.has)

    @property
    def is_seated(self) -> bool:
        return "organisation" in self.has


class Share(NamedTuple):
    """How many of the units have one of LACKS; `missing` of them do not."""

    code: str
    label: str
    have: int
    missing: int

    @property
    def percent(self) -> str:
        """Whole percents, rounded down: 100 is said of all only."""
        total = self.have + self.missing
        return f"{100 * self.have // total}%" if total else "无"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All 直属单位 in sight, blank spots first, then by organ; `shares` in the order of LACKS."""

    rows: Sequence[Covered]
    shares: Sequence[Share]
    year: int

    def narrowed(self, lacking: str = "", having: str = "") -> list[Covered]:
        """The rows that lack one of LACKS, or that have it; all rows for neither."""
        return [
            row
            for row in self.rows
            if (not lacking or lacking not in row.has) and (not having or having in row.has)
        ]


class _Seat(NamedTuple):
    pk: int
    unit_id: int
    kind: str
    parent_id: int | None
    leader_id: int | None


def coverage(scope: Scope, day: date, *, past: bool = False) -> Coverage:
    """The 直属单位 of the organisations in `scope`, and those of its organs in which no organisation sits.

    `past` takes the organisations as their versions say of `day`, else they are as they are today.
    """
    if past:
        then = as_of(day, scope).filter(attached=True)
        seats = _seats(then, "organisation_id")
        attached = Organisation.objects.filter(pk__in=then.order_by().values("organisation"))
    else:
        attached = _live(scope, day).filter(attached=True)
        seats = _seats(attached, "pk")
    headed = set(Post.objects.held(day).filter(office__in=_HEADS).values_list("organisation_id", flat=True))
    blank = set().union(*blank_units(day, past=past).values())
    year = plan_year(day)
    owing = positions(attached, year, day, with_done=False)
    planned = {pk for pk, brief in owing.briefs.items() if owing.owes(brief)}
    rows = [
        Covered(pk, name, organ, _has(seats.get(pk, ()), headed, planned, pk in blank))
        for pk, name, organ in (_units_then(scope, day) if past else _units(scope, day))
    ]
    rows.sort(key=lambda row: (len(row.has) == len(LACKS), row.organ, row.unit))
    return Coverage(rows, [_share(code, label, rows) for code, label in HAS.items()], year)


def _live(scope: Scope, today: date) -> OrganisationQuerySet:
    return Organisation.objects.visible_to(scope).live(today)


def _seats(found: QuerySet[Any], key: str) -> dict[int, list[_Seat]]:
    """The organisations in 直属单位, by unit; `key` names their primary key."""
    seats: dict[int, list[_Seat]] = defaultdict(list)
    for row in found.order_by("path").values_list(key, *_Seat._fields[1:]):
        seat = _Seat(*row)
        seats[seat.unit_id].append(seat)
    return seats


def _units(scope: Scope, today: date) -> list[tuple[int, str, str]]:
    """Units with an organisation in sight, and those of its organs with none at all."""
    visible = _live(scope, today)
    organs = visible.exclude(kind__in=BRANCH_KINDS).order_by().values("unit")
    live = Organisation.objects.live(today).order_by().values("unit")
    empty = Q(organ__in=organs) & ~Q(pk__in=live)
    mine = Q(pk__in=visible.order_by().values("unit"))
    rows = Unit.objects.filter(organ__isnull=False).filter(empty | mine).order_by("organ__name", "name")
    return list(rows.values_list("pk", "name", "organ__name"))


def _units_then(scope: Scope, day: date) -> list[tuple[int, str, str]]:
    """The same of a past day. Units without an organisation are those that Heli knows of today."""
    visible = as_of(day, scope)
    organs = visible.exclude(kind__in=BRANCH_KINDS).order_by().values("unit")
    mine = visible.filter(attached=True).order_by().distinct()
    seated = as_of(day, EVERYTHING).order_by().values("unit")
    empty = Unit.objects.filter(organ__in=organs).exclude(pk__in=seated).order_by()
    seen = mine.values_list("unit_id", "unit__name", "organ__name")
    return [*seen, *empty.values_list("pk", "name", "organ__name")]


def _has(
    seats: Sequence[_Seat], headed: Collection[int], planned: Collection[int], is_blank: bool
) -> frozenset[str]:
    bound = [seat for seat in seats if seat.kind not in LEADING_KINDS]
    found = {
        "organisation": bool(bound),
        "parent": bool(bound) and bound[0].parent_id is not None,
        "head": any(seat.pk in headed for seat in seats),
        "answer": not is_blank and any(seat.leader_id is not None for seat in seats),
        "plan": any(seat.pk in planned for seat in seats),
    }
    return frozenset(code for code, has in found.items() if has)


def _share(code: str, label: str, rows: Sequence[Covered]) -> Share:
    have = sum(code in row.has for row in rows)
    return Share(code, label, have, len(rows) - have)
