"""Delegations: given, received, watched over; the posts that a reader may pass on, and to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from heli.accounts.actor import Actor, Scope
from heli.accounts.catalogue import SECRETARIES, SEPARATE_ADMINISTRATORS, Permission
from heli.accounts.models import Account
from heli.kernel.errors import NotFound
from heli.members.models import Delegation, Post
from heli.members.queries.actors import account_of, held_of
from heli.members.rules import delegations as rules
from heli.members.rules.delegations import Holder


class DelegationState(StrEnum):
    """Where a delegation stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    REVOKED = "revoked"
    OVER = "over"

    @property
    def label(self) -> str:
        return {"coming": "未开始", "in_force": "生效中", "revoked": "已收回", "over": "已结束"}[self.value]


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation on the list, with what the reader may do about it."""

    delegation: Delegation
    state: DelegationState
    may_revoke: bool

    @property
    def last_day(self) -> date:
        return self.delegation.valid_to - timedelta(days=1)


def holder_of(post: Post) -> Holder:
    """Whose the post is."""
    account = account_of(post)
    return Holder(account.pk if account is not None else None, post.member_id, post.valid_from, post.valid_to)


def is_separate_administrator(account: Account, first: date, until: date) -> bool:
    """Whether the account is one of the three administrators on any of these days."""
    return (
        Post.objects.filter(Q(account=account) | Q(member__account=account))
        .filter(office__in=SEPARATE_ADMINISTRATORS, valid_from__lt=until)
        .filter(Q(valid_to=None) | Q(valid_to__gt=first))
        .exists()
    )


def delegations(actor: Actor) -> "QuerySet[Delegation]":
    """Those that the actor gave or received, and those of posts that he keeps or watches; newest first."""
    reach = Scope.union([actor.scope(Permission.RIGHTS_SEE), actor.scope(Permission.POST_KEEP)])
    seen = Delegation.objects.visible_to(reach).values("pk")
    own = _own(actor, "post__")
    found: QuerySet[Delegation] = (
        Delegation.objects.filter(Q(account=actor.account_id) | own | Q(pk__in=seen))
        .select_related("post__organisation", "post__account", "post__member__account", "account")
        .order_by("-made_at", "-pk")
    )
    return found


def delegation_lines(found: Sequence[Delegation], actor: Actor, on: date) -> list[DelegationLine]:
    """The delegations of one page; no further query."""
    return [DelegationLine(one, _state(one, on), _may_revoke(one, actor, on)) for one in found]


def delegation_to_revoke(pk: int, actor: Actor) -> Delegation:
    """One that the actor can see; NotFound otherwise."""
    found = delegations(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("delegation-not-found", "没有这项委托，或它不在您的范围内。")
    return found


def posts_to_pass_on(actor: Actor, on: date) -> list[Post]:
    """The reader's own posts from which something may be passed on."""
    posts = Post.objects.held(on).filter(_own(actor)).select_related("organisation__parent").order_by("pk")
    return [post for post in posts if rules.rights_to_pass_on(held_of(post))]


def post_to_pass_on(pk: int, actor: Actor, on: date) -> Post:
    """One post held on the day whose rights the reader may pass on; NotFound otherwise."""
    secretary_at = [post.organisation_id for post in actor.posts if post.office in SECRETARIES]
    kept = Post.objects.visible_to(actor.scope(Permission.POST_KEEP)).values("pk")
    post: Post | None = (
        Post.objects.held(on)
        .filter(_own(actor) | Q(organisation__in=secretary_at) | Q(pk__in=kept))
        .select_related("organisation__parent", "account", "member__account")
        .filter(pk=pk)
        .first()
    )
    if post is None:
        raise NotFound("post-not-found", "没有这个任职，或已卸任，或不在您的范围内。")
    return post


def receivers(post: Post, on: date) -> list[Account]:
    """Who may be asked to act for it: people of the same organ with an account, but the holder."""
    organ = post.organisation.organ_id
    held = Post.objects.held(on).filter(organisation__organ=organ)
    among = (
        Q(posts__in=held)
        | Q(member__posts__in=held)
        | Q(member__organisation__organ=organ, member__left_on=None)
    )
    separate = Post.objects.held(on).filter(office__in=SEPARATE_ADMINISTRATORS)
    holder = account_of(post)
    found = Account.objects.filter(among, is_active=True).exclude(posts__in=separate)
    found = found.exclude(member__posts__in=separate)
    if holder is not None:
        found = found.exclude(pk=holder.pk)
    return list(found.distinct().order_by("name", "pk"))


def _own(actor: Actor, prefix: str = "") -> Q:
    own = Q(**{f"{prefix}account": actor.account_id})
    return own if actor.member_id is None else own | Q(**{f"{prefix}member": actor.member_id})


def _state(one: Delegation, on: date) -> DelegationState:
    if one.revoked_at is not None:
        return DelegationState.REVOKED
    if one.valid_to <= on or (one.post.valid_to is not None and one.post.valid_to <= on):
        return DelegationState.OVER
    return DelegationState.IN_FORCE if one.valid_from <= on else DelegationState.COMING


def _may_revoke(one: Delegation, actor: Actor, on: date) -> bool:
    if _state(one, on) not in {DelegationState.COMING, DelegationState.IN_FORCE}:
        return False
    return bool(rules.may_revoke(actor, holder_of(one.post), one.post.organisation, one.account_id))
