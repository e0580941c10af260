"""Appointing a person to an office, and ending it."""

from collections.abc import Collection
from datetime import date, datetime

from heli.accounts.catalogue import COMMITTEE_OFFICES, Office, Permission
from heli.accounts.models import Account
from heli.accounts.rules import may_somewhere
from heli.kernel.action import SYSTEM, Doer, action, note
from heli.kernel.verdict import Verdict
from heli.members import queries
from heli.members.actions.counting import count
from heli.members.models import Member, Post
from heli.members.rules import posts as rules
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
    fulltime: bool = False,
    valid_to: date | None = None,
    why: str = "",
) -> Post:
    """Write down that a person holds an office from a day on, until the day before `valid_to`.

    NotAllowed without POST_KEEP there; Invalid and WrongState for what `queries.against_appointment` says
    (R01-28, R01-29). `why` answers what a regulation only generally asks; a command is not asked for it.
    Whether the branch has a 支委会 is told anew.
    """
    rules.may_keep_posts(by, organisation).require()
    new = rules.Appointed(
        rules.office_at(organisation.kind, office),
        name.strip(),
        organisation.short_name,
        valid_from,
        valid_to,
    )
    _weigh(queries.against_appointment(new, organisation, member, account), why, by)
    post = Post.objects.create(
        organisation=organisation,
        office=new.office,
        name=new.name,
        member=member,
        account=account,
        fulltime=fulltime,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _tell_committee(post, by=by, at=at)
    return post


def _weigh(against: tuple[Verdict, list[Verdict]], why: str, by: Doer) -> None:
    """Refuse what is forbidden, and what is only general where no reason is written down."""
    forbids, customs = against
    forbids.require()
    if by is not SYSTEM:
        rules.weighed(customs, why).require()
    if why.strip():
        note(why=why.strip())


@action
def end(*, post: Post, on: date, by: Doer, at: datetime) -> Post:
    """End a post on a day, the first on which it is no longer held; the rights that follow from it end too.

    WrongState when it has ended already, Invalid for a day before it began.
    """
    rules.may_keep_posts(by, post.organisation).require()
    rules.can_end(queries.appointed(post), on, at.date()).require()
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    _tell_committee(post, by=by, at=at)
    note(on=on.isoformat())
    return post


def _tell_committee(post: Post, *, by: Doer, at: datetime) -> None:
    """Count its organisation as a load does; for a day to come `heli tick` does it on the day."""
    if post.office in COMMITTEE_OFFICES:
        count(organisations=[post.organisation_id], by=by, at=at)


@action
def tell_committees(*, organisations: Collection[int], by: Doer, at: datetime) -> None:
    """Count organisations (primary keys) in which a post has begun or ended since it was entered.

    NotAllowed without POST_KEEP anywhere.
    """
    may_somewhere(by, Permission.POST_KEEP).require()
    count(organisations=organisations, by=by, at=at)
    note(organisations=len(organisations))
