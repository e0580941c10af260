"""Where a few organisations stand, in two queries: for readers whose other figures are the board of units."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from heli.duties.queries.briefs import BRIEF, Brief
from heli.duties.queries.parts import parts_since
from heli.duties.queries.positions import Positions
from heli.duties.queries.readings import Book, due_soon_days
from heli.orgs.models import Organisation

_STANDING = ("standings__year", "standings__requirement", "standings__done", "standings__on_time")
_OCCURRENCE = ("occurrences__requirement", "occurrences__due_on")


def positions_of_few(organisations: Collection[int], book: Book, today: date) -> Positions:
    """The same as `heli.duties.queries.positions` for organisations by primary key, with a book already read.

    Each row joins an organisation with one of its standings and one of its occurrences, of which it has a
    handful. Two queries; none where there is no organisation.
    """
    briefs: dict[int, Brief] = {}
    standings: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    occurrences: dict[int, dict[int, date]] = defaultdict(dict)
    live = Organisation.objects.live(today).filter(pk__in=organisations).order_by("path")
    for row in live.values_list(*BRIEF, *_STANDING, *_OCCURRENCE) if organisations else ():
        brief, (year, requirement, done, on_time, asked, due_on) = Brief(*row[:10]), row[10:]
        briefs[brief.pk] = brief
        if year == book.year:
            standings[brief.pk][requirement] = (done, on_time)
        if asked is not None:
            occurrences[asked][brief.pk] = due_on
    return Positions(
        today=today,
        book=book,
        briefs=briefs,
        standings=standings,
        occurrences=occurrences,
        soon_days=due_soon_days(today),
        parts=parts_since(date(book.year, 1, 1), briefs.values(), organisations) if briefs else {},
    )
