"""What organisations were over a run of days: for figures that count by the version of the day (ADR 11)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from heli.orgs.models import Organisation, OrganisationVersion

FEW = 500
"""Past this many organisations, reading all of them is cheaper than naming each."""


class Segment(NamedTuple):
    """What an organisation was from `valid_from` until before `valid_to` (None: still).

    Its first version begins with `date.min`: a day before it takes it, being older than what Heli knows. A
    committee that no roster has told of yet is as in today's copy. Between closing and 恢复 there is none.
    """

    organisation_id: int
    valid_from: date
    valid_to: date | None
    name: str
    kind: str
    nature: str
    system: str
    attached: bool
    organ_id: int
    parent_id: int | None
    leader_id: int | None
    has_committee: bool
    path: str

    @property
    def until(self) -> date:
        """The first day on which it was not so any more."""
        return self.valid_to or date.max

    def covers(self, day: date) -> bool:
        return self.valid_from <= day < self.until


Timelines = Mapping[int, tuple[Segment, ...]]


def timelines(organisations: Collection[int] | None, first: date, last: date) -> Timelines:
    """The segments that reach into the days from `first` to `last`, oldest first, by organisation: one query.

    `organisations` are primary keys, None for all. One that did not exist on any of the days is absent.
    """
    versions = OrganisationVersion.objects.all()
    if organisations is not None and len(organisations) <= FEW:
        versions = versions.filter(organisation__in=organisations)
    return _within(_segments(versions), first, last)


class Place(NamedTuple):
    """Where an organisation stood, as a Segment says it, and no more: for who follows thousands of them."""

    organisation_id: int
    valid_from: date
    valid_to: date | None
    leader_id: int | None
    path: str

    @property
    def until(self) -> date:
        """The first day on which it stood elsewhere."""
        return self.valid_to or date.max


def places(organisations: Collection[int], first: date, last: date) -> Mapping[int, tuple[Place, ...]]:
    """Where they stood on the days from `first` to `last`, as `timelines` says it: one query."""
    versions = OrganisationVersion.objects.order_by("organisation_id", "valid_from")
    if len(organisations) <= FEW:
        versions = versions.filter(organisation__in=organisations)
    found: dict[int, tuple[Place, ...]] = {}
    begun: int | None = None
    for row in versions.values_list(*Place._fields):
        one = Place(*row)
        pk = one.organisation_id
        if pk != begun:
            begun, one = pk, one._replace(valid_from=date.min)
        if one.valid_from <= last and (one.valid_to is None or one.valid_to > first):
            found[pk] = (*found.get(pk, ()), one)
    return found


def timelines_of_changed(
    since: date, organisations: Collection[int] | QuerySet[Any, Any] | None = None
) -> Timelines:
    """All segments of those organisations that were otherwise on some day from `since` on: one query.

    Whoever is absent has been since that day what today's copy says; that is nearly everybody.
    """
    changed = OrganisationVersion.objects.filter(organisation__in=changed_since(since))
    if organisations is not None and (not isinstance(organisations, Collection) or len(organisations) <= FEW):
        changed = changed.filter(organisation__in=organisations)
    return _segments(changed)


def changed_since(since: date) -> QuerySet[Any, Any]:
    """Primary keys of organisations whose version ended after `since`, or that an event made or reopened."""
    differing = Q(valid_to__gt=since) | Q(event__isnull=False, valid_from__gt=since)
    return OrganisationVersion.objects.filter(differing).order_by().values("organisation")


def on_day(segments: Iterable[Segment], day: date) -> Segment | None:
    """The one in force on a day; None where the organisation was closed by then."""
    return next((one for one in segments if one.covers(day)), None)


def segment_on(organisation: int, day: date) -> Segment:
    """What one organisation (by primary key) was on a day, or on its last before it: one query."""
    return as_it_stood(timelines([organisation], date.min, date.max)[organisation], day)


def as_of_day(organisation: Organisation, day: date) -> Organisation:
    """A copy of today's organisation with class and committee of a day; never to be saved. One query."""
    was, stood = segment_on(organisation.pk, day), copy(organisation)
    stood.kind, stood.nature, stood.system, stood.attached = was.kind, was.nature, was.system, was.attached
    stood.has_committee = was.has_committee
    return stood


def as_it_stood(segments: Iterable[Segment], day: date) -> Segment:
    """The one in force on a day, or the last before it. `segments` are an organisation's, oldest first."""
    found: Segment | None = None
    for one in segments:
        if found is None or one.valid_from <= day:
            found = one
    assert found is not None  # noqa: S101 - every organisation has a version
    return found


def _segments(versions: QuerySet[OrganisationVersion]) -> dict[int, tuple[Segment, ...]]:
    rows = (
        versions.annotate(committee=Coalesce("has_committee", "organisation__has_committee"))
        .order_by("organisation_id", "valid_from")
        .values_list(*Segment._fields[:-2], "committee", "path")
    )
    found: dict[int, list[Segment]] = defaultdict(list)
    for row in rows.iterator(chunk_size=5_000):
        one = Segment._make(row)
        before = found[one.organisation_id]
        before.append(one if before else one._replace(valid_from=date.min))
    return {pk: tuple(many) for pk, many in found.items()}


def _within(found: Timelines, first: date, last: date) -> Timelines:
    reaching = {
        pk: tuple(one for one in many if one.valid_from <= last and one.until > first)
        for pk, many in found.items()
    }
    return {pk: many for pk, many in reaching.items() if many}
