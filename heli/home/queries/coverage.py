"""覆盖情况 (S000-15): whether every 直属单位 has an organisation, a superior, a secretary and a plan.

Ten queries, whatever the size. A unit is judged by the organisations that the reader may see.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.duties.queries.plan import plan_year
from heli.duties.queries.positions import positions
from heli.home.catalogue import LACKS
from heli.members.models import Post
from heli.orgs.catalogue import BRANCH_KINDS, LEADING_KINDS
from heli.orgs.models import Organisation, Unit

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
    """How many of the units have one of the four; `missing` of them do not."""

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

    def lacking(self, code: str) -> list[Covered]:
        """The rows that lack one of the four; all rows for no code."""
        return [row for row in self.rows if not code or code not in row.has]


class _Seat(NamedTuple):
    pk: int
    unit_id: int
    kind: str
    parent_id: int | None


def coverage(scope: Scope, today: date) -> Coverage:
    """The 直属单位 of the organisations in `scope`, and those of its organs in which no organisation sits."""
    visible = Organisation.objects.visible_to(scope).live(today)
    seats: dict[int, list[_Seat]] = defaultdict(list)
    attached = visible.filter(unit__organ__isnull=False)
    for row in attached.order_by("path").values_list(*_Seat._fields):
        seat = _Seat(*row)
        seats[seat.unit_id].append(seat)
    headed = set(Post.objects.held(today).filter(office__in=_HEADS).values_list("organisation_id", flat=True))
    year = plan_year(today)
    found = positions(attached, year, today)
    planned = {pk for pk, brief in found.briefs.items() if any(True for _ in found.of(brief))}
    rows = [
        Covered(pk, name, organ, _has(seats.get(pk, ()), headed, planned))
        for pk, name, organ in _units(scope, today)
    ]
    rows.sort(key=lambda row: (len(row.has) == len(LACKS), row.organ, row.unit))
    return Coverage(rows, [_share(code, label, rows) for code, label in LACKS.items()], year)


def _units(scope: Scope, today: date) -> list[tuple[int, str, str]]:
    """Units with an organisation in sight, and those of its organs with none at all."""
    visible = Organisation.objects.visible_to(scope).live(today)
    organs = visible.exclude(kind__in=BRANCH_KINDS).order_by().values("unit")
    live = Organisation.objects.live(today).order_by().values("unit")
    empty = Q(organ__in=organs) & ~Q(pk__in=live)
    mine = Q(pk__in=visible.order_by().values("unit"))
    rows = Unit.objects.filter(organ__isnull=False).filter(empty | mine).order_by("organ__name", "name")
    return list(rows.values_list("pk", "name", "organ__name"))


def _has(seats: Sequence[_Seat], headed: Collection[int], planned: Collection[int]) -> frozenset[str]:
    bound = [seat for seat in seats if seat.kind not in LEADING_KINDS]
    found = {
        "organisation": bool(bound),
        "parent": bool(bound) and bound[0].parent_id is not None,
        "head": any(seat.pk in headed for seat in seats),
        "plan": any(seat.pk in planned for seat in seats),
    }
    return frozenset(code for code, has in found.items() if has)


def _share(code: str, label: str, rows: Sequence[Covered]) -> Share:
    have = sum(code in row.has for row in rows)
    return Share(code, label, have, len(rows) - have)
