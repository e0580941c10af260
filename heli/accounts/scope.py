"""Scope: how far an answer may reach; and what a right is derived from, a post held or a membership."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, Self

from heli.accounts.catalogue import GUIDES, Office, Permission, Reach, TokenRight


class Target(Protocol):
    """An organisation as the rules of rights see it."""

    @property
    def pk(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def leader_id(self) -> int | None: ...
    @property
    def leading(self) -> str:
        """The kind of the relation to `leader_id`: orgs.catalogue.Leading."""


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held today: where, how far it reaches, as what, under which `name` in the list of posts.

    A delegated one names in `delegated_from` whose it is, and gives no more than `only` and until the day
    before `until`. An own one names in `delegated_to` those to whom some of it is passed on today.
    """

    organisation_id: int
    organisation_name: str
    path: str
    reach: Reach
    office: Office
    delegated_from: str = ""
    only: frozenset[Permission] | None = None
    until: date | None = None
    delegated_to: tuple[str, ...] = ()
    title: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """What the office is called there: 部务会（室务会）成员, 党委委员; else the office's own word."""
        return self.title or str(self.office.label)

    @property
    def last_day(self) -> date | None:
        """The last day of a delegated post."""
        return self.until - timedelta(days=1) if self.until is not None else None

    def gives(self, permission: Permission) -> bool:
        """Whether the permission was passed on with the post; one's own post withholds nothing."""
        return self.only is None or permission in self.only


@dataclass(frozen=True, slots=True)
class Membership:
    """Belonging to a branch: no post, and yet the ground of some rights."""

    organisation_id: int

    def gives(self, permission: Permission) -> bool:
        return True


Holding = PostHeld | Membership


@dataclass(frozen=True, slots=True)
class TokenHeld:
    """The personal token by which somebody asks: the beginning of its words, and what it was given."""

    prefix: str
    rights: frozenset[TokenRight]

    def opens(self, permission: Permission) -> bool:
        """Whether any of its rights stands for the permission."""
        return any(right.permission is permission for right in self.rights)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query may return: everything, path subtrees, what some bodies lead, single organisations.

    `leaders` are bodies whose every relation counts, `steered` those of which only 领导 does: what a body
    guides and urges (指导督促, R08-05) it sees and does not steer.
    """

    everything: bool = False
    paths: tuple[str, ...] = ()
    leaders: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    steered: tuple[int, ...] = ()

    @classmethod
    def of(cls, holding: Holding, *, only_own: bool = False, steering: bool = False) -> Self:
        """How far a holding reaches (design.md, "Two upward relations").

        `only_own`: its organisation alone; `steering`: of what a body leads, not what it guides only.
        """
        own = cls(organisations=(holding.organisation_id,))
        if only_own or not isinstance(holding, PostHeld):
            return own
        match holding.reach:
            case Reach.CITY:
                return cls(everything=True)
            case Reach.LED:
                bodies = (holding.organisation_id,)
                if steering:
                    return cls(steered=bodies, organisations=bodies)
                return cls(leaders=bodies, organisations=bodies)
            case Reach.BENEATH:
                return cls(paths=(holding.path,))
            case Reach.OWN:
                return own

    @classmethod
    def union(cls, scopes: Iterable["Scope"]) -> Self:
        """All that any of them covers; what everything covers is not named again."""
        parts = tuple(scopes)
        if any(part.everything for part in parts):
            return cls(everything=True)
        return cls(
            paths=_topmost({path for part in parts for path in part.paths}),
            leaders=tuple(sorted({leader for part in parts for leader in part.leaders})),
            organisations=tuple(sorted({one for part in parts for one in part.organisations})),
            steered=tuple(sorted({one for part in parts for one in part.steered})),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.paths or self.leaders or self.organisations or self.steered)

    def covers(self, target: Target) -> bool:
        """Whether the organisation lies in this scope, by today's tree."""
        return (
            self.everything
            or target.pk in self.organisations
            or (target.leader_id is not None and target.leader_id in self.leaders)
            or (target.leader_id in self.steered and target.leading != GUIDES)
            or any(target.path.startswith(path) for path in self.paths)
        )


EVERYTHING = Scope(everything=True)


def _topmost(paths: set[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
