"""The roster: members that a reader may see, narrowed and sorted, and what a line of the list shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from heli.accounts.actor import Scope
from heli.accounts.catalogue import Office
from heli.members.models import Member, Post
from heli.orgs.catalogue import LEADING_KINDS
from heli.orgs.models import Organisation, beneath

SORTS = {
    "": ("organisation", "standing", "pk"),
    "name": ("initials", "pk"),
    "-name": ("-initials", "-pk"),
    "joined": ("joined_on", "pk"),
    "-joined": ("-joined_on", "-pk"),
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


class Line(NamedTuple):
    """A member on the list, with the offices of the day; `last4` is "" for who may not see it."""

    member: Member
    offices: Sequence[str]
    last4: str


def listed(scope: Scope, filters: Filters, on: date) -> QuerySet[Member]:
    """Present members whom `scope` covers and the filters let through."""
    found: QuerySet[Member] = Member.objects.present().visible_to(scope)
    if filters.organisation is not None:
        found = found.filter(_of(filters.organisation))
    if filters.words:
        found = found.filter(_said(filters.words))
    if filters.standing:
        found = found.filter(standing=filters.standing)
    if filters.serving:
        found = found.filter(serving=filters.serving)
    if filters.bearers:
        found = found.filter(pk__in=Post.objects.held(on).exclude(member=None).values("member"))
    return found.select_related("organisation").order_by(*SORTS[filters.sort])


def lines(members: Sequence[Member], on: date, identity: Scope) -> list[Line]:
    """The members of one page with their offices in their own branch: one query."""
    offices: dict[int, list[str]] = {}
    held = Post.objects.held(on).filter(member__in=[member.pk for member in members]).order_by("pk")
    places = {member.pk: member.organisation_id for member in members}
    for member_id, organisation_id, office in held.values_list("member", "organisation", "office"):
        if places[member_id] == organisation_id:
            offices.setdefault(member_id, []).append(Office(office).label)
    return [
        Line(
            member,
            offices.get(member.pk, ()),
            member.id_last4 if identity.covers(member.organisation) else "",
        )
        for member in members
    ]


def _of(organisation: Organisation) -> Q:
    if organisation.kind in LEADING_KINDS:
        return Q(organisation__leader=organisation)
    return (
        beneath(organisation.path, "organisation__path")
        if not organisation.is_branch
        else Q(organisation=organisation)
    )


def _said(words: str) -> Q:
    """A part of the name, or pinyin initials from the first on; every word has to be met."""
    met = Q()
    for word in words.split():
        met &= Q(initials__startswith=word.lower()) if word.isascii() else Q(name__contains=word)
    return met
