"""一岗双责 over all leading bodies: who answers for which 直属单位, and for which nobody does."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from heli.accounts.actor import EVERYTHING, Scope
from heli.accounts.catalogue import LEADING_OFFICES
from heli.members.models import Post, Responsibility
from heli.members.queries.responsibilities import bodies, void_in
from heli.orgs.catalogue import Leading
from heli.orgs.models import Organisation
from heli.orgs.queries.history import as_of


class BodyLine(NamedTuple):
    """A leading body: its members, how many of them answer for something, what is blank and what is void."""

    body: Organisation
    officers: int
    assigned: int
    blank: int
    void: int

    @property
    def key(self) -> str:
        """Its primary key, for addresses."""
        return str(self.body.pk)


class Asked(NamedTuple):
    """What the list is narrowed to."""

    words: str = ""
    blank: bool = False


def body_lines(scope: Scope, on: date, asked: Asked | None = None) -> list[BodyLine]:
    """The bodies in `scope` that lead anything, in the order of the tree: five queries, whatever the size."""
    held = Post.objects.held(on).filter(office__in=LEADING_OFFICES).order_by()
    officers = Counter(held.values_list("organisation_id", flat=True))
    bearing = Responsibility.objects.in_force(on).filter(_is_led()).order_by()
    assigned = Counter(body for body, _ in bearing.values_list("post__organisation_id", "post_id").distinct())
    blank, void = (
        blank_units(on),
        Counter(one.responsibility.post.organisation_id for one in void_in(scope, on)),
    )
    lines = [
        BodyLine(body, officers[body.pk], assigned[body.pk], len(blank.get(body.pk, ())), void[body.pk])
        for body in bodies(scope, on)
    ]
    asked = asked or Asked()
    words = asked.words.split()
    return [
        line
        for line in lines
        if (line.blank or not asked.blank)
        and all(word in line.body.name or word.lower() in line.body.initials for word in words)
    ]


def blank_units(on: date, *, past: bool = False) -> dict[int, set[int]]:
    """By leading body the 直属单位 for whose organisations nobody of it answers: two queries.

    `past` takes what the organisations were on the day (ADR 11), else they are as they are today.
    """
    led = {"attached": True, "leader__isnull": False}
    if past:
        versions = as_of(on, EVERYTHING).filter(**led).exclude(leading=Leading.GUIDES)
        rows = list(versions.values_list("organisation_id", "unit_id", "leader_id"))
    else:
        live = Organisation.objects.live(on).filter(**led).exclude(leading=Leading.GUIDES).order_by()
        rows = list(live.values_list("pk", "unit_id", "leader_id"))
    borne = set(Responsibility.objects.in_force(on).values_list("organisation_id", "post__organisation_id"))
    led_units: dict[int, set[int]] = defaultdict(set)
    answered: dict[int, set[int]] = defaultdict(set)
    for organisation, unit, body in rows:
        led_units[body].add(unit)
        if (organisation, body) in borne:
            answered[body].add(unit)
    return {body: blank for body, units in led_units.items() if (blank := units - answered[body])}


def _is_led() -> Q:
    """Responsibilities for what the body still leads."""
    led = Q(organisation__leader=F("post__organisation")) & ~Q(organisation__leading=Leading.GUIDES)
    return led & Q(organisation__closed_on=None)
