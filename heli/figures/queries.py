"""All reads of published figures: which there are, what they said, what corrections have said since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from heli.accounts.actor import Scope
from heli.figures.catalogue import PublicationKind
from heli.figures.models import CorrectedFigure, Correction, Figure, Publication
from heli.figures.rules import in_words
from heli.kernel.errors import NotFound


def closed_until() -> date | None:
    """The last day closed by published figures: an event dated on or before it is a correction."""
    last: date | None = Publication.objects.filter(closes=True).aggregate(last=Max("as_of"))["last"]
    return last


def reaching(since: date) -> list[Publication]:
    """Publications that closed the day `since` or a later one: what an event of that day corrects beside."""
    return list(
        Publication.objects.filter(closes=True, as_of__gte=since).select_related("publisher").order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty value narrows nothing."""

    kind: str = ""
    year: int | None = None
    corrected: bool = False


def publications(scope: Scope, filters: Filters) -> QuerySet[Publication]:
    """What was published, the latest first, each with `corrected`, how many corrections it has: one query."""
    found = Publication.objects.visible_to(scope).annotate(corrected=Count("corrections"))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        found = found.filter(as_of__year=filters.year)
    if filters.corrected:
        found = found.filter(corrected__gt=0)
    return found.select_related("publisher").order_by("-published_at", "-pk")


def years(scope: Scope) -> list[int]:
    """The years of which figures were published, the latest first."""
    days = Publication.objects.visible_to(scope).dates("as_of", "year", order="DESC")
    return [day.year for day in days]


def publication(pk: int, scope: Scope) -> Publication:
    """One of them; NotFound where there is none that `scope` may know of."""
    found = Publication.objects.visible_to(scope).select_related("publisher").filter(pk=pk).first()
    if found is None:
        raise NotFound("publication-not-found", "没有这次发布，或它不在您的范围内。")
    return found


def latest(
    kind: PublicationKind, scope: Scope, *, as_of: date, period_start: date | None = None
) -> Publication | None:
    """What was last published for a day, or for a period that ends on it; None where nothing was."""
    found = Publication.objects.visible_to(scope).filter(kind=kind, as_of=as_of, period_start=period_start)
    return found.select_related("publisher").order_by("-pk").first()


class Change(NamedTuple):
    """One correction of one figure."""

    correction: Correction
    old: Decimal | None
    new: Decimal | None

    @property
    def old_words(self) -> str:
        return in_words(self.old)

    @property
    def new_words(self) -> str:
        return in_words(self.new)


class Line(NamedTuple):
    """A published figure and what has become known about it since, in order."""

    figure: Figure
    changes: Sequence[Change]

    @property
    def published(self) -> str:
        return in_words(self.figure.value)

    @property
    def now(self) -> Decimal | None:
        return self.changes[-1].new if self.changes else self.figure.value

    @property
    def now_words(self) -> str:
        return in_words(self.now)


def lines(publication: Publication) -> list[Line]:
    """Every figure of a publication with its corrections beside it: two queries."""
    changes: dict[int, list[Change]] = {}
    corrected = CorrectedFigure.objects.filter(correction__publication=publication)
    for one in corrected.select_related("correction").order_by("correction_id", "pk"):
        changes.setdefault(one.figure_id, []).append(Change(one.correction, one.old, one.new))
    figures = publication.figures.order_by("position")
    return [Line(figure, tuple(changes.get(figure.pk, ()))) for figure in figures]


def known_now(publication: Publication) -> dict[str, tuple[Figure, Decimal | None]]:
    """The figures by key, each with its value as published or last corrected: two queries."""
    return {line.figure.key: (line.figure, line.now) for line in lines(publication)}


def corrected_now(publication: Publication) -> dict[str, Decimal | None]:
    """By key the figures that were corrected, each as corrected last: one query."""
    rows = CorrectedFigure.objects.filter(correction__publication=publication)
    return dict(rows.order_by("correction_id", "pk").values_list("figure__key", "new"))


def corrections(publication: Publication) -> QuerySet[Correction]:
    """Its corrections, the latest first, each with `figures_changed`: one query."""
    found = Correction.objects.filter(publication=publication).select_related("event")
    return found.annotate(figures_changed=Count("figures")).order_by("-pk")


class Old(NamedTuple):
    """A figure that a correction changed, old and new in words."""

    label: str
    measure: str
    old_words: str
    new_words: str


class Corrected(NamedTuple):
    """What one event corrected in one publication."""

    correction: Correction
    figures: Sequence[Old]


def corrected_by(event_pk: int) -> list[Corrected]:
    """The corrections that one event has brought, each with its figures, old and new: two queries."""
    found = Correction.objects.filter(event=event_pk).select_related("publication").order_by("pk")
    figures = CorrectedFigure.objects.filter(correction__event=event_pk).select_related("figure")
    of: dict[int, list[Old]] = {}
    for one in figures.order_by("correction_id", "figure__position"):
        old = Old(one.figure.label, one.figure.measure, in_words(one.old), in_words(one.new))
        of.setdefault(one.correction_id, []).append(old)
    return [Corrected(one, of.get(one.pk, ())) for one in found]
