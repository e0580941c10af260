"""Appointing a person to an office, and ending it."""

from datetime import date, datetime

from heli.accounts.catalogue import Office
from heli.accounts.models import Account
from heli.kernel.action import Doer, action
from heli.kernel.errors import WrongState
from heli.members import rules
from heli.members.models import Member, Post
from heli.orgs.models import Organisation


@action
def appoint(
    *,
    organisation: Organisation,
    office: Office,
    name: str,
    valid_from: date,
    by: Doer,
    at: datetime,
    member: Member | None = None,
    account: Account | None = None,
) -> Post:
    """Write down that a person holds an office from a day on. Invalid for an office that is not had here."""
    rules.may_keep_posts(by).require()
    office = rules.office_at(organisation.kind, office)
    rules.can_have(organisation.kind, office).require()
    return Post.objects.create(
        organisation=organisation,
        office=office,
        name=name,
        member=member,
        account=account,
        valid_from=valid_from,
    )


@action
def end(*, post: Post, on: date, by: Doer, at: datetime) -> Post:
    """End a post on a day, the first on which it is no longer held. WrongState when it has ended already."""
    rules.may_keep_posts(by).require()
    if post.valid_to is not None:
        raise WrongState("post-ended", f"{post}已于 {post.valid_to} 卸任。")
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    return post
