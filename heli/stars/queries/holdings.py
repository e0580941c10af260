"""What organisations hold: the list by star, one organisation's history, the honours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from heli.accounts.scope import Scope
from heli.kernel.errors import NotFound
from heli.kernel.verdict import Verdict
from heli.orgs.models import Organisation
from heli.stars.catalogue import PARAMETERS, STANDING_HONOUR, HonourState, Star
from heli.stars.models import Honour, StarHeld
from heli.stars.rules import keeping

VALID, EXPIRED = "valid", "expired"


def latest(organisation: Organisation) -> StarHeld | None:
    """What an organisation holds now, valid or expired; None where it was never given anything: one query."""
    found: StarHeld | None = StarHeld.objects.filter(organisation=organisation).order_by("-pk").first()
    return found


def may_apply(organisation: Organisation, words: str, today: date) -> Verdict:
    """Whether a branch may apply for 先锋支部 with these words: two queries."""
    held = latest(organisation)
    star = held.star if held is not None and not held.has_expired(today) else None
    least = PARAMETERS().get("pioneer_star", today).value
    standing = Honour.objects.filter(organisation=organisation, state__in=STANDING_HONOUR).exists()
    return keeping.can_apply(organisation.is_branch, star, least, standing, words)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty value narrows nothing."""

    star: int | None = None
    validity: str = ""
    name: str = ""


def listed(scope: Scope, filters: Filters, today: date) -> QuerySet[StarHeld]:
    """What each organisation in sight holds, stars from above, then in the order of the tree: one query."""
    found = StarHeld.objects.latest_each().visible_to(scope).filter(organisation__closed_on=None)
    if filters.star is not None:
        found = found.filter(star=filters.star)
    if filters.validity == VALID:
        found = found.filter(ends_on__gte=today)
    if filters.validity == EXPIRED:
        found = found.filter(ends_on__lt=today)
    if filters.name:
        name = filters.name
        found = found.filter(
            Q(organisation__name__contains=name) | Q(organisation__initials__startswith=name.lower())
        )
    return found.select_related("organisation").order_by("-star", "organisation__path")


def by_star(scope: Scope, today: date) -> list[tuple[Star, int, int]]:
    """How many in sight hold each, and how many of these have expired: one query."""
    found = StarHeld.objects.latest_each().visible_to(scope).filter(organisation__closed_on=None)
    counted = (
        found.order_by()
        .values("star")
        .annotate(number=Count("pk"), expired=Count("pk", filter=Q(ends_on__lt=today)))
    )
    known = {one["star"]: (one["number"], one["expired"]) for one in counted}
    return [(star, *known[star]) for star in Star if star in known]


def history(organisation: Organisation) -> Sequence[StarHeld]:
    """Everything that an organisation was given, the latest first: one query."""
    found = StarHeld.objects.filter(organisation=organisation).select_related("assessed__round")
    return list(found.order_by("-pk"))


def honours_of(organisation: Organisation) -> Sequence[Honour]:
    """Its applications for 先锋支部 and what came of them, the latest first: one query."""
    return list(Honour.objects.filter(organisation=organisation).order_by("-pk"))


def honours(scope: Scope, state: str = "") -> QuerySet[Honour]:
    """Applications in sight, the latest first: one query."""
    found: QuerySet[Honour] = Honour.objects.visible_to(scope).select_related("organisation")
    if state in HonourState.values:
        found = found.filter(state=state)
    return found.order_by("-pk")


def honour(pk: int, scope: Scope) -> Honour:
    """One of them; NotFound where there is none in sight."""
    found: Honour | None = (
        Honour.objects.visible_to(scope).select_related("organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("honour-not-found", "没有这项申报，或它不在您的范围内。")
    return found
