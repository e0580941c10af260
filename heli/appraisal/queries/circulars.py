"""What a 通报 says beside the scores: the issuer, numbers of organisations, expired terms, broken rules."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from heli.accounts.actor import EVERYTHING
from heli.appraisal.queries.basis import live_on
from heli.duties.models import Record
from heli.kernel.errors import WrongState
from heli.kernel.periods import Period
from heli.orgs.catalogue import TERM_KINDS, Kind
from heli.orgs.models import Organisation
from heli.orgs.queries import census_as_of


@dataclass(frozen=True, slots=True)
class Expired:
    """An organisation whose latest term ended on `ended_on` and was not renewed (R03-02)."""

    pk: int
    name: str
    ended_on: date


def issuer() -> Organisation:
    """The 机关工委 of the city; WrongState (`no-work-committee`) while none is loaded."""
    found: Organisation | None = (
        Organisation.objects.filter(kind=Kind.WORK_COMMITTEE, outside=False).order_by("path").first()
    )
    if found is None:
        raise WrongState("no-work-committee", "名册里没有机关工委，无法确定发文机关。请先导入党组织名册。")
    return found


def organisation_counts(on: date) -> tuple[int, int]:
    """Organisations in 直属单位, and of 隶属 in all (党组 left out), as they were on the day (S000-16)."""
    found = census_as_of(EVERYTHING, on)
    return found.attached, found.hanging


def expired_terms(on: date) -> list[Expired]:
    """Organisations whose latest term ended before `on`, longest ago first."""
    found = (
        live_on(on)
        .filter(kind__in=TERM_KINDS)
        .annotate(term_end=Max("terms__ends_on"))
        .filter(term_end__lt=on)
        .order_by("term_end", "path")
    )
    return [Expired(*row) for row in found.values_list("pk", "short_name", "term_end")]


def broken_rules(period: Period, on: date) -> list[tuple[str, int]]:
    """Rules that recorded facts of the period broke, as remarked on loading, with how many times.

    Few records have a remark: an index finds those of all days, and they are counted by day only then.
    """
    days = Q(happened_on__range=(period.start, min(period.end, on)))
    found = (
        Record.objects.standing()
        .filter(remarks__gt="")
        .order_by()
        .values_list("remarks")
        .annotate(times=Count("pk", filter=days))
        .filter(times__gt=0)
    )
    return sorted(((remark, times) for remark, times in found), key=lambda row: (-row[1], row[0]))
