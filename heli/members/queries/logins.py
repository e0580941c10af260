"""Who holds a post and may log in, has been invited, or has no account yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from pypinyin import lazy_pinyin

from heli.accounts.actor import Scope
from heli.accounts.models import Account
from heli.accounts.queries import is_taken
from heli.kernel.errors import NotFound
from heli.members.models import Post
from heli.members.queries.actors import account_of
from heli.orgs.rules.names import plain

MOST_NAMED = 20
"""How many posts a search by name shows."""
LEAST_SIGNS = 2
"""A family name alone would lay out half of the city."""


class LoginState(StrEnum):
    """How far a holder of a post has come towards logging in."""

    NONE = "none"
    INVITED = "invited"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"none": "没有账号", "invited": "已邀请，未设密码", "open": "可以登录"}[self.value]


@dataclass(frozen=True, slots=True)
class LoginFilters:
    """What the list is narrowed to; `words` are met by the holder's name, or the organisation's."""

    state: LoginState | None = None
    office: str = ""
    words: str = ""


class Login(NamedTuple):
    """A post with the account of whoever holds it."""

    post: Post
    account: Account | None

    @property
    def state(self) -> LoginState:
        if self.account is None:
            return LoginState.NONE
        return LoginState.OPEN if self.account.has_usable_password() else LoginState.INVITED


def logins(scope: Scope, filters: LoginFilters, on: date) -> QuerySet[Post]:
    """Posts held on the day at organisations that `scope` covers; `logins_shown` makes lines of a page."""
    found: QuerySet[Post] = Post.objects.held(on).visible_to(scope)
    if filters.state is not None:
        found = found.filter(_WHERE[filters.state])
    if filters.office:
        found = found.filter(office=filters.office)
    for word in filters.words.split():
        found = found.filter(
            Q(name__contains=word)
            | Q(organisation__name__contains=word)
            | Q(organisation__initials__contains=word.lower())
        )
    return found.select_related("organisation", "account", "member__account").order_by(
        "organisation", "office", "pk"
    )


def logins_named(words: str, scope: Scope, on: date) -> QuerySet[Post]:
    """The first MOST_NAMED posts whose holder's name or user name meets `words`; none for a single sign.

    For whoever opens accounts and sees nothing of the business: nothing is laid out that was not asked for.
    """
    asked = words.strip()
    if len(asked) < LEAST_SIGNS:
        return Post.objects.none()
    named = Q(name__contains=asked)
    for account in ("account", "member__account"):
        named |= Q(**{f"{account}__username__icontains": asked})
    return logins(scope, LoginFilters(), on).filter(named)[:MOST_NAMED]


def logins_shown(posts: Sequence[Post]) -> list[Login]:
    """The posts of one page with their accounts."""
    return [Login(post, account_of(post)) for post in posts]


def post_to_invite(pk: int, scope: Scope, on: date) -> Login:
    """One post held on the day within `scope`; NotFound otherwise."""
    post = logins(scope, LoginFilters(), on).filter(pk=pk).first()
    if post is None:
        raise NotFound("post-not-found", "没有这个任职，或已卸任。")
    return Login(post, account_of(post))


def username_for(name: str) -> str:
    """A free user name to suggest: the name in pinyin, with a number where it is taken."""
    stem = "".join(lazy_pinyin(plain(name))).lower()
    stem = "".join(sign for sign in stem if sign.isascii() and sign.isalnum())[:50] or "user"
    return next(one for one in (stem if n == 1 else f"{stem}{n}" for n in count(1)) if not is_taken(one))


_NO_ACCOUNT = Q(account=None) & (Q(member=None) | Q(member__account=None))
_UNUSED = Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(
    account=None, member__account__password__startswith=UNUSABLE_PASSWORD_PREFIX
)
_WHERE = {
    LoginState.NONE: _NO_ACCOUNT,
    LoginState.INVITED: _UNUSED,
    LoginState.OPEN: ~_NO_ACCOUNT & ~_UNUSED,
}
