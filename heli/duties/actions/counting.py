"""Keeping the counters: moved by each record in its own transaction, or written anew for many."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from heli.duties.models import Fulfilment, Source, Standing, Tally
from heli.duties.queries import counting
from heli.kernel.bulk import insert_from
from heli.orgs.models import Organisation, OrganisationVersion


class Duty(NamedTuple):
    """One duty of an organisation that the caller holds, and the unit that it counts in (ADR 11)."""

    requirement_id: int
    year: int
    period: int
    organ_id: int


def recount(organisation: Organisation, duties: Collection[Duty]) -> None:
    """Bring Standing and Tally in line with the fulfilments of these duties of one organisation.

    The caller has locked the organisation's row, so that nobody counts the same duties at the same time.
    """
    before = {
        (one.requirement_id, one.year): one
        for one in Standing.objects.filter(
            organisation=organisation,
            year__in={duty.year for duty in duties},
            requirement__in={duty.requirement_id for duty in duties},
        )
    }
    now = _fulfilled(organisation, duties)
    for (requirement, year), same in _by_requirement(duties).items():
        standing = before.get((requirement, year)) or Standing(
            organisation=organisation, requirement_id=requirement, year=year
        )
        for duty in same:
            done = now.get(duty, _NOT_DONE)
            _move_tally(duty, standing, done)
            for name in COUNTED:
                setattr(standing, name, _with_bit(getattr(standing, name), duty.period, getattr(done, name)))
        _keep(standing)


def meet(record_kind: str, org_kind: str, day: date) -> None:
    """Note that a record of this kind exists for this kind of organisation since `day` at the latest."""
    source, made = Source.objects.get_or_create(
        record_kind=record_kind, org_kind=org_kind, defaults={"since": day}
    )
    if not made and day < source.since:
        Source.objects.filter(pk=source.pk, since__gt=day).update(since=day)


def lose(record_kind: str, org_kind: str, day: date) -> None:
    """A record of that day no longer stands: where it was the first of its kind, find the one that is now."""
    lost = Source.objects.filter(record_kind=record_kind, org_kind=org_kind, since__gte=day)
    if not lost.exists():
        return
    for _, _, since in counting.sources(record_kind, org_kind):
        lost.update(since=since)
        return
    lost.delete()


def write_anew(
    years: Collection[int],
    organisations: Collection[int] | None = None,
    organs: Collection[int] = (),
) -> None:
    """Write the counters of the years from the fulfilments, of all or of these organisations; sources whole.

    Of units those in which these organisations count, and `organs`, in which they counted before. Locks all
    organisations of the units, so that a record entered meanwhile waits and is then counted on top.
    """
    fulfilments = Fulfilment.objects.filter(year__in=years)
    standings, tallies = Standing.objects.filter(year__in=years), Tally.objects.filter(year__in=years)
    locked = Organisation.objects.select_for_update(no_key=True).order_by("pk")
    if organisations is None:
        list(locked.values_list("pk", flat=True))
        counted = fulfilments
    else:
        within = {*organs, *_organs_of(organisations)}
        once = OrganisationVersion.objects.filter(organ__in=within).order_by().values("organisation")
        list(locked.filter(Q(organ__in=within) | Q(pk__in=once)).values_list("pk", flat=True))
        tallies = tallies.filter(organ__in=within)
        counted = fulfilments.filter(organ__in=within)
        standings = standings.filter(organisation__in=organisations)
        fulfilments = fulfilments.filter(organisation__in=organisations)
    standings.delete()
    insert_from(Standing, counting.STANDING, counting.standings(fulfilments))
    tallies.delete()
    insert_from(Tally, counting.TALLY, counting.tallies(counted))
    write_sources()


def _organs_of(organisations: Collection[int]) -> set[int]:
    """The units in which organisations count or ever did."""
    versions = OrganisationVersion.objects.filter(organisation__in=organisations).order_by()
    today = Organisation.objects.filter(pk__in=organisations).order_by()
    return {*versions.values_list("organ_id", flat=True), *today.values_list("organ_id", flat=True)}


def write_requirements_anew(requirements: Collection[int]) -> None:
    """Write the counters of these requirements (primary keys) from their fulfilments; organisations wait."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    fulfilments = Fulfilment.objects.filter(requirement__in=requirements)
    Standing.objects.filter(requirement__in=requirements).delete()
    insert_from(Standing, counting.STANDING, counting.standings(fulfilments))
    Tally.objects.filter(requirement__in=requirements).delete()
    insert_from(Tally, counting.TALLY, counting.tallies(fulfilments))


def write_sources() -> None:
    """Write the first day of each kind of record from the records themselves."""
    found = {(kind, org_kind): since for kind, org_kind, since in counting.sources()}
    for source in Source.objects.all():
        since = found.pop((source.record_kind, source.org_kind), None)
        if since is None:
            source.delete()
        elif since != source.since:
            Source.objects.filter(pk=source.pk).update(since=since)
    for (record_kind, org_kind), since in found.items():
        meet(record_kind, org_kind, since)


class _Done(NamedTuple):
    """Whether some record fulfils a duty, one in time, one that is verified."""

    done: bool
    on_time: bool
    verified: bool


COUNTED = _Done._fields
"""What the counters count of a duty; columns of Standing and of Tally."""
_NOT_DONE = _Done(False, False, False)


def _fulfilled(organisation: Organisation, duties: Iterable[Duty]) -> dict[Duty, _Done]:
    """Which of the duties some record fulfils, in time, and verified."""
    wanted = set(duties)
    found: dict[Duty, _Done] = {}
    rows = Fulfilment.objects.filter(
        organisation=organisation,
        year__in={duty.year for duty in wanted},
        requirement__in={duty.requirement_id for duty in wanted},
    ).values_list("requirement_id", "year", "period", "organ_id", "on_time", "verified")
    for *told, on_time, verified in rows:
        duty = Duty(*told)
        if duty in wanted:
            before = found.get(duty, _NOT_DONE)
            found[duty] = _Done(True, on_time or before.on_time, verified or before.verified)
    return found


def _by_requirement(duties: Iterable[Duty]) -> dict[tuple[int, int], list[Duty]]:
    grouped: dict[tuple[int, int], list[Duty]] = defaultdict(list)
    for duty in sorted(set(duties)):
        grouped[duty.requirement_id, duty.year].append(duty)
    return grouped


def _with_bit(mask: int, period: int, on: bool) -> int:
    return mask | 1 << period if on else mask & ~(1 << period)


def _keep(standing: Standing) -> None:
    """Write a standing, and none where nothing is done: that is what a count from the start would give."""
    if standing.done:
        standing.save()
    elif standing.pk is not None:
        standing.delete()


def _move_tally(duty: Duty, standing: Standing, done: _Done) -> None:
    """Add to the unit's count what this organisation's standing is about to change."""
    more = {name: int(getattr(done, name)) - (getattr(standing, name) >> duty.period & 1) for name in COUNTED}
    if not any(more.values()):
        return
    tally, _ = Tally.objects.get_or_create(
        organ_id=duty.organ_id,
        requirement_id=duty.requirement_id,
        year=duty.year,
        period=duty.period,
    )
    Tally.objects.filter(pk=tally.pk).update(**{name: F(name) + count for name, count in more.items()})
