"""兼合式编入: taking part in another branch's life beside the formal membership (R01-09, S001-10)."""

from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.kernel.errors import Invalid, WrongState
from heli.kernel.verdict import Strength
from heli.members.models import Member, SecondMembership
from heli.members.queries.seconds import against_taking_part
from heli.orgs.models import Organisation


@action
def take_part(
    *,
    member: Member,
    organisation: Organisation,
    on: date,
    reason: str,
    by: Doer,
    at: datetime,
    why: str = "",
) -> SecondMembership:
    """Let a member take part in a branch from a day on; dues, votes and every total stay with his own.

    By who changes the roster of that branch. Invalid or WrongState as `rules.changes.can_take_part` says; a
    branch of another kind than is made for it needs `why`.
    """
    may(by, Permission.MEMBER_CHANGE, organisation).require()
    for verdict in against_taking_part(member, organisation, on, at.date()):
        if verdict.strength is not Strength.GENERAL or not why.strip():
            verdict.require()
        note(otherwise=verdict.code, why=why.strip())
    if not reason.strip():
        raise Invalid("reason-missing", "请写明缘由，例如项目、专班或驻点。")
    return SecondMembership.objects.create(
        member=member,
        organisation=organisation,
        valid_from=on,
        reason=reason.strip()[:200],
        entered_at=at,
        entered_by=by.label[:120],
    )


@action
def stop_taking_part(*, second: SecondMembership, on: date, by: Doer, at: datetime) -> SecondMembership:
    """End a second membership on a day, the first on which he takes no part any more."""
    may(by, Permission.MEMBER_CHANGE, second.organisation).require()
    if second.valid_to is not None:
        raise WrongState("second-ended", f"这次编入已于 {second.valid_to} 结束。")
    if on > at.date() or on < second.valid_from:
        raise Invalid("day", f"退出日期应在 {second.valid_from} 与今天之间。")
    second.valid_to = on
    second.save(update_fields=["valid_to"])
    return second
