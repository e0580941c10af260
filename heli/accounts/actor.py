"""Actor: who asks, with the posts held on the day. Built once a request at the edge, by `heli.members`."""

from collections.abc import Iterator
from dataclasses import dataclass

from heli.accounts.catalogue import Office, Permission
from heli.accounts.permissions import scope_of
from heli.accounts.scope import EVERYTHING, Holding, Membership, PostHeld, Scope, Target
from heli.kernel.errors import NotAllowed
from heli.kernel.verdict import Verdict

__all__ = ["EVERYTHING", "Actor", "PostHeld", "Scope", "Target"]

NOT_HELD = "您的职务不含这项权限，或该组织不在您的范围内。如有需要，请与机关工委联系。"


@dataclass(frozen=True, slots=True)
class Actor:
    """`posts` are those valid on the day, `member_id` and `branch_id` the own roster line and branch."""

    account_id: int | None
    label: str
    posts: tuple[PostHeld, ...] = ()
    member_id: int | None = None
    branch_id: int | None = None

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """Everything that rights are derived from."""
        return (*self.posts, Membership(self.branch_id)) if self.branch_id is not None else self.posts

    def scope(self, permission: Permission | str) -> Scope:
        """How far `permission` reaches for this actor; an empty scope when it is not held at all."""
        return scope_of(self.holdings, Permission(permission))

    def may_somewhere(self, permission: Permission | str) -> bool:
        return not self.scope(permission).is_empty

    def may(self, permission: Permission | str, target: Target) -> Verdict:
        """Whether `permission` is held over `target`; a refusal names what is missing."""
        return _verdict(self.scope(permission).covers(target))

    def require(self, permission: Permission | str) -> Scope:
        """The scope of `permission`; NotAllowed when it is held nowhere: the first line of a list's view."""
        scope = self.scope(permission)
        _verdict(not scope.is_empty).require()
        return scope

    def offices_at(self, organisation_id: int) -> Iterator[Office]:
        return (post.office for post in self.posts if post.organisation_id == organisation_id)


def _verdict(held: bool) -> Verdict:
    return Verdict.yes() if held else Verdict.no(NOT_HELD, error=NotAllowed, code="not-allowed")
