"""Figures of what was published, worked out as they are known now: before an event and after it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from heli.appraisal.queries.published import figures_of
from heli.exchange.queries import frozen
from heli.figures.catalogue import FigureRow, PublicationKind
from heli.figures.models import Publication
from heli.figures.rules import kept
from heli.kernel.periods import Period
from heli.members.queries.statistics import figures
from heli.schemes.queries.results import scores_now

Values = Mapping[str, Decimal | None]


def worked_out(publications: Iterable[Publication]) -> dict[int, dict[str, Decimal | None]]:
    """The figures of each publication (by primary key) as Heli would say them today of its day."""
    return {one.pk: {row.key: kept(row.value) for row in _rows(one)} for one in publications}


def _rows(publication: Publication) -> Iterable[FigureRow]:
    if publication.kind == PublicationKind.CIRCULAR:
        return figures_of(Period.parse(publication.period), publication.as_of)
    if publication.kind == PublicationKind.SCORES:
        return scores_now(publication)
    if publication.kind == PublicationKind.GATHERING:
        return frozen.figures_of(publication)
    return figures(publication.as_of)


def differing(before: Values, after: Values) -> dict[str, Decimal | None]:
    """The figures that differ, with their values now; one that is no more has none."""
    return {key: after.get(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
