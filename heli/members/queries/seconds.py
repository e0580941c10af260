"""Second memberships: who takes part in a branch, and what stands against it."""

from datetime import date

from django.db.models import QuerySet

from heli.accounts.actor import Scope
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.members.models import Member, SecondMembership
from heli.members.rules import changes as rules
from heli.orgs.models import Organisation


def seconds(scope: Scope, on: date, organisation: Organisation | None = None) -> QuerySet[SecondMembership]:
    """Those of a day in organisations that the scope covers, or in one of them."""
    found: QuerySet[SecondMembership] = SecondMembership.objects.visible_to(scope).valid(on)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.select_related("member__organisation", "organisation").order_by("organisation__path", "pk")


def second_seen(pk: int, scope: Scope) -> SecondMembership:
    """One within `scope`; NotFound otherwise."""
    found = SecondMembership.objects.visible_to(scope).filter(pk=pk)
    second = found.select_related("member__organisation", "organisation").first()
    if second is None:
        raise NotFound("second-not-found", "没有这次编入，或不在您的范围内。")
    return second


def person_named(name: str, last4: str) -> list[Member]:
    """Present members of the city with this name and these last four signs: whoever enters knows him."""
    found = Member.objects.present().filter(name=name.strip(), id_last4__iexact=last4.strip())
    return list(found.select_related("organisation").order_by("pk")[:2])


def against_taking_part(
    member: Member, organisation: Organisation, on: date, today: date
) -> tuple[Verdict, ...]:
    """What stands against it (R01-09)."""
    twice = member.second_memberships.filter(organisation=organisation, valid_to=None).exists()
    closed = organisation.closed_on is not None and organisation.closed_on <= on
    found = rules.can_take_part(
        organisation.kind,
        member.name,
        closed=closed,
        own=member.organisation_id == organisation.pk,
        twice=twice,
        left=member.left_on is not None,
    )
    return (*found, *(one for one in [rules.is_past(on, today)] if not one))
