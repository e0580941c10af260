"""增减: how the members of an organisation, with what is beneath it, went up and down between two days.

What is beneath it follows the version of each day: a branch that is moved away takes its members along, as
整建制转出 here and 整建制转入 there (R09-05, S000-18). What moves within it is neither.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.members.catalogue import Change
from heli.members.models import Belonging
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation, OrganisationVersion, beneath
from heli.orgs.queries.timeline import Place, Segment, places, timelines

DAY = timedelta(days=1)
ADDING = (
    Change.LOADED,
    Change.ADMITTED,
    Change.TRANSFER_IN,
    Change.RESTORED,
    Change.REORGANISED_IN,
)
TAKING = (
    Change.TRANSFER_OUT,
    Change.DIED,
    Change.SUSPENDED,
    Change.REMOVED,
    Change.EXPELLED,
    Change.RESIGNED,
    Change.REORGANISED_OUT,
)
_COLUMNS = ("member", "pk", "organisation", "valid_from", "valid_to", "began", "ended")

Window = tuple[date, date]
"""Days on which an organisation counts: from, until before."""


class Movement(NamedTuple):
    """A member who comes or goes: `on` is the first day on which he counts, or no longer does."""

    on: date
    change: Change
    joins: bool
    member_id: int
    belonging_id: int
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """期初 (the day before `first`), what came and went from `first` to `last`, and 期末 (`last`).

    `moved`: how many joined (True) or left by each way.
    """

    first: date
    last: date
    opening: int
    closing: int
    moved: Mapping[tuple[bool, Change], int]

    @property
    def opening_day(self) -> date:
        """The day of 期初."""
        return self.first - DAY

    @property
    def added(self) -> int:
        return sum(number for (joins, _), number in self.moved.items() if joins)

    @property
    def taken(self) -> int:
        return sum(number for (joins, _), number in self.moved.items() if not joins)

    def by_change(self, *, joins: bool) -> list[tuple[Change, int]]:
        """How many by each way, those without any too, in the order of the form."""
        counted = {change: number for (way, change), number in self.moved.items() if way == joins}
        usual = ADDING if joins else TAKING
        others = [change for change in counted if change not in usual]
        return [(change, counted.get(change, 0)) for change in (*usual, *others)]


def ledger(organisation: Organisation, first: date, last: date) -> Ledger:
    """The ledger of an organisation; of a leading body that of what it leads. Six queries at most.

    Nearly all members stay, or came and stayed, in a branch that stayed here too: those are only counted.
    """
    windows, before = windows_of(organisation, first, last), first - DAY
    whole = _whole(windows, first, last)
    opening = closing = sum(number for pk, number in _counted(_still(first, last), windows) if pk in whole)
    moved: Counter[tuple[bool, Change]] = Counter()
    for pk, began, number in _counted(_came(first, last), windows, "began"):
        if pk in whole:
            closing += number
            moved[True, Change(began)] += number
    others = _met(first, last) & ~_still(first, last) & ~_came(first, last)
    rows = _rows(others, windows, set(windows))
    rows += _rows(_still(first, last) | _came(first, last), windows, set(windows) - whole)
    for stay in _stays(rows, windows):
        opening += stay.first.begins <= before < stay.last.ends
        closing += stay.first.begins <= last < stay.last.ends
        moved.update((one.joins, one.change) for one in _movements(stay, first, last))
    return Ledger(first, last, opening, closing, moved)


def movements(organisation: Organisation, first: date, last: date) -> list[Movement]:
    """Every movement of a ledger, by day."""
    windows = windows_of(organisation, first, last)
    rows = _rows(_met(first, last) & ~_still(first, last), windows, set(windows))
    rows += _rows(_still(first, last), windows, set(windows) - _whole(windows, first, last))
    return sorted(one for stay in _stays(rows, windows) for one in _movements(stay, first, last))


def _whole(windows: Mapping[int, list[Window]], first: date, last: date) -> set[int]:
    """Organisations that counted here on all the days, and on the one before."""
    return {
        pk for pk, many in windows.items() if any(opens < first and closes > last for opens, closes in many)
    }


def _met(first: date, last: date) -> Q:
    """Belongings that count on some day from the one before the first to the last."""
    return Q(valid_from__lte=last) & (Q(valid_to=None) | Q(valid_to__gte=first))


def _still(first: date, last: date) -> Q:
    """Those that count on all of these days."""
    return Q(valid_from__lt=first) & (Q(valid_to=None) | Q(valid_to__gt=last))


def _came(first: date, last: date) -> Q:
    """Those that began in the days and go on, of members of whom no belonging ended in them."""
    ended = Belonging.objects.filter(valid_to__range=(first, last)).values("member")
    began = Q(valid_from__range=(first, last)) & (Q(valid_to=None) | Q(valid_to__gt=last))
    return began & ~Q(member__in=ended)


class _Row(NamedTuple):
    """A belonging, in the order of _COLUMNS."""

    member_id: int
    pk: int
    organisation_id: int
    valid_from: date
    valid_to: date | None
    began: str
    ended: str


class _Piece(NamedTuple):
    """Part of a belonging that counts here."""

    begins: date
    ends: date
    joined: Change
    left: Change
    member_id: int
    belonging_id: int
    organisation_id: int


class _Stay(NamedTuple):
    """Days without a gap on which a member counts here."""

    first: _Piece
    last: _Piece


def _movements(stay: _Stay, first: date, last: date) -> Iterator[Movement]:
    begun, ended = stay
    if first <= begun.begins <= last:
        yield Movement(begun.begins, begun.joined, True, *begun[4:])
    if first <= ended.ends <= last:
        yield Movement(ended.ends, ended.left, False, *ended[4:])


def _stays(rows: Iterable[_Row], windows: Mapping[int, list[Window]]) -> Iterator[_Stay]:
    pieces = sorted(
        (piece for row in rows for piece in _pieces(row, windows)),
        key=lambda one: (one.member_id, one.begins),
    )
    open_stay: _Stay | None = None
    for piece in pieces:
        if open_stay is not None:
            held = open_stay.last
            if held.member_id == piece.member_id and held.ends == piece.begins:
                open_stay = _Stay(open_stay.first, piece)
                continue
            yield open_stay
        open_stay = _Stay(piece, piece)
    if open_stay is not None:
        yield open_stay


def _pieces(row: _Row, windows: Mapping[int, list[Window]]) -> Iterator[_Piece]:
    until = row.valid_to or date.max
    for opens, closes in windows[row.organisation_id]:
        begins, ends = max(row.valid_from, opens), min(until, closes)
        if begins < ends:
            joined = Change(row.began) if begins == row.valid_from else Change.REORGANISED_IN
            left = Change.REORGANISED_OUT if ends != until or not row.ended else Change(row.ended)
            yield _Piece(begins, ends, joined, left, row.member_id, row.pk, row.organisation_id)


def windows_of(organisation: Organisation, first: date, last: date) -> dict[int, list[Window]]:
    """On which days each organisation counted as this one or beneath it; days in a row are one window."""
    own = timelines([organisation.pk], first - DAY, last).get(organisation.pk, ())
    leads = organisation.kind in LEADING_KINDS
    concerned = _concerned(organisation, own, leads=leads)
    found: dict[int, list[Window]] = defaultdict(list)
    for pk, segments in places(concerned, first - DAY, last).items():
        if pk not in concerned:
            continue
        for one in segments:
            for opens, closes in _under(one, organisation.pk, own, leads=leads):
                many = found[pk]
                if many and many[-1][1] == opens:
                    many[-1] = (many[-1][0], closes)
                else:
                    many.append((opens, closes))
    return dict(found)


def _concerned(organisation: Organisation, own: Sequence[Segment], *, leads: bool) -> set[int]:
    """Organisations that were ever beneath it where it was, or led by it."""
    if leads:
        met = Q(leader=organisation)
    else:
        met = Q(organisation=organisation)
        for path in {one.path for one in own}:
            met |= beneath(path)
    return set(OrganisationVersion.objects.filter(met).order_by().values_list("organisation", flat=True))


def _under(one: Place, organisation: int, own: Sequence[Segment], *, leads: bool) -> Iterator[Window]:
    """The days of a segment on which it lay beneath the organisation."""
    if leads:
        if one.leader_id == organisation:
            yield one.valid_from, one.until
        return
    for above in own:
        opens, closes = max(one.valid_from, above.valid_from), min(one.until, above.until)
        if opens < closes and one.path.startswith(above.path):
            yield opens, closes


def _counted(met: Q, windows: Mapping[int, object], *columns: str) -> Iterator[tuple[Any, ...]]:
    rows = Belonging.objects.filter(met)
    if len(windows) <= FEW:
        rows = rows.filter(organisation__in=list(windows))
    return iter(rows.order_by().values_list("organisation", *columns).annotate(number=Count("pk")))


def _rows(met: Q, windows: Mapping[int, object], organisations: set[int]) -> list[_Row]:
    if not organisations:
        return []
    rows = Belonging.objects.filter(met)
    if len(organisations) <= FEW:
        rows = rows.filter(organisation__in=organisations)
    found = map(_Row._make, rows.order_by().values_list(*_COLUMNS))
    return [row for row in found if row.organisation_id in organisations]


FEW = 500
"""Past this many organisations, reading all is cheaper than naming each."""


def own_organisation(scope: Scope) -> Organisation:
    """The topmost organisation of a scope, one with a place in the tree before a leading body."""
    visible = Organisation.objects.visible_to(scope).filter(outside=False)
    found = (
        visible.exclude(kind__in=LEADING_KINDS).order_by("path").first() or visible.order_by("path").first()
    )
    if found is None:
        raise NotFound("organisation-not-found", "您的范围内没有党组织。")
    return found
