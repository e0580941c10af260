"""The roster: members that a reader may see, narrowed and sorted, and what a line of the list shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, prefetch_related_objects

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.members.models import Belonging, Member, Post
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation, beneath
from heli.orgs.queries import as_of
from heli.orgs.queries.timeline import segment_on

SORTS = {
    "": ("organisation", "standing", "pk"),
    "name": ("initials", "pk"),
    "-name": ("-initials", "-pk"),
    "joined": ("joined_on", "pk"),
    "-joined": ("-joined_on", "-pk"),
}

PAST_SORTS = {
    "": ("organisation__path", "standing", "pk"),
    "name": ("member__initials", "pk"),
    "-name": ("-member__initials", "-pk"),
    "joined": ("member__joined_on", "pk"),
    "-joined": ("-member__joined_on", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the roster is narrowed to; an empty value narrows nothing. `organisation`: it and what is beneath
    it, or what it leads; the caller has looked it up within the scope."""

    words: str = ""
    standing: str = ""
    serving: str = ""
    bearers: bool = False
    organisation: Organisation | None = None
    sort: str = ""
    place: str = ""


class Line(NamedTuple):
    """A member on the list, as he is or was on the day, with its offices; `last4` is "" for who may not see
    it. `left` and `how` are of whom the list of those who left shows; `opens`: his page may be opened."""

    member: Member
    organisation: Organisation
    standing: str
    serving: str
    offices: Sequence[str]
    last4: str
    left: date | None = None
    how: str = ""
    opens: bool = True


def listed(scope: Scope, filters: Filters, on: date) -> QuerySet[Member]:
    """Present members whom `scope` covers and the filters let through, without their branches (`lines`).

    Joined to them, SQLite would go through all branches first, and sort.
    """
    found: QuerySet[Member] = Member.objects.present().visible_to(scope)
    if filters.organisation is not None:
        found = found.filter(_of(filters.organisation))
    if filters.words:
        found = found.filter(_said(filters.words))
    if filters.standing:
        found = found.filter(standing=filters.standing)
    if filters.serving:
        found = found.filter(serving=filters.serving)
    if filters.place:
        found = found.filter(organisation__attached=filters.place == "attached")
    if filters.bearers:
        found = found.filter(pk__in=Post.objects.held(on).exclude(member=None).values("member"))
    return found.order_by(*SORTS[filters.sort])


def listed_on(scope: Scope, filters: Filters, on: date) -> QuerySet[Belonging]:
    """Who belonged on a day, past ones too, as they were on it; whom one may see follows today's tree."""
    versions = as_of(on, scope)
    if filters.place:
        versions = versions.filter(attached=filters.place == "attached")
    if filters.organisation is not None:
        versions = versions.filter(_of_day(filters.organisation, on))
    there = Belonging.objects.valid(on).filter(organisation__in=versions.order_by().values("organisation"))
    found = _narrowed(there, replace(filters, organisation=None))
    if filters.bearers:
        found = found.filter(member__in=Post.objects.held(on).exclude(member=None).values("member"))
    return found


def listed_left(scope: Scope, filters: Filters) -> QuerySet[Belonging]:
    """Those who belong nowhere here any more, by their last belonging; the latest first."""
    ended = Belonging.objects.visible_to(scope).filter(valid_to=F("member__left_on"))
    found = _narrowed(ended, filters)
    return found if filters.sort else found.order_by("-valid_to", "pk")


def _narrowed(rows: QuerySet[Belonging], filters: Filters) -> QuerySet[Belonging]:
    if filters.organisation is not None:
        rows = rows.filter(_of(filters.organisation))
    if filters.words:
        rows = rows.filter(_said(filters.words, "member__"))
    if filters.standing:
        rows = rows.filter(standing=filters.standing)
    if filters.serving:
        rows = rows.filter(serving=filters.serving)
    return rows.select_related("member__organisation", "organisation").order_by(*PAST_SORTS[filters.sort])


def past_lines(rows: Sequence[Belonging], on: date, identity: Scope, scope: Scope) -> list[Line]:
    """The belongings of one page as lines, with the offices of the day: one query."""
    offices = _offices({row.member_id: row.organisation_id for row in rows}, on)
    return [
        Line(
            row.member,
            row.organisation,
            row.get_standing_display(),
            row.get_serving_display(),
            offices.get(row.member_id, ()),
            row.member.id_last4 if identity.covers(row.organisation) else "",
            row.valid_to,
            row.get_ended_display(),
            scope.covers(row.member.organisation),
        )
        for row in rows
    ]


def lines(members: Sequence[Member], on: date, identity: Scope) -> list[Line]:
    """The members of one page with their branches, and their offices there: two queries."""
    prefetch_related_objects(members, "organisation")
    offices = _offices({member.pk: member.organisation_id for member in members}, on)
    return [
        Line(
            member,
            member.organisation,
            member.get_standing_display(),
            member.get_serving_display(),
            offices.get(member.pk, ()),
            member.id_last4 if identity.covers(member.organisation) else "",
        )
        for member in members
    ]


def _offices(places: Mapping[int, int], on: date) -> dict[int, list[str]]:
    """Offices that members hold on a day in their own branch, by member."""
    offices: dict[int, list[str]] = {}
    held = Post.objects.held(on).filter(member__in=places).order_by("pk")
    for member_id, organisation_id, office in held.values_list("member", "organisation", "office"):
        if member_id is not None and places[member_id] == organisation_id:
            offices.setdefault(member_id, []).append(Office(office).label)
    return offices


def _of(organisation: Organisation) -> Q:
    if organisation.kind in LEADING_KINDS:
        return Q(organisation__leader=organisation)
    return (
        beneath(organisation.path, "organisation__path")
        if not organisation.is_branch
        else Q(organisation=organisation)
    )


def _of_day(organisation: Organisation, on: date) -> Q:
    """Versions of the organisation and of what was beneath it on a day, or of what it led."""
    if organisation.kind in LEADING_KINDS:
        return Q(leader=organisation)
    return beneath(segment_on(organisation.pk, on).path)


def _said(words: str, prefix: str = "") -> Q:
    """A part of the name, or pinyin initials from the first on; every word has to be met."""
    met = Q()
    for word in words.split():
        met &= (
            Q(**{f"{prefix}initials__startswith": word.lower()})
            if word.isascii()
            else Q(**{f"{prefix}name__contains": word})
        )
    return met
