"""To whom a task goes down: by both upward relations, as the tree stands today (ADR 21)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from heli.decomposition.catalogue import Way
from heli.orgs.catalogue import LEADING_KINDS, Kind, Leading
from heli.orgs.models import Organisation, OrganisationQuerySet

LEADING = sorted(LEADING_KINDS)
_LED_AT_THE_TOP = ~Q(leading=Leading.GUIDES) & (
    Q(parent=None) | ~Q(parent__leader=F("leader")) | Q(parent__leader=None)
)
"""What a body leads and no other that it leads stands above in the tree."""


def led_at_the_top(today: date) -> OrganisationQuerySet:
    """What leading bodies hand down to: the topmost of those that each leads (领导), guided ones never."""
    return Organisation.objects.live(today).filter(_LED_AT_THE_TOP, leader__kind__in=LEADING)


def below(giver: Organisation, today: date) -> OrganisationQuerySet:
    """The organisations that `giver` hands down to, in the tree's order.

    A leading body: the topmost of those that it leads; any other: its children by 隶属.
    """
    if giver.kind in LEADING_KINDS:
        return led_at_the_top(today).filter(leader=giver).order_by("path")
    return Organisation.objects.live(today).filter(parent=giver).order_by("path")


@dataclass(frozen=True, slots=True)
class Receiver:
    """The organisation that answers for a unit to the 工委, and the unit."""

    organisation: Organisation
    unit: str

    @property
    def label(self) -> str:
        return f"{self.unit}（{self.organisation.short_name}）"


def receivers(issuer: Organisation, way: str, today: date) -> list[Receiver]:
    """Who answers for the units to the 工委: one or more organisations of each. Two queries.

    `Way.LEADING`: the leading body of each organisation affiliated to the 工委 where it has one that leads
    it, else that organisation itself. `Way.AFFILIATED`: that organisation itself, and a leading body only
    where its unit has nothing affiliated to the 工委.
    """
    tops = list(below(issuer, today).select_related("organ", "leader__organ"))
    bodies = list(
        Organisation.objects.live(today)
        .filter(Q(leader=None) | Q(leader__outside=True), kind__in=LEADING, parent=None)
        .exclude(kind=Kind.LOCAL_COMMITTEE)
        .select_related("organ")
        .order_by("path")
    )
    known, units = {one.pk for one in bodies}, {one.organ_id for one in tops}
    found = {one.pk: one for one in (_answering(top, known, way) for top in tops)}
    missing = (one for one in bodies if way == Way.LEADING or one.organ_id not in units)
    found |= {one.pk: one for one in missing}
    return [Receiver(one, one.organ.name) for one in _in_order(found.values())]


def _answering(top: Organisation, known: Collection[int | None], way: str) -> Organisation:
    led = top.leader_id in known and top.leading == Leading.LEADS and top.leader is not None
    return top.leader if way == Way.LEADING and led and top.leader is not None else top


def _in_order(found: Iterable[Organisation]) -> list[Organisation]:
    return sorted(found, key=lambda one: (one.organ.name, one.path))
