"""The figures that a gathering publishes: standings, promises, votes, each by a key that stays (S000-18)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from heli.exchange.catalogue import About, Outcome
from heli.exchange.models import Exhibit, Gathering, Promise
from heli.exchange.queries.gatherings import exhibits
from heli.exchange.queries.judging import marked
from heli.exchange.queries.standing import NOTHING, Measured, key_of, live
from heli.figures.catalogue import FigureRow
from heli.figures.models import Publication

_UNITS = {About.SCORE: "分"}


def rows(of: Gathering, participants: Sequence[Exhibit], measured: dict[int, Measured]) -> list[FigureRow]:
    """Every number of a gathering, in the order of its pages."""
    return [*_standings(participants, measured), *_promises(of), *_votes(of, participants)]


def _standings(participants: Sequence[Exhibit], measured: dict[int, Measured]) -> Iterator[FigureRow]:
    for one in participants:
        found = measured.get(one.organisation_id, NOTHING)
        for about in About:
            yield FigureRow(
                key_of(one.organisation_id, about.value),
                f"{one.organisation.short_name} {about.label}",
                found.value(about.value),
                _UNITS.get(about, "项"),
            )


def _promises(of: Gathering) -> Iterator[FigureRow]:
    outcomes = list(Promise.objects.filter(exhibit__gathering=of).values_list("outcome", flat=True))
    yield FigureRow("promises.made", "承诺", Decimal(len(outcomes)), "项")
    for outcome in (Outcome.KEPT, Outcome.PARTLY, Outcome.BROKEN):
        number = sum(one == outcome for one in outcomes)
        yield FigureRow(f"promises.{outcome.value}", f"承诺{outcome.label}", Decimal(number), "项")


def _votes(of: Gathering, participants: Sequence[Exhibit]) -> Iterator[FigureRow]:
    for one in marked(of, participants):
        for mark, number in one.votes:
            label = f"{one.exhibit.organisation.short_name} 评议{mark.label}"
            yield FigureRow(f"vote.{one.exhibit.pk}.{mark.value}", label, Decimal(number), "票")


def figures_of(publication: Publication) -> list[FigureRow]:
    """The standings of a published gathering as Heli would say them today of its day.

    Promises and votes are facts of the gathering and follow no event of an organisation: they are left out.
    """
    of = Gathering.objects.get(publication=publication)
    participants = exhibits(of)
    return list(_standings(participants, live(of, participants)))
