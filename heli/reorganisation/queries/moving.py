"""Which members an event moves, and where to."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from heli.members.models import Belonging, Member
from heli.orgs.catalogue import EventKind, EventRole
from heli.orgs.models import Event, EventPart, Organisation, OrganisationVersion
from heli.orgs.rules.change import Change
from heli.reorganisation.queries.effects import Effects, Moved


class There(NamedTuple):
    """A member at an organisation; primary keys and his name."""

    member: int
    name: str
    organisation: int


class Moves(NamedTuple):
    """Who goes where: (member, origin, destination); `left_over` names those who have nowhere to go."""

    steps: tuple[tuple[int, int, int], ...] = ()
    left_over: tuple[str, ...] = ()

    @property
    def destinations(self) -> dict[int, int]:
        """By member, as `members.actions.belongings.move` wants them."""
        return {member: destination for member, _, destination in self.steps}

    @property
    def origins(self) -> set[int]:
        """What they leave: a day in the past may have found them elsewhere, and that place they keep."""
        return {origin for _, origin, _ in self.steps}

    @property
    def grouped(self) -> tuple[Moved, ...]:
        """By origin and destination, as effects keep them."""
        groups: dict[tuple[int, int], list[int]] = {}
        for member, origin, destination in self.steps:
            groups.setdefault((origin, destination), []).append(member)
        return tuple((origin, destination, tuple(many)) for (origin, destination), many in groups.items())


def founded_by(event: Event) -> dict[str, int]:
    """The organisations that an event has founded, by name."""
    parts = EventPart.objects.filter(event=event, role=EventRole.FOUNDED)
    return dict(parts.order_by("organisation").values_list("organisation__name", "organisation"))


def belonging_to(organisations: Collection[int], since: date) -> list[There]:
    """Members who belong to one of them on the day, or who have come since, by name: one query."""
    there = (
        Belonging.objects.filter(organisation__in=organisations)
        .filter(Q(valid_to=None) | Q(valid_to__gt=since))
        .order_by("member__initials", "member", "-valid_from")
    )
    last = {one.member: one for one in map(There._make, _values(there))}
    return list(last.values())


def _values(there: Iterable[Belonging]) -> Iterable[tuple[int, str, int]]:
    return there.values_list("member", "member__name", "organisation")  # type: ignore[attr-defined, no-any-return]


def with_numbers(organisations: Collection[int], since: date) -> list[tuple[int, str, str]]:
    """The same members with the last four signs of their ID numbers, for telling two of one name apart."""
    there = [one.member for one in belonging_to(organisations, since)]
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
    return Moves()


def _inherit(there: Iterable[There], heir: int | None) -> Moves:
    if heir is None:
        return Moves((), tuple(one.name for one in there))
    return Moves(tuple((one.member, one.organisation, heir) for one in there))


def _split(change: Change, event: Event, assigned: Mapping[int, int]) -> Moves:
    by_name = founded_by(event)
    founded = [by_name[one.name.strip()] for one in change.founding]
    there = belonging_to(change.subjects, change.happened_on)
    going = tuple(
        (one.member, one.organisation, founded[assigned[one.member]])
        for one in there
        if one.member in assigned
    )
    if not change.closing:
        return Moves(going)
    return Moves(going, tuple(one.name for one in there if one.member not in assigned))


def moves_back(undone: Event, change: Change) -> Moves:
    """Who goes back when an event is undone: those it moved and who are still there; others there too.

    Who has come since to an organisation that the undoing closes goes to the undone event's first subject.
    """
    groups = Effects.of(undone).moved
    members = [pk for _, _, many in groups for pk in many]
    there = dict(
        Member.objects.present().filter(pk__in=members).order_by("pk").values_list("pk", "organisation")
    )
    back = {
        pk: (pk, destination, origin)
        for origin, destination, many in groups
        for pk in many
        if there.get(pk) == destination and origin not in change.closing
    }
    rest = [one for one in belonging_to(change.closing, change.happened_on) if one.member not in back]
    others = _inherit(rest, _home(undone, change)) if rest else Moves()
    return Moves((*back.values(), *others.steps), others.left_over)


def _home(undone: Event, change: Change) -> int | None:
    """Where those go who have come since the event: to its first subject that stands."""
    subjects = EventPart.objects.filter(event=undone, role=EventRole.SUBJECT).order_by("pk")
    candidates = [change.successor, *subjects.values_list("organisation", flat=True)]
    return next((pk for pk in candidates if pk is not None and pk not in change.closing), None)


def not_yet(organisations: Collection[int], on: date) -> list[str]:
    """Names of those among them that had no version on the day."""
    then = OrganisationVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    missing = Organisation.objects.filter(pk__in=organisations).exclude(pk__in=then.values("organisation"))
    return list(missing.order_by("pk").values_list("name", flat=True))


def successions(change: Change, event: Event) -> dict[int, int]:
    """Who takes over the open duties of each organisation that closes; none where nobody does."""
    heir = change.successor or next(iter(founded_by(event).values()), None)
    if heir is None or not Organisation.objects.filter(pk=heir, closed_on=None).exists():
        return {}
    return dict.fromkeys(change.closing, heir)
