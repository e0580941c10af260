"""The events so far, as a list shows them, and the sheets that were carried out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.orgs.catalogue import EventRole
from heli.orgs.models import Event, EventBatch, EventPart, Organisation, Unit
from heli.orgs.queries.changes import events

_NAMED = (EventRole.SUBJECT, EventRole.FOUNDED)
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty value narrows nothing."""

    kind: str = ""
    organ: int | None = None
    organisation: int | None = None
    batch: int | None = None
    first: date | None = None
    last: date | None = None


def listed(scope: Scope, filters: Filters) -> QuerySet[Event]:
    """The events of which `scope` covers an organisation, as far as the filters let through."""
    found = events(scope)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.batch:
        found = found.filter(batch=filters.batch)
    if filters.first:
        found = found.filter(happened_on__gte=filters.first)
    if filters.last:
        found = found.filter(happened_on__lte=filters.last)
    parts = EventPart.objects.exclude(role=EventRole.ALONG)
    if filters.organ:
        of_unit = Q(organisation__organ=filters.organ) | Q(organisation__unit=filters.organ)
        found = found.filter(pk__in=parts.filter(of_unit).values("event"))
    if filters.organisation:
        part_of_it = EventPart.objects.filter(organisation=filters.organisation)
        found = found.filter(pk__in=part_of_it.values("event"))
    return found


class Line(NamedTuple):
    """An event with the organisations that it is about; `more` are not named."""

    event: Event
    names: Sequence[str]
    more: int


def lines(shown: Iterable[Event]) -> list[Line]:
    """The events of one page with what they are about: one query."""
    many = list(shown)
    names: dict[int, list[str]] = {one.pk: [] for one in many}
    parts = EventPart.objects.filter(event__in=many, role__in=_NAMED).order_by("pk")
    for event, name in parts.values_list("event", "organisation__short_name"):
        names[event].append(name)
    return [Line(one, names[one.pk][:MOST_NAMED], max(len(names[one.pk]) - MOST_NAMED, 0)) for one in many]


def organs(scope: Scope) -> list[tuple[int, str]]:
    """The units that the list can be narrowed to."""
    visible = Organisation.objects.visible_to(scope).order_by().values("organ").distinct()
    return list(Unit.objects.filter(pk__in=visible).order_by("name").values_list("pk", "name"))


def event(pk: int, scope: Scope) -> Event:
    """One event; NotFound where there is none that `scope` may know of."""
    found = events(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("event-not-found", "没有这次组织变动，或它不在您的范围内。")
    return found


def batches(scope: Scope) -> QuerySet[EventBatch]:
    """The sheets that were carried out, the latest first, each with `event_count`."""
    found = EventBatch.objects.all()
    if not scope.everything:
        found = found.filter(events__in=events(scope).order_by()).distinct()
    return found.annotate(event_count=Count("events", distinct=True)).order_by("-pk")
