"""What a scheme's statement needs besides tables: what each class owes, and organisations that are apart.

Nearly every organisation is all year what it is today, and owes what its class owes: the statement counts
them from masks. The few that changed, that took over, for which something was waived or triggered, are
counted by the same code as everywhere else (`appraisal.queries.basis`) and handed to it as rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.db.models import Q

from heli.appraisal.queries.basis import Basis, lived_in
from heli.duties.models import Occurrence
from heli.duties.queries.briefs import Brief
from heli.duties.queries.positions import positions
from heli.duties.queries.readings import Book, book_of
from heli.duties.rules.readings import owed_mask
from heli.kernel.periods import Period
from heli.orgs.catalogue import Kind
from heli.orgs.models import Organisation
from heli.orgs.queries.timeline import changed_since, timelines_of_changed


@dataclass(frozen=True)
class Ground:
    """Rows for the statement, whole numbers and codes.

    `expected`: (kind, attached, committee, requirement, known mask, unknown mask, known, unknown) of a class;
    `apart`: (organisation, requirement, done, on time, known, unknown); `alone`: the organisations apart;
    `stood`: (organisation, kind, nature, system, attached, committee, path, leader or 0) of those that were
    otherwise on the last day; `moved` are all of which today's copy must not be read.
    """

    period: Period
    last: date
    book: Book
    expected: list[tuple[str, int, int, int, int, int, int, int]]
    apart: list[tuple[int, int, int, int, int, int]]
    alone: list[tuple[int]]
    stood: list[tuple[int, str, str, str, int, int, str, int]]
    moved: list[tuple[int]]

    @property
    def top_bit(self) -> int:
        """How many slots the longest year of a requirement has."""
        return max((len(one.slots) for one in self.book.readings), default=1)


def ground(period: Period, on: date) -> Ground:
    """The ground of a scheme's scores of `period` as known on the day `on`. About ten queries."""
    last = min(period.end, on)
    book = book_of(period.year)
    first = date(period.year, 1, 1)
    named = {pk for one in book.readings for pk in (*one.owners, *one.own)}
    occurred = (
        Occurrence.objects.filter(requirement__plan__year=period.year).order_by().values("organisation")
    )
    lived = lived_in(period, on)
    moving = Q(closed_on__isnull=False) | Q(founded_on__gte=first) | Q(pk__in=changed_since(first))
    lone = lived.filter(moving | Q(pk__in=occurred) | Q(pk__in=named))
    found = Basis(period, on, positions(lone, period.year, on))
    moved = list(Organisation.objects.filter(moving).order_by().values_list("pk", flat=True))
    return Ground(
        period=period,
        last=last,
        book=book,
        expected=list(_expected(book, period, on)),
        apart=list(_apart(found)),
        alone=[(pk,) for pk in found.positions.briefs],
        stood=list(_stood(found, first)),
        moved=[(pk,) for pk in moved],
    )


def _expected(
    book: Book, period: Period, on: date
) -> Iterator[tuple[str, int, int, int, int, int, int, int]]:
    """What every class owes of each requirement in the period, by the day."""
    for kind, attached, committee in product(Kind.values, (False, True), (False, True)):
        one = Brief(0, "", kind, "", "", attached, 0, committee, None, None)
        for reading in book.readings:
            if reading.is_triggered:
                continue
            owed = owed_mask(reading, one) & reading.fallen_due(period.start, period.end, on)
            if owed:
                known = owed & book.known(reading, kind)
                unknown = owed & ~known
                counts = known.bit_count(), unknown.bit_count()
                yield kind, int(attached), int(committee), reading.pk, known, unknown, *counts


def _apart(found: Basis) -> Iterator[tuple[int, int, int, int, int, int]]:
    """All that organisations apart owed and did, as counts."""
    for pk, brief in found.positions.briefs.items():
        for reading, counted in found.counts(found.standing_of(brief)):
            yield pk, reading.pk, counted.done, counted.on_time, counted.owed, counted.unknown


def _stood(found: Basis, first: date) -> Iterator[tuple[int, str, str, str, int, int, str, int]]:
    """What organisations that changed, were founded or closed in the year were on the last day."""
    timelines = timelines_of_changed(first)
    briefs = found.positions.briefs
    rows = Organisation.objects.filter(pk__in=[pk for pk in briefs if _moves(briefs[pk], first)])
    unchanged = rows.exclude(pk__in=list(timelines)).values_list(
        "pk", "kind", "nature", "system", "attached", "has_committee", "path", "leader"
    )
    for pk, kind, nature, system, attached, committee, path, leader in unchanged:
        if found.positions.stood_on(briefs[pk], found.last):
            yield pk, kind, nature, system, int(attached), int(committee), path, leader or 0
    for pk, segments in timelines.items():
        if pk not in briefs or not found.positions.stood_on(briefs[pk], found.last):
            continue
        for one in segments:
            if one.covers(found.last):
                flags = int(one.attached), int(bool(one.has_committee))
                yield pk, one.kind, one.nature, one.system, *flags, one.path, one.leader_id or 0


def _moves(brief: Brief, first: date) -> bool:
    return brief.closed_on is not None or (brief.founded_on is not None and brief.founded_on >= first)
