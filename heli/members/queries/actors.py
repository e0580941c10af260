"""Who acts: the Actor of an account on a day; whose account, which organisation."""

from datetime import date

from django.db.models import Q

from heli.accounts.actor import Actor, PostHeld
from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.kernel.errors import NotFound
from heli.members.models import Member, Post
from heli.orgs.catalogue import reach_of
from heli.orgs.models import Organisation
from heli.orgs.rules.names import name_key


def actor_of(account: Account, on: date) -> Actor:
    """The account with its posts of the day and its own branch: two queries.

    Posts count that name the account, or the member whose account it is: a post that a later roster brings
    needs no new invitation. A post at a closed organisation gives nothing.
    """
    member = Member.objects.present().filter(account=account).values_list("pk", "organisation_id").first()
    member_id, branch_id = member or (None, None)
    own = Q(account=account) if member_id is None else Q(account=account) | Q(member=member_id)
    posts = (
        Post.objects.held(on)
        .filter(own)
        .filter(Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=on))
        .select_related("organisation__parent")
        .order_by("valid_from", "pk")
    )
    return Actor(
        account_id=account.pk,
        label=account.name,
        posts=tuple(map(_held, posts)),
        member_id=member_id,
        branch_id=branch_id,
    )


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


def _held(post: Post) -> PostHeld:
    organisation = post.organisation
    return PostHeld(
        organisation_id=organisation.pk,
        organisation_name=organisation.short_name,
        path=organisation.path,
        reach=reach_of(organisation),
        office=Office(post.office),
    )
