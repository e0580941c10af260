"""市外转入: a member comes from outside the city with an introduction letter (R09-06)."""

from dataclasses import dataclass
from datetime import date, datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.figures.queries import closed_until
from heli.kernel.action import Doer, action, note
from heli.kernel.secrets import encrypt
from heli.kernel.verdict import Verdict, all_of
from heli.members.actions import belongings
from heli.members.actions.belongings import Turn
from heli.members.catalogue import PHONE_FIELD, Change
from heli.members.models import Member
from heli.members.queries.committees import party_committee_of
from heli.members.rules import transfers as rules
from heli.orgs.models import Organisation
from heli.orgs.rules.names import person_initials


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who comes, as the letter and the file say; `phone` is plain here and encrypted when it is written."""

    name: str
    id_hash: str
    id_last4: str
    standing: str
    serving: str
    joined_on: date
    letter_number: str
    from_where: str
    sex: str = ""
    born_on: date | None = None
    full_on: date | None = None
    phone: str = ""


@action
def arrive(*, arrival: Arrival, organisation: Organisation, on: date, by: Doer, at: datetime) -> Member:
    """Put who was taken in from outside the city on a branch's roster, by its 基层党委.

    Whom Heli knows by the ID number as transferred out becomes the same member again; whoever is on the
    roster, or left otherwise than by transfer, is refused (R09-12).
    """
    committee = party_committee_of(organisation, at.date())
    rules.committee_found(committee.pk if committee else None, organisation.short_name).require()
    may(by, Permission.MEMBER_TRANSFER, committee or organisation).require()
    known = Member.objects.filter(id_hash=arrival.id_hash).first()
    _may_be(arrival, organisation, known, on, at).require()
    member = _enter(known, arrival, organisation)
    turn = Turn(
        member.pk,
        on,
        organisation.pk,
        member.standing,
        member.serving,
        Change.TRANSFER_IN,
        Change.TRANSFER_IN,
        arrival.letter_number,
    )
    belongings.turn(turns=[turn], by=by, at=at)
    note(from_where=arrival.from_where, letter=arrival.letter_number, again=known is not None)
    member.refresh_from_db()
    return member


def _may_be(
    arrival: Arrival, organisation: Organisation, known: Member | None, on: date, at: datetime
) -> Verdict:
    """Whether he can be put on this roster from the day on."""
    closed_on = organisation.closed_on
    return all_of(
        rules.is_destination(
            kind=organisation.kind,
            outside=organisation.outside,
            closed=closed_on is not None and closed_on <= at.date(),
            same=False,
        ),
        rules.may_be_on(on, today=at.date(), since=arrival.joined_on),
        rules.is_open_period(on, closed_until()),
        rules.may_arrive(
            known=known is not None,
            left=known is not None and known.left_on is not None,
            ended=_ended(known),
            name=arrival.name,
        ),
    )


def _ended(member: Member | None) -> str:
    """By what a member's last belonging ended."""
    if member is None:
        return ""
    last = member.belongings.order_by("-valid_from").first()
    return last.ended if last is not None else ""


def _enter(known: Member | None, arrival: Arrival, organisation: Organisation) -> Member:
    member = known or Member(id_hash=arrival.id_hash)
    member.id_last4, member.name = arrival.id_last4, arrival.name
    member.initials = person_initials(arrival.name)
    member.organisation = organisation
    member.standing, member.serving = arrival.standing, arrival.serving
    member.joined_on, member.full_on = arrival.joined_on, arrival.full_on
    member.sex, member.born_on = arrival.sex or member.sex, arrival.born_on or member.born_on
    member.phone = encrypt(arrival.phone or None, field=PHONE_FIELD) or member.phone
    member.left_on = None
    member.save()
    return member
