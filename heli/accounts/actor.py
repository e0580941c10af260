"""Actor: who asks, with the posts held on the day; Scope: how far an answer may reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from heli.accounts.catalogue import Office, Permission, Reach
from heli.kernel.errors import NotAllowed
from heli.kernel.verdict import Verdict


class Target(Protocol):
    """An organisation as the rules of rights see it."""

    @property
    def pk(self) -> int: ...
    @property
    def path(self) -> str: ...
    @property
    def leader_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held today: where, how far it reaches, as what."""

    organisation_id: int
    organisation_name: str
    path: str
    reach: Reach
    office: Office


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query may return: everything, path subtrees, what some bodies lead, single organisations."""

    everything: bool = False
    paths: tuple[str, ...] = ()
    leaders: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.paths or self.leaders or self.organisations)

    def covers(self, target: Target) -> bool:
        """Whether the organisation lies in this scope, by today's tree."""
        return (
            self.everything
            or target.pk in self.organisations
            or (target.leader_id is not None and target.leader_id in self.leaders)
            or any(target.path.startswith(path) for path in self.paths)
        )


EVERYTHING = Scope(everything=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """Built once a request at the edge; `posts` are those valid on the day, `branch_id` the own branch."""

    account_id: int | None
    label: str
    posts: tuple[PostHeld, ...] = ()
    member_id: int | None = None
    branch_id: int | None = None

    def scope(self, permission: Permission | str) -> Scope:
        """How far `permission` reaches for this actor; an empty scope when it is not held at all."""
        # Imported here because PERMISSIONS is written in terms of Actor and PostHeld.
        from heli.accounts.permissions import scope_of

        return scope_of(self, Permission(permission))

    def may_somewhere(self, permission: Permission | str) -> bool:
        return not self.scope(permission).is_empty

    def may(self, permission: Permission | str, target: Target) -> Verdict:
        """Whether `permission` is held over `target`; a refusal names what is missing."""
        if self.scope(permission).covers(target):
            return Verdict.yes()
        return Verdict.no(
            "您的职务不含这项权限，或该组织不在您的范围内。如有需要，请与机关工委联系。", error=NotAllowed
        )

    def offices_at(self, organisation_id: int) -> Iterator[Office]:
        return (post.office for post in self.posts if post.organisation_id == organisation_id)
