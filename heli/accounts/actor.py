"""Actor: who asks, with the posts held on the day. Built once a request at the edge, by `heli.members`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from heli.accounts.catalogue import Office, Permission, TokenRight
from heli.accounts.permissions import scope_of
from heli.accounts.scope import EVERYTHING, Holding, Membership, PostHeld, Scope, Target, TokenHeld
from heli.kernel.errors import NotAllowed
from heli.kernel.verdict import Verdict

__all__ = ["EVERYTHING", "Actor", "PostHeld", "Scope", "Target"]

NOT_HELD = "您的职务不含这项权限，或该组织不在您的范围内。如有需要，请与机关工委联系。"

NOT_GIVEN = "这个令牌没有“{}”这一项。需要时，请在“我的账号—访问令牌”里另办一个。"


@dataclass(frozen=True, slots=True)
class Actor:
    """`posts` are those valid on the day, `member_id` and `branch_id` the own roster line and branch.

    `delegated` are posts of others, as far as they were passed on for the day. Whoever asks by a `token` has
    no more than the token was given (ADR 26).
    """

    account_id: int | None
    label: str
    posts: tuple[PostHeld, ...] = ()
    member_id: int | None = None
    branch_id: int | None = None
    delegated: tuple[PostHeld, ...] = ()
    token: TokenHeld | None = None

    @property
    def own_holdings(self) -> tuple[Holding, ...]:
        """What rights are derived from that nobody passed on."""
        return (*self.posts, Membership(self.branch_id)) if self.branch_id is not None else self.posts

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """Everything that rights are derived from."""
        return (*self.own_holdings, *self.delegated)

    def scope(self, permission: Permission | str) -> Scope:
        """How far `permission` reaches for this actor; an empty scope when it is not held at all."""
        asked = Permission(permission)
        if self.token is not None and not self.token.opens(asked):
            return Scope()
        return scope_of(self.holdings, asked)

    def may_somewhere(self, permission: Permission | str) -> bool:
        return not self.scope(permission).is_empty

    def may(self, permission: Permission | str, target: Target) -> Verdict:
        """Whether `permission` is held over `target`; a refusal names what is missing."""
        return _asked(permission, self.scope(permission).covers(target))

    def may_at_all(self, permission: Permission | str) -> Verdict:
        """Whether `permission` is held over any organisation, as a verdict."""
        return _asked(permission, not self.scope(permission).is_empty)

    def require(self, permission: Permission | str) -> Scope:
        """The scope of `permission`; NotAllowed when it is held nowhere: the first line of a list's view."""
        scope = self.scope(permission)
        _asked(permission, not scope.is_empty).require()
        return scope

    def through(self, right: TokenRight) -> Scope:
        """The scope of what a token's right stands for: the first line of an endpoint.

        NotAllowed (`token-lacks-right`) where the token was not given it, or as `require`.
        """
        scope = self.require(right.permission)
        if self.token is None or right not in self.token.rights:
            raise NotAllowed("token-lacks-right", NOT_GIVEN.format(right.label))
        return scope

    def passed_on_by(self, permission: Permission, target: Target | None = None) -> PostHeld | None:
        """The post of another without which `permission` would not be held (over `target`)."""
        if _gives(self.own_holdings, permission, target):
            return None
        return next((post for post in self.delegated if _gives((post,), permission, target)), None)

    def offices_at(self, organisation_id: int) -> Iterator[Office]:
        return (post.office for post in self.posts if post.organisation_id == organisation_id)

    def names_at(self, organisation_id: int) -> set[str]:
        """The names under which the own posts there are held, whatever the account is called."""
        return {post.name for post in self.posts if post.organisation_id == organisation_id and post.name}


@contextmanager
def watching() -> Iterator[list[tuple[Permission, bool]]]:
    """Notes what is asked of any actor meanwhile, and the answer: how a test learns what a page asks."""
    asked: list[tuple[Permission, bool]] = []
    token = _watched.set(asked)
    try:
        yield asked
    finally:
        _watched.reset(token)


_watched: ContextVar[list[tuple[Permission, bool]] | None] = ContextVar("watched", default=None)


def _gives(holdings: tuple[Holding, ...], permission: Permission, target: Target | None) -> bool:
    scope = scope_of(holdings, permission)
    return scope.covers(target) if target is not None else not scope.is_empty


def _asked(permission: Permission | str, held: bool) -> Verdict:
    asked = _watched.get()
    if asked is not None:
        asked.append((Permission(permission), held))
    return Verdict.yes() if held else Verdict.no(NOT_HELD, error=NotAllowed, code="not-allowed")
