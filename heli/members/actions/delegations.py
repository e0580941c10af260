"""Passing rights of a post on for an absence, and taking them back."""

from collections.abc import Collection
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.models import Account
from heli.kernel.action import Doer, action, note
from heli.kernel.verdict import all_of
from heli.members import queries
from heli.members.models import Delegation, Post
from heli.members.rules import delegations as rules


@action
def delegate(
    *,
    post: Post,
    account: Account,
    permissions: Collection[Permission],
    valid_from: date,
    valid_to: date,
    reason: str,
    by: Doer,
    at: datetime,
) -> Delegation:
    """Pass named rights of a post on to another person's account until before `valid_to`.

    The sight that they need goes with them (查看履职记录 with 录入履职记录).

    By the holder, the organisation's secretary or whoever keeps its posts (NotAllowed). Invalid for rights
    that the post does not give or nobody passes on (adopting, signing, judging, voting), for days outside
    the post or past, for the holder himself, a closed account or one of the three administrators.
    """
    holder, held = queries.holder_of(post), queries.held_of(post)
    rules.may_pass_on(by, holder, post.organisation).require()
    separate = queries.is_separate_administrator(account, valid_from, valid_to)
    all_of(
        rules.is_within_the_post(permissions, held),
        rules.fits_the_days(valid_from, valid_to, holder, at.date()),
        rules.can_receive(holder, account.pk, in_use=account.is_active, separate=separate),
        rules.has_reason(reason),
    ).require()
    named = [one.value for one in rules.with_sight(permissions, held)]
    note(to=account.name, permissions=named, first=valid_from.isoformat(), until=valid_to.isoformat())
    return Delegation.objects.create(
        post=post,
        account=account,
        permissions=" ".join(named),
        reason=reason.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        made_at=at,
        made_by=by.label[:120],
    )


@action
def revoke(*, delegation: Delegation, by: Doer, at: datetime) -> Delegation:
    """Take the rights back at once; WrongState when there is nothing left to take back.

    By whoever might pass them on, or by the receiver, who gives them back.
    """
    post = delegation.post
    holder = queries.holder_of(post)
    rules.may_revoke(by, holder, post.organisation, delegation.account_id).require()
    over = delegation.revoked_at is not None
    rules.can_be_revoked(revoked=over, until=delegation.valid_to, today=at.date()).require()
    delegation.revoked_at, delegation.revoked_by = at, by.label[:120]
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    return delegation
