"""What an event did, with names: the lists behind its numbers, asked of the tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from heli.accounts.catalogue import Office
from heli.figures.queries import Corrected, corrected_by
from heli.members.models import Member, Post, SecondMembership
from heli.orgs.catalogue import EventRole, Kind, Leading
from heli.orgs.models import Event, EventPart, Organisation, OrganisationVersion
from heli.reorganisation.queries.effects import Effects

MOST_TOLD = 500
"""Names told of one number; what is more is counted."""

_FIELDS = {
    "name": "名称",
    "kind": "组织类别",
    "parent": "隶属",
    "leader": "领导",
    "leading": "领导关系",
    "unit": "所在单位",
    "organ": "所属机关",
}


class Altered(NamedTuple):
    """An organisation and what of it changed: (label, before, after)."""

    organisation: Organisation
    changes: Sequence[tuple[str, str, str]]


class Moved(NamedTuple):
    """Members who went from one organisation to another; `people` are (primary key, name)."""

    origin: str
    destination: str
    number: int
    people: Sequence[tuple[int, str]]


class Ended(NamedTuple):
    """A post that ended: who held what where (`pk` of the organisation)."""

    name: str
    office: str
    organisation: str
    pk: int


@dataclass(frozen=True, slots=True)
class Told:
    """Everything about an event that a page shows beside its document."""

    effects: Effects
    why: str
    altered: Sequence[Altered]
    founded: Sequence[Organisation]
    closed: Sequence[Organisation]
    reopened: Sequence[Organisation]
    moved: Sequence[Moved]
    posts: Sequence[Ended]
    second: Sequence[str]
    corrected: Sequence[Corrected]


def told(event: Event) -> Told:
    """The lists behind the numbers of an event; a constant number of queries."""
    effects, done = Effects.of(event), json.loads(event.effects or "{}")
    named = Organisation.objects.in_bulk(
        [*done.get("founded", ()), *done.get("closed", ()), *done.get("reopened", ())]
    )

    def of(key: str) -> list[Organisation]:
        return [named[pk] for pk in done.get(key, ()) if pk in named]

    return Told(
        effects=effects,
        why=done.get("why", ""),
        altered=_altered(event, {*done.get("founded", ()), *done.get("reopened", ())}),
        founded=of("founded"),
        closed=of("closed"),
        reopened=of("reopened"),
        moved=_moved(effects),
        posts=_ended(effects),
        second=_second(effects),
        corrected=corrected_by(event.pk),
    )


def parts_of(event: Event) -> list[tuple[str, list[Organisation]]]:
    """Who took part as what, but for those that were only moved along: (role, organisations); one query."""
    found = EventPart.objects.filter(event=event).exclude(role=EventRole.ALONG)
    by_role: dict[str, list[Organisation]] = {}
    for part in found.select_related("organisation").order_by("pk"):
        by_role.setdefault(part.get_role_display(), []).append(part.organisation)
    return list(by_role.items())


def _altered(event: Event, new: set[int]) -> list[Altered]:
    related = ("organisation", "parent", "leader", "unit", "organ")
    after = OrganisationVersion.objects.filter(event=event).exclude(organisation__in=new)
    lines = list(after.select_related(*related).order_by("path", "valid_from")[:MOST_TOLD])
    before = {
        (one.organisation_id, one.valid_to): one
        for one in OrganisationVersion.objects.filter(
            organisation__in={one.organisation_id for one in lines},
            valid_to__in={one.valid_from for one in lines},
        ).select_related(*related)
    }
    altered = []
    for one in lines:
        was = before.get((one.organisation_id, one.valid_from))
        changes = _changes(was, one) if was is not None else []
        altered.append(Altered(one.organisation, changes))
    return altered


def _changes(was: OrganisationVersion, now: OrganisationVersion) -> list[tuple[str, str, str]]:
    pairs = ((label, _said(was, name), _said(now, name)) for name, label in _FIELDS.items())
    return [(label, before, after) for label, before, after in pairs if before != after]


def _said(version: OrganisationVersion, name: str) -> str:
    value = getattr(version, name)
    if name == "kind":
        return Kind(value).label
    if name == "leading":
        return Leading(value).label
    return "无" if value is None else str(value)


def _moved(effects: Effects) -> list[Moved]:
    places = {pk for origin, destination, _ in effects.moved for pk in (origin, destination)}
    named = dict(Organisation.objects.filter(pk__in=places).values_list("pk", "short_name"))
    members = [pk for _, _, many in effects.moved for pk in many][:MOST_TOLD]
    people = dict(Member.objects.filter(pk__in=members).values_list("pk", "name"))
    return [
        Moved(
            named[origin],
            named[destination],
            len(many),
            [(pk, people[pk]) for pk in many if pk in people],
        )
        for origin, destination, many in effects.moved
    ]


def _ended(effects: Effects) -> list[Ended]:
    posts = Post.objects.filter(pk__in=effects.ended_posts[:MOST_TOLD]).order_by("organisation", "pk")
    return [
        Ended(name, Office(office).label, organisation, pk)
        for name, office, organisation, pk in posts.values_list(
            "name", "office", "organisation__short_name", "organisation"
        )
    ]


def _second(effects: Effects) -> list[str]:
    found = SecondMembership.objects.filter(pk__in=effects.ended_second[:MOST_TOLD]).order_by("pk")
    return [
        f"{name}（{place}）" for name, place in found.values_list("member__name", "organisation__short_name")
    ]
