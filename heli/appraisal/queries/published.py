"""通报 that were published: the figures to publish, and what was published of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heli.accounts.actor import Scope
from heli.appraisal.queries import scores, telling
from heli.appraisal.queries.telling import Circular
from heli.figures import queries as figure_queries
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.figures.models import Publication
from heli.figures.queries import Line
from heli.kernel.periods import Period


def figures_of(period: Period, on: date) -> list[FigureRow]:
    """What a 通报 of `period` publishes, as of the day `on`: every number of it, by a key that stays."""
    return telling.rows(telling.work_out(period, on))


@dataclass(frozen=True, slots=True)
class Published:
    """A 通报 as it was published, with its figures and what has been corrected since."""

    publication: Publication
    lines: Sequence[Line]

    @property
    def corrected(self) -> list[Line]:
        """The figures that are known otherwise by now."""
        return [line for line in self.lines if line.changes]

    @property
    def circular(self) -> Circular:
        """What it said."""
        told = [
            FigureRow(line.figure.key, line.figure.label, line.figure.value, line.figure.measure)
            for line in self.lines
        ]
        on = self.publication.as_of
        period = Period.parse(self.publication.period)
        return telling.as_published(told, period, on, scores.scheme_on(on))


def as_of(period: Period, on: date) -> date:
    """The day up to which a 通报 of a period counts, looked at on the day `on`."""
    return min(period.end, on)


def published(period: Period, on: date, scope: Scope) -> Published | None:
    """What was published of a period up to its day; None where nothing was. Three queries, or one."""
    found = (
        Publication.objects.visible_to(scope)
        .filter(kind=PublicationKind.CIRCULAR, period=period.code, as_of=as_of(period, on))
        .select_related("publisher")
        .order_by("-pk")
        .first()
    )
    return None if found is None else Published(found, figure_queries.lines(found))
