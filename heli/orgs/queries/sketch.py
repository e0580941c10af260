"""The shapes of a plan, and the sketch on which it is worked out: organisations altered in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from heli.kernel.verdict import Verdict
from heli.orgs.catalogue import EventKind, EventRole, Kind
from heli.orgs.models import Organisation, Unit
from heli.orgs.rules.change import VERSIONED, Change
from heli.orgs.rules.forest import Forest
from heli.orgs.rules.names import initials, name_key, place_of, short_name

_SUPERIORS = ("parent_id", "leader_id")
_OWN = tuple(name for name in VERSIONED if name not in _SUPERIORS)
STATED = (*_OWN, *_SUPERIORS)
_own = attrgetter(*_OWN)
Values = dict[str, tuple[Any, Any]]
"""By attribute of VERSIONED: the value before and after; of superiors their keys in the forest."""


def key_of(pk: int) -> str:
    """An organisation's key in a plan's forest."""
    return f"pk:{pk}"


def new_key(place: int) -> str:
    """The key of what the change founds, by its place there."""
    return f"new:{place}"


@dataclass(slots=True)
class Altered:
    """An organisation whose version changes; `told` are the attributes that the event changes by itself."""

    organisation: Organisation
    values: Values
    told: frozenset[str]
    role: EventRole


@dataclass(slots=True)
class Plan:
    """What a change comes to. Where `verdicts` refuse (H), the rest may be incomplete.

    `founded` are keys of the forest; `repathed` were closed before and only follow in the tree.
    """

    change: Change
    forest: Forest
    by_pk: dict[int, Organisation]
    verdicts: list[Verdict] = field(default_factory=list)
    altered: list[Altered] = field(default_factory=list)
    closed: list[Organisation] = field(default_factory=list)
    reopened: list[Organisation] = field(default_factory=list)
    founded: list[str] = field(default_factory=list)
    repathed: list[Organisation] = field(default_factory=list)
    told: dict[int, set[str]] = field(default_factory=dict)

    def name(self, key: str | None) -> str:
        """The name by a key of the forest, as it will be."""
        return self.forest.nodes[key].name if key else "无"


class Sketch:
    """A change on all organisations: what the steps of planning read and set."""

    def __init__(
        self, change: Change, held: Sequence[Organisation], units: Mapping[str, Unit], today: date
    ) -> None:
        forest = Forest.of(held, {one.pk: key_of(one.pk) for one in held})
        self.plan = Plan(change, forest, {one.pk: one for one in held})
        self.change, self.forest, self.units, self.today = change, forest, units, today
        self.closing = frozenset(change.closing)
        self.reopening = frozenset(change.reopening)
        self.before = {pk: self.state(key_of(pk)) for pk in self.plan.by_pk}
        self.place = next(
            filter(None, (place_of(one.name) for one in held if one.kind == Kind.WORK_COMMITTEE)), ""
        )

    def state(self, key: str) -> tuple[Any, ...]:
        """What an organisation is, in the order of STATED."""
        return (*_own(self.forest.nodes[key]), self.forest.parent[key], self.forest.leader[key])

    def set(self, pk: int, name: str, value: Any) -> None:
        """One attribute of one organisation, that the event changes by itself."""
        one = self.plan.by_pk[pk]
        self.plan.told.setdefault(pk, set()).add(name)
        if name == "parent_id":
            self.forest.parent[key_of(pk)] = key_of(value) if value else None
        elif name == "leader_id":
            self.forest.leader[key_of(pk)] = key_of(value) if value else None
        setattr(one, name, value)
        if name == "name":
            self.spell(one)

    def take(self, pk: int, name: str, key: str) -> None:
        """Set a superior by key: it may be one that is only being founded."""
        self.plan.told.setdefault(pk, set()).add(name)
        superiors = self.forest.parent if name == "parent_id" else self.forest.leader
        superiors[key_of(pk)] = key or None

    def spell(self, one: Organisation) -> None:
        """The spellings that follow from its name."""
        one.name_key = name_key(one.name)
        one.short_name = short_name(one.name, self.place)
        one.initials = initials(one.short_name)

    def alive(self) -> Sequence[Organisation]:
        """Those that live once the change is carried out, without the founded."""
        return [
            one
            for one in self.plan.by_pk.values()
            if (one.closed_on is None or one.pk in self.reopening) and one.pk not in self.closing
        ]

    def successor(self) -> str | None:
        """The key of what takes over from those that close."""
        if self.change.successor is not None:
            return key_of(self.change.successor)
        merged = self.change.kind is EventKind.MERGED and self.plan.founded
        return self.plan.founded[0] if merged else None
