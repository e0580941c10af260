"""Which members an event moves, and where to."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from heli.members.models import Belonging, Member
from heli.orgs.catalogue import EventKind, EventRole
from heli.orgs.models import Event, EventPart, Organisation
from heli.orgs.rules.change import Change


class Moves(NamedTuple):
    """`destinations` by member, primary keys; `left_over` are names of those who have nowhere to go."""

    destinations: Mapping[int, int]
    left_over: tuple[str, ...] = ()


def founded_by(event: Event) -> dict[str, int]:
    """The organisations that an event has founded, by name."""
    parts = EventPart.objects.filter(event=event, role=EventRole.FOUNDED)
    return dict(parts.order_by("organisation").values_list("organisation__name", "organisation"))


def belonging_to(organisations: Collection[int], since: date) -> list[tuple[int, str]]:
    """Members (primary key, name) who belong to one of them on the day, or who have come since: one query."""
    there = (
        Belonging.objects.filter(organisation__in=organisations)
        .filter(Q(valid_to=None) | Q(valid_to__gt=since))
        .order_by("member__initials", "member")
    )
    return list(dict.fromkeys(there.values_list("member", "member__name")))  # in the order of their names


def with_numbers(organisations: Collection[int], since: date) -> list[tuple[int, str, str]]:
    """The same members with the last four signs of their ID numbers, for telling two of one name apart."""
    there = [pk for pk, _ in belonging_to(organisations, since)]
    members = Member.objects.filter(pk__in=there).order_by("initials", "pk")
    return list(members.values_list("pk", "name", "id_last4"))


def moves_of(change: Change, event: Event, assigned: Mapping[int, int]) -> Moves:
    """Where the members of a change that has just been carried out go.

    `assigned`: for 拆分, member → place of the founding in the change (from 0); who is not assigned stays.
    """
    if change.kind is EventKind.SPLIT:
        return _split(change, event, assigned)
    if change.closing:
        heir = change.successor or next(iter(founded_by(event).values()), None)
        return _inherit(belonging_to(change.closing, change.happened_on), heir)
    return Moves({})


def _inherit(there: Iterable[tuple[int, str]], heir: int | None) -> Moves:
    if heir is None:
        return Moves({}, tuple(name for _, name in there))
    return Moves({member: heir for member, _ in there})


def _split(change: Change, event: Event, assigned: Mapping[int, int]) -> Moves:
    by_name = founded_by(event)
    founded = [by_name[one.name.strip()] for one in change.founding]
    there = dict(belonging_to(change.subjects, change.happened_on))
    going = {member: founded[place] for member, place in assigned.items() if member in there}
    if not change.closing:
        return Moves(going)
    return Moves(going, tuple(name for member, name in there.items() if member not in going))


def moves_back(undone: Event, change: Change) -> Moves:
    """Who goes back when an event is undone: those it moved and who are still there; others there too.

    Who has come since to an organisation that the undoing closes goes to the undone event's first subject.
    """
    moved = {
        member: (organisation, since)
        for member, organisation, since in Belonging.objects.filter(event=undone).values_list(
            "member", "organisation", "valid_from"
        )
    }
    there = dict(
        Member.objects.present().filter(pk__in=list(moved)).order_by("pk").values_list("pk", "organisation")
    )
    before = Belonging.objects.filter(member__in=list(moved), valid_to__isnull=False)
    came_from = {
        member: organisation
        for member, organisation, until in before.values_list("member", "organisation", "valid_to")
        if until == moved[member][1]
    }
    back = {
        member: came_from[member]
        for member, (organisation, _) in moved.items()
        if there.get(member) == organisation and member in came_from
    }
    rest = [one for one in belonging_to(change.closing, change.happened_on) if one[0] not in back]
    if not rest:
        return Moves(back)
    first = EventPart.objects.filter(event=undone, role=EventRole.SUBJECT).order_by("pk")
    heir = change.successor or first.values_list("organisation", flat=True).first()
    if heir in change.closing:
        heir = None
    others = _inherit(rest, heir)
    return Moves({**others.destinations, **back}, others.left_over)


def successions(change: Change, event: Event) -> dict[int, int]:
    """Who takes over the open duties of each organisation that closes; none where nobody does."""
    heir = change.successor or next(iter(founded_by(event).values()), None)
    if heir is None or not Organisation.objects.filter(pk=heir, closed_on=None).exists():
        return {}
    return dict.fromkeys(change.closing, heir)
