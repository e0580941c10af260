"""Which rights of a post may be passed on, to whom, for how long, by whom; and who may take them back."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from heli.accounts.actor import Actor
from heli.accounts.catalogue import DELEGABLE, SECRETARIES, Permission
from heli.accounts.permissions import scope_of
from heli.accounts.rules import may
from heli.accounts.scope import PostHeld, Target
from heli.kernel.action import SYSTEM, Doer
from heli.kernel.errors import WrongState
from heli.kernel.verdict import Verdict
from heli.members.catalogue import DELEGATION_MOST_DAYS

_SIGHT = {
    Permission.RECORD_ENTER: Permission.RECORD_SEE,
    Permission.MEMBER_IDENTITY: Permission.MEMBER_SEE,
    Permission.MEMBER_TRANSFER: Permission.MEMBER_SEE,
    Permission.MEMBER_RECONCILE: Permission.MEMBER_SEE,
    Permission.MEMBER_CHANGE: Permission.MEMBER_SEE,
}


class Holder(NamedTuple):
    """Whose the post is: the account and the roster line, where known, and the days of the post."""

    account_id: int | None
    member_id: int | None
    valid_from: date
    valid_to: date | None


def rights_to_pass_on(post: PostHeld) -> list[Permission]:
    """What the post gives and may be passed on; never what nobody can do for another (PERSONAL)."""
    return [one for one in Permission if one in DELEGABLE and not scope_of((post,), one).is_empty]


def with_sight(rights: Collection[Permission], post: PostHeld) -> list[Permission]:
    """The rights with the sight that they need, in the order of the catalogue: who enters has to see."""
    needed = {Permission.ORGANISATION_SEE, *rights, *(_SIGHT[one] for one in rights if one in _SIGHT)}
    sight = needed & set(rights_to_pass_on(post))
    return [one for one in Permission if one in sight or one in rights]


def is_own(by: Doer, holder: Holder) -> bool:
    """Whether the post is that of whoever acts."""
    if not isinstance(by, Actor):
        return False
    same_account = holder.account_id is not None and holder.account_id == by.account_id
    return same_account or (holder.member_id is not None and holder.member_id == by.member_id)


def may_pass_on(by: Doer, holder: Holder, organisation: Target) -> Verdict:
    """The holder himself, the organisation's secretary, and whoever keeps its posts; never a deputy."""
    if by is SYSTEM:
        return Verdict.yes()
    if isinstance(by, Actor) and SECRETARIES & set(by.offices_at(organisation.pk)):
        return Verdict.yes()
    if is_own(by, holder):
        return may(by, Permission.DELEGATION_MAKE, organisation)
    return may(by, Permission.POST_KEEP, organisation)


def may_revoke(by: Doer, holder: Holder, organisation: Target, receiver: int) -> Verdict:
    """Whoever may pass it on may take it back; and the receiver may give it back."""
    if isinstance(by, Actor) and by.account_id == receiver:
        return Verdict.yes()
    return may_pass_on(by, holder, organisation)


def is_within_the_post(rights: Collection[Permission], post: PostHeld) -> Verdict:
    """At least one right, and none that the post does not give or that cannot be passed on."""
    if not rights:
        return Verdict.no("请至少选择一项要委托的权限。", code="delegation-empty")
    beyond = [one.label for one in rights if one not in rights_to_pass_on(post)]
    if not beyond:
        return Verdict.yes()
    return Verdict.no(
        f"不能委托：{'、'.join(beyond)}。议定、签发、评判、表决由本人行使，职务没有的权限也不能委托。",
        code="delegation-beyond-post",
    )


def fits_the_days(first: date, until: date, holder: Holder, today: date) -> Verdict:
    """From today or later, for an absence, within the days of the post; `until` is the first day after."""
    most = DELEGATION_MOST_DAYS
    if first < today:
        return Verdict.no("委托从今天或以后开始，不能补登过去的日期。", code="delegation-in-past")
    if until <= first:
        return Verdict.no("结束日期不能早于开始日期，请核对。", code="delegation-ends-before-start")
    if (until - first).days > most:
        return Verdict.no(
            f"一次委托最多 {most} 天；时间更长的，请由有任免权限的人员调整职务。", code="delegation-too-long"
        )
    if first < holder.valid_from:
        return Verdict.no(f"{holder.valid_from} 才任职，委托不能更早。", code="delegation-before-post")
    if holder.valid_to is not None and until > holder.valid_to:
        last = holder.valid_to - timedelta(days=1)
        return Verdict.no(f"这个职务任到 {last}，委托不能更晚。", code="delegation-after-post")
    return Verdict.yes()


def can_receive(holder: Holder, receiver: int, *, in_use: bool, separate: bool) -> Verdict:
    """Another person whose account is in use, and none of the three administrators."""
    if holder.account_id is not None and holder.account_id == receiver:
        return Verdict.no("不能委托给本人，请另选一人。", code="delegation-to-self")
    if not in_use:
        return Verdict.no("受托人的账号已停用，请另选一人。", code="delegation-account-closed")
    if separate:
        return Verdict.no(
            "系统管理员、安全管理员、审计管理员不办理业务，不能接受委托；请另选一人。",
            source="三员分立",
            code="delegation-to-administrator",
        )
    return Verdict.yes()


def has_reason(reason: str) -> Verdict:
    """Why, in a few words: the audit keeps it."""
    if reason.strip():
        return Verdict.yes()
    return Verdict.no("请写明委托原因，如：出差、休假、学习。", code="delegation-without-reason")


def can_be_revoked(*, revoked: bool, until: date, today: date) -> Verdict:
    """Whether there is anything left to take back."""
    if revoked or until <= today:
        return Verdict.no("这项委托已经收回或到期。", error=WrongState, code="delegation-over")
    return Verdict.yes()
