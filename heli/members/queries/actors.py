"""Who acts: the Actor of an account on a day; whose account, which organisation."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from heli.accounts.actor import Actor, PostHeld
from heli.accounts.catalogue import DELEGABLE, Office, Permission
from heli.accounts.models import Account, PersonalToken
from heli.kernel.errors import NotFound
from heli.members.models import Delegation, Member, Post
from heli.members.rules import posts as post_rules
from heli.orgs.catalogue import reach_of
from heli.orgs.models import Organisation
from heli.orgs.rules.names import name_key


def actor_of(account: Account, on: date) -> Actor:
    """The account with its posts of the day, those passed on to it, and its own branch: two queries.

    Posts count that name the account, or the member whose account it is: a post that a later roster brings
    needs no new invitation. A post at a closed organisation gives nothing, nor does one of the three
    administrators beside any other post, until that is put right.
    """
    member = Member.objects.present().filter(account=account).values_list("pk", "organisation_id").first()
    member_id, branch_id = member or (None, None)
    own: dict[int, PostHeld] = {}
    delegated: list[PostHeld] = []
    post: Any
    for post in _posts(account, member_id, on):
        if _is_own(post, account, member_id):
            held = own.get(post.pk) or held_of(post)
            taker = (post.passed_to,) if post.passed_to else ()
            own[post.pk] = replace(held, delegated_to=held.delegated_to + taker)
        else:
            delegated.append(_delegated(post))
    posts = post_rules.without_conflict(tuple(own.values()))
    return Actor(
        account_id=account.pk,
        label=account.name,
        posts=posts,
        member_id=member_id,
        branch_id=branch_id,
        delegated=() if post_rules.has_separate_office(posts) else tuple(delegated),
    )


def actor_by_token(token: PersonalToken, on: date) -> Actor:
    """Who asks by a token: its owner with his own posts of the day, as far as the token was given them.

    What others passed on to him for an absence is not in it: a program stays when the absence is over.
    """
    return replace(actor_of(token.account, on), delegated=(), token=token.held)


def _posts(account: Account, member_id: int | None, on: date) -> "QuerySet[Post]":
    """Own posts, a row for each person who acts for them; and posts passed on to the account."""
    own = Q(account=account) if member_id is None else Q(account=account) | Q(member=member_id)
    # Named by key as well as by the join: then each side of the OR has an index.
    passed = Q(pk__in=Delegation.objects.in_force(on).filter(account=account).values("post"))
    today = Q(
        delegations__valid_from__lte=on, delegations__valid_to__gt=on, delegations__revoked_at__isnull=True
    )
    found: QuerySet[Post] = (
        Post.objects.held(on)
        .filter(own | passed)
        .annotate(passed=FilteredRelation("delegations", condition=today))
        .filter(own | Q(passed__account=account))
        .filter(Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=on))
        .annotate(
            passed_account=F("passed__account"),
            passed_to=F("passed__account__name"),
            passed_rights=F("passed__permissions"),
            passed_until=F("passed__valid_to"),
        )
        .select_related("organisation__parent")
        .order_by("valid_from", "pk", "passed__pk")
    )
    return found


def _is_own(post: Post, account: Account, member_id: int | None) -> bool:
    return post.account_id == account.pk or (member_id is not None and post.member_id == member_id)


def _delegated(post: Any) -> PostHeld:
    """The post as it was passed on; what may not be passed on stays behind, whatever the row says."""
    rights = frozenset(Permission(one) for one in post.passed_rights.split()) & DELEGABLE
    return replace(held_of(post), delegated_from=post.name, only=rights, until=post.passed_until)


def account_of(post: Post) -> Account | None:
    """The account that whoever holds the post has, by this post or as a member."""
    return post.account or (post.member.account if post.member is not None else None)


def organisation_named(text: str) -> Organisation:
    """The one organisation not closed that has this code or this name in any spelling; NotFound otherwise."""
    found = list(
        Organisation.objects.filter(Q(code=text.strip()) | Q(name_key=name_key(text)), closed_on=None)[:2]
    )
    if len(found) == 1:
        return found[0]
    several = f"名称“{text}”对应不止一个党组织，请改用党组织代码。"
    nothing = f"没有代码或全称为“{text}”的党组织。还没有导入党组织名册时，请先用 heli load 导入。"
    raise NotFound("organisation-unknown", several if found else nothing)


def held_of(post: Post) -> PostHeld:
    """The post as rights are derived from it."""
    organisation = post.organisation
    return PostHeld(
        organisation_id=organisation.pk,
        organisation_name=organisation.short_name,
        path=organisation.path,
        reach=reach_of(organisation),
        office=Office(post.office),
        title=post.get_office_display(),
        name=post.name,
    )
