"""Whom a notice goes to: derived from the versions of its day, never stored (ADR 22)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from heli.accounts.actor import EVERYTHING, Scope
from heli.circulation.catalogue import ADDRESSED_KINDS, Along, Place
from heli.circulation.models import Notice
from heli.circulation.rules import along_of, is_addressed
from heli.orgs.catalogue import Kind, Leading
from heli.orgs.models import STEP, Organisation, OrganisationVersion, beneath
from heli.orgs.queries import as_of


@dataclass(frozen=True, slots=True)
class Range:
    """The organisations beneath a sender that a notice is for; `parts` are paths, all of it where empty."""

    sender_id: int
    along: Along
    path: str
    kinds: tuple[str, ...]
    place: str
    parts: tuple[str, ...]


def range_of(notice: Notice, sender: Organisation) -> Range:
    """Of a notice that went out as it was then, of a draft as the tree stands today."""
    parts = tuple(notice.parts.order_by("path").values_list("path", flat=True))
    path = notice.path or (sender.path if notice.along == Along.AFFILIATION else "")
    return Range(sender.pk, Along(notice.along), path, notice.kind_values, notice.place, parts)


def audience(where: Range, day: date, scope: Scope = EVERYTHING) -> QuerySet[OrganisationVersion]:
    """Versions valid on `day` of those that it is for, as far as `scope` covers them today."""
    found = as_of(day, scope).filter(_within(where.along, where.sender_id, where.path), kind__in=where.kinds)
    if where.place:
        found = found.filter(attached=where.place == Place.ATTACHED)
    if where.parts:
        found = found.filter(_any_beneath(where.parts))
    return found.exclude(organisation=where.sender_id)


def _within(along: str, sender_id: int, path: str) -> Q:
    if along == Along.LEADERSHIP:
        return Q(leader=sender_id) & ~Q(leading=Leading.GUIDES)
    return beneath(path)


def _any_beneath(paths: Iterable[str]) -> Q:
    met = Q()
    for path in paths:
        met |= beneath(path)
    return met


def reach(sender: Organisation, today: date) -> QuerySet[OrganisationVersion]:
    """Everything that lies beneath a sender today, whatever its kind."""
    kinds = tuple(kind.value for kind in ADDRESSED_KINDS)
    along = along_of(sender.kind)
    return audience(Range(sender.pk, along, sender.path, kinds, "", ()), today)


def kinds_beneath(sender: Organisation, today: date) -> list[tuple[str, str]]:
    """The kinds of organisation beneath a sender, in the order of rank: (value, label). One query."""
    present = set(reach(sender, today).order_by().values_list("kind", flat=True).distinct())
    return [(kind.value, kind.label) for kind in ADDRESSED_KINDS if kind in present]


def parts_beneath(sender: Organisation, today: date) -> list[tuple[int, str]]:
    """What a notice can be narrowed to: the topmost organisations beneath the sender. One query."""
    inside = reach(sender, today)
    tops = inside.exclude(organisation__parent__in=inside.values("organisation"))
    rows = tops.order_by("path").values_list("organisation_id", "organisation__short_name")
    return list(rows)


def paths_of(organisations: Collection[int]) -> dict[int, str]:
    """Paths of organisations as they stand today."""
    return dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "path"))


def versions_of(scope: Scope, since: date) -> list[OrganisationVersion]:
    """All versions since a day of the organisations in `scope`: one query."""
    mine = Organisation.objects.visible_to(scope).filter(outside=False)
    rows = OrganisationVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=since), organisation__in=mine, kind__in=ADDRESSED_KINDS
    )
    return list(rows.select_related("organisation").order_by("path", "valid_from"))


def candidates(versions: Sequence[OrganisationVersion], since: date) -> QuerySet[Notice]:
    """Notices since a day that may have gone to any of the versions: from above by either relation."""
    above = {was.path[:length] for was in versions for length in range(STEP, len(was.path) + 1, STEP)}
    leaders = {was.leader_id for was in versions if was.leader_id is not None}
    from_above = Q(along=Along.AFFILIATION, path__in=above) | Q(along=Along.LEADERSHIP, sender__in=leaders)
    found: QuerySet[Notice] = Notice.objects.went_out().filter(from_above, day__gte=since)
    return found.select_related("sender").prefetch_related("parts").order_by("-day", "-pk")


def addressed_among(
    notices: Iterable[Notice], versions: Sequence[OrganisationVersion]
) -> Mapping[int, list[OrganisationVersion]]:
    """For each notice (primary key) those of the versions that it went to; without any it is absent."""
    found: dict[int, list[OrganisationVersion]] = {}
    for notice in notices:
        parts = [part.path for part in notice.parts.all()]
        if to := [was for was in versions if is_addressed(notice, parts, was)]:
            found[notice.pk] = to
    return found


def words_of(notice: Notice, part_names: Sequence[str]) -> str:
    """Whom it is for, in words."""
    kinds = "、".join(Kind(kind).label for kind in notice.kind_values)
    where = "、".join(part_names) if part_names else f"{notice.sender.short_name}"
    beneath_it = "及下级" if part_names else "领导的" if notice.along == Along.LEADERSHIP else "下级"
    place = f"，限{Place(notice.place).label}" if notice.place else ""
    return f"{where}{beneath_it}{kinds}{place}"
