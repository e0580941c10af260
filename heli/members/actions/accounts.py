"""Letting people log in: the first account by command, all others by one-time links."""

from datetime import datetime

from heli.accounts import actions as account_actions
from heli.accounts.catalogue import Office, Permission
from heli.accounts.models import Account
from heli.accounts.rules import may
from heli.kernel.action import Doer, action
from heli.kernel.errors import Invalid, WrongState
from heli.members import queries, rules
from heli.members.actions import posts as post_actions
from heli.members.models import Member, Post
from heli.orgs.models import Organisation


@action
def invite(*, post: Post, username: str, by: Doer, at: datetime) -> str:
    """Open an account for whoever holds the post and return its one-time token, which is told only now.

    By whoever may invite for the organisation (the 工委 administrator, or a command). WrongState when the
    post has ended; Invalid for a user name that is malformed or taken. Where the holder has an account
    (by this post or as a member), no other is opened: a new link for it is made and `username` is not used.
    """
    may(by, Permission.ACCOUNT_INVITE, post.organisation).require()
    if post.valid_to is not None and post.valid_to <= at.date():
        raise WrongState("post-ended", f"{post}已于 {post.valid_to} 卸任，不能再邀请。")
    account = queries.account_of(post)
    if account is None:
        account = account_actions.open_account(username=username, name=post.name, by=by, at=at)
    _link(post, account)
    return account_actions.invite(account=account, by=by, at=at)


@action
def invite_holder(
    *, username: str, name: str, organisation: str, office: Office, by: Doer, at: datetime
) -> str:
    """`invite` for the command: `organisation` by code or full name; appoints where nobody has yet."""
    where = queries.organisation_named(organisation)
    may(by, Permission.ACCOUNT_INVITE, where).require()
    post = _post(where, office, name, by=by, at=at)
    return invite(post=post, username=username, by=by, at=at)


@action
def create_account(
    *,
    username: str,
    name: str,
    organisation: str,
    office: Office,
    password: str,
    by: Doer,
    at: datetime,
    is_demo: bool = False,
) -> Account:
    """Open an account with a password for `heli account create`, appointing the person where nobody has yet.

    `organisation` by code or full name (NotFound). Invalid for a user name that is malformed or taken, a weak
    password, an office that the organisation does not have, or a person who has an account already.
    """
    where = queries.organisation_named(organisation)
    may(by, Permission.ACCOUNT_INVITE, where).require()
    post = _post(where, office, name, by=by, at=at)
    if queries.account_of(post) is not None:
        raise Invalid("account-exists", f"{post}已有账号，不必再建。忘记密码时请重新发出邀请。")
    account = account_actions.open_account(
        username=username, name=name, password=password, is_demo=is_demo, by=by, at=at
    )
    _link(post, account)
    return account


def _post(organisation: Organisation, office: Office, name: str, *, by: Doer, at: datetime) -> Post:
    """The post that the person holds today, or a new one from today on."""
    wanted = rules.office_at(organisation.kind, office)
    held = (
        organisation.posts.held(at.date()).filter(office=wanted, name=name).select_related("member").first()
    )
    return held or post_actions.appoint(
        organisation=organisation, office=wanted, name=name, valid_from=at.date(), by=by, at=at
    )


def _link(post: Post, account: Account) -> None:
    """The post's account; and the member's, so that his other posts and his branch come with it."""
    if post.account_id != account.pk:
        post.account = account
        post.save(update_fields=["account"])
    if post.member is not None and post.member.account_id is None:
        Member.objects.filter(pk=post.member.pk).update(account=account)
